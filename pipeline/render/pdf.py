"""PDF: the settled tree through pandoc's Typst writer, set by typst with tags."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.engine import pandoc, typst
from pipeline.model.document import Document, Node
from pipeline.render import columns, pdfform, stylesheet, together, tree
from pipeline.render.imprint import WIDTH
from pipeline.render.settle import boxes

_NUMBER = re.compile(r"\d+\. ")
"""What begins a list in Typst; where there is nothing behind it pandoc sees that itself."""
_MARKUP = re.compile(r"(?:[-+/]|=+)(?:\s|$)")
"""What begins a list, a term or a heading in Typst."""
_SHORTHAND = re.compile(r"-(?=[-?\d])")
"""What Typst sets as a dash, a soft hyphen or a minus; pandoc lets it through."""

_KINDS = {"Figure", "Table", "Plain", "Span", "Div"}

MAIN = '#import "guide.typ": *\n#show: guide\n#include "body.typ"\n'
COVER = '#import "guide.typ": *\n#show: dress\n#cover()\n'
COVER_PPI = 120
"""A4 becomes 992 × 1,403 pixels: sharp on a shelf of e-books, and below 100 KB."""


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return the PDF; its look is templates/typst/guide.typ, its values are render/page.py's."""
    return typeset(document, kit, MAIN, epoch=epoch)


def typeset(document: Document, kit: Mapping[str, bytes], main: str, *, epoch: int) -> bytes:
    """Return the fillable PDF of which `main` is the Typst source; it includes `body.typ`, the tree."""
    blocks = together.keep(document.blocks, _raw_block("#announcement["), _raw_block("]"))
    blocks = tree.rewrite(tree.rewrite(blocks, _tail, _KINDS), _literal, {"Str"})
    whole = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    # Without `smart` quotes and dashes stay the characters that settling chose.
    body = pandoc.convert(
        json.dumps(whole, ensure_ascii=False).encode(),
        source="json",
        target="typst-smart",
        options={"wrap_text": "none"},
    )
    files = {
        **_look(document, kit, main),
        "body.typ": b'#import "guide.typ": *\n' + body,
        **document.pictures,
    }
    made = typst.compile_pdf(files, fonts=_fonts(kit), timestamp=epoch)
    return pdfform.fillable(made, document.page["brand"]["colours"], _typed(document.page["brand"], kit))


