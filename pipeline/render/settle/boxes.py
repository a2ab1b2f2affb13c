"""Boxes: list items that begin with `[ ]` or `[x]` become checklists one can tick and write into."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from pipeline.model.document import Node
from pipeline.render import tree

Item = list[Node]

_LINE = re.compile(r"_{3,}")
"""A line to write on, as people type it: `Datum: ____`."""


def find(blocks: list[Node], _lang: str) -> list[Node]:
    """Turn task lists into Div `checklist`; pandoc leaves the brackets as text.

    Box ids come from the items' text, so they stay the same when items move.
    """
    seen: dict[str, int] = {}

    def change(node: Node) -> Node:
        items: list[Item] = node["c"]
        if not any(state(item) for item in items):
            return node
        return tree.div(["checklist"], [{"t": "BulletList", "c": [_boxed(item, seen) for item in items]}])

    return list(tree.rewrite(blocks, change, {"BulletList"}))


def line(node: Node) -> tuple[str, str] | None:
    """Return id and label of a line to write on, None for all else (an author's own class `field`)."""
    if "field" not in tree.classes(node):
        return None
    identifier, label = node["c"][0][0], tree.value(node["c"][0], "label")
    return (identifier, label) if identifier.startswith("field-") and label else None


def count(blocks: Sequence[Node]) -> int:
    """Return how many boxes and lines a settled tree has."""
    return sum("box" in tree.classes(node) or line(node) is not None for node in tree.walk(blocks))


def state(item: Item) -> str:
    """Return `[ ]` or `[x]` where the item begins with it, else nothing."""
    if not item or item[0]["t"] not in {"Plain", "Para"}:
        return ""
    start = tree.text(item[0])[:4].lower()
    return start[:3] if start[:3] in {"[ ]", "[x]"} and start[3:].strip() == "" else ""


def _boxed(item: Item, seen: dict[str, int]) -> Item:
    mark = state(item)
    if not mark:
        return item
    inlines = _without_brackets(item[0]["c"])
    box = tree.span(
        ["box"], [], _identifier("box", tree.text(inlines), seen), checked=str(int(mark == "[x]"))
    )
    return [{"t": "Plain", "c": [box, {"t": "Space"}, *_lined(inlines, seen)]}, *item[1:]]


def _lined(inlines: list[Node], seen: dict[str, int]) -> list[Node]:
    """Make spans `field` of the lines to write on; what stands before one says what belongs there."""
    found: list[Node] = []
    for node in inlines:
        if node["t"] != "Str" or not _LINE.search(node["c"]):
            found.append(node)
            continue
        text, at = node["c"], 0
        for match in _LINE.finditer(text):
            found += tree.words(text[at : match.start()])
            label = _LINE.sub("", tree.text(found) or tree.text(inlines)).strip(" :–-,;")
            found.append(tree.span(["field"], [], _identifier("field", label, seen), label=label))
            at = match.end()
        found += tree.words(text[at:])
    return found


def _without_brackets(inlines: list[Node]) -> list[Node]:
    """Return what stands behind `[ ]`, which is three signs of text, and the space after it."""
    first, *rest = inlines
    kept = first["c"][3:].removeprefix(" ")
    return [{"t": "Str", "c": kept}, *rest] if kept else rest


def _identifier(kind: str, text: str, seen: dict[str, int]) -> str:
    name = f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    seen[name] = seen.get(name, 0) + 1
    return name + (f"-{seen[name]}" if seen[name] > 1 else "")
