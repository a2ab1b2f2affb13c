"""Definitions: an explanation of several paragraphs keeps them apart; pandoc reads them as one."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree


def part(blocks: list[Node], _lang: str) -> list[Node]:
    """Make paragraphs of what stands before another paragraph of the same explanation."""
    return list(tree.rewrite(blocks, _part, {"DefinitionList"}))


def _part(node: Node) -> Node:
    return {"t": "DefinitionList", "c": [[term, [_apart(one) for one in all_]] for term, all_ in node["c"]]}


def _apart(explanation: list[Node]) -> list[Node]:
    several = sum(block["t"] in {"Para", "Plain"} for block in explanation) > 1
    return [{"t": "Para", "c": b["c"]} if several and b["t"] == "Plain" else b for b in explanation]
