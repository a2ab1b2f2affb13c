"""Words: German words made comparable: case, plural and gender signs away, compounds known by their end."""

from __future__ import annotations

import re
from functools import lru_cache

_GENDER = re.compile(r"(?<=\w)(?:[*:_·]|/-?|I(?=n))(?=(?:innen|in|r|n|e)\b)|(?<=\w)/-(?=\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_ENDINGS = ("innen", "in", "ern", "en", "er", "es", "em", "n", "e", "s")
_SHORTEST = 4
"""A stem keeps at least so many letters, or `Ort` and `Orte` would meet `Ö`."""
_SHORTEST_TAIL = 4
_SHORTEST_HEAD = 3


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, without gender signs."""
    return tuple(word.casefold() for word in _WORD.findall(_GENDER.sub("", text)))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a word without its ending: `Schritte` and `Schritten` are `schritt`."""
    word = word.replace("’", "").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a text."""
    return tuple(stem(word) for word in tokens(text))


def is_compound(word: str, tail: str) -> bool:
    """Tell whether a stem is a compound that ends with another: `praxistipp` with `tipp`."""
    return (
        len(tail) >= _SHORTEST_TAIL and word.endswith(tail) and len(word) - len(tail) >= _SHORTEST_HEAD
    )


def found(needle: str, text: str) -> bool:
    """Tell whether a cue stands in a text: words as whole words, signs such as § anywhere."""
    return bool(_pattern(needle).search(text))


@lru_cache(maxsize=4096)
def _pattern(needle: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if needle[0].isalnum() else ""
    after = r"(?!\w)" if needle[-1].isalnum() else ""
    return re.compile(before + re.escape(needle) + after, re.IGNORECASE)
