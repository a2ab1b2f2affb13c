"""Boxes: list items that begin with `[ ]` or `[x]` become checklists one can tick."""

from __future__ import annotations

import hashlib

from pipeline.model.document import Node
from pipeline.render import tree

Item = list[Node]


def find(blocks: list[Node], _lang: str) -> list[Node]:
    """Turn task lists into Div `checklist`; pandoc leaves the brackets as text.

    Box ids come from the items' text, so they stay the same when items move.
    """
    seen: dict[str, int] = {}

    def change(node: Node) -> Node:
        if node["t"] != "BulletList":
            return node
        items: list[Item] = node["c"]
        if not any(_state(item) for item in items):
            return node
        return tree.div(["checklist"], [{"t": "BulletList", "c": [_boxed(item, seen) for item in items]}])

    return list(tree.rewrite(blocks, change))


def _state(item: Item) -> str:
    """Return `[ ]` or `[x]` where the item begins with it, else nothing."""
    if not item or item[0]["t"] not in {"Plain", "Para"}:
        return ""
    start = tree.text(item[0])[:4].lower()
    return start[:3] if start[:3] in {"[ ]", "[x]"} and start[3:].strip() == "" else ""


def _boxed(item: Item, seen: dict[str, int]) -> Item:
    state = _state(item)
    if not state:
        return item
    inlines = _without_brackets(item[0]["c"])
    box = tree.span(["box"], [], _identifier(tree.text(inlines), seen), checked=str(int(state == "[x]")))
    return [{"t": "Plain", "c": [box, {"t": "Space"}, *inlines]}, *item[1:]]


def _without_brackets(inlines: list[Node]) -> list[Node]:
    rest = list(inlines)
    dropped = 0
    while rest and dropped < 3:  # noqa: PLR2004  (the three signs of `[ ]`)
        first = rest.pop(0)
        if first["t"] == "Str":
            kept = first["c"][3 - dropped :]
            dropped += len(first["c"]) - len(kept)
            if kept:
                rest.insert(0, {"t": "Str", "c": kept})
        else:
            dropped += 1
    return rest[1:] if rest and rest[0]["t"] == "Space" else rest


def _identifier(text: str, seen: dict[str, int]) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    seen[digest] = seen.get(digest, 0) + 1
    return f"box-{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else "")
