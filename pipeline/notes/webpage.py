"""Web page: an HTML page on its way to blocks, line by line as a browser would break it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import places, weblook
from pipeline.notes.building import Building, Cell
from pipeline.notes.shape import Shape
from pipeline.notes.stretches import OUT_OF_SIGHT, Stretches
from pipeline.notes.unreadable import Unreadable
from pipeline.notes.weblook import Look

_SILENT = {"script", "style", "template", "noscript", "object", "iframe"}
"""What says nothing to people."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "html", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "svg",
    "table", "tbody", "text", "textarea", "tfoot", "thead", "ul",
}  # fmt: skip
"""Elements that begin and end a line of their own; `br` breaks as well."""
_LISTS = {"ul", "ol"}
_MARGIN = {"nav", "footer"}
"""What frames the text of a saved page."""
_STRUCK = {"s", "strike", "del"}
_CONTENTS = re.compile(r"(?:^|\s)(?:toc|dw__toc|mw-toc|table-of-contents|toc-macro)(?:\s|$)")
_TICKED = {"checked": True, "unchecked": False}
"""Classes of the items of a task list in Confluence."""
_BLANK = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 150
"""lxml reads 256 levels; Python's own stack ends before that."""


@dataclass(frozen=True)
class Scope:
    """What the elements around a piece of text say about it."""

    layer: Layer = Layer.BODY
    strong: bool = False
    depth: int = 0
    place: str = ""
    level: int = 0
    """Of the list around it."""
    ordered: bool = False
    contents: bool = False
    prompt: bool = False
    """Whether it is a button of the program, not the text."""
    breaks: bool = False
    """Whether line ends are line ends, as in `pre`."""
    table: int = 0


