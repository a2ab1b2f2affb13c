"""Spaces: `z. B.`, `§ 22`, `12 €` hold together; ` - ` and ` -- ` are dashes; three dots are an ellipsis."""

from __future__ import annotations

import re

from pipeline.model.document import Node
from pipeline.render import tree

NARROW, FIXED = "\u202f", "\u00a0"
"""Narrow no-break space within abbreviations, no-break space before and after numbers."""

_START = rf"(?<![^\s{NARROW}{FIXED}(„])"
_END = r"[^\w\s]*(?:\s|$)"
_DASH = re.compile(r"(?<!\S)-{1,3}(?!\S)")
_JOINED = re.compile(r"(?<![\w.])(z\.|u\.|d\.|o\.|i\.)(B\.|a\.|h\.|ä\.|Ä\.|d\.|E\.|U\.)")
_ABBREVIATION = re.compile(rf"(?i){_START}([zudoivsmeanf]\.) (?=(?:[bahäedrtuovm]|chr)\.{_END})")
_BEFORE_NUMBER = re.compile(rf"{_START}(§§?|Art\.|Abs\.|Nr\.|S\.|Kap\.|ca\.|Satz|TOP) (?=\d)")
_UNIT = re.compile(rf"(\d) (?=(?:%|€|EUR|Euro|km|kg|cm|mm|m²|qm|MB|KB|kB|GB|dpi|px|Uhr|Min\.|Std\.){_END})")


def settle(blocks: list[Node], lang: str) -> list[Node]:
    """Fix the spaces between words that belong together."""
    german = lang.startswith("de")
    return list(tree.rewrite(blocks, lambda node: {"t": "Str", "c": _set(node["c"], german=german)}, {"Str"}))


def _set(text: str, *, german: bool) -> str:
    text = _DASH.sub("–", text.replace("...", "…"))
    if not german:
        return text
    text = _ABBREVIATION.sub(rf"\1{NARROW}", _JOINED.sub(rf"\1{NARROW}\2", text))
    return _UNIT.sub(rf"\1{FIXED}", _BEFORE_NUMBER.sub(rf"\1{FIXED}", text))
