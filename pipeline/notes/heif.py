"""HEIF: how large the picture in a HEIC file is, read from its boxes; nothing is decoded.

The wheels that decode HEIC bring a GPL encoder or are given up, and a photo is only kept here: a
person looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator

_INSIDE = {b"meta": 4, b"iprp": 0, b"ipco": 0}
"""Boxes that hold boxes (ISO 14496-12), and how many bytes of their own come first."""
_DEEPEST = 6
_MOST_BOXES = 10_000


def size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of the largest picture; None where the boxes are broken."""
    found = []
    for number, (kind, start, end) in enumerate(_boxes(data, 0, len(data), 0)):
        if number > _MOST_BOXES:
            return None
        if kind == b"ispe" and end - start >= 12:  # noqa: PLR2004  (version, width, height)
            wide, high = (int.from_bytes(data[start + at : start + at + 4], "big") for at in (4, 8))
            found.append((wide, high))
    return max(found, key=lambda pair: pair[0] * pair[1], default=None)


def _boxes(data: bytes, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of the content of each box, and of those inside."""
    while start + 8 <= end and depth < _DEEPEST:
        long, head = int.from_bytes(data[start : start + 4], "big"), 8
        kind = data[start + 4 : start + 8]
        if long == 1:  # a long box says its size in eight bytes more
            long, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = end if long == 0 else start + long
        if (long and long < head) or stop > end:
            return
        yield kind, start + head, stop
        if kind in _INSIDE:
            yield from _boxes(data, start + head + _INSIDE[kind], stop, depth + 1)
        start = stop
