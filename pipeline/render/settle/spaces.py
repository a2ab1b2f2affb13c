"""Spaces: `z. B.`, `§ 22`, `12 €` hold together; ` - ` and ` -- ` are dashes; three dots are an ellipsis."""

from __future__ import annotations

import re

from pipeline.model.document import Node
from pipeline.render import tree

NARROW, FIXED = "\u202f", "\u00a0"
"""Narrow no-break space within abbreviations, no-break space before and after numbers."""

_ABBREVIATION = re.compile(r"(?i)^(?:z|u|d|o|i|v|s|m|e|a|n|f)\.$")
_SECOND = re.compile(r"(?i)^(?:b|a|h|ä|e|d|r|t|u|o|v|chr|m)\.(?:\W*)$")
_JOINED = re.compile(r"(?<![\w.])(z\.|u\.|d\.|o\.|i\.)(B\.|a\.|h\.|ä\.|Ä\.|d\.|E\.|U\.)")
_BEFORE_NUMBER = {"§", "§§", "Art.", "Abs.", "Nr.", "S.", "Kap.", "ca.", "Satz", "TOP"}
_UNIT = re.compile(r"^(?:%|€|EUR|Euro|km|kg|cm|mm|m²|qm|MB|KB|kB|GB|dpi|px|Uhr|Min\.|Std\.)\W*$")


def settle(blocks: list[Node], lang: str) -> list[Node]:
    """Fix the spaces between words that belong together."""
    german = lang.startswith("de")

    def change(node: Node) -> Node:
        if node["t"] == "Str":
            node["c"] = _within(node["c"], german=german)
        content = node.get("c")
        if isinstance(content, list):
            for child in (content, *(part for part in content if isinstance(part, list))):
                if german and any(isinstance(n, dict) and n.get("t") == "Space" for n in child):
                    child[:] = _between(child)
        return node

    return list(tree.rewrite(blocks, change))


def _within(word: str, *, german: bool) -> str:
    word = word.replace("...", "…")
    if word in {"-", "--", "---"}:
        return "–"
    return _JOINED.sub(rf"\1{NARROW}\2", word) if german else word


def _between(inlines: list[Node]) -> list[Node]:
    """Join two words and the space between them where it must not break."""
    out: list[Node] = []
    for node in inlines:
        if node["t"] == "Str" and len(out) > 1 and out[-1]["t"] == "Space" and out[-2]["t"] == "Str":
            glue = _glue(out[-2]["c"], node["c"])
            if glue:
                out[-2:] = [{"t": "Str", "c": out[-2]["c"] + glue + node["c"]}]
                continue
        out.append(node)
    return out


def _glue(before: str, after: str) -> str:
    last = re.split(f"[{NARROW}{FIXED}(„]", before)[-1]
    if _ABBREVIATION.match(last) and _SECOND.match(after):
        return NARROW
    if (last in _BEFORE_NUMBER and after[:1].isdigit()) or (last[-1:].isdigit() and _UNIT.match(after)):
        return FIXED
    return ""
