"""Word page: a Word file on its way to blocks: paragraphs, tables, and what hangs on them, in their order."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import ooxml, places, wordcharts, wordembedded, wordlook, wordtable, wordtext
from pipeline.notes.building import Building, Cell, boxed
from pipeline.notes.numbering import Numbers
from pipeline.notes.ooxml import Package, W
from pipeline.notes.shape import Shape
from pipeline.notes.stretches import OUT_OF_SIGHT, Stretches
from pipeline.notes.wordcomments import Comment
from pipeline.notes.worddrawn import Drawn, Piece
from pipeline.notes.wordfields import Fields
from pipeline.notes.wordtext import Look

_SKIPPED = {f"{W}sectPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}tcPr", f"{W}tblPr", f"{W}background"}
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(frozen=True)
class Scope:
    """Where a walk stands: the part's look, the layer, and the place if it is no numbered paragraph."""

    look: Look
    layer: Layer = Layer.BODY
    place: str = ""
    prompt: bool = False
    """Whether it stands in a form and nobody has filled it in."""
    contents: bool = False
    """Whether it stands in a table of contents."""
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True)
class Beside:
    """What stands beside the text and hangs on it by an id."""

    comments: Mapping[str, Comment]
    part: str
    """Where the comments are kept."""
    notes: Mapping[tuple[str, str], tuple[str, Any]]
    """Kind (`footnotes`, `endnotes`) and id → its part and element."""


