"""Figures: a picture alone in its paragraph is a figure; its title is the caption."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from pipeline.model.document import Node
from pipeline.render import tree


def find(blocks: list[Node], _lang: str) -> list[Node]:
    """Turn lone pictures into figures, so that captions are captions in every format."""
    return list(tree.rewrite(blocks, _figure, {"Para"}))


def point(blocks: list[Node], targets: Mapping[str, str]) -> list[Node]:
    """Replace picture addresses as typed by the names of the cleaned files."""

    def change(node: Node) -> Node:
        attributes, alt, (target, title) = node["c"]
        return {"t": "Image", "c": [attributes, alt, [targets[unquote(target)], title]]}

    return list(tree.rewrite(blocks, change, {"Image"}))


def _figure(node: Node) -> Node:
    if [child["t"] for child in node["c"]] != ["Image"]:
        return node
    attributes, alt, (target, title) = node["c"][0]["c"]
    caption = [{"t": "Plain", "c": tree.words(title)}] if title else []
    image = {"t": "Image", "c": [attributes, alt, [target, ""]]}
    return {"t": "Figure", "c": [tree.attr(), [None, caption], [{"t": "Plain", "c": [image]}]]}