@dataclass
class Page(Building):
    """A page while it is being read; `found` gathers what stands on the line that is not finished yet."""

    look: Look = field(default_factory=Look)
    found: Stretches = field(default_factory=Stretches)
    item: int = 0
    """Level of the list item that the next line begins; 0 where it begins none."""
    box: bool | None = None
    heading: int = 0
    lines: dict[int, int] = field(default_factory=dict)
    """Table → how many rows of it have been read."""

    def whole(self, root: Any) -> None:
        """Read a page, and the comments before and after it."""
        self.look = weblook.read(root)
        before = reversed(list(root.itersiblings(preceding=True)))
        for node in [*before, root, *root.itersiblings()]:
            self.element(node, Scope())
        self.end_line(Scope())

    def element(self, node: Any, scope: Scope) -> None:
        """Read one element; what follows it within its parent is left to the caller."""
        from lxml import etree

        if scope.depth > _DEEPEST:
            raise Unreadable(_("This page is nested too deeply."), _("Save its text as a text file."))
        if node.tag is etree.Comment:
            self.comment(node, scope)
        elif not isinstance(node.tag, str) or node.tag in _SILENT:
            return
        elif node.tag in _SPECIAL:
            getattr(self, _SPECIAL[node.tag])(node, scope)
        elif node.tag in _BREAKING or node.tag in _HEADINGS:
            self.own_line(node, self.within(node, scope))
        else:
            inner = self.within(node, scope)
            before = len(self.found.texts.get(inner.layer, ""))
            self.inside(node, inner)
            if node.tag == "a" and len(self.found.texts.get(inner.layer, "").strip()) > before:
                self.address(str(node.get("href") or ""), inner.layer)

    def within(self, node: Any, scope: Scope) -> Scope:
        """Return what an element says about all that is in it."""
        tag, names = node.tag, f"{node.get('class') or ''} {node.get('id') or ''}"
        layer = scope.layer
        if layer is Layer.BODY and (tag in _MARGIN or node.get("role") == "navigation"):
            layer = Layer.FURNITURE
        if layer is not Layer.DELETED and (tag in _STRUCK or "line-through" in self.look.of(node)):
            layer = Layer.DELETED
        if layer in {Layer.BODY, Layer.FURNITURE} and self.look.unseen(node):
            layer = Layer.HIDDEN
        if layer is Layer.BODY and tag == "div" and _is_comment(node):
            layer = Layer.COMMENT
        level = scope.level + 1 if tag in _LISTS else scope.level
        return replace(
            scope,
            layer=layer,
            strong=tag == "summary" or self.look.strong(node, scope.strong and tag not in _BREAKING),
            depth=scope.depth + 1,
            level=max(level, weblook.level(node)),
            ordered=tag == "ol" or (scope.ordered and tag != "ul"),
            contents=scope.contents or bool(_CONTENTS.search(names)),
            prompt=scope.prompt or "mw-editsection" in names,
            breaks=scope.breaks or tag in {"pre", "textarea"},
        )

    def inside(self, node: Any, scope: Scope) -> None:
        """Read the text and the elements in an element."""
        self.say_here(node.text, scope)
        for child in node:
            self.element(child, scope)
            self.say_here(child.tail, scope)

    def say_here(self, text: str | None, scope: Scope) -> None:
        """Add text to the line; line ends of the source are none of the page."""
        said = text if scope.breaks else _BLANK.sub(" ", text or "")
        if said and scope.prompt:
            self.found.prompts += said
        elif said:
            self.found.say(scope.layer, said, strong=scope.strong)
            self.found.contents = self.found.contents or scope.contents

    # Lines

    def own_line(self, node: Any, scope: Scope) -> None:
        """Read an element that stands on lines of its own: paragraph, heading, list, item, quote."""
        self.end_line(scope)
        heading = self.heading
        if node.tag == "li" or (node.tag == "p" and weblook.level(node)):
            self.item, self.box = max(scope.level, 1), _TICKED.get(str(node.get("class") or ""))
        self.heading = _HEADINGS.get(node.tag, heading)
        if node.tag == "table":
            self.count.tables += 1
            scope = replace(scope, table=self.count.tables)
        self.inside(node, scope)
        self.end_line(scope)
        self.heading, self.item = heading, 0

    def end_line(self, scope: Scope) -> None:
        """Make blocks of what stands on the line."""
        found, self.found = self.found, Stretches()
        if not any(map(str.strip, found.texts.values())) and not found.prompts.strip():
            return
        where = scope.place or self.place(found)
        spoken = [layer for layer in found.texts if layer not in OUT_OF_SIGHT] or list(found.texts)
        form = Shape(self.heading, self.item, scope.ordered, self.box)
        main = spoken[0] if spoken else scope.layer
        self.paragraph(found, form, main, places.hidden(where) if main is Layer.HIDDEN else where)
        for layer in spoken[1:] if main not in OUT_OF_SIGHT else ():
            self.say(found.texts[layer], layer, where)
        self.item, self.box = 0, None

    def address(self, address: str, layer: Layer) -> None:
        """Put the address behind a link into the text, unless it stands there already."""
        shown = _unwrapped(address).removeprefix("mailto:")
        known = shown.rstrip("/") in self.found.texts.get(layer, "")
        if address.startswith(("http://", "https://", "mailto:")) and not known:
            self.found.add(layer, f" ({shown})")

    # Elements that are more or less than their text

    def comment(self, node: Any, scope: Scope) -> None:
        """Read a comment in the source; what programs tell each other there is no text."""
        text = str(node.text or "")
        if not text.strip().startswith(("[if ", "[endif]")):
            self.say(text, Layer.HIDDEN, places.hidden(self.next_place(scope)))

    def next_place(self, scope: Scope) -> str:
        """Return the place of what stands in no line: that of the next one."""
        return scope.place or places.paragraph(self.count.paragraphs + 1)

    def title(self, node: Any, _scope: Scope) -> None:
        """Take the title of the page, which stands in no line of it."""
        if said := self.line(node.text or ""):
            place = places.property_("title")
            self.blocks.append(Block(self.name, place, Kind.META, said, Layer.PROPERTY, by="title"))

    def image(self, node: Any, scope: Scope) -> None:
        """Say that there is a picture; an address is not fetched, a picture inside the page not unpacked."""
        said = self.line(str(node.get("alt") or "")) or german("Photo")
        layer = Layer.HIDDEN if self.look.unseen(node) else scope.layer
        place = places.picture(self.next_place(scope))
        self.blocks.append(Block(self.name, place, Kind.PICTURE, said, layer))

    def control(self, node: Any, scope: Scope) -> None:
        """Read a box to tick."""
        if node.get("type") in {"checkbox", "radio"}:
            self.say_here("☑ " if node.get("checked") is not None else "☐ ", scope)

    def line_end(self, _node: Any, scope: Scope) -> None:
        """End a line within a paragraph."""
        heading = self.heading
        self.end_line(scope)
        self.heading = heading

    def table_row(self, node: Any, scope: Scope) -> None:
        """Read a row of a table."""
        self.end_line(scope)
        scope = self.within(node, scope)
        self.lines[scope.table] = self.lines.get(scope.table, 0) + 1
        where = places.row(scope.table, self.lines[scope.table])
        where = f"{scope.place}, {where}" if scope.place else where
        inner = replace(scope, place=where)
        cells, beside = [], len(self.blocks)
        self.say_here(node.text, inner)  # between cells browsers show it before the table
        for cell in node:
            if cell.tag in {"td", "th"}:
                self.end_line(inner)
                cells.append(self.cell(cell, inner))
            else:
                self.element(cell, inner)
            self.say_here(cell.tail, inner)
        self.end_line(inner)
        more, self.blocks[beside:] = self.blocks[beside:], []
        self.row(cells, scope.table, scope.layer, where)
        self.blocks += more

    def cell(self, node: Any, scope: Scope) -> Cell:
        """Read what stands in a cell."""
        start, heading, self.heading = len(self.blocks), self.heading, 0
        inner = replace(self.within(node, scope), level=0)
        self.inside(node, inner)
        self.end_line(inner)
        self.heading = heading
        span = str(node.get("colspan") or "1")
        return self.taken(start, scope.layer, max(1, min(int(span), 100)) if span.isdecimal() else 1)


_SPECIAL = {
    "title": "title", "img": "image", "input": "control", "br": "line_end", "tr": "table_row",
}  # fmt: skip


def _is_comment(node: Any) -> bool:
    """Tell whether a passage is a comment: Google Docs puts them at the end of the page."""
    first = next(node.iter("a"), None)
    return first is not None and str(first.get("href") or "").startswith("#cmnt_ref")


def _unwrapped(address: str) -> str:
    """Return the address that a link of Google Docs leads to by way of Google."""
    if not address.startswith("https://www.google.com/url?"):
        return address
    return parse_qs(urlsplit(address).query).get("q", [address])[0]
