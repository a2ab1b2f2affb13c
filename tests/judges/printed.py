"""Printed: where the letters of a PDF stand; what is printed over other letters, or beyond the page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2

_SHARE = 0.35
"""Of the height of the lower one: lines are set close, and their boxes may touch."""
_WIDTH = 2.0
"""Points by which two passages lie over each other before it counts."""


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def collisions(data: bytes) -> list[str]:
    """Return what cannot be read because something is printed over it, or because the page ends before it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [line for number in range(len(document)) for line in _page(document[number], number + 1)]
    finally:
        document.close()


def _page(page: Any, number: int) -> Iterator[str]:
    letters = page.get_textpage()
    width, height = page.get_size()
    boxes = [_Box(*letters.get_rect(at)) for at in range(letters.count_rects())]
    for box in boxes:
        if box.left < 0 or box.bottom < 0 or box.right > width or box.top > height:
            yield f"page {number}: beyond the edge: {_text(letters, box)}"
    for one, other in itertools.combinations(boxes, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        up = min(one.top, other.top) - max(one.bottom, other.bottom)
        if across > _WIDTH and up > _SHARE * min(one.top - one.bottom, other.top - other.bottom):
            yield f"page {number}: {_text(letters, one)} / {_text(letters, other)}"


def _text(letters: Any, box: _Box) -> str:
    return str(letters.get_text_bounded(*box)).strip()[:60]
