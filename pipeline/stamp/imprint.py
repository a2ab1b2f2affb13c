"""Imprint: which page of a finished PDF is its imprint, if it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.verify import wording
from pipeline.verify.pdf import IMPRINTS

_LINE = re.compile(rf"(?m)^\s*({'|'.join(IMPRINTS)})\s*$")


@dataclass(frozen=True)
class Imprint:
    """Where it is; `heading` is the foot of its heading in points of the page's own, None without one."""

    page: int
    """From 0."""
    bookmarked: bool
    heading: tuple[float, float] | None = None


def find(data: bytes) -> Imprint | None:
    """Return the page that the last bookmark „Impressum“ leads to, else the last one with such a line.

    A line alone: the table of contents has a page number behind it, or leader dots.
    """
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        marked = [page for title, page in _bookmarks(document) if wording.plain(title) in IMPRINTS]
        if marked:
            return Imprint(marked[-1], bookmarked=True, heading=_heading(document[marked[-1]]))
        for number in reversed(range(len(document))):
            if (heading := _heading(document[number])) is not None:
                return Imprint(number, bookmarked=False, heading=heading)
    finally:
        document.close()
    return None


def _bookmarks(document: Any) -> Iterator[tuple[str, int]]:
    for item in document.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield str(item.get_title()), int(page)


def _heading(page: Any) -> tuple[float, float] | None:
    """Return the lower left corner of a line that says „Impressum“ and nothing else."""
    text = page.get_textpage()
    try:
        letters = "".join(chr(_code(text, at)) for at in range(text.count_chars()))
        found = [*_LINE.finditer(letters.replace("\r", "\n"))]
        if not found:
            return None
        boxes = [text.get_charbox(at) for at in range(found[-1].start(1), found[-1].end(1))]
        return min(box[0] for box in boxes), min(box[1] for box in boxes)
    finally:
        text.close()
        page.close()


def _code(text: Any, at: int) -> int:
    from pypdfium2 import raw

    return int(raw.FPDFText_GetUnicode(text.raw, at)) or 0xFFFD
