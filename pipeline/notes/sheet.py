"""Sheet: card lists and to-do tables: CSV, TSV, XLSX, ODS, one row a block."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.notes import kinds, normalise, ooxml, outline, places
from pipeline.notes.unreadable import Unreadable

MOST_CELLS = 500_000
_MOST_LETTERS = 100_000_000
"""Of one cell, for Python's reader; the file's own limit is far below."""
_SAMPLE = 8_192
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def excel(name: str, data: bytes) -> Notes:
    """Read a workbook of Excel.

    Raises:
        Unreadable: damaged, locked, larger than any card list, or no table.
    """
    return _book(name, data, "xl/workbook.xml")


def calc(name: str, data: bytes) -> Notes:
    """Read a table of LibreOffice.

    Raises:
        Unreadable: as `excel`.
    """
    return _book(name, data, "content.xml")


def _book(name: str, data: bytes, main: str) -> Notes:
    package = ooxml.unpack(data, main)
    repairs: list[Repair] = []
    blocks = [*_properties(name, package)]
    for number, (title, rows) in enumerate(_sheets(data), start=1):
        said, mended = normalise.clean(title)
        repairs += mended
        blocks.append(Block(name, places.sheet(number), Kind.META, said))
        blocks += _rows(name, rows, number, repairs)
    blocks += _comments(name, package)
    return Notes(name, tuple(outline.with_paths(blocks)), normalise.total(repairs))


def separated(name: str, data: bytes) -> Notes:
    """Read a table that is text: CSV of any program, or columns parted by tabs.

    Raises:
        Unreadable: no text, or larger than any card list.
    """
    try:
        text, repairs = normalise.decode(data)
    except normalise.Undecodable as error:
        raise Unreadable(
            _("Expected a table as text (.csv or .tsv), but these bytes are none."),
            _("Export the table anew as CSV."),
        ) from error
    mended = list(repairs)
    csv.field_size_limit(_MOST_LETTERS)
    try:
        rows = list(csv.reader(io.StringIO(text), _dialect(text, tabs=kinds.named(name) == ".tsv")))
    except csv.Error as error:
        raise Unreadable(
            _("The table cannot be read: {what}.").format(what=error), _("Export the table anew as CSV.")
        ) from error
    blocks = list(_rows(name, rows, 1, mended))
    return Notes(name, tuple(outline.with_paths(blocks)), normalise.total(mended))


def _dialect(text: str, *, tabs: bool) -> Any:
    """Return how the columns of a table are parted: as its kind says, or as its first lines show."""
    if tabs:
        return csv.excel_tab
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE], delimiters=";,\t|")
    except csv.Error:
        return _Semicolon if text.count(";") > text.count(",") else csv.excel


class _Semicolon(csv.excel):
    """What a German Excel writes."""

    delimiter = ";"


def _sheets(data: bytes) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield every sheet, hidden ones too: what is hidden is said by the program that shows it."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for title in book.sheet_names:
            yield title, book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(
            _("The table cannot be read: {what}.").format(what=str(error)[:120]),
            _("Open it in Excel or LibreOffice and save it anew as .xlsx."),
        ) from error


def _rows(name: str, rows: Sequence[Sequence[Any]], sheet: int, repairs: list[Repair]) -> Iterator[Block]:
    if sum(len(row) for row in rows) > MOST_CELLS:
        raise Unreadable(
            _("The table has more than {n} cells; no card list does.").format(n=MOST_CELLS),
            _("Save the rows that matter as a table of their own."),
        )
    for number, row in enumerate(rows, start=1):
        cells = []
        for value in row:
            said, mended = normalise.clean(_shown(value))
            repairs += mended
            cells.append(" ".join(said.split()))
        while cells and not cells[-1]:
            cells.pop()
        filled = [cell for cell in cells if cell]
        place = places.row(sheet, number)
        if len(filled) == 1 and (number == 1 or len(rows[0]) > 2):  # noqa: PLR2004  (a line across the table)
            yield Block(name, place, Kind.HEADING if number == 1 else Kind.PARAGRAPH, filled[0], level=6)
        elif filled:
            yield Block(name, place, Kind.ROW, " | ".join(cells), cells=tuple(cells), table=sheet)


def _shown(value: object) -> str:
    """Return a cell as people read it: dates in German, whole numbers without a point."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    return str(value)


def _properties(name: str, package: ooxml.Package) -> Iterator[Block]:
    tree = package.xml("docProps/core.xml")
    tree = package.xml("meta.xml") if tree is None else tree
    for element in tree.iter() if tree is not None else ():
        kind = str(element.tag).rpartition("}")[2]
        if kind in {"title", "creator", "lastModifiedBy", "initial-creator"} and (
            said := normalise.line(element.text or "")
        ):
            yield Block(name, places.property_(kind), Kind.META, said, Layer.PROPERTY, by=kind)


def _comments(name: str, package: ooxml.Package) -> Iterator[Block]:
    for part in package.parts:
        if part.startswith("xl/comments"):
            tree = package.xml(part)
            for comment in tree.iter(f"{_X}comment"):
                said = normalise.line("".join(text.text or "" for text in comment.iter(f"{_X}t")))
                if said:
                    yield Block(name, places.comment(""), Kind.PARAGRAPH, said, Layer.COMMENT)
    content = package.xml("content.xml")
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    for note in content.iter(f"{office}annotation") if content is not None else ():
        author = normalise.line(note.findtext(f"{_DC}creator") or "")
        said = normalise.line(" ".join("".join(child.itertext()) for child in note if "}p" in str(child.tag)))
        if said:
            yield Block(name, places.comment(author), Kind.PARAGRAPH, said, Layer.COMMENT, by=author)
