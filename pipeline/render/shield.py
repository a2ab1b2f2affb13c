"""Shield: characters that Markdown would take for markup, hidden behind stand-ins of the same length."""

from __future__ import annotations

import re

_PRIVATE_USE = range(0xE000, 0xF8FF)

_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez|"
    "january|february|march|may|june|july|october|december"
)
_STAR = re.compile(r"(?<=[^\W\d_])\*(?=[^\W\d_])")
"""A gender star: between two letters. `**Teilnehmer*innen** und Helfer*innen` has two of them."""
_DAY = re.compile(rf"(?im)^(?P<before>[ \t]*(?:[-*+>][ \t]+)*\d{{1,2}})\.(?=[ \t]+(?:{_MONTHS})\b)")
"""A date at the start of a line, `10. Oktober`, which Markdown takes for item 10 of a list."""


class Shield:
    """Stand-ins for one text. They keep its length, so source positions stay right."""

    def __init__(self, text: str) -> None:
        """Choose two characters for private use that the text does not have."""
        free = (chr(code) for code in _PRIVATE_USE if chr(code) not in text)
        self._star, self._dot = next(free), next(free)

    def cover(self, text: str) -> str:
        """Put the stand-ins in; the result has the length of `text`."""
        return _DAY.sub(rf"\g<before>{self._dot}", _STAR.sub(self._star, text))

    def uncover(self, text: str) -> str:
        """Take the stand-ins out again, be it of a tree as JSON: neither sign needs an escape there."""
        return text.replace(self._star, "*").replace(self._dot, ".")
