"""Flat: a text as a person reads it, sign by sign: no invisible characters, plain width, plain spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ODD = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff\u00a0\u2000-\u200a\u202f\u205f\u3000\uff01-\uff5e\u2010\u2011]"
)
_GONE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ＠ and ０
    | dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    | dict.fromkeys([0x2010, 0x2011], "-")
)


@dataclass(frozen=True)
class Flat:
    """The plain text, and where each of its signs stood."""

    text: str
    places: tuple[int, ...] | None = None
    """None where nothing was left out: each sign stands where it stood."""

    def start(self, index: int) -> int:
        """Return where a sign stood in the text as given."""
        return index if self.places is None else self.places[index]

    def end(self, index: int) -> int:
        """Return where the sign before `index` ended."""
        return index if self.places is None else self.places[index - 1] + 1


def flat(text: str) -> Flat:
    """Make a text plain."""
    if not _ODD.search(text):
        return Flat(text)
    kept = [(number, sign) for number, sign in enumerate(text) if sign not in _GONE]
    plain = "".join(sign for _number, sign in kept).translate(_PLAIN)
    places = None if len(kept) == len(text) else tuple(number for number, _sign in kept)
    return Flat(plain, places)
