"""Web: an HTML page (Google Docs, a web pad, a saved page) as blocks, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import lines, normalise, outline, places
from pipeline.notes.unreadable import Unreadable

_SILENT = {"script", "style", "template", "noscript", "svg", "math", "object", "iframe"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "html", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
"""Elements that begin and end a line of their own; `br` breaks as well."""
_LISTS = {"ul", "ol"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 150


def read(name: str, data: bytes) -> Notes:
    """Read a page; nothing in it is run, and no address in it is asked.

    Raises:
        Unreadable: the bytes are no text, or hold no page.
    """
    from lxml import etree, html

    try:
        text, repairs = normalise.decode(data)
    except normalise.Undecodable as error:
        raise Unreadable(
            _("Expected a web page, but these bytes are none."), _("Save the page anew as HTML or as text.")
        ) from error
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=True, remove_pis=True)
        root = etree.fromstring(text, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(
            _("Expected a web page, but these bytes are none."), _("Save the page anew as HTML or as text.")
        ) from error
    page = _Page(name)
    if root is not None:
        page.element(root, Layer.BODY, 0)
        page.end_line(Layer.BODY)
    return Notes(name, tuple(outline.with_paths(page.blocks)), repairs)


@dataclass
class _Page:
    """A page while it is being read; `line` gathers what stands on the line that is not finished yet."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    list_level: int = 0
    ordered: bool = False
    item: bool = False
    """Whether the line that comes next begins a list item."""
    heading: int = 0
    bold: list[bool] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    count: int = 0

    def element(self, node: Any, layer: Layer, depth: int) -> None:
        """Read one element and what follows it within its parent."""
        from lxml import etree

        if depth > _DEEPEST:
            raise Unreadable(_("This page is nested too deeply."), _("Save its text as a text file."))
        if node.tag is etree.Comment:
            self._comment(node)
        elif not isinstance(node.tag, str) or node.tag in _SILENT:
            return
        elif layer is Layer.BODY and _is_unseen(node):
            self.end_line(layer)
            self._inside(node, Layer.HIDDEN, depth)
            self.end_line(Layer.HIDDEN)
        elif node.tag in _BREAKING - {"tr"} or node.tag in _HEADINGS:
            self._own_line(node, layer, depth)
        elif node.tag in {"title", "tr", "img", "input", "br"}:
            self._special(node, layer, depth)
        else:
            self._inside(node, layer, depth)
            self._address(node)

    def _special(self, node: Any, layer: Layer, depth: int) -> None:
        """Read an element that is more or less than its text."""
        if node.tag == "title":
            self._title(node)
        elif node.tag == "tr":
            self._row(node, layer, depth)
        elif node.tag == "img":
            self._picture(node, layer)
        elif node.tag == "br":
            self.end_line(layer)
        elif node.get("type") == "checkbox":
            self.line.append("[x] " if node.get("checked") is not None else "[ ] ")

    def _comment(self, node: Any) -> None:
        if said := normalise.line(node.text or ""):
            self._add(Block(self.name, places.hidden(self._place()), Kind.PARAGRAPH, said, Layer.HIDDEN))

    def _inside(self, node: Any, layer: Layer, depth: int) -> None:
        self._say(node.text, node)
        for child in node:
            self.element(child, layer, depth + 1)
            self._say(child.tail, node)

    def _say(self, text: str | None, node: Any) -> None:
        if text and text.strip():
            self.bold.append(_is_bold(node))
        if text:
            self.line.append(text)

    def _own_line(self, node: Any, layer: Layer, depth: int) -> None:
        """Read an element that stands on lines of its own: paragraph, heading, list, item, quote."""
        self.end_line(layer)
        before = (self.list_level, self.ordered, self.heading)
        if node.tag in _LISTS:
            self.list_level, self.ordered = self.list_level + 1, node.tag == "ol"
        if node.tag == "table":
            self.tables, self.rows = self.tables + 1, 0
        self.item = node.tag == "li"
        self.heading = _HEADINGS.get(node.tag, 0)
        self._inside(node, layer, depth)
        self.end_line(layer)
        self.list_level, self.ordered, self.heading = before
        self.item = False

    def end_line(self, layer: Layer) -> None:
        """Make a block of what stands on the line."""
        text, bold = normalise.line("".join(self.line)), bool(self.bold) and all(self.bold)
        self.line, self.bold = [], []
        if not text:
            return
        place = self._place()
        place = places.hidden(place) if layer is Layer.HIDDEN else place
        typed = lines.item(text)
        if self.heading:
            block = Block(self.name, place, Kind.HEADING, text, layer, level=self.heading)
        elif self.item:
            shown = typed.text if typed and typed.checked is not None else text
            block = Block(
                self.name, place, Kind.ITEM, shown, layer,
                level=max(self.list_level, 1), ordered=self.ordered,
                checked=typed.checked if typed else None, typed="" if shown == text else text,
            )  # fmt: skip
        elif typed:
            block = Block(
                self.name, place, Kind.ITEM, typed.text, layer, level=max(self.list_level, 1),
                ordered=typed.ordered, checked=typed.checked, typed=text,
            )  # fmt: skip
        elif outline.looks_like_heading(text, bold=bold):
            block = Block(self.name, place, Kind.HEADING, text, layer, level=7)
        else:
            block = Block(self.name, place, Kind.PARAGRAPH, text, layer)
        self.item = False
        self._add(block)

    def _row(self, node: Any, layer: Layer, depth: int) -> None:
        """Read a table row: its cells, and apart from them what is hidden in it."""
        self.end_line(layer)
        inner = _Page(self.name, tables=self.tables, count=self.count)
        cells = []
        for cell in node:
            if isinstance(cell.tag, str) and cell.tag in {"td", "th"}:
                first = len(inner.blocks)
                inner.element(cell, layer, depth + 1)
                inner.end_line(layer)
                new = inner.blocks[first:]
                inner.blocks[first:] = [
                    b for b in new if b.layer is not layer or b.kind in {Kind.ROW, Kind.PICTURE}
                ]
                shown = [b.raw for b in new if b.layer is layer and b.kind not in {Kind.ROW, Kind.PICTURE}]
                cells.append(" ".join(shown))
            else:
                inner.element(cell, layer, depth + 1)
        self.rows += 1
        if any(cells):
            place = places.row(self.tables, self.rows)
            row = Block(
                self.name, place, Kind.ROW, " | ".join(cells), layer, cells=tuple(cells), table=self.tables
            )
            self._add(row)
        self.blocks += inner.blocks
        self.count, self.tables = max(self.count, inner.count), inner.tables

    def _title(self, node: Any) -> None:
        if said := normalise.line(node.text or ""):
            self._add(
                Block(self.name, places.property_("title"), Kind.META, said, Layer.PROPERTY, by="title")
            )

    def _picture(self, node: Any, layer: Layer) -> None:
        """Say that there is a picture; an address is not fetched, a picture inside the page not unpacked."""
        said = normalise.line(node.get("alt") or "") or german("Photo")
        self._add(Block(self.name, places.picture(self._place()), Kind.PICTURE, said, layer))

    def _address(self, node: Any) -> None:
        address = str(node.get("href") or "")
        if node.tag == "a" and address.startswith(("http://", "https://", "mailto:")):
            shown = address.removeprefix("mailto:")
            if shown not in "".join(self.line):
                self.line.append(f" ({shown})")

    def _place(self) -> str:
        return places.paragraph(self.count + 1)

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self.count += 1


def _is_unseen(node: Any) -> bool:
    return node.get("hidden") is not None or bool(_UNSEEN.search(node.get("style") or ""))


def _is_bold(node: Any) -> bool:
    """Tell whether text right in this element is bold, by itself or by what it stands in."""
    return any(
        element.tag in {"b", "strong"}
        or re.search(r"font-weight\s*:\s*(bold|[6-9]00)", element.get("style") or "")
        for element in _chain(node)
    )


def _chain(node: Any) -> Iterator[Any]:
    yield node
    for above in node.iterancestors():
        if above.tag in _BREAKING:
            return
        yield above
