"""DOCX: the settled tree as a Word file with real styles, boxes to tick and nothing left to update."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.engine import pandoc
from pipeline.model.document import Document, Node
from pipeline.render import columns, docxbody, docxparts, logos, tree
from pipeline.render.docxstyles import CALLOUTS
from pipeline.render.imprint import logo_row
from pipeline.render.reference import reference, text_width
from pipeline.render.settle import boxes

_LOGOS = "Förderlogos"
_WIDE, _WIDE_MM = "\u2003", 3.5
"""An em space, and how wide it is at the size of that style."""
TALLEST = 125.0
"""Millimetres; a higher picture would leave half a page white before it."""
_INNER = 0.94
"""Of the width of the text; what bar and padding of a box leave to a picture."""


_KINDS = {"Image", "Table", "BlockQuote", "Div", "Span"}
"""Of nodes that Word has styles of ours for."""


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:  # noqa: ARG001  (brand is in `page`)
    """Return the Word file; styles come from the brand (render/docxstyles.py).

    Raises:
        ToolFailure: pandoc is missing or failed.
    """
    body = tree.rewrite(tree.rewrite(document.blocks, _alone, {"Figure"}), _tail(document), _KINDS)
    source = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": [*_title_page(document), *body]}
    written = pandoc.convert(
        json.dumps(source, ensure_ascii=False).encode(),
        source="json",
        target="docx",
        options={"reference_doc": "reference.docx", "highlight_method": "none"},
        files={"reference.docx": reference(document.page)},
    )
    return docxparts.finish(written, document.page, document.pictures, epoch)


def _styled(style: str, blocks: Sequence[Node], identifier: str = "") -> Node:
    return {"t": "Div", "c": [[identifier, [], [["custom-style", style]]], list(blocks)]}


def _worded(style: str, inlines: list[Node], identifier: str = "") -> Node:
    return {"t": "Span", "c": [[identifier, [], [["custom-style", style]]], inlines]}


def _title_page(document: Document) -> list[Node]:
    """Return the blocks before the contents; the acknowledgement is one of them.

    Publisher and acknowledgement are set at the foot of the title page. The edition follows them because
    a frame stands on the page of the paragraph behind it, and every guide has an edition. The facts have
    a page of their own.
    """
    page = document.page
    words, workshop = page["words"], page["workshop"]
    edition = f"{words['version']} {page['version']} · {page['date_text']}"
    facts = [
        (words["audience"], page["audience"]),
        (words["effort"], page["effort"]),
        (words["workshop"], f"{workshop['title']}, {workshop['date_text']}" if workshop else ""),
    ]
    styled = [
        ("Title", _title(page)),
        ("Subtitle", tree.words(page["subtitle"])),
        ("Herausgeber", tree.words(page["publisher"])),
        *(line for entry in page["funding"] for line in _acknowledgement(entry, document)),
        ("Status", tree.words(page["status_text"])),
        ("Ausgabe", tree.words(edition)),
        ("Zusammenfassung", tree.words(page["summary"])),
        *(("Fakten", _fact(label, value)) for label, value in facts if value),
    ]
    return [_styled(style, [tree.para(inlines)]) for style, inlines in styled if inlines]


def _acknowledgement(entry: Mapping[str, Any], document: Document) -> Iterator[tuple[str, list[Node]]]:
    """Yield style and inlines of each line of an acknowledgement."""
    if entry["logos"]:
        yield _LOGOS, tree.words(_WIDE + entry["lead_in"]) if entry["lead_in"] else []
        width = text_width(document.page["brand"])
        yield (
            _LOGOS,
            tree.rewrite(
                logo_row(entry, _gap(entry)),
                lambda node: _picture(node, document.pictures, width) if node["t"] == "Image" else node,
            ),
        )
    yield "Förderhinweis", tree.words(entry["wording"])
    if entry["foot"] not in ("", entry["wording"]):
        yield "Förderhinweis", tree.words(entry["foot"])


def _gap(entry: Mapping[str, Any]) -> str:
    """Return white between two logos as wide spaces: a line of Word knows nothing else."""
    clear = max(float(logo["clear"]) for logo in entry["logos"])
    return _WIDE * math.ceil(clear / _WIDE_MM)


def _title(page: Mapping[str, Any]) -> list[Node]:
    title, topic = str(page["title"]), str(page["topic"])
    series = title.removesuffix(topic).strip()
    if not series or not title.endswith(topic):
        return tree.words(title)
    return [_worded("Reihe", tree.words(series)), {"t": "LineBreak"}, *tree.words(topic)]


def _fact(label: str, value: str) -> list[Node]:
    return [{"t": "Strong", "c": tree.words(f"{label}:")}, {"t": "Space"}, *tree.words(value)]


def _tail(document: Document) -> Callable[[Node], Node | list[Node]]:
    """Return the change that gives each construct its Word styles."""
    width = text_width(document.page["brand"])

    def change(node: Node) -> Node | list[Node]:
        if node["t"] == "Image":
            return _picture(node, document.pictures, width)
        if node["t"] == "Table":
            return columns.spread(node)
        if node["t"] == "BlockQuote":
            return _styled("Block Text", _dress(node["c"], "Block Text"))
        return _classed(node, tree.classes(node))

    return change


def _classed(node: Node, classes: Sequence[str]) -> Node | list[Node]:
    """Give what settling marked by a class its Word styles."""
    if "callout" in classes:
        return _callout(node, next(name for name in classes if name != "callout"))
    if "checklist" in classes:
        return _checklist(node)
    if "imprint" in classes:
        return [block if block["t"] == "Div" else _styled("Impressum", [block]) for block in node["c"][1]]
    if "logos" in classes:
        wide = {"t": "Str", "c": _WIDE * 2}
        *said, row = node["c"][1]
        apart = tree.para([wide if inline["t"] == "Space" else inline for inline in row["c"]])
        return _styled(_LOGOS, [*said, apart])
    if "funding" in classes:
        return [block if block["t"] == "Div" else _styled("Förderhinweis", [block]) for block in node["c"][1]]
    if "step-number" in classes:
        return _worded("Schrittnummer", node["c"][1])
    if line := boxes.line(node):
        return {"t": "RawInline", "c": ["openxml", docxparts.line(*line)]}
    if "slot" in classes:
        return _worded("Platzhalter", node["c"][1], node["c"][0][0])
    return node


# Pictures


def _alone(node: Node) -> Node:
    """Mark the pictures that have a paragraph of their own; those may fill its width."""

    def mark(inner: Node) -> Node:
        if inner["t"] != "Image":
            return inner
        (identifier, classes, values), *rest = inner["c"]
        return {"t": "Image", "c": [[identifier, [*classes, "alone"], values], *rest]}

    return {"t": "Figure", "c": tree.rewrite(node["c"], mark)} if node["t"] == "Figure" else node


def _picture(node: Node, pictures: Mapping[str, bytes], width: float) -> Node:
    """Put a stand-in for the picture into the tree: pandoc reads no files, and packing them takes time."""
    attributes, alt, (name, title) = node["c"]
    kind = "png" if name.endswith(".png") else "jpeg"
    data = base64.b64encode(docxparts.stand_in(name)).decode()
    size = (
        (_millimetres(attributes, "width"), _millimetres(attributes, "height"))
        if name.startswith(logos.NAME)
        else _size(attributes, pictures[name], width)
    )
    shown = [
        attributes[0],
        [],
        [[key, f"{value:.2f}mm"] for key, value in zip(("width", "height"), size, strict=True)],
    ]
    words = tree.words(docxbody.DECORATION) if "decorative" in attributes[1] or not alt else alt
    return {"t": "Image", "c": [shown, words, [f"data:image/{kind};base64,{data}", title]]}


def _millimetres(attributes: Sequence[Any], side: str) -> float:
    return float(tree.value(attributes, side).removesuffix("mm"))


def _size(attributes: Sequence[Any], data: bytes, width: float) -> tuple[float, float]:
    """Return width and height in millimetres: the share asked for, else all; in a line of text by pixels."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        across, down = picture.size
    share = tree.value(attributes, "width").removesuffix("%")
    wide = width * min(int(share), 100) / 100 if share.isdecimal() and int(share) else width
    if "alone" not in attributes[1] and not share:
        wide = min(width, across / 150 * 25.4)
    shrink = min(1.0, TALLEST / (wide * down / across))
    return wide * shrink, wide * shrink * down / across


