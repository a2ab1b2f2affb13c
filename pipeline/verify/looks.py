"""Looks: is a text in a PDF large and dark enough to be read, by the letters as they are drawn?"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
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
_INVISIBLE = 3
"""Text rendering mode: neither filled nor stroked (ISO 32000-1, table 106)."""


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
    lines: dict[tuple[int, tuple[int, ...]], list[tuple[float, float, float, float]]] = {}
    for at in drawn:
        box = letters.get_charbox(at, loose=True)
        # On a page that is turned, a line runs up or down.
        line = box[0] if page.get_rotation() in {90, 270} else box[1]
        lines.setdefault((round(line), _colour(letters, raw, at)), []).append(box)
    contrasts = [_contrast(colour, _ground(page, picture, boxes)) for (_line, colour), boxes in lines.items()]
    return Look(size, min(contrasts))


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


def _ground(page: Any, picture: Any, boxes: Sequence[tuple[float, ...]]) -> tuple[int, ...]:
    """Return the colour there is most of around the letters of a line."""
    corners = [
        (min(b[0] for b in boxes), max(b[3] for b in boxes)),
        (max(b[2] for b in boxes), min(b[1] for b in boxes)),
    ]
    spots = [_pixel(page, picture, *corner) for corner in corners]
    left, right = sorted(spot[0] for spot in spots)
    top, foot = sorted(spot[1] for spot in spots)
    crop = picture.crop((left, top, max(right, left + 1), max(foot, top + 1)))
    pixels = crop.tobytes()
    return tuple(Counter(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)).most_common(1)[0][0])


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
