"""Word page: a Word file on its way to blocks: paragraphs, tables, and what hangs on them, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import (
    authors,
    ooxml,
    outline,
    places,
    wordlook,
    wordshape,
    wordtable,
    wordtext,
)
from pipeline.notes.ooxml import W
from pipeline.notes.wordblocks import OUT_OF_SIGHT, Blocks
from pipeline.notes.wordcomments import Comment
from pipeline.notes.wordfields import Fields
from pipeline.notes.wordnumbers import Numbers
from pipeline.notes.wordtext import Look, Stretches

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
class Page(Blocks):
    """One Word file while it is being read."""

    styles: wordlook.Styles
    numbers: Numbers
    beside: Beside
    held: tuple[Stretches, wordshape.Shape, Scope, str] | None = None
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
            self.paragraph(node, scope)
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

    def paragraph(self, node: Any, scope: Scope) -> None:
        """Read a paragraph, together with one above it whose mark is deleted."""
        found = wordtext.read(node, scope.look, scope.layer, scope.fields, prompt=scope.prompt)
        found.contents = found.contents or scope.contents
        shape = wordshape.of(node, self.styles, self.numbers, counts=scope.layer not in OUT_OF_SIGHT)
        where = scope.place or self.place(found, shape)
        if self.held:
            before, _shape, _scope, where = self.held
            found, self.held = before.before(found), None
        if _mark_is_gone(node) and found.texts.get(scope.layer, "").strip():
            self.held = (found, shape, scope, where)
        else:
            self.emit(found, shape, scope, where)

    def flush(self) -> None:
        """Let go of a paragraph that nothing follows."""
        if self.held:
            waiting, self.held = self.held, None
            self.emit(*waiting)

    def place(self, found: Stretches, shape: wordshape.Shape) -> str:
        """Count a paragraph of the body and say where it stands."""
        self.count.paragraphs += 1
        turned = self.count.page and found.pages_before
        self.count.page += turned
        place = places.paragraph(self.count.paragraphs, shape.shown, self.count.page)
        if self.count.page:
            self.count.page += found.pages - found.pages_before
        return place

    def emit(self, found: Stretches, shape: wordshape.Shape, scope: Scope, where: str) -> None:
        """Add the blocks of a paragraph: what it says, what it hides, what hangs on it."""
        text = self.clean(found.texts.get(scope.layer, ""))
        for row in wordshape.rows(text):
            bare = Block(self.name, places.inner(where, row.number), Kind.PARAGRAPH, row.text, scope.layer)
            if found.contents:
                self.blocks.append(replace(bare, kind=Kind.META))
            else:
                self.blocks.append(wordshape.block(bare, shape, strong=not found.plain, tabs=row.tabs))
        for layer, place in ((Layer.DELETED, places.deleted(where)), (Layer.HIDDEN, places.hidden(where))):
            if layer is not scope.layer:
                self.say(found.texts.get(layer, ""), layer, place)
        self.say(found.prompts, scope.layer, places.prompt(where), Kind.META)
        self.hanging(found, scope, where)

    # What hangs on it

    def hanging(self, found: Stretches, scope: Scope, where: str) -> None:
        """Read boxes, notes, comments and drawings of a paragraph."""
        for box, layer in found.boxes:
            self.count.boxes += 1
            inner = Layer.TEXTBOX if layer is Layer.BODY else layer
            place = places.box(self.count.boxes)
            place = f"{scope.place}, {place}" if layer is Layer.FURNITURE else place
            self.aside(box, Scope(scope.look, inner, place))
        for kind, number, layer in found.footnotes:
            self.note(kind, number, Layer.FOOTNOTE if layer in {Layer.BODY, Layer.TEXTBOX} else layer)
        for number in found.comments:
            self.comment(number, where)
        for drawn, layer in found.drawn:
            self.shown(drawn, layer, scope.look.links, where)

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
        self.count.notes[kind] += 1
        place = places.note(self.count.notes[kind], end=kind == "endnotes")
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
        by = authors.person(author)
        self.blocks[start:] = [outline.by(block, by) for block in self.blocks[start:]]

    # A table

    def table(self, node: Any, scope: Scope) -> None:
        """Read a table, row by row."""
        self.count.tables += 1
        number = self.count.tables
        for index, row in enumerate(wordtable.rows(node, scope.layer), start=1):
            where = places.row(number, index)
            where = f"{scope.place}, {where}" if scope.place else where
            self.row(row, number, scope, where)

    def row(self, row: wordtable.Row, number: int, scope: Scope, where: str) -> None:
        """Read a row; one that is a single cell is a paragraph, or several."""
        layer = row.layer
        texts, beside = [""] * row.before, []
        for cell in row.cells:
            said, more = self.cell(cell, layer, scope, where)
            beside += more
            if len(row.cells) == 1 and len(said) > 1:
                beside = [*said, *beside]
                said = []
            texts += [" / ".join(block.raw for block in said), *[""] * (cell.span - 1)]
        while texts and not texts[-1]:
            texts.pop()
        where = places.deleted(where) if layer is Layer.DELETED else where
        where = places.hidden(where) if layer is Layer.HIDDEN else where
        bare = Block(self.name, where, Kind.PARAGRAPH, " | ".join(texts), layer, table=number)
        if len(row.cells) > 1 and any(texts):
            self.blocks.append(replace(bare, kind=Kind.ROW, cells=tuple(texts)))
        elif any(texts):
            self.blocks.append(replace(bare, text=" ".join(filter(None, texts))))
        self.blocks += beside

    def cell(
        self, cell: wordtable.Cell, layer: Layer, scope: Scope, where: str
    ) -> tuple[list[Block], list[Block]]:
        """Return what a cell says, and what else is in it: notes, pictures, tables, deleted words."""
        start = len(self.blocks)
        inner = replace(scope, layer=cell.layer, place=where, prompt=scope.prompt or cell.prompt)
        self.story(cell.node, inner)
        new, self.blocks[start:] = self.blocks[start:], []
        kinds = {Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM}
        said = [block for block in new if block.layer is layer and block.kind in kinds]
        return said, [block for block in new if block not in said]


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
