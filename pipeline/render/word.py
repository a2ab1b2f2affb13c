"""DOCX: the settled tree as a Word file with real styles, boxes to tick and nothing left to update."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.engine import pandoc
from pipeline.model.document import Document, Node
from pipeline.render import columns, tree, wordparts
from pipeline.render.wordstyles import CALLOUTS, reference


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:  # noqa: ARG001  (brand is in `page`)
    """Return the Word file; styles come from the brand (render/wordstyles.py).

    Raises:
        ToolFailure: pandoc is missing or failed.
    """
    body = tree.rewrite(list(document.blocks), _tail(document))
    blocks = [
        *_title_page(document.page),
        {"t": "RawBlock", "c": ["openxml", wordparts.contents(document.page)]},
        *body,
    ]
    source = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    written = pandoc.convert(
        json.dumps(source).encode(),
        source="json",
        target="docx",
        options=["--reference-doc=reference.docx"],
        files={"reference.docx": reference(document.page)},
        epoch=epoch,
    )
    return wordparts.finish(written, document.page, epoch)


def _styled(style: str, blocks: list[Node]) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _worded(style: str, inlines: list[Node]) -> Node:
    return {"t": "Span", "c": [["", [], [["custom-style", style]]], inlines]}


def _title_page(page: Mapping[str, Any]) -> list[Node]:
    """Return the blocks before the first heading; the acknowledgement is one of them."""
    series = str(page["title"]).replace(str(page["topic"]), "").strip()
    topic = tree.words(str(page["topic"]))
    title = [_worded("Reihe", tree.words(series)), {"t": "LineBreak"}, *topic] if series else topic
    facts = [
        (page["words"]["audience"], page["audience"]),
        (page["words"]["effort"], page["effort"]),
        (page["words"]["version"], f"{page['version']} · {page['date_text']}"),
        (page["words"]["publisher"], page["publisher"]),
    ]
    styled = [
        ("Title", title),
        ("Subtitle", tree.words(page["subtitle"])),
        ("Status", tree.words(page["status_text"])),
        ("Zusammenfassung", tree.words(page["summary"])),
        *(("Fakten", _fact(label, value)) for label, value in facts if value),
        *(("Förderhinweis", tree.words(funder["wording"])) for funder in page["funding"]),
    ]
    return [_styled(style, [tree.para(inlines)]) for style, inlines in styled if inlines]


def _fact(label: str, value: str) -> list[Node]:
    return [{"t": "Strong", "c": tree.words(f"{label}:")}, {"t": "Space"}, *tree.words(value)]


def _tail(document: Document) -> Callable[[Node], Node | list[Node]]:
    """Return the change that gives each construct its Word styles."""

    def change(node: Node) -> Node | list[Node]:
        classes = tree.classes(node)
        if node["t"] == "Image":
            return _picture(node, document.pictures)
        if node["t"] == "Table":
            return columns.spread(node)
        if "callout" in classes:
            return _callout(node, next(name for name in classes if name != "callout"))
        if "checklist" in classes:
            return _checklist(node)
        if "step-number" in classes:
            return _worded("Schrittnummer", node["c"][1])
        if "slot" in classes:
            return _worded("Platzhalter", node["c"][1])
        if "funding" in classes:
            return _styled("Förderhinweis", node["c"][1])
        if "imprint" in classes:
            return [block if block["t"] == "Div" else _styled("Impressum", [block]) for block in node["c"][1]]
        return node

    return change


def _picture(node: Node, pictures: Mapping[str, bytes]) -> Node:
    """Put the picture into the tree: in its sandbox pandoc reads no files."""
    attributes, alt, (name, title) = node["c"]
    kind = "png" if name.endswith(".png") else "jpeg"
    data = base64.b64encode(pictures[name]).decode()
    shown = [
        attributes[0],
        attributes[1],
        [pair for pair in attributes[2] if pair[0] == "width"] or [["width", "100%"]],
    ]
    mark = [] if alt else tree.words(wordparts.DECORATIVE)
    return {"t": "Image", "c": [shown, alt or mark, [f"data:image/{kind};base64,{data}", title]]}


def _callout(node: Node, kind: str) -> list[Node]:
    """Give every paragraph of a callout its style, those in lists too, so that bar and fill do not tear."""
    name = CALLOUTS[kind]
    title, *content = node["c"][1]

    def style(inner: Node) -> Node:
        return _styled(name, [tree.para(inner["c"])]) if inner["t"] in {"Para", "Plain"} else inner

    return [_styled(f"{name} Titel", title["c"][1]), *tree.rewrite(content, style)]


def _checklist(node: Node) -> list[Node]:
    """Return one paragraph an item, beginning with a box to tick."""
    (bullets,) = node["c"][1]
    return [_styled("Checkliste", [_item(item[0]), *item[1:]]) for item in bullets["c"]]


def _item(first: Node) -> Node:
    inlines = list(first["c"])
    if inlines and "box" in tree.classes(inlines[0]):
        attributes = inlines[0]["c"][0]
        label = tree.text(inlines[2:])
        control = wordparts.checkbox(attributes[0], label, checked=tree.value(attributes, "checked") == "1")
        inlines = [{"t": "RawInline", "c": ["openxml", control]}, *inlines[1:]]
    return tree.para(inlines)
