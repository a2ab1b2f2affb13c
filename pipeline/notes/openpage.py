"""Open page: an ODT on its way to blocks: paragraphs, lists, tables and what hangs on them, in order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Layer
from pipeline.notes import opendrawn, openmath, opentext, places
from pipeline.notes.building import Building, Cell, boxed
from pipeline.notes.ooxml import Package
from pipeline.notes.opendrawn import Drawn, Piece
from pipeline.notes.openlook import DC, DRAW, LOEXT, OFFICE, TABLE, TEXT, Lists, Look
from pipeline.notes.shape import Shape
from pipeline.notes.unreadable import Unreadable

_DEEPEST = 60
_SILENT = {
    f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
    f"{TEXT}dde-connection-decls", f"{TEXT}tracked-changes", f"{TEXT}number",
    f"{TEXT}alphabetical-index-auto-mark-file", f"{OFFICE}forms", f"{OFFICE}annotation-end",
    f"{DC}creator", f"{DC}date",
}  # fmt: skip
"""What says nothing where it stands."""
_INDEXES = {
    f"{TEXT}table-of-content", f"{TEXT}illustration-index", f"{TEXT}table-index", f"{TEXT}object-index",
    f"{TEXT}user-index", f"{TEXT}alphabetical-index",
}  # fmt: skip
"""What repeats headings and words of the text; a bibliography does not."""
_UNREADABLE = re.compile(r"(?<![^/])(?=[^/]*[0-9A-F]{16})[^/]+(\.\w+)$")
"""LibreOffice names pictures by a number of 32 digits."""
_ROWS = {f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"}
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LOWEST = 9
"""Level of the deepest headings."""
_WIDEST = 100


@dataclass(frozen=True)
class Scope:
    """Where a walk stands: look and layer, the place if it is no counted paragraph, the list around it."""

    look: Look
    layer: Layer = Layer.BODY
    place: str = ""
    contents: bool = False
    """Whether it stands in a table of contents."""
    style: str = ""
    """Of the list around it."""
    lists: str = ""
    """Id of that list."""
    level: int = 0
    depth: int = 0
    """How deep the elements are nested."""


@dataclass(kw_only=True)
class Page(Building):
    """One ODT while it is being read."""

    package: Package
    lists: Lists = field(default_factory=lambda: Lists(Look({}, {})))
    controls: Mapping[str, Any] = field(default_factory=dict)
    gone: Mapping[str, Any] = field(default_factory=dict)
    """Id of a change → what it has deleted."""
    authors: Mapping[str, str] = field(default_factory=dict)
    """Name of a comment → its author."""

    def tree(self, root: Any, scope: Scope, parts: Sequence[Any]) -> None:
        """Read parts of one XML tree, which share forms, changes and styles."""
        self.lists = Lists(scope.look)
        self.controls = opendrawn.controls(root)
        self.gone = {
            str(region.get(f"{TEXT}id") or region.get(_ID) or ""): deletion
            for region in root.iter(f"{TEXT}changed-region")
            for deletion in region.findall(f"{TEXT}deletion")
        }
        self.authors = {
            str(note.get(f"{OFFICE}name") or ""): self.line(note.findtext(f"{DC}creator") or "")
            for note in root.iter(f"{OFFICE}annotation")
        }
        if next(root.iter(f"{TEXT}soft-page-break"), None) is not None and not scope.place:
            self.count.page = 1
        for part in parts:
            self.container(part, scope)
        for number in self.gone:
            self.deletion(number, scope, places.paragraph(self.count.paragraphs))

    def container(self, parent: Any, scope: Scope) -> None:
        """Read the paragraphs, lists and tables of a body, cell, box or note."""
        if scope.depth > _DEEPEST:
            raise Unreadable(_("This is nested too deeply."), _("Save its text as a text file."))
        inner = replace(scope, depth=scope.depth + 1)
        for node in parent:
            if isinstance(node.tag, str) and node.tag not in _SILENT:
                self.child(node, inner)

    def child(self, node: Any, scope: Scope) -> None:
        """Read one paragraph, list, table, drawing, or what only wraps them."""
        tag = node.tag
        if tag in {f"{TEXT}p", f"{TEXT}h"}:
            self.read(node, scope, self.outlined(node))
        elif tag == f"{TEXT}list":
            self.list(node, scope)
        elif tag == f"{TABLE}table":
            self.table(node, scope)
        elif tag == f"{TEXT}soft-page-break":
            self.count.page += bool(self.count.page)
        elif tag == f"{TEXT}change":
            self.deletion(str(node.get(f"{TEXT}change-id") or ""), scope, self.next_place(scope))
        elif tag == f"{OFFICE}annotation":
            self.comment(node, scope, self.next_place(scope))
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            self.drawing(node, scope, self.next_place(scope))
        elif not tag.endswith("-source"):
            self.container(node, self.wrapped(node, scope))

    def next_place(self, scope: Scope) -> str:
        """Return the place of what stands between two paragraphs: that of the next."""
        return scope.place or places.paragraph(self.count.paragraphs + 1, page=self.count.page)

    def wrapped(self, node: Any, scope: Scope) -> Scope:
        """Return the scope within an element that wraps: a hidden section, an index."""
        display = node.get(f"{TEXT}display")
        unseen = display == "none" or (display == "condition" and node.get(f"{TEXT}is-hidden") == "true")
        if unseen and scope.layer is not Layer.DELETED:
            scope = replace(scope, layer=Layer.HIDDEN)
        return replace(scope, contents=scope.contents or node.tag in _INDEXES)

    # Paragraphs and lists

    def read(self, node: Any, scope: Scope, form: Shape) -> None:
        """Read a paragraph and what hangs on it."""
        found = opentext.read(node, scope.look, scope.layer)
        found.contents = found.contents or scope.contents
        where = scope.place or self.place(found, form.shown)
        place = places.hidden(where) if scope.layer is Layer.HIDDEN else where
        place = places.deleted(where) if scope.layer is Layer.DELETED else place
        self.paragraph(found, form, scope.layer, place)
        for note, layer in found.notes:
            self.note(note, replace(scope, layer=Layer.FOOTNOTE if boxed(layer) is Layer.TEXTBOX else layer))
        for comment in found.comments:
            self.comment(comment, scope, where)
        for drawn, layer in found.drawn:
            if drawn.tag == f"{TEXT}change":
                self.deletion(str(drawn.get(f"{TEXT}change-id") or ""), scope, where)
            else:
                self.drawing(drawn, replace(scope, layer=layer), where)

    def outlined(self, node: Any) -> Shape:
        """Return what a paragraph outside of lists is: a heading by its kind or its style."""
        style = self.lists.look.style("paragraph", str(node.get(f"{TEXT}style-name") or ""))
        if node.tag != f"{TEXT}h":
            return Shape(style.level)
        level = str(node.get(f"{TEXT}outline-level") or "1")
        depth = min(int(level), _LOWEST) if level.isdecimal() and int(level) else 1
        counts = node.get(f"{TEXT}is-list-header") != "true"
        return Shape(depth, shown=self.lists.outline(depth) if counts else "")

    def list(self, node: Any, scope: Scope) -> None:
        """Read a list; what follows in the same item is no new item."""
        style = str(node.get(f"{TEXT}style-name") or scope.style)
        key = scope.lists if scope.level and style == scope.style else self.lists.begin(node, style)
        inner = replace(scope, style=style, lists=key, level=scope.level + 1, depth=scope.depth + 1)
        for item in node:
            first = item.tag == f"{TEXT}list-item"
            for child in item if isinstance(item.tag, str) else ():
                if first and child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    self.read(child, inner, self.item(child, item, inner))
                    first = False
                elif isinstance(child.tag, str) and child.tag not in _SILENT:
                    self.child(child, inner)

    def item(self, paragraph: Any, item: Any, scope: Scope) -> Shape:
        """Return what the first paragraph of a list item is, and count it."""
        own = self.outlined(paragraph) if paragraph.tag == f"{TEXT}h" else Shape()
        start = str(item.get(f"{TEXT}start-value") or "")
        numbers, depth = self.lists.numbers, scope.level - 1
        shown = numbers.next(scope.lists, depth, int(start) if start.isdecimal() else None)
        if own.level:
            return Shape(own.level, shown=shown or own.shown)
        level = numbers.level(scope.lists, depth)
        return Shape(0, scope.level, bool(level and level.counts), level.box if level else None, shown)

    # What hangs on them

    def note(self, node: Any, scope: Scope) -> None:
        """Read a foot- or endnote."""
        end = node.get(f"{TEXT}note-class") == "endnote"
        self.count.endnotes += end
        self.count.footnotes += not end
        place = places.note(self.count.endnotes if end else self.count.footnotes, end=end)
        for body in node.findall(f"{TEXT}note-body"):
            self.container(body, self.aside(scope, scope.layer, place))

    def comment(self, node: Any, scope: Scope, where: str) -> None:
        """Read a comment."""
        author = self.line(node.findtext(f"{DC}creator") or "")
        answers = self.authors.get(str(node.get(f"{LOEXT}parent-name") or "-"), "")
        start = len(self.blocks)
        self.container(node, self.aside(scope, Layer.COMMENT, places.comment(author, where, answers)))
        self.signed(start, author)

    def deletion(self, number: str, scope: Scope, where: str) -> None:
        """Read what a tracked change has deleted, once."""
        if number in self.gone and ("change", number) not in self.told:
            self.told.add(("change", number))
            self.container(self.gone[number], self.aside(scope, Layer.DELETED, where))

    def aside(self, scope: Scope, layer: Layer, place: str) -> Scope:
        """Return the scope of a story within the story."""
        return Scope(scope.look, layer, place, depth=scope.depth)

    def drawing(self, node: Any, scope: Scope, where: str) -> None:
        """Read the pieces of a drawing."""
        for one in opendrawn.read(node):
            if one.piece is Piece.BOX:
                self.count.boxes += 1
                place = places.box(self.count.boxes)
                place = f"{scope.place}, {place}" if scope.layer is Layer.FURNITURE else place
                self.container(one.node, self.aside(scope, boxed(scope.layer), place))
            elif one.piece is Piece.PICTURE:
                self.count.pictures += 1
                name = _UNREADABLE.sub(rf"bild{self.count.pictures}\1", one.target)
                self.picture(name, self.package.parts.get(one.target), one.alt, scope.layer, where)
            elif one.piece is Piece.CONTROL:
                control = self.controls.get(one.target)
                self.words("" if control is None else opendrawn.filled(control), scope.layer, where)
            else:
                self.object(one, scope, where)

    def object(self, one: Drawn, scope: Scope, where: str) -> None:
        """Read a chart, a table or an equation; name what another program keeps."""
        folder = posixpath.normpath(one.target)
        root = self.package.xml(f"{folder}/content.xml")
        if root is not None and root.tag.startswith(openmath.MATH):
            self.say(openmath.line(root), boxed(scope.layer), where)
        elif root is not None and next(root.iter(f"{OFFICE}chart", f"{OFFICE}spreadsheet"), None) is not None:
            self.chart(_said(root), _numbers(root), scope.layer, where)
        else:
            self.file(posixpath.basename(folder), scope.layer, where)
        if one.alt:
            self.picture("", None, one.alt, scope.layer, where)

    # Tables

    def table(self, node: Any, scope: Scope) -> None:
        """Read a table, row by row."""
        self.count.tables += 1
        number = self.count.tables
        for index, row in enumerate(_rows(node), start=1):
            where = places.row(number, index)
            where = f"{scope.place}, {where}" if scope.place else where
            unseen = row.get(f"{TABLE}visibility") == "collapse" and scope.layer is not Layer.DELETED
            layer = Layer.HIDDEN if unseen else scope.layer
            inner = Scope(scope.look, layer, where, scope.contents, depth=scope.depth)
            self.row([self.cell(cell, inner) for cell in _cells(row)], number, layer, where)

    def cell(self, node: Any, scope: Scope) -> Cell:
        """Read what stands in a cell."""
        start = len(self.blocks)
        self.container(node, scope)
        spans = str(node.get(f"{TABLE}number-columns-spanned") or "1")
        return self.taken(start, scope.layer, max(1, min(int(spans), _WIDEST)) if spans.isdecimal() else 1)


def _rows(table: Any) -> Iterator[Any]:
    """Yield rows, also those in heading rows and groups."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    """Yield cells; one that is covered by another is left out, unless it says something after all."""
    for cell in row:
        says = next(cell.iter(f"{TEXT}p", f"{TEXT}h"), None) is not None
        if cell.tag == f"{TABLE}table-cell" or (cell.tag == f"{TABLE}covered-table-cell" and says):
            yield cell


def _said(chart: Any) -> Iterator[str]:
    """Yield what a chart says in sentences: its titles."""
    tables = {node for table in chart.iter(f"{TABLE}table") for node in table.iter()}
    yield from ("".join(node.itertext()) for node in chart.iter(f"{TEXT}p") if node not in tables)


def _numbers(chart: Any) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table a chart is drawn from."""
    for row in chart.iter(f"{TABLE}table-row"):
        yield tuple("".join(cell.itertext()) for cell in row.iter(f"{TABLE}table-cell"))