# Boxes and checklists


def _callout(node: Node, kind: str) -> list[Node]:
    (identifier, _classes, _values), (title, *content) = node["c"]
    name = CALLOUTS[kind]
    return [_styled(f"{name} Titel", title["c"][1], identifier), *_dress(content, name)]


def _dress(blocks: Sequence[Node], style: str) -> list[Node]:
    """Give every paragraph of a box its style, those in lists too, so that bar and fill do not tear.

    Footnotes in it are no part of the box, tables have styles of their own. A figure becomes picture and
    caption, code becomes lines: their own styles would interrupt the bar.
    """
    dressed: list[Node] = []
    for block in blocks:
        match block["t"]:
            case "Para" | "Plain":
                dressed.append(_styled(style, [tree.para(block["c"])]))
            case "BulletList":
                dressed.append({"t": "BulletList", "c": [_dress(item, style) for item in block["c"]]})
            case "OrderedList":
                first, items = block["c"]
                dressed.append({"t": "OrderedList", "c": [first, [_dress(item, style) for item in items]]})
            case "Div":
                attributes, inner = block["c"]
                kept = [pair for pair in attributes[2] if pair[0] != "custom-style"]
                dressed.append(
                    {"t": "Div", "c": [[attributes[0], attributes[1], kept], _dress(inner, style)]}
                )
            case "CodeBlock":
                dressed.append(_styled(style, [tree.para(_code_lines(block["c"][1]))]))
            case "Figure":
                _attributes, (_short, caption), content = block["c"]
                dressed += _dress(tree.rewrite([*content, *caption], _within, {"Image"}), style)
            case "Header" if style in CALLOUTS.values():
                _level, attributes, inlines = block["c"]
                dressed.append(_styled(f"{style} Überschrift", [tree.para(inlines)], attributes[0]))
            case _:
                dressed.append(block)
    return dressed


