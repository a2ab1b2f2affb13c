"""DOCX: a Word file as blocks, in reading order, with all that a person could see or find in it.

The body is walked directly: pandoc drops text boxes, headers and footers, and every column but the
first of a table whose first row is one cell, so it is not asked at all.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes, Picture, Repair
from pipeline.notes import lines, normalise, outline, places, wordlook, wordtext
from pipeline.notes.ooxml import Package, W, unpack
from pipeline.notes.unreadable import Unreadable
from pipeline.notes.wordtext import Look, Stretches

_THROUGH = {
    f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo",
    f"{W}body", f"{W}txbxContent", f"{W}footnote", f"{W}endnote", f"{W}comment", f"{W}hdr", f"{W}ftr",
}  # fmt: skip
"""Containers that say nothing themselves."""
_PROPERTIES = {
    "docProps/core.xml": {
        "title", "subject", "creator", "lastModifiedBy", "keywords", "description", "category",
        "contentStatus", "created", "modified",
    },
    "docProps/app.xml": {"Company", "Manager"},
}  # fmt: skip
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TYPED_LEVEL = 7
"""Level of a bold line below the real headings of a file, which have 1 to 6 or 9."""


def read(name: str, data: bytes) -> Notes:
    """Read a Word file.

    Raises:
        Unreadable: damaged, locked, hostile, or with another document embedded as text.
    """
    package = unpack(data)
    known = wordlook.styles(package)
    page = _Page(name, package, known, dict(wordlook.ordered(package)))
    page.body("word/document.xml")
    for part in (*package.named("word/header"), *package.named("word/footer")):
        page.part(part, Layer.FURNITURE, places.furniture(header="header" in part))
    page.left_over_comments()
    page.drawn()
    properties = page.properties()
    repairs = normalise.total(page.repairs)
    return Notes(name, tuple(outline.with_paths(page.blocks)), repairs, tuple(page.pictures), properties)


@dataclass
class _Page:
    """One Word file on its way to blocks."""

    name: str
    package: Package
    styles: wordlook.Styles
    ordered: dict[tuple[str, int], bool]
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    notes: int = 0
    commented: set[str] = field(default_factory=set)

    def body(self, part: str) -> None:
        root = self.package.xml(part)
        look = wordlook.look(self.package, part, self.styles)
        if next(root.iter(f"{W}altChunk"), None) is not None:
            raise Unreadable(
                _("The file has another document embedded (altChunk), whose text would be lost."),
                _("Open it in Word, save it anew as .docx, and bring that."),
            )
        self.blocks_of(root, look, Layer.BODY, "")

    def part(self, part: str, layer: Layer, place: str) -> None:
        root = self.package.xml(part)
        if root is not None:
            self.blocks_of(root, wordlook.look(self.package, part, self.styles), layer, place)

    def blocks_of(self, node: Any, look: Look, layer: Layer, place: str) -> None:
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag == f"{W}p":
                self.paragraph(child, look, layer, place)
            elif child.tag == f"{W}tbl":
                self.table(child, look, layer, place)
            elif child.tag in {f"{W}del", f"{W}moveFrom"}:
                self.blocks_of(child, look, Layer.DELETED, place)
            elif child.tag.endswith("}AlternateContent"):
                self.blocks_of(wordtext.alternative(child), look, layer, place)
            elif child.tag in _THROUGH:
                self.blocks_of(child, look, layer, place)

    # A paragraph

    def paragraph(self, node: Any, look: Look, layer: Layer, place: str) -> None:
        if not place:
            self.paragraphs += 1
        where = place or places.paragraph(self.paragraphs)
        found = wordtext.read(node, look, layer)
        for row, text in self.said(found, layer):
            self.add(self.shaped(node, found, text, layer, places.inner(where, row)))
        self.beside(found, layer, where)
        self.hanging(found, look, where)

    def said(self, found: Stretches, layer: Layer) -> Iterator[tuple[int, str]]:
        """Yield the lines of a paragraph's visible text: people press Shift+Enter for a new item."""
        rows = found.texts.get(layer, "").split("\n")
        text, start = "", 1
        for number, row in enumerate(rows, start=1):
            new = self.clean(row)
            if text and new and not lines.item(new) and lines.continues(text, new):
                text = lines.joined(text, new)
            else:
                if text:
                    yield start, text
                text, start = new, number
        if text:
            yield start, text

    def shaped(self, node: Any, found: Stretches, text: str, layer: Layer, place: str) -> Block:
        """Tell headings and list items from running text, by style or by what people do without."""
        properties = node.find(f"{W}pPr")
        style = _value(properties, "pStyle")
        level = self.styles.levels.get(style, 0) or wordlook.outline(properties)
        if level and layer is Layer.BODY:
            return Block(self.name, place, Kind.HEADING, text, layer, level)
        listed = wordlook.listed(properties, style, self.styles)
        typed = lines.item(text)
        if listed:
            counts = self.ordered.get(listed, False)
            inner = typed if typed and typed.checked is not None else lines.Item(text, counts)
            return Block(
                self.name,
                place,
                Kind.ITEM,
                inner.text,
                layer,
                listed[1] + 1,
                counts,
                inner.checked,
                typed=text,
            )
        if layer in {Layer.BODY, Layer.TEXTBOX} and outline.looks_like_heading(text, bold=not found.plain):
            return Block(self.name, place, Kind.HEADING, text, layer, _TYPED_LEVEL)
        if typed:
            level = _indent(properties)
            return Block(
                self.name,
                place,
                Kind.ITEM,
                typed.text,
                layer,
                level,
                typed.ordered,
                typed.checked,
                typed=text,
            )
        return Block(self.name, place, Kind.PARAGRAPH, text, layer)

    def beside(self, found: Stretches, layer: Layer, place: str) -> None:
        """Add what a paragraph hides: deleted and hidden words."""
        for other, said in ((Layer.DELETED, places.deleted), (Layer.HIDDEN, places.hidden)):
            if other is not layer and (text := self.clean(found.texts.get(other, ""))):
                self.add(Block(self.name, said(place), Kind.PARAGRAPH, text, other))

    def hanging(self, found: Stretches, look: Look, place: str) -> None:
        """Add what hangs on a paragraph: text boxes, notes, comments, pictures."""
        for box in found.boxes:
            self.boxes += 1
            self.blocks_of(box, look, Layer.TEXTBOX, places.box(self.boxes))
        for kind, number in found.footnotes:
            self.note(kind, number)
        for number in found.comments:
            self.comment(number)
        for relation, alt in found.pictures:
            self.picture(look.links.get(relation, ""), alt, place)

    # What hangs on it

    def note(self, kind: str, number: str) -> None:
        part = f"word/{kind}.xml"
        for node in self.numbered(part, kind.removesuffix("s"), number):
            self.notes += 1
            look = wordlook.look(self.package, part, self.styles)
            self.blocks_of(node, look, Layer.FOOTNOTE, places.note(self.notes))

    def comment(self, number: str) -> None:
        for node in self.numbered("word/comments.xml", "comment", number):
            if number in self.commented:
                continue
            self.commented.add(number)
            look = wordlook.look(self.package, "word/comments.xml", self.styles)
            start = len(self.blocks)
            author = self.clean(node.get(f"{W}author", ""))
            self.blocks_of(node, look, Layer.COMMENT, places.comment(author))
            self.blocks[start:] = [outline.by(block, author) for block in self.blocks[start:]]

    def left_over_comments(self) -> None:
        """Take comments, footnotes and endnotes that nothing in the text points at any more."""
        root = self.package.xml("word/comments.xml")
        for node in () if root is None else root.iter(f"{W}comment"):
            self.comment(node.get(f"{W}id", ""))
        for kind in ("footnotes", "endnotes"):
            pointed = self.pointed(kind)
            root = self.package.xml(f"word/{kind}.xml")
            for node in () if root is None else root:
                if node.get(f"{W}type") not in _SEPARATORS and node.get(f"{W}id") not in pointed:
                    self.note(kind, node.get(f"{W}id", ""))

    def pointed(self, kind: str) -> set[str]:
        tag = f"{W}{kind.removesuffix('s')}Reference"
        root = self.package.xml("word/document.xml")
        return {node.get(f"{W}id", "") for node in root.iter(tag)}

    def numbered(self, part: str, tag: str, number: str) -> Iterator[Any]:
        root = self.package.xml(part)
        if root is not None:
            yield from (node for node in root.iter(f"{W}{tag}") if node.get(f"{W}id") == number)

    def picture(self, part: str, alt: str, place: str) -> None:
        name = posixpath.basename(part)
        if data := self.package.parts.get(part):
            self.pictures.append(Picture(name, data, self.clean(alt), place))
        if text := self.clean(alt) or name:
            self.add(Block(self.name, places.picture(place), Kind.PICTURE, text))

    def drawn(self) -> None:
        """Take the words of charts and diagrams, which have parts of their own."""
        parts = (*self.package.named("word/charts/chart"), *self.package.named("word/diagrams/data"))
        for number, part in enumerate(parts, start=1):
            for node in self.package.xml(part).iter(f"{_DRAWN}p", f"{_CHART}v"):
                inner = [node] if node.tag == f"{_CHART}v" else node.iter(f"{_DRAWN}t")
                if text := self.clean("".join(t.text or "" for t in inner)):
                    self.add(Block(self.name, places.chart(number), Kind.PARAGRAPH, text, Layer.TEXTBOX))

    # Tables and properties

    def table(self, node: Any, look: Look, layer: Layer, place: str) -> None:
        self.tables += 1
        number = self.tables
        for row, cells in enumerate(_rows(node), start=1):
            where = places.row(number, row)
            inner = _Page(self.name, self.package, self.styles, self.ordered)
            texts = [self.cell(inner, cell, look, layer, where) for cell in cells]
            self.row(texts, number, layer, f"{place}, {where}" if place else where)
            self.blocks += inner.blocks
            self.pictures += inner.pictures
            self.repairs += inner.repairs
            self.commented |= inner.commented

    def row(self, texts: list[str], number: int, layer: Layer, where: str) -> None:
        said = [text for text in texts if text]
        if len(texts) == 1 and said:
            self.add(Block(self.name, where, Kind.PARAGRAPH, said[0], layer, table=number))
        elif said:
            cells = tuple(texts)
            self.add(Block(self.name, where, Kind.ROW, " | ".join(cells), layer, cells=cells, table=number))

    def cell(self, inner: _Page, node: Any, look: Look, layer: Layer, where: str) -> str:
        """Return the visible text of a cell; what is not visible, and tables in it, go into `inner`."""
        inner.boxes, inner.notes, inner.tables = self.boxes, self.notes, self.tables
        inner.commented = self.commented
        texts = []
        for child in _content(node):
            if child.tag == f"{W}tbl":
                inner.table(child, look, layer, where)
                continue
            found = wordtext.read(child, look, layer)
            if text := self.clean(found.texts.get(layer, "")):
                texts.append(text)
            inner.beside(found, layer, where)
            inner.hanging(found, look, where)
        self.boxes, self.notes, self.tables = inner.boxes, inner.notes, inner.tables
        return " / ".join(texts)

    def properties(self) -> dict[str, str]:
        found = {}
        for part, names in _PROPERTIES.items():
            root = self.package.xml(part)
            for node in () if root is None else root:
                key = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
                if key in names and (text := self.clean(node.text or "")):
                    found[key] = text
                    self.add(Block(self.name, places.property_(key), Kind.META, text, Layer.PROPERTY))
        return found

    def add(self, block: Block) -> None:
        self.blocks.append(block)

    def clean(self, text: str) -> str:
        cleaned, repairs = normalise.clean(text)
        self.repairs += repairs
        return " ".join(cleaned.split())


def _value(properties: Any, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _indent(properties: Any) -> int:
    """Return the level of a typed item by its indent; Word's tab stop is 708 twentieths of a point."""
    found = None if properties is None else properties.find(f"{W}ind")
    value = "0" if found is None else (found.get(f"{W}left") or found.get(f"{W}start") or "0")
    return 1 + min(int(value) // 708, 4) if value.isdecimal() else 1


def _rows(table: Any) -> Iterator[list[Any]]:
    """Yield the cells of each row, also of rows inside content controls and tracked insertions."""
    for child in table:
        if child.tag == f"{W}tr":
            yield list(_cells(child))
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _content(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _THROUGH:
            yield from _content(child)