@dataclass(kw_only=True)
class Page(Building):
    """One Word file while it is being read."""

    package: Package
    styles: wordlook.Styles
    numbers: Numbers
    beside: Beside
    held: tuple[Stretches, Shape, Scope, str] | None = None
    """A paragraph whose mark is deleted: it goes on in the next one."""
    _looks: dict[str, Look] = field(default_factory=dict)

    def part(self, part: str, layer: Layer, place: str = "") -> None:
        """Read a whole part of the file, once."""
        root = self.package.xml(part)
        if root is not None and part not in self.told:
            self.told.add(part)
            self.story(root, self.scope(part, layer, place))

    def scope(self, part: str, layer: Layer, place: str) -> Scope:
        """Return the scope that a part is read in."""
        if part not in self._looks:
            self._looks[part] = wordlook.look(self.package, part, self.package.xml(part), self.styles)
        return Scope(self._looks[part], layer, place)

    def story(self, node: Any, scope: Scope) -> None:
        """Read what stands in a body, box, note, comment, cell."""
        self.walk(node, scope)
        self.flush()

    def walk(self, node: Any, scope: Scope) -> None:
        """Read all that stands right in an element."""
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self.child(child, scope)

    def child(self, node: Any, scope: Scope) -> None:
        """Read one paragraph, table, control, or what only wraps them."""
        tag = node.tag
        if tag in {f"{W}p", f"{W}r"}:
            self.read(node, scope)
        elif tag == f"{W}tbl":
            self.flush()
            self.table(node, scope)
        elif tag in {f"{W}del", f"{W}moveFrom"}:
            self.walk(node, replace(scope, layer=Layer.DELETED))
        elif tag == ooxml.ALTERNATIVE:
            self.walk(ooxml.alternative(node), scope)
        elif tag == f"{W}altChunk":
            self.embedded(scope.look.links.get(node.get(f"{wordtext.R}id", ""), ""), scope.layer)
        elif tag == f"{W}sdt":
            self.walk(node, _controlled(node, scope))
        else:
            self.walk(node, scope)

    # A paragraph

    def read(self, node: Any, scope: Scope) -> None:
        """Read a paragraph, together with one above it whose mark is deleted."""
        found = wordtext.read(node, scope.look, scope.layer, scope.fields, prompt=scope.prompt)
        found.contents = found.contents or scope.contents
        form = wordlook.shape(node, self.styles, self.numbers, counts=scope.layer not in OUT_OF_SIGHT)
        where = scope.place or self.place(found, form.shown)
        if self.held:
            before, _form, _scope, where = self.held
            found, self.held = before.before(found), None
        if _mark_is_gone(node) and found.texts.get(scope.layer, "").strip():
            self.held = (found, form, scope, where)
        else:
            self.emit(found, form, scope, where)

    def flush(self) -> None:
        """Let go of a paragraph that nothing follows."""
        if self.held:
            waiting, self.held = self.held, None
            self.emit(*waiting)

    def emit(self, found: Stretches, form: Shape, scope: Scope, where: str) -> None:
        """Add the blocks of a paragraph and of what hangs on it."""
        self.paragraph(found, form, scope.layer, where)
        for box, layer in found.boxes:
            self.count.boxes += 1
            place = places.box(self.count.boxes)
            place = f"{scope.place}, {place}" if layer is Layer.FURNITURE else place
            self.aside(box, Scope(scope.look, boxed(layer), place))
        for (kind, id_), layer in found.notes:
            self.note(kind, id_, Layer.FOOTNOTE if layer in {Layer.BODY, Layer.TEXTBOX} else layer)
        for number in found.comments:
            self.comment(number, where)
        for drawn, layer in found.drawn:
            self.shown(drawn, layer, scope.look.links, where)

    # What hangs on it

    def aside(self, node: Any, scope: Scope) -> None:
        """Read a story within the story."""
        waiting, self.held = self.held, None
        self.story(node, scope)
        self.held = waiting

    def note(self, kind: str, number: str, layer: Layer = Layer.FOOTNOTE) -> None:
        """Read a foot- or endnote, once."""
        part, node = self.beside.notes.get((kind, number), ("", None))
        if node is None or (kind, number) in self.told:
            return
        self.told.add((kind, number))
        if next(node.iter(*ooxml.TEXTS), None) is None and node.get(f"{W}type") in _SEPARATORS:
            return
        end = kind == "endnotes"
        self.count.endnotes += end
        self.count.footnotes += not end
        place = places.note(self.count.endnotes if end else self.count.footnotes, end=end)
        self.aside(node, self.scope(part, layer, place))

    def comment(self, number: str, where: str = "") -> None:
        """Read a comment, once."""
        comment = self.beside.comments.get(number)
        if comment is None or ("comment", number) in self.told:
            return
        self.told.add(("comment", number))
        author, answers = self.line(comment.author), self.line(comment.answers)
        start = len(self.blocks)
        place = places.comment(author, where, answers)
        self.aside(comment.node, self.scope(self.beside.part, Layer.COMMENT, place))
        self.signed(start, author)

    def shown(self, one: Drawn, layer: Layer, links: Mapping[str, str], where: str) -> None:
        """Add a piece of a drawing."""
        part = links.get(one.relation, "")
        if one.piece is Piece.PICTURE:
            self.picture(part, self.package.parts.get(part), one.text, layer, where)
        elif one.piece is Piece.EMBEDDED:
            self.file(posixpath.basename(part) or one.text, layer, where)
        elif one.piece is Piece.WORDS:
            self.words(one.text, layer, where)
        else:
            self.drawing(part, layer, where)

    def drawing(self, part: str, layer: Layer = Layer.BODY, where: str = "") -> None:
        """Take the words and numbers of a chart or diagram, which has a part of its own."""
        root = self.package.xml(part)
        if root is None or part in self.told:
            return
        self.told.add(part)
        place = self.chart(wordcharts.words(root), wordcharts.rows(root), layer, where)
        for level, text in wordcharts.points(root):
            if said := self.line(text):
                self.blocks.append(Block(self.name, place, Kind.ITEM, said, boxed(layer), level))

    def embedded(self, part: str, layer: Layer) -> None:
        """Read a document that is kept whole within the file."""
        if part not in self.told:
            self.told.add(part)
            self.embed(wordembedded.read(self.name, part, self.package.parts.get(part, b"")), layer)

    # A table

    def table(self, node: Any, scope: Scope) -> None:
        """Read a table, row by row."""
        self.count.tables += 1
        number = self.count.tables
        for index, row in enumerate(wordtable.rows(node, scope.layer), start=1):
            where = places.row(number, index)
            where = f"{scope.place}, {where}" if scope.place else where
            cells = [self.cell(cell, row.layer, scope, where) for cell in row.cells]
            self.row(cells, number, row.layer, where, row.before)

    def cell(self, cell: wordtable.Cell, layer: Layer, scope: Scope, where: str) -> Cell:
        """Read what stands in a cell."""
        start = len(self.blocks)
        inner = replace(scope, layer=cell.layer, place=where, prompt=scope.prompt or cell.prompt)
        self.story(cell.node, inner)
        return self.taken(start, layer, cell.span)


def _controlled(node: Any, scope: Scope) -> Scope:
    """Return the scope within a content control: it may ask for something, or hold the contents."""
    properties = node.find(f"{W}sdtPr")
    gallery = None if properties is None else properties.find(f"{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    asks = wordtext.on(properties, "showingPlcHdr")
    return replace(scope, prompt=scope.prompt or asks, contents=scope.contents or contents)


def _mark_is_gone(paragraph: Any) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))
