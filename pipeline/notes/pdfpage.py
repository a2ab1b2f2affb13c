"""PDF page: what stands on each page of a PDF and where, by PDFium: pieces of text and drawn lines."""

from __future__ import annotations

import bisect
import ctypes
import itertools
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import _
from pipeline.notes import normalise
from pipeline.notes.unreadable import Unreadable

MOST_PAGES = 500
MOST_SIGNS = 3_000_000
"""Of all pages together."""
_APART = 1.6
"""Two letters further apart, in letter heights, stand in two columns or cells."""
_BACK = 1.0
_BOLD = 600
_THIN = 3.0
"""Points: what is drawn thinner is a line."""
_SHORT = 12.0
_MOST_DRAWN = 4_000
_PATH = 2
_FIRST_HALF, _SECOND_HALF, _HALVES, _BEYOND = 0x36, 0x37, 0x1B, 0x110000
_BREAKS = "\r\n"
_TURNED = threading.Lock()
"""PDFium knows one caller at a time."""


@dataclass(frozen=True)
class Piece:
    """Letters that stand side by side on one line, in points from the lower left corner as people see it."""

    text: str
    left: float
    right: float
    base: float
    """The line that the letters stand on."""
    size: float
    bold: bool = False
    sideways: bool = False


@dataclass(frozen=True)
class Rule:
    """A drawn line, such as tables have."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def flat(self) -> bool:
        """Whether it lies; else it stands."""
        return self.right - self.left > self.top - self.bottom


@dataclass(frozen=True)
class Page:
    """What is on one page, in the order in which it was drawn."""

    wide: float
    high: float
    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class File:
    """The pages of a PDF, and what it says of itself: key and value."""

    pages: tuple[Page, ...] = ()
    properties: tuple[tuple[str, str], ...] = field(default=())


def open_(data: bytes) -> File:
    """Return all that is on the pages of a PDF.

    Raises:
        Unreadable: damaged, locked, or longer than any notes.
    """
    import pypdfium2

    with _TURNED:
        try:
            document = pypdfium2.PdfDocument(data)
            if len(document) > MOST_PAGES:
                raise Unreadable(
                    _("The PDF has {n} pages; no workshop notes do.").format(n=len(document)),
                    _("Save the pages that matter as a PDF of their own."),
                )
            pages = tuple(_pages(document))
            keys = ("Title", "Author", "Subject", "Keywords")
            said = ((key, normalise.line(str(document.get_metadata_value(key)))) for key in keys)
            properties = tuple((key, value) for key, value in said if value)
            document.close()
        except pypdfium2.PdfiumError as error:
            if "assword" in str(error):
                raise Unreadable(
                    _("The file is locked with a password."), _("Save a copy without a password.")
                ) from error
            raise Unreadable(
                _("Expected a PDF, but it is damaged."),
                _("Export it anew, or bring the file it was made from."),
            ) from error
    return File(pages, properties)


def _pages(document: Any) -> Iterator[Page]:
    signs = 0
    for page in document:
        wide, high = page.get_size()
        text = page.get_textpage()
        signs += text.count_chars()
        if signs > MOST_SIGNS:
            raise Unreadable(
                _("The PDF holds more than {n} letters; no workshop notes do.").format(n=MOST_SIGNS),
                _("Save the pages that matter as a PDF of their own."),
            )
        turn = page.get_rotation()
        box = page.get_cropbox()
        rules = tuple(_rules(page, turn, box))
        pieces = tuple(_pieces(_signs(text, turn, box), _Walls(rules)))
        yield Page(wide, high, pieces, rules)
        text.close()
        page.close()


@dataclass
class _Sign:
    """One letter as PDFium gives it."""

    text: str
    left: float
    right: float
    x: float
    base: float
    size: float
    weight: int
    angle: float


def _signs(page: Any, turn: int, box: tuple[float, float, float, float]) -> Iterator[_Sign]:
    """Yield the letters of a page; where PDFium saw a new line, an empty one."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top, x, y = (ctypes.c_double() for _number in range(6))
    size, weight, angle, half = 0.0, 0, 0.0, 0
    fresh = True
    for number in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, number)
        if code >> 10 == _FIRST_HALF:  # a sign of two halves, such as 👍
            half = code
            continue
        if code >> 10 == _SECOND_HALF and half:
            code, half = 0x10000 + (half % 1024) * 1024 + code % 1024, 0
        text = chr(code) if 0 < code < _BEYOND and code >> 11 != _HALVES else "\ufffd"
        if text in _BREAKS:
            fresh = True
            yield _Sign("", 0, 0, 0, 0, 0, 0, 0)
            continue
        pdfium.FPDFText_GetCharBox(page, number, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(page, number, x, y)
        generated = pdfium.FPDFText_IsGenerated(page, number) == 1
        if fresh and not generated and not text.isspace():
            size = pdfium.FPDFText_GetFontSize(page, number)
            weight = pdfium.FPDFText_GetFontWeight(page, number)
            angle = pdfium.FPDFText_GetCharAngle(page, number)
            fresh = False
        elif text.isspace():
            fresh = True
        first = _turned(left.value, bottom.value, turn, box)
        last = _turned(right.value, top.value, turn, box)
        at = _turned(x.value, y.value, turn, box)
        across = abs(last[1] - first[1]) if turn % 180 else abs(top.value - bottom.value)
        high = size if size > 2 else max(size * across, across)  # noqa: PLR2004  (letters scaled by their matrix)
        yield _Sign(text, min(first[0], last[0]), max(first[0], last[0]), at[0], at[1], high, weight, angle)


def _turned(x: float, y: float, turn: int, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return a point of a page as people see it, when the page is shown turned."""
    left, bottom, right, top = box
    if turn == 90:  # noqa: PLR2004
        return y - bottom, right - x
    if turn == 180:  # noqa: PLR2004
        return right - x, top - y
    if turn == 270:  # noqa: PLR2004
        return top - y, x - left
    return x - left, y - bottom


class _Walls:
    """The standing lines of a page, asked whether one is between two letters."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.standing = sorted((rule.left, rule.bottom, rule.top) for rule in rules if not rule.flat)

    def between(self, left: float, right: float, base: float) -> bool:
        at = bisect.bisect_left(self.standing, (left - 0.5,))
        for x, bottom, top in itertools.islice(self.standing, at, at + 50):
            if x > right + 0.5:
                return False
            if bottom - 2 <= base <= top + 2:
                return True
        return False


def _pieces(signs: Iterator[_Sign], walls: _Walls) -> Iterator[Piece]:
    """Put letters together that stand side by side with no line between them."""
    run: list[_Sign] = []
    last: _Sign | None = None
    for sign in signs:
        if run and last and (not sign.text or _apart(last, sign, walls, wide=run[-1] is not last)):
            yield from _piece(run)
            run = []
        if sign.text and (run or not sign.text.isspace()):
            run.append(sign)
            last = last if sign.text.isspace() else sign
    yield from _piece(run)


def _apart(before: _Sign, sign: _Sign, walls: _Walls, *, wide: bool) -> bool:
    if sign.text.isspace():
        return False
    high = max(before.size, sign.size, 1.0)
    gap = sign.left - before.right
    if abs(sign.base - before.base) > high / 2 or gap > _APART * high or gap < -_BACK * high:
        return True
    return (wide or gap > high / 3) and walls.between(before.right, sign.left, sign.base)


def _piece(run: list[_Sign]) -> Iterator[Piece]:
    text = "".join(sign.text for sign in run)
    said = [sign for sign in run if not sign.text.isspace()]
    if said:
        first = said[0]
        sideways = abs(first.angle % 3.14159) > 0.2 and abs(first.angle % 3.14159 - 3.14159) > 0.2  # noqa: PLR2004
        bases = sorted(sign.base for sign in said)
        yield Piece(
            re.sub(r"\s+$", "", text),
            min(sign.left for sign in said),
            max(sign.right for sign in said),
            bases[len(bases) // 2],
            max(sign.size for sign in said),
            all(sign.weight >= _BOLD for sign in said),
            sideways,
        )


def _rules(page: Any, turn: int, box: tuple[float, float, float, float]) -> Iterator[Rule]:
    """Yield the drawn lines of a page: thin ones, and the four sides of boxes."""
    for count, drawn in enumerate(page.get_objects(filter=(_PATH,), max_depth=4)):
        if count > _MOST_DRAWN:
            return
        bounds = drawn.get_bounds()
        x1, y1 = _turned(bounds[0], bounds[1], turn, box)
        x2, y2 = _turned(bounds[2], bounds[3], turn, box)
        left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        if (right - left < _THIN and top - bottom < _SHORT) or (
            top - bottom < _THIN and right - left < _SHORT
        ):
            continue
        if right - left < _THIN or top - bottom < _THIN:
            yield Rule(left, right, bottom, top)
        else:
            yield Rule(left, right, bottom, bottom)
            yield Rule(left, right, top, top)
            yield Rule(left, left, bottom, top)
            yield Rule(right, right, bottom, top)
