"""HTML tree: the settled tree with what only HTML knows: labels, regions, notes below their section."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.messages import for_guide
from pipeline.model.document import Document, Node
from pipeline.render import logos, tree
from pipeline.render.settle import boxes


def _(text: str) -> str:
    """Mark a word for translation; it is translated into the guide's language below."""
    return text


IMPRINT = "<!--imprint-->"
"""Stands before the imprint. Nobody can write it into a guide: a `<` of the text never stays one."""

PICTURE = '<img src="htm-picture:'
"""How a picture begins until its bytes are put in (`fill_in`), which would keep pandoc busy."""

LINE = '<input type="text"'
"""How a line to write on begins."""

CLASSES = frozenset(
    {
        "callout",
        "tip",
        "warning",
        "example",
        "callout-title",
        "checklist",
        "box",
        "field",
        "step",
        "step-number",
        "slot",
    }
    | {"imprint", "funding", "logos"}
)
"""The classes of the settled tree. Others are the author's and could hide text with our own styles."""

VALUES = frozenset({"lang", "dir", "slot", "checked", "data-funder", "data-spot", "label"})
"""The same for attributes: no styles, no event handlers."""

_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:|tel:|#)")
_ALIGNED = {"AlignRight": ["right"], "AlignCenter": ["center"]}
_SHORT, _LONG = 8, 40
"""Letters: a column whose texts are all shorter may be narrow, one with a longer text must not be."""
_COLUMN = 704
"""CSS pixels of the column of text (44rem), of which a picture may ask for a share."""


_RISKY = {"RawBlock", "RawInline", "Link", "Div", "Span", "Code", "CodeBlock", "Figure", "Header"}
"""What could run, load or restyle something."""


def for_html(document: Document) -> list[Node]:
    """Return the blocks of a document as pandoc's HTML writer must get them.

    Each first-level heading begins a `<section>` that ends with its own footnotes; `IMPRINT` stands
    before the last one.
    """
    safe = tree.rewrite(document.blocks, _harmless, _RISKY)
    parts: list[list[Node]] = [[]]
    for block in safe:
        if block["t"] == "Header" and block["c"][0] == 1:
            parts.append([])
        parts[-1].append(block)
    hand = _Hand(document)
    blocks = [hand.section(part) for part in parts if part]
    if parts[-1] and _name(parts[-1]) == "imprint":
        blocks.insert(-1, [{"t": "RawBlock", "c": ["html", IMPRINT]}])
    return [node for part in blocks for node in part]


def fill_in(page: str, pictures: Mapping[str, bytes]) -> str:
    """Put the bytes of the pictures where pandoc has left their names."""

    def picture(match: re.Match[str]) -> str:
        data = base64.b64encode(pictures[html.unescape(match[2])]).decode()
        return f'<img src="data:image/{match[1]};base64,{data}"'

    return re.sub(f'{PICTURE}([a-z]+):([^"]+)"', picture, page)


def raw(markup: str) -> Node:
    """Return markup of ours within a line."""
    return {"t": "RawInline", "c": ["html", markup]}


def quoted(text: str) -> str:
    """Return a text fit for an attribute in double quotes."""
    return html.escape(text, quote=True)


def _harmless(node: Node) -> Node:
    """Take away what could run, load or restyle; the words stay."""
    match node["t"]:
        case "RawBlock":
            return tree.para(node["c"][1])
        case "RawInline":
            return {"t": "Str", "c": node["c"][1]}
        case "Link":
            return _link(*node["c"])
        case "Div" | "Span" | "Code" | "CodeBlock" | "Figure":
            return {"t": node["t"], "c": [_clean(node["c"][0]), *node["c"][1:]]}
        case "Header":
            level, attributes, inlines = node["c"]
            return {"t": "Header", "c": [level, _clean(attributes), inlines]}
    return node


def _link(attributes: Sequence[Any], inlines: list[Node], target: Sequence[str]) -> Node:
    """Keep a link that leads to a page, a mailbox, a phone or a place in the guide."""
    identifier, _classes, values = attributes
    if not _ADDRESS.match(target[0]):
        return tree.span([], inlines, identifier)
    return {"t": "Link", "c": [_clean([identifier, [], values]), inlines, [target[0], ""]]}


def _clean(attributes: Sequence[Any]) -> list[Any]:
    identifier, classes, values = attributes
    kept = [[key, value] for key, value in values if key in VALUES]
    return [identifier, [name for name in classes if name in CLASSES], kept]


