"""Comments: `<!-- … -->` is for authors and reaches no output; other raw markup becomes its own text."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree


def drop(blocks: list[Node], _lang: str) -> list[Node]:
    """Remove comments; turn raw HTML that `check` reports into harmless text."""
    return list(tree.rewrite(blocks, _drop, {"RawBlock", "RawInline"}))


def is_comment(raw: str) -> bool:
    """Tell whether a raw passage is one comment and nothing else."""
    raw = raw.strip()
    return raw.startswith("<!--") and raw.find("-->") == len(raw) - 3


def _drop(node: Node) -> Node | list[Node]:
    if node["t"] == "RawBlock":
        return [] if is_comment(node["c"][1]) else tree.para(node["c"][1].strip())
    if node["t"] == "RawInline":
        return [] if is_comment(node["c"][1]) else {"t": "Str", "c": node["c"][1]}
    return node
