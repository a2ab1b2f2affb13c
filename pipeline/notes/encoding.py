"""Encoding: which one the bytes of a text file are in, where nothing says so."""

from __future__ import annotations

import re

_SHARE_OF_NULS = 0.2
"""German text in UTF-16 has a zero in about every second byte."""
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
OLD = ("cp1252", "mac_roman", "cp850", "iso8859_15")
"""What programs wrote before Unicode: Windows, the old Macintosh, DOS, Unix; the likeliest first."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MOST_LOOKED_AT = 2_000
_SMALL, _LARGE = set("äöüßéèêàáçñ"), set("ÄÖÜÉ")
_AROUND_WORDS = set("„“”‚‘’«»–—…€§°•·½²³®©\u00a0\u00ad")
"""Signs that people set between words, not in them."""


def marked(data: bytes) -> tuple[str, int]:
    """Return the encoding that a byte order mark names and the length of the mark; neither without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if data.startswith(mark)), ("", 0))


def wide(data: bytes) -> str:
    """Return the UTF-16 that a file without a mark is in, by where its zero bytes stand."""
    pairs = len(data) // 2
    if not pairs:
        return ""
    odd, even = data[1::2].count(0) / pairs, data[0::2].count(0) / pairs
    if odd > _SHARE_OF_NULS and even < _SHARE_OF_NULS / 2:
        return "utf-16-le"
    return "utf-16-be" if even > _SHARE_OF_NULS and odd < _SHARE_OF_NULS / 2 else ""


def old(data: bytes) -> str:
    """Return the one-byte encoding in which a text reads most like German."""
    return max(OLD, key=lambda name: (_fits(data.decode(name, "replace")), -OLD.index(name)))


def _fits(text: str) -> int:
    """Count what is plausible about the letters of a text that are not ASCII, and what is not."""
    score = 0
    for looked_at, match in enumerate(_NOT_ASCII.finditer(text)):
        if looked_at >= _MOST_LOOKED_AT:
            break
        left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        score += _plausible(match[0], left, right)
    return score


def _plausible(sign: str, left: str, right: str) -> int:
    if sign in _SMALL:
        return 2 if left.islower() or right.islower() else 1
    if sign in _LARGE:
        return -1 if left.islower() else 2
    if sign in _AROUND_WORDS:
        return -2 if left.isalpha() and right.isalpha() and sign != "’" else 1
    return 0 if sign.isalpha() and not (sign.isupper() and left.islower()) else -2