class _Hand:
    """Changes one node after the other and counts notes, tables and boxes on the way."""

    def __init__(self, document: Document) -> None:
        self.pictures = document.pictures
        self.words: Mapping[str, str] = document.page["words"]
        self.lang = str(document.page["lang"])
        self.heading = str(document.page["title"])
        self.notes: list[list[Node]] = []
        self.counts = {"note": 0, "table": 0, "callout": 0}
        self.changes: dict[str, Callable[[Node], Node | list[Node]]] = {
            "Div": self._div,
            "Span": self._span,
            "Plain": self._plain,
            "Header": self._header,
            "Note": self._note,
            "Table": self._table,
            "Image": self._image,
            "LineBreak": lambda _node: raw("<br>"),
            "HorizontalRule": lambda _node: {"t": "RawBlock", "c": ["html", "<hr>"]},
        }

    def section(self, blocks: list[Node]) -> list[Node]:
        """Return one section with its footnotes, or the blocks before the first heading."""
        name = _name(blocks)
        if name:
            self.heading = tree.text(blocks[0]["c"][2])
        changed = list(tree.rewrite(blocks, lambda node: self.changes[node["t"]](node), self.changes))
        if self.notes:
            changed.append(self._endnotes())
        return [tree.div(["section", f"section-{name}"], changed)] if name else changed

    def _count(self, what: str) -> int:
        self.counts[what] += 1
        return self.counts[what]

    def _say(self, text: str) -> str:
        return for_guide(self.lang, text)

    # Boxes of text

    def _div(self, node: Node) -> Node:
        (_identifier, classes, _values), content = node["c"]
        if "callout" in classes and content:
            return self._callout(node)
        if "checklist" in classes:
            return _checklist(node)
        return node

    def _callout(self, node: Node) -> Node:
        """Name the box for screen readers, and its kind for people who do not see the colour."""
        (identifier, classes, _values), (title, *content) = node["c"]
        name = f"htm-callout-{self._count('callout')}"
        kind = next((self.words[kind] for kind in ("tip", "warning", "example") if kind in classes), "")
        inlines = title["c"][1][0]["c"] if title["c"][1] else []
        own = inlines if kind != tree.text(inlines) else []
        if kind:
            inlines = [tree.span(["kind", "above"] if own else ["kind"], tree.words(kind))]
        if own:
            inlines = [*inlines, {"t": "Space"}, tree.span(["named"], own)]
        head = tree.div(["callout-title"], [{"t": "Plain", "c": inlines}], name)
        attributes = tree.attr(identifier, classes, role="note", aria_labelledby=name)
        return {"t": "Div", "c": [attributes, [head, *content]]}

    def _plain(self, node: Node) -> Node:
        """Make the first line of a checklist item a box and its label."""
        inlines = node["c"]
        if not inlines or "box" not in tree.classes(inlines[0]):
            return node
        attributes = inlines[0]["c"][0]
        name = quoted(attributes[0])
        checked = " checked" if tree.value(attributes, "checked") == "1" else ""
        box = raw(f'<input type="checkbox" id="{name}"{checked}>')
        rest = inlines[2:] if len(inlines) > 1 and inlines[1]["t"] == "Space" else inlines[1:]
        # A label holds no other control: it ends before the first line to write on.
        end = next((at for at, inline in enumerate(rest) if _is_line(inline)), len(rest))
        label = [raw(f'<label for="{name}">'), *rest[:end], raw("</label>")]
        if end == len(rest):
            return {"t": "Plain", "c": [box, *label]}
        beside = [raw("<div>"), *label, *rest[end:], raw("</div>")]
        return {"t": "Plain", "c": [box, *beside]}

    def _span(self, node: Node) -> Node:
        (identifier, classes, values), inlines = node["c"]
        if line := boxes.line(node):
            name, label = map(quoted, line)
            return raw(f'{LINE} id="{name}" aria-label="{label}" autocomplete="off">')
        if "slot" not in classes:
            return node
        kept = [["data-slot", value] if key == "slot" else [key, value] for key, value in values]
        return {"t": "Span", "c": [[identifier, classes, kept], inlines]}

    # Headings, notes

    def _header(self, node: Node) -> Node:
        """Let a heading lead to itself, so that its address can be copied; the title alone is of level 1."""
        level, attributes, inlines = node["c"]
        mark = inlines[:2] if inlines and "step-number" in tree.classes(inlines[0]) else []
        words = inlines[len(mark) :]
        if attributes[0] and not any(child["t"] in {"Link", "RawInline"} for child in tree.walk(words)):
            words = [{"t": "Link", "c": [tree.attr("", ["self"]), words, [f"#{attributes[0]}", ""]]}]
        return {"t": "Header", "c": [level + 1, attributes, [*mark, *words]]}

    def _note(self, node: Node) -> Node:
        number = self._count("note")
        self.notes.append(node["c"])
        label = quoted(self._say(_("Footnote {number}")).format(number=number))
        return raw(
            f'<sup><a class="noteref" id="htm-ref-{number}" href="#htm-note-{number}" role="doc-noteref" '
            f'aria-label="{label}">{number}</a></sup>'
        )

    def _endnotes(self) -> Node:
        first = self.counts["note"] - len(self.notes) + 1
        items = [self._endnote(number, blocks) for number, blocks in enumerate(self.notes, first)]
        self.notes = []
        numbering = [first, {"t": "Decimal"}, {"t": "Period"}]
        notes = {"t": "OrderedList", "c": [numbering, items]}
        return tree.div(["notes"], [notes], role="group", aria_label=self.words["footnotes"])

    def _endnote(self, number: int, blocks: list[Node]) -> list[Node]:
        label = quoted(self._say(_("Back to the text, footnote {number}")).format(number=number))
        back = raw(
            f'<a class="noteback" href="#htm-ref-{number}" role="doc-backlink" aria-label="{label}">↑</a>'
        )
        *others, last = blocks or [tree.para("")]
        if last["t"] in {"Para", "Plain"}:
            last = {"t": "Para", "c": [*last["c"], {"t": "Space"}, back]}
            return [tree.div([], [*others, last], f"htm-note-{number}")]
        return [tree.div([], [*others, last, {"t": "Para", "c": [back]}], f"htm-note-{number}")]

    # Tables, pictures

    def _table(self, node: Node) -> Node:
        """Put the table into a region one can scroll with the keyboard, where it is wider than the screen."""
        attributes, caption, columns, head, bodies, foot = node["c"]
        rows = [*head[1], *(row for body in bodies for row in body[3])]
        looks = [
            [*_ALIGNED.get(column[0]["t"], []), *_breadth(rows, number)]
            for number, column in enumerate(columns)
        ]
        plain = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _column in columns]
        content = [
            [attributes[0], [], []],
            caption,
            plain,
            [tree.attr(), [_row(row, looks, scope="col") for row in head[1]]],
            [[tree.attr(), body[1], _rows(body[2], looks), _rows(body[3], looks)] for body in bodies],
            [tree.attr(), _rows(foot[1], looks)],
        ]
        label = f"{self.words['table']} {self._count('table')}: {self.heading}"
        table = {"t": "Table", "c": content}
        return tree.div(["table"], [table], role="group", tabindex="0", aria_label=label)

    def _image(self, node: Node) -> Node:
        """Put the picture into the page; its size is told so that the text does not jump."""
        from PIL import Image

        attributes, alt, (target, _title) = node["c"]
        words = "" if "decorative" in attributes[1] else " ".join(tree.text(alt).split())
        data = self.pictures.get(target)
        if data is None:
            return tree.span([], tree.words(words))
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height, kind = picture.width, picture.height, str(picture.format).lower()
        if target.startswith(logos.NAME):
            width, height = (
                logos.pixels(float(tree.value(attributes, side).removesuffix("mm")))
                for side in ("width", "height")
            )
        share = tree.value(attributes, "width").removesuffix("%")
        wide = round(_COLUMN * min(int(share), 100) / 100) if share.isdecimal() else 0
        if 0 < wide < width:
            width, height = wide, round(wide * height / width)
        start = f'{PICTURE}{kind}:{quoted(target)}"'
        return raw(f'{start} alt="{quoted(words)}" width="{width}" height="{height}">')


