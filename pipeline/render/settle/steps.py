"""Steps: in the section `steps` each heading of the next level begins one numbered step."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree

SECTION, STEP = 1, 2
"""Levels after headings were raised."""


def number(blocks: list[Node], _lang: str) -> list[Node]:
    """Wrap each step in a Div `step` and put its number into its heading."""
    out: list[Node] = []
    inside, count = False, 0
    step: list[Node] | None = None
    for node in blocks:
        level = node["c"][0] if node["t"] == "Header" else 0
        if level == SECTION:
            inside, count, step = node["c"][1][0] == "steps", 0, None
        if inside and level == STEP:
            count += 1
            step = [_numbered(node, count)]
            out.append(tree.div(["step"], step))
            step = out[-1]["c"][1]
        elif step is not None:
            step.append(node)
        else:
            out.append(node)
    return out


def _numbered(node: Node, count: int) -> Node:
    level, attributes, inlines = node["c"]
    mark = tree.span(["step-number"], tree.words(str(count)))
    return {"t": "Header", "c": [level, attributes, [mark, {"t": "Space"}, *inlines]]}
