"""Places: where in a file a block stands, as a person would say it; German, because the ledger keeps it."""

from __future__ import annotations

from pipeline.messages import german


def paragraph(number: int) -> str:
    """`Absatz 12`."""
    return german("Paragraph {n}").format(n=number)


def line(number: int) -> str:
    """`Zeile 40`."""
    return german("Line {n}").format(n=number)


def inner(place: str, row: int) -> str:
    """`Absatz 12, Zeile 2`; the place alone for the first line."""
    return f"{place}, {line(row)}" if row > 1 else place


def row(table: int, number: int) -> str:
    """`Tabelle 1, Zeile 3`."""
    return german("Table {table}, line {row}").format(table=table, row=number)


def box(number: int) -> str:
    """`Textfeld 2`."""
    return german("Text box {n}").format(n=number)


def note(number: int) -> str:
    """`Fußnote 1`, in the order of the text."""
    return german("Footnote {n}").format(n=number)


def comment(author: str) -> str:
    """`Kommentar von …`."""
    return german("Comment by {author}").format(author=author or german("somebody"))


def deleted(place: str) -> str:
    """`Absatz 12, gelöscht`."""
    return german("{place}, deleted").format(place=place)


def hidden(place: str) -> str:
    """`Absatz 12, verborgen`."""
    return german("{place}, hidden").format(place=place)


def picture(place: str) -> str:
    """`Bild bei Absatz 12`."""
    return german("Picture at {place}").format(place=place)


def photo(name: str, number: int) -> str:
    """`Foto flipchart.jpg, Zeile 3`: a line of its transcription."""
    return german("Photo {name}, line {n}").format(name=name, n=number)


def furniture(*, header: bool) -> str:
    """`Kopfzeile` or `Fußzeile`."""
    return german("Page header") if header else german("Page footer")


def chart(number: int) -> str:
    """`Diagramm 1`."""
    return german("Chart {n}").format(n=number)


def property_(name: str) -> str:
    """`Dokumenteigenschaft title`, by its name in the file."""
    return german("Document property {name}").format(name=name)


def sheet(number: int) -> str:
    """`Tabellenblatt 1`."""
    return german("Sheet {n}").format(n=number)


def page(number: int, row: int) -> str:
    """`Seite 2, Zeile 5`."""
    return german("Page {page}, line {row}").format(page=number, row=row)