def _code_lines(text: str) -> list[Node]:
    """Return code as one paragraph, which the bar of a box runs along."""
    code: list[Node] = []
    for line in text.split("\n"):
        code += [{"t": "LineBreak"}, {"t": "Code", "c": [tree.attr(), line]}]
    return code[1:]


def _within(node: Node) -> Node:
    """Make a picture as narrow as what a box leaves it."""
    (identifier, classes, sizes), *rest = node["c"]
    smaller = [[key, f"{float(value.removesuffix('mm')) * _INNER:.2f}mm"] for key, value in sizes]
    return {"t": "Image", "c": [[identifier, classes, smaller], *rest]}


def _checklist(node: Node) -> list[Node]:
    """Return one paragraph an item, beginning with a box to tick; items without a box stay in a list."""
    (bullets,) = node["c"][1]
    return [block for item in bullets["c"] for block in _item(item)]


def _item(item: list[Node]) -> list[Node]:
    first, *rest = item
    inlines = list(first["c"]) if first["t"] in tree.LEAVES else []
    if not inlines or "box" not in tree.classes(inlines[0]):
        return [{"t": "BulletList", "c": [item]}]
    attributes = inlines[0]["c"][0]
    words = inlines[2:]
    control = docxparts.checkbox(
        attributes[0], tree.text(words), checked=tree.value(attributes, "checked") == "1"
    )
    tab = "<w:r><w:tab/></w:r>"
    ticked = [
        {"t": "RawInline", "c": ["openxml", control]},
        {"t": "RawInline", "c": ["openxml", tab]},
        *words,
    ]
    return [_styled("Checkliste", [tree.para(ticked)]), *map(_deeper, rest)]


def _deeper(block: Node) -> Node:
    """Set what belongs to an item below its words, not below its box."""
    if block["t"] in {"Para", "Plain"}:
        return _styled("Checkliste Absatz", [tree.para(block["c"])])
    if block["t"] == "Div" and ["custom-style", "Checkliste"] in block["c"][0][2]:
        return _styled("Checkliste Ebene 2", block["c"][1])
    return block