def _is_line(inline: Node) -> bool:
    return inline["t"] == "RawInline" and str(inline["c"][1]).startswith(LINE)


def _name(blocks: Sequence[Node]) -> str:
    """Return the id of the section that these blocks are, or nothing."""
    return str(blocks[0]["c"][1][0]) if blocks[0]["t"] == "Header" else ""


def _checklist(node: Node) -> Node:
    """Make a list of Divs: `<ul role="list">` displeases the Nu checker, and Safari needs the role."""
    (identifier, classes, _values), blocks = node["c"]
    content: list[Node] = []
    for block in blocks:
        if block["t"] == "BulletList":
            content += [tree.div(["item"], item, role="listitem") for item in block["c"]]
        else:
            content.append(block)
    return tree.div(classes, content, identifier, role="list")


def _breadth(rows: Sequence[Any], column: int) -> list[str]:
    """Return the class of a column that needs less or more room than others."""
    longest = max((len(tree.text(row[1][column][4])) for row in rows if column < len(row[1])), default=0)
    return ["short"] if longest <= _SHORT else ["long"] if longest > _LONG else []


def _rows(rows: Sequence[Any], looks: Sequence[list[str]]) -> list[Any]:
    return [_row(row, looks) for row in rows]


def _row(row: Sequence[Any], looks: Sequence[list[str]], **values: str) -> list[Any]:
    """Say alignment by class: pandoc would write a style, which the page's own policy forbids."""
    cells = []
    at = 0
    for _attributes, own, height, width, blocks in row[1]:
        look = _ALIGNED.get(own["t"], []) or (looks[at] if at < len(looks) else [])
        attributes = tree.attr("", look, **values)
        cells.append([attributes, {"t": "AlignDefault"}, height, width, blocks])
        at += width
    return [tree.attr(), cells]
