"""Letters: what counts when a passage of the notes is looked for in another place, in other dress."""

from __future__ import annotations

import re
import unicodedata

from pipeline.notes import markdown

_MARK = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+)?"
    r"(?:(?:[-+*•–]|\\[-+*]|(?:\\?\*)+|\(?\d{1,3}\\?[.)])\s+)?"
    r"(?:(?:\[[ xX]?\]|[☐☑☒])\s+)?"
)
"""What stands before the words of a line: quote, heading, bullet or number, box."""


def key(text: str) -> str:
    """Return letters and digits alone, small: markup, escapes, spaces and the marks of lists are dress."""
    bare = unicodedata.normalize("NFC", _MARK.sub("", text, count=1))
    return "".join(sign for sign in bare.casefold() if sign.isalnum())


def plain(text: str) -> str:
    """Return a passage as it reads: without Markdown and the mark of its list."""
    return markdown.text(_MARK.sub("", text, count=1))
