"""Together: paragraphs that announce what follows, and must not be parted from it by the end of a page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline.model.document import Node
from pipeline.render import tree

_SHORT = 200
"""Letters: a longer paragraph below a heading stands for itself."""


def keep(blocks: Sequence[Node], opening: Node, closing: Node) -> list[Node]:
    """Put two blocks around each paragraph that announces something, in divisions, too."""

    def change(node: Node) -> Node:
        attributes, content = node["c"]
        return {"t": "Div", "c": [attributes, _kept(content, opening, closing)]}

    return _kept(tree.rewrite(list(blocks), change, {"Div"}), opening, closing)


def _kept(blocks: Sequence[Node], opening: Node, closing: Node) -> list[Node]:
    out: list[Node] = []
    nothing: Node = {"t": "Null"}
    around = zip([nothing, *blocks], itertools.pairwise([*blocks, nothing]), strict=False)
    for before, (block, after) in around:
        out += [opening, block, closing] if _announces(before, block, after) else [block]
    return out


def _announces(before: Node, block: Node, after: Node) -> bool:
    """Tell whether a colon, or a place between heading and table, ties a paragraph to what follows.

    Footnotes are left alone: Typst leaves them behind when it moves their paragraph to the next page.
    """
    if block["t"] != "Para" or after["t"] in {"Null", "Header"}:
        return False
    if any(node["t"] == "Note" for node in tree.walk(block)):
        return False
    words = tree.text(block["c"]).rstrip()
    return words.endswith(":") or (before["t"] == "Header" and after["t"] == "Table" and len(words) < _SHORT)
