"""Looks: is a text in a PDF large and dark enough to be read, by the letters as they are drawn?"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.verify import wording as words
from pipeline.verify.pdf import _ONE_AT_A_TIME

SMALLEST = 7.0
"""Points; footnotes in print are 7 to 8."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
_SCALE = 1.0
"""Pixels a point: enough to see the ground between letters."""
_LINE = 4
"""Pixels within which letters stand on one line."""
_FEWEST = 4
"""Letters; in fewer, their own strokes may be more than their ground."""
_INVISIBLE = 3
"""Text rendering mode: neither filled nor stroked (ISO 32000-1, table 106)."""


Box = tuple[int, int, int, int]
"""Left, top, right, foot in pixels."""


@dataclass(frozen=True)
class Look:
    """One passage as it is drawn: its smallest letter in points, its worst contrast."""

    size: float
    contrast: float


def looks(data: bytes, text: str, pages: Sequence[int]) -> Iterator[Look]:
    """Yield how each passage with this text looks on some pages (from 0) of a PDF.

    A passage that nobody sees has no contrast: 1.
    """
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    with _ONE_AT_A_TIME:
        document = pdfium.PdfDocument(data)
        try:
            for number in pages:
                yield from _on_page(document[number], raw, text)
        finally:
            document.close()


def _on_page(page: Any, raw: Any, text: str) -> Iterator[Look]:
    letters = page.get_textpage()
    try:
        said, places = _said(letters, raw)
        found = [*words.pattern(text).finditer(said)]
        if not found:
            return
        picture = page.render(scale=_SCALE).to_pil().convert("RGB")
        for match in found:
            span = [places[at] for at in range(match.start(), match.end())]
            yield _look(page, letters, raw, picture, [at for at in span if at >= 0])
    finally:
        letters.close()
        page.close()


def _said(letters: Any, raw: Any) -> tuple[str, list[int]]:
    """Return the settled text, and for each of its characters the letter it comes from."""
    said: list[str] = []
    places: list[int] = []
    for at in range(letters.count_chars()):
        code = raw.FPDFText_GetUnicode(letters.raw, at)
        sign = {0xFFFE: words.SOFT_HYPHEN, 0x02: words.SOFT_HYPHEN, 0x0D: "\n"}.get(code, chr(code or 0x20))
        if not sign.isascii():
            sign = words.settle(f"{sign}.")[:-1]  # alone, a soft hyphen would be taken for idle
        said += sign
        places += [at] * len(sign)
    return "".join(said), places


def _look(page: Any, letters: Any, raw: Any, picture: Any, span: Sequence[int]) -> Look:
    drawn = [at for at in span if not chr(raw.FPDFText_GetUnicode(letters.raw, at)).isspace()]
    size = min(_size(letters, raw, at) for at in drawn)
    rows: dict[tuple[int, tuple[int, ...]], list[Box]] = {}
    for at in drawn:
        box = _shown(page, picture, letters.get_charbox(at))
        rows.setdefault((box[3] // _LINE, _colour(letters, raw, at)), []).append(box)
    return Look(size, min(_contrast(colour, _ground(picture, boxes)) for colour, boxes in _lines(rows)))


def _lines(
    rows: Mapping[tuple[int, tuple[int, ...]], list[Box]],
) -> Iterator[tuple[tuple[int, ...], list[Box]]]:
    """Yield colour and letters of each line; rows of a few letters are one line that runs upwards."""
    rest: dict[tuple[int, ...], list[Box]] = {}
    for (_row, colour), boxes in rows.items():
        if len(boxes) < _FEWEST:
            rest.setdefault(colour, []).extend(boxes)
        else:
            yield colour, boxes
    yield from rest.items()


def _size(letters: Any, raw: Any, at: int) -> float:
    """Return how large a letter is drawn: the font's size through all transformations."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(letters.raw, at, matrix)
    return float(raw.FPDFText_GetFontSize(letters.raw, at)) * math.hypot(matrix.c, matrix.d)


def _colour(letters: Any, raw: Any, at: int) -> tuple[int, ...]:
    """Return red, green, blue and opacity of a letter; of one that is not drawn, no opacity."""
    parts = [ctypes.c_uint() for _part in range(4)]
    raw.FPDFText_GetFillColor(letters.raw, at, *parts)
    item = raw.FPDFText_GetTextObject(letters.raw, at)
    hidden = item and raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
    return tuple(0 if hidden and part is parts[3] else part.value for part in parts)


def _ground(picture: Any, boxes: Sequence[Box]) -> tuple[int, ...]:
    """Return the colour there is most of around the letters of a line."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, foot = max(box[2] for box in boxes), max(box[3] for box in boxes)
    pixels = picture.crop((left, top, right, foot)).tobytes()
    return tuple(Counter(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)).most_common(1)[0][0])


def _shown(page: Any, picture: Any, box: Sequence[float]) -> Box:
    """Return a box of the page in pixels of its picture, upright as the page is shown."""
    corners = [_pixel(page, picture, box[side], box[end]) for side, end in ((0, 3), (2, 1))]
    across, down = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
    return (across[0], down[0], across[1] + 1, down[1] + 1)


def _pixel(page: Any, picture: Any, x: float, y: float) -> tuple[int, int]:
    from pypdfium2 import raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, picture.width, picture.height, 0, x, y, across, down)
    return (
        min(max(across.value, 0), picture.width - 1),
        min(max(down.value, 0), picture.height - 1),
    )


def _contrast(colour: Sequence[int], ground: Sequence[int]) -> float:
    """Return the contrast ratio of letters on a ground (WCAG 2.2, relative luminance)."""
    share = colour[3] / 255
    mixed = [share * over + (1 - share) * under for over, under in zip(colour[:3], ground, strict=True)]
    light, dark = sorted((_luminance(mixed), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    shares = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in colour
    ]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]