def cover(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return the cover of the PDF as a PNG picture."""
    files = {**_look(document, kit, COVER), **document.pictures}
    return typst.compile_png(files, fonts=_fonts(kit), timestamp=epoch, ppi=COVER_PPI)


def _look(document: Document, kit: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    return {
        "main.typ": main.encode(),
        "guide.typ": kit["typst/guide.typ"],
        "page.json": json.dumps(document.page, ensure_ascii=False).encode(),
    }


def _typed(brand: Mapping[str, Any], kit: Mapping[str, bytes]) -> bytes:
    """Return the typeface of running text: people type with it, too."""
    plain = next(
        face
        for face in brand["fonts"]["files"]
        if face["family"] == "text" and face["style"] == "normal" and str(face["weight"]) == "400"
    )
    return stylesheet.typeface(kit, plain["file"])


def _fonts(kit: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix("fonts/"): data for name, data in kit.items() if name.endswith((".ttf", ".otf"))
    }


def _tail(node: Node) -> Node | list[Node]:
    """Give each construct the function of guide.typ that sets it; div classes would reach HTML only."""
    classes = tree.classes(node)
    match node["t"]:
        case "Figure":
            return _picture(node)
        case "Table":
            return columns.spread(node)
        case "Plain":
            return {"t": "Plain", "c": _at_start(node["c"])}
        case "Span":
            return _span(node, classes)
    return _box_of_text(node, classes)


def _box_of_text(node: Node, classes: Sequence[str]) -> Node | list[Node]:
    """Give what a class marks the function that sets it."""
    if "callout" in classes:
        title, *content = node["c"][1]
        kind = next(name for name in classes if name != "callout")
        return _call(f"callout({_string(kind)}, {_string(tree.text(title))})", content)
    if "checklist" in classes:
        return _checklist(node)
    if "imprint" in classes:
        return _imprint(node["c"][1])
    if "step" in classes:
        return _call("step", node["c"][1])
    if "funding" in classes:
        return _call(f"funding({_string(_funder(node))})", node["c"][1])
    if "logos" in classes:
        return _raw_block(f"#funder-logos({_string(_funder(node))})")
    return node


def _funder(node: Node) -> str:
    return tree.value(node["c"][0], "data-funder")


def _span(node: Node, classes: Sequence[str]) -> Node | list[Node]:
    if "step-number" in classes:
        return _raw_inline(f"#step-number({_string(tree.text(node['c'][1]))})")
    if line := boxes.line(node):
        return _raw_inline(f"#write-line({_string(line[0])}, {_string(line[1])})")
    if "slot" in classes:
        return [_raw_inline("#slot["), *node["c"][1], _raw_inline("]")]
    if lang := tree.value(node["c"][0], "lang"):
        return [_raw_inline(f"#foreign({_string(lang)})["), *node["c"][1], _raw_inline("]")]
    return node


def _call(function: str, content: Sequence[Node]) -> list[Node]:
    """Return content as the last argument of a function."""
    return [_raw_block(f"#{function}["), *content, _raw_block("]")]


def _imprint(content: Sequence[Node]) -> list[Node]:
    """Return the imprint with the QR code, if it has one, beside the text."""
    *text, last = content
    if last["t"] != "RawBlock":
        return _call("imprint", content)
    code = _raw_block(str(last["c"][1]).replace(f", {WIDTH})", ", 100%)"))
    return [*_call("imprint", text)[:-1], _raw_block("]["), code, _raw_block("]")]


def _picture(node: Node) -> Node | list[Node]:
    """Return a call with path, alt text, caption and width; pandoc's Typst writer drops the alt text."""
    _attributes, (_short, caption), body = node["c"]
    images = [found for found in tree.walk(body) if found["t"] == "Image"]
    if len(images) != 1:
        return node
    attributes, alt, (name, _title) = images[0]["c"]
    width = tree.value(attributes, "width")
    width = width if width.removesuffix("%").isdecimal() and width.endswith("%") else "100%"
    words = "none" if "decorative" in attributes[1] else _string(tree.text(alt))
    title = _string(tree.text(caption)) if caption else "none"
    return _raw_block(f"#picture({_string(name)}, {words}, {title}, {width})")


def _checklist(node: Node) -> list[Node]:
    """Return a numbered list whose numbers are boxes: only there each item can have its own mark."""
    (bullets,) = node["c"][1]
    marks = [_box(item[0]) for item in bullets["c"]]
    items = [_apart(tree.rewrite(item, _without_box)) for item in bullets["c"]]
    numbered = {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    return _call(f"checklist(({', '.join(marks)},))", [numbered])


def _apart(item: list[Node]) -> list[Node]:
    """Return an item whose first line is a paragraph if one follows; else they would run together."""
    first, *rest = item
    follows = first["t"] == "Plain" and rest and rest[0]["t"] == "Para"
    return [{"t": "Para", "c": first["c"]}, *rest] if follows else item


def _box(first: Node) -> str:
    """Return name, state and label of an item's box; `none` for an item without one."""
    for box in tree.walk(first):
        if "box" in tree.classes(box):
            attributes = box["c"][0]
            done = "true" if tree.value(attributes, "checked") == "1" else "false"
            label = " ".join(tree.text(first).split())
            return f"({_string(attributes[0])}, {done}, {_string(label)})"
    return "none"


def _at_start(inlines: list[Node]) -> list[Node]:
    """Keep `- x` at the start of a cell or an item from being a list to typst.

    Pandoc escapes them at the start of a paragraph, but not where there is none.
    """
    if inlines and inlines[0]["t"] == "Str" and _MARKUP.match(inlines[0]["c"]):
        return [_raw_inline("\\"), *inlines]
    return inlines


def _literal(node: Node) -> list[Node]:
    """Keep hyphens from being more than hyphens, and `1. Mai` from being a list.

    Titles and labels, taken as text before, need none of it.
    """
    first, *rest = ({"t": "Str", "c": piece} for piece in _SHORTHAND.split(node["c"]))
    number = [_raw_inline("\\")] if _NUMBER.match(node["c"]) else []
    return [*number, first, *(inline for piece in rest for inline in (_raw_inline("\\-"), piece))]


def _without_box(node: Node) -> Node:
    if node["t"] == "Plain" and node["c"] and "box" in tree.classes(node["c"][0]):
        return {"t": "Plain", "c": _at_start(node["c"][2:])}
    return node


def _string(words: str) -> str:
    """Return a Typst string literal; nothing in it can end it."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _raw_block(code: str) -> Node:
    return {"t": "RawBlock", "c": ["typst", code]}


def _raw_inline(code: str) -> Node:
    return {"t": "RawInline", "c": ["typst", code]}
