"""Slots: `[eure Kommune]{slot=city}` is a place for a centre's own word."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree


def find(blocks: list[Node], _lang: str) -> list[Node]:
    """Give every slot the class `slot`."""

    def change(node: Node) -> Node:
        if not (name := tree.value(node["c"][0], "slot")):
            return node
        return tree.span(["slot"], node["c"][1], node["c"][0][0], slot=name)

    return list(tree.rewrite(blocks, change, {"Span"}))
