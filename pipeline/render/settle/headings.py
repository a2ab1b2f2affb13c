"""Headings: sections (`##`) become the first level, because the title has a page of its own."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree


def raise_(blocks: list[Node], _lang: str) -> list[Node]:
    """Raise every heading by one level."""
    return list(tree.rewrite(blocks, _raise, {"Header"}))


def _raise(node: Node) -> Node:
    level, attributes, inlines = node["c"]
    return {"t": "Header", "c": [max(1, level - 1), attributes, inlines]}
