"""OpenDocument: an ODT of LibreOffice as blocks, in reading order, with notes, comments and deletions.

Pandoc loses comments of an ODT whatever it is told, so the walk is ours, as for Word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import lines, normalise, ooxml, outline, places
from pipeline.notes.unreadable import Unreadable

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DC = "{http://purl.org/dc/elements/1.1/}"

MAIN = "content.xml"
_MOST_SPACES = 1_000
_DEEPEST = 60
_PROPERTIES = {
    f"{_DC}title": "title",
    f"{_DC}subject": "subject",
    f"{_DC}creator": "creator",
    f"{_DC}description": "description",
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}initial-creator": "creator",
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}keyword": "keywords",
}


def read(name: str, data: bytes) -> Notes:
    """Read an ODT.

    Raises:
        Unreadable: damaged, locked, or not a text document.
    """
    package = ooxml.unpack(data, MAIN)
    content = package.xml(MAIN)
    if b"manifest:encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(_("The file is locked with a password."), _("Save a copy without a password."))
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Unreadable(
            _("Expected a text document (.odt), but it holds no text."),
            _("Is it the right file? Copy it anew."),
        )
    styles = package.xml("styles.xml")
    page = _Page(name, _Looks.of(content, styles))
    page.properties(package.xml("meta.xml"))
    page.container(body, "", Layer.BODY, 0)
    page.furniture(styles)
    return Notes(name, tuple(outline.with_paths(page.blocks)), normalise.total(page.repairs))


@dataclass(frozen=True)
class _Looks:
    """What styles mean: which are bold, hidden, or lists that count."""

    bold: frozenset[str]
    hidden: frozenset[str]
    ordered: frozenset[str]
    headings: dict[str, int]

    @classmethod
    def of(cls, *trees: Any) -> _Looks:
        bold, hidden, ordered, headings = set(), set(), set(), {}
        for tree in trees:
            for style in tree.iter(f"{_STYLE}style") if tree is not None else ():
                name = str(style.get(f"{_STYLE}name"))
                parent = str(style.get(f"{_STYLE}parent-style-name") or "")
                look = style.find(f"{_STYLE}text-properties")
                if look is not None and look.get(f"{_FO}font-weight") in {"bold", "600", "700", "800", "900"}:
                    bold.add(name)
                if look is not None and look.get(f"{_TEXT}display") == "none":
                    hidden.add(name)
                if parent == "Title" or name == "Title":
                    headings[name] = 1
            for style in tree.iter(f"{_TEXT}list-style") if tree is not None else ():
                if style.find(f"{_TEXT}list-level-style-number") is not None:
                    ordered.add(str(style.get(f"{_STYLE}name")))
        return cls(frozenset(bold), frozenset(hidden), frozenset(ordered), headings)


@dataclass
class _Page:
    """A document while it is being read."""

    name: str
    looks: _Looks
    blocks: list[Block] = field(default_factory=list)
    repairs: list[Any] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    notes: int = 0

    def properties(self, tree: Any) -> None:
        """Take title, author and the like from meta.xml."""
        for element in tree.iter(*_PROPERTIES) if tree is not None else ():
            if said := self._clean(element.text or ""):
                by = _PROPERTIES[element.tag]
                self.blocks.append(
                    Block(self.name, places.property_(by), Kind.META, said, Layer.PROPERTY, by=by)
                )

    def furniture(self, styles: Any) -> None:
        """Read headers and footers, which lie with the page styles."""
        for tag in ("header", "footer", "header-first", "footer-first", "header-left", "footer-left"):
            for part in styles.iter(f"{_STYLE}{tag}") if styles is not None else ():
                first = len(self.blocks)
                self.container(part, places.furniture(header=tag.startswith("header")), Layer.FURNITURE, 1)
                self.blocks[first:] = [replace(block, layer=Layer.FURNITURE) for block in self.blocks[first:]]

    def container(
        self, parent: Any, place: str, layer: Layer, depth: int, level: int = 0, style: str = ""
    ) -> None:
        """Read the paragraphs, lists and tables of a body, cell, box or note."""
        if depth > _DEEPEST:
            raise Unreadable(_("This is nested too deeply."), _("Save its text as a text file."))
        for element in parent:
            if not isinstance(element.tag, str):
                continue
            if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                self._paragraph(element, place, layer, depth, level, style)
                level = -abs(level)  # what follows in the same item is no new item
            elif element.tag == f"{_TEXT}list":
                named = str(element.get(f"{_TEXT}style-name") or style)
                for item in element:
                    self.container(item, place, layer, depth + 1, abs(level) + 1, named)
            elif element.tag == f"{_TABLE}table":
                self._table(element, layer, depth)
            elif element.tag == f"{_TEXT}tracked-changes":
                self._deletions(element)
            elif element.tag not in {f"{_TEXT}sequence-decls", f"{_OFFICE}forms"}:
                self.container(element, place, layer, depth + 1, level, style)

    def _paragraph(self, element: Any, place: str, layer: Layer, depth: int, level: int, style: str) -> None:
        if not place:
            self.paragraphs += 1
        here = place or places.paragraph(self.paragraphs)
        pieces = _Pieces(self.looks)
        named = str(element.get(f"{_TEXT}style-name") or "")
        pieces.read(element, named in self.looks.hidden)
        heading = self._heading(element, named)
        for hidden, said in pieces.said:
            for number, row in enumerate(self._clean_rows(said), start=1):
                where = places.inner(here, number)
                if hidden:
                    self.blocks.append(
                        Block(self.name, places.hidden(where), Kind.PARAGRAPH, row, Layer.HIDDEN)
                    )
                else:
                    bold = pieces.bold or named in self.looks.bold
                    block = self._block(
                        row, where, layer, heading=heading, level=level, style=style, bold=bold
                    )
                    self.blocks.append(block)
        self._beside(pieces, here, depth)

    def _heading(self, element: Any, named: str) -> int:
        if element.tag == f"{_TEXT}h":
            level = str(element.get(f"{_TEXT}outline-level") or "1")
            return min(int(level), 9) if level.isdecimal() else 1
        return self.looks.headings.get(named, 0)

    def _block(
        self, text: str, place: str, layer: Layer, *, heading: int, level: int, style: str, bold: bool
    ) -> Block:
        typed = lines.item(text)
        if heading:
            return Block(self.name, place, Kind.HEADING, text, layer, level=heading)
        if level > 0:
            shown = typed.text if typed and typed.checked is not None else text
            return Block(
                self.name, place, Kind.ITEM, shown, layer, level=level, ordered=style in self.looks.ordered,
                checked=typed.checked if typed else None, typed="" if shown == text else text,
            )  # fmt: skip
        if typed:
            return Block(
                self.name, place, Kind.ITEM, typed.text, layer, level=1, ordered=typed.ordered,
                checked=typed.checked, typed=text,
            )  # fmt: skip
        if outline.looks_like_heading(text, bold=bold):
            return Block(self.name, place, Kind.HEADING, text, layer, level=7)
        return Block(self.name, place, Kind.PARAGRAPH, text, layer)

    def _beside(self, pieces: _Pieces, place: str, depth: int) -> None:
        """Read what hangs at a paragraph: boxes, notes, comments, pictures."""
        for box in pieces.boxes:
            self.boxes += 1
            self.container(box, places.box(self.boxes), Layer.TEXTBOX, depth + 1)
        for note in pieces.notes:
            self.notes += 1
            body = note.find(f"{_TEXT}note-body")
            self.container(
                body if body is not None else (), places.note(self.notes), Layer.FOOTNOTE, depth + 1
            )
        for comment in pieces.comments:
            author = self._clean("".join(comment.findtext(f"{_DC}creator") or ""))
            first = len(self.blocks)
            inner = [child for child in comment if child.tag not in {f"{_DC}creator", f"{_DC}date"}]
            self.container(inner, places.comment(author), Layer.COMMENT, depth + 1)
            self.blocks[first:] = [replace(block, by=author) for block in self.blocks[first:]]
        for picture in pieces.pictures:
            title = picture.find(f"{_SVG}title")
            description = picture.find(f"{_SVG}desc")
            words = [self._clean(e.text or "") for e in (title, description) if e is not None]
            said = " ".join(filter(None, words)) or german("Photo")
            self.blocks.append(Block(self.name, places.picture(place), Kind.PICTURE, said))

    def _table(self, element: Any, layer: Layer, depth: int) -> None:
        self.tables += 1
        table = self.tables
        for number, row in enumerate(_rows(element), start=1):
            here = places.row(table, number)
            cells: list[str] = []
            beside: list[Block] = []
            for cell in row:
                if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                    continue
                first = len(self.blocks)
                self.container(cell, here, layer, depth + 1)
                new, self.blocks[first:] = self.blocks[first:], []
                said = [b for b in new if b.layer is layer and b.kind not in {Kind.ROW, Kind.PICTURE}]
                beside += [b for b in new if b not in said]
                cells.append(" ".join(b.raw for b in said))
            if len([cell for cell in cells if cell]) == 1 and number == 1:
                title = next(cell for cell in cells if cell)
                self.blocks.append(Block(self.name, here, Kind.HEADING, title, layer, level=6))
            elif any(cells):
                while cells and not cells[-1]:
                    cells.pop()
                said_row = " | ".join(cells)
                self.blocks.append(
                    Block(self.name, here, Kind.ROW, said_row, layer, cells=tuple(cells), table=table)
                )
            self.blocks += beside

    def _deletions(self, element: Any) -> None:
        for region in element.iter(f"{_TEXT}deletion"):
            first = len(self.blocks)
            self.container(region, places.deleted(places.paragraph(self.paragraphs + 1)), Layer.DELETED, 1)
            self.blocks[first:] = [
                replace(block, layer=Layer.DELETED, kind=Kind.PARAGRAPH, level=0)
                for block in self.blocks[first:]
            ]

    def _clean(self, text: str) -> str:
        mended, repairs = normalise.clean(text)
        self.repairs += repairs
        return " ".join(mended.split())

    def _clean_rows(self, text: str) -> Iterator[str]:
        for row in text.split("\n"):
            if said := self._clean(row):
                yield said


class _Pieces:
    """The text of one paragraph, hidden and shown apart, and what hangs at it."""

    def __init__(self, looks: _Looks) -> None:
        self.looks = looks
        self.said: list[tuple[bool, str]] = []
        self.boxes: list[Any] = []
        self.notes: list[Any] = []
        self.comments: list[Any] = []
        self.pictures: list[Any] = []
        self._bold: list[bool] = []

    @property
    def bold(self) -> bool:
        return bool(self._bold) and all(self._bold)

    def read(self, element: Any, hidden: bool, bold: bool = False) -> None:  # noqa: FBT001, FBT002
        self._add(element.text, hidden, bold)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, hidden, bold)
            self._add(child.tail, hidden, bold)

    def _child(self, child: Any, hidden: bool, bold: bool) -> None:  # noqa: FBT001
        tag = child.tag
        if tag == f"{_TEXT}note":
            self.notes.append(child)
        elif tag == f"{_OFFICE}annotation":
            self.comments.append(child)
        elif tag == f"{_DRAW}frame":
            boxes = list(child.iter(f"{_DRAW}text-box"))
            self.boxes += boxes
            if not boxes:
                self.pictures.append(child)
        elif tag == f"{_DRAW}custom-shape":
            self.boxes.append(child)
        elif tag == f"{_TEXT}line-break":
            self._add("\n", hidden, bold)
        elif tag == f"{_TEXT}tab":
            self._add("\t", hidden, bold)
        elif tag == f"{_TEXT}s":
            times = str(child.get(f"{_TEXT}c") or "1")
            self._add(" " * min(int(times) if times.isdecimal() else 1, _MOST_SPACES), hidden, bold)
        elif tag in {f"{_TEXT}hidden-text", f"{_TEXT}conditional-text"}:
            self.read(child, tag.endswith("hidden-text") or hidden, bold)
        else:
            style = str(child.get(f"{_TEXT}style-name") or "")
            self.read(child, hidden or style in self.looks.hidden, bold or style in self.looks.bold)

    def _add(self, text: str | None, hidden: bool, bold: bool) -> None:  # noqa: FBT001
        if not text:
            return
        if text.strip() and not hidden:
            self._bold.append(bold)
        if self.said and self.said[-1][0] == hidden:
            self.said[-1] = (hidden, self.said[-1][1] + text)
        else:
            self.said.append((hidden, text))


def _rows(table: Any) -> Iterator[Any]:
    """Yield rows, also those in heading rows and groups."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
            yield from _rows(child)
