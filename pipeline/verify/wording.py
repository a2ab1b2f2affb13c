"""Wording: a text as its letters, however a format has broken, hyphenated or spaced it."""

from __future__ import annotations

import functools
import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
"""What readers write for any hyphen that only marks the end of a line."""

# U+FB00 to U+FB06 are letters drawn together. NFKC would also turn … into three dots, which is a change.
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_SPACE = re.compile(r"\s+")
_BROKEN = re.compile(SOFT_HYPHEN + r"(?:\n\s*)?")
# Beside a space a soft hyphen is no place to break a word; before a line end it is the break itself.
_IDLE = re.compile(rf"{SOFT_HYPHEN}(?=[^\S\n]|\Z)|(?:(?<=\s)|\A){SOFT_HYPHEN}")
_RUN = re.compile(rf"{SOFT_HYPHEN}{{2,}}")
_HYPHENS = "-\u2010\u2011"


def settle(text: str) -> str:
    """Compose letters (NFC), split ligatures, drop characters without width; keep soft hyphens in words."""
    letters = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).translate(_LIGATURES)
    return _IDLE.sub("", _RUN.sub(SOFT_HYPHEN, letters))


@functools.lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Return the text as one line: no soft hyphens, each stretch of space (also no-break) one space."""
    return _SPACE.sub(" ", _BROKEN.sub("", settle(text))).strip()


def squeezed(text: str) -> str:
    """Return the letters alone, without case, space or hyphens: quick to search, never proof."""
    return re.sub(rf"[{_HYPHENS}\s{SOFT_HYPHEN}]+", "", settle(text)).casefold()


def pattern(wording: str, *, ends: str = r"\s") -> re.Pattern[str]:
    """Make a pattern that matches exactly these letters in a settled text.

    Space matches any space or line end; a soft hyphen may stand between two letters, with or without
    the line end it marks. `ends` is the class of characters that may stand around the wording.
    """
    words = plain(wording).split(" ")
    inside = r"\s+".join(_word(word) for word in words)
    return re.compile(rf"(?<![^{ends}]){inside}(?![^{ends}])")


def _word(word: str) -> str:
    breakable = rf"(?:{SOFT_HYPHEN}(?:\n\s*)?)?"
    return breakable.join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    """A hyphen of the wording itself may have become the end of a line."""
    if letter in _HYPHENS:
        return rf"(?:[{_HYPHENS}]\n?|{SOFT_HYPHEN}\n?)"
    return re.escape(letter)
