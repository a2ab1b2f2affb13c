"""Web look: how a page wants its text to look, as far as that says what the text is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
"""One rule of a style sheet for a class alone: Google Docs writes all its looks so."""
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRONG = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[^;:]*:[^;]*underline", re.IGNORECASE
)
_PLAIN = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_BOLD = {"b", "strong", "th", "u"}
_LEVEL = re.compile(r"\blst-\S+?-(\d)\b|\blist-\w+?(\d)\b")
"""Google Docs and Etherpad write each level as a list of its own: `lst-kix_abc-1`, `list-bullet2`."""
_WORD_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.IGNORECASE)
_MOST_RULES = 5_000


@dataclass(frozen=True)
class Look:
    """The classes of a page by what they do."""

    classes: Mapping[str, str] = field(default_factory=dict)

    def of(self, node: Any) -> str:
        """Return all that is said about the look of an element."""
        named = (self.classes.get(one, "") for one in str(node.get("class") or "").split())
        return ";".join(filter(None, [*named, str(node.get("style") or "")]))

    def unseen(self, node: Any) -> bool:
        """Tell whether an element is not shown."""
        return node.get("hidden") is not None or bool(_UNSEEN.search(self.of(node)))

    def strong(self, node: Any, around: bool) -> bool:  # noqa: FBT001  (handed down, as looks are)
        """Tell whether text in an element is bold or underlined; a link is underlined by itself."""
        said = self.of(node)
        if _PLAIN.search(said):
            return False
        return around or node.tag in _BOLD or (node.tag != "a" and bool(_STRONG.search(said)))


def read(root: Any) -> Look:
    """Return the look that a page's own style sheets give to classes."""
    classes: dict[str, str] = {}
    for sheet in root.iter("style"):
        for match in _RULE.finditer(_COMMENT.sub(" ", sheet.text or "")):
            if len(classes) < _MOST_RULES:
                classes[match[1]] = f"{classes.get(match[1], '')};{match[2]}"
    return Look(classes)


def level(node: Any) -> int:
    """Return the level that a list or a line of a list says of itself, from 1; 0 where it says nothing."""
    if match := _LEVEL.search(str(node.get("class") or "")):
        return int(match[1]) + 1 if match[1] is not None else int(match[2])
    match = _WORD_LEVEL.search(str(node.get("style") or ""))
    return int(match[1]) if match else 0
