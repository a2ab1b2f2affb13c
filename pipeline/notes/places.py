"""Places: where in a file a block stands, as a person would say it; German, because the ledger keeps it."""

from __future__ import annotations

from pipeline.messages import german


def paragraph(number: int, shown: str = "", page: int = 0) -> str:
    """`Absatz 12`, and what helps to find it: `Absatz 12 („1.2“, Seite 3)`."""
    beside = [german("“{text}”").format(text=shown)] if shown else []
    beside += [german("page {n}").format(n=page)] if page else []
    said = german("Paragraph {n}").format(n=number)
    return f"{said} ({', '.join(beside)})" if beside else said


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


def note(number: int, *, end: bool = False) -> str:
    """`Fußnote 1`, `Endnote 1`, in the order of the text."""
    return (german("Endnote {n}") if end else german("Footnote {n}")).format(n=number)


def comment(author: str, place: str = "", to: str = "") -> str:
    """`Kommentar von …`, and where it hangs; `Antwort von … auf …`."""
    who = author or german("somebody")
    said = german("Comment by {author}").format(author=who)
    if to:
        said = german("Answer by {author} to {other}").format(author=who, other=to)
    return german("{what} at {place}").format(what=said, place=place) if place else said


def author(place: str) -> str:
    """Return who wrote the comment or the answer that stands at a place; empty for everything else."""
    joint = german("{what} at {place}").partition("{what}")[2].partition("{place}")[0]
    what = place.partition(joint)[0]
    for said in (german("Comment by {author}"), german("Answer by {author} to {other}")):
        before, _name, rest = said.partition("{author}")
        if what.startswith(before):
            between = rest.partition("{other}")[0]
            name = what.removeprefix(before)
            return name.partition(between)[0] if between else name
    return ""


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


def chart(number: int, place: str = "") -> str:
    """`Diagramm 1 bei Absatz 12`."""
    said = german("Chart {n}").format(n=number)
    return german("{what} at {place}").format(what=said, place=place) if place else said


def property_(name: str) -> str:
    """`Dokumenteigenschaft title`, by its name in the file."""
    return german("Document property {name}").format(name=name)


def sheet(number: int) -> str:
    """`Tabellenblatt 1`."""
    return german("Sheet {n}").format(n=number)


def page(number: int, row: int) -> str:
    """`Seite 2, Zeile 5`."""
    return german("Page {page}, line {row}").format(page=number, row=row)


def prompt(place: str) -> str:
    """`Absatz 3, Ausfüllhilfe`: what a form says where nobody has filled in anything."""
    return german("{place}, prompt of a form").format(place=place)


def embedded(number: int, place: str = "") -> str:
    """`Eingebettetes Dokument 1, Absatz 3`."""
    said = german("Embedded document {n}").format(n=number)
    return f"{said}, {place}" if place else said


def changes() -> str:
    """`Änderungsverfolgung`."""
    return german("Tracked changes")


def left_over(part: str) -> str:
    """`Dokumentteil document2.xml`: text that no page shows."""
    return german("Part {name} of the file").format(name=part)
