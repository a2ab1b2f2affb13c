"""Room: where on a page there is room for some lines, found by drawing the page and looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.stamp import lettering
from pipeline.stamp.sheet import Sheet

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]
"""Left, foot, right, head; points as shown."""

SIZES = (10.0, 9.0, 8.0)
"""Points on A4; smaller letters are hard to read on paper."""
MARGIN = 43.0
"""Points from the edge of an A4 page, some 15 mm."""
EDGE = 23.0
"""Points that printers leave white."""
APART = 0.6
"""Distance of two paragraphs as a multiple of the size."""
_DRAWN = 560
"""Pixels of the longer side: a hairline is a pixel wide there, and a second is enough for ten pages."""
_STEP = 4.0
_PLAIN = 10
"""Levels of 255 by which colours of one ground may differ: paper that was scanned is never all white."""
_NARROWEST = 130.0
_PAPER = 0.8
"""Luminance of paper that was scanned; a sky is darker."""
_DARK = 0.179
"""Luminance below which white letters have the better contrast (WCAG 2.2: (L + 0.05)² = 1.05 · 0.05)."""


@dataclass(frozen=True)
class Place:
    """Where paragraphs are set: the foot of the first line is `size` below `top`."""

    x: float
    top: float
    size: float
    paragraphs: tuple[tuple[str, ...], ...]
    white: bool = False
    """White letters, on a dark ground."""

    def box(self, font: bytes) -> Box:
        """Return what the paragraphs take."""
        lines = [line.rstrip(" ") for one in self.paragraphs for line in one]
        wide = max((lettering.length(line, font, self.size) for line in lines), default=0.0)
        high = height(self.paragraphs, self.size)
        return (self.x, self.top - high - self.size / 3, self.x + wide, self.top)


@dataclass
class Room:
    """One page, drawn: what is on it, and where nothing is."""

    sheet: Sheet
    picture: Image
    text: list[Box] = field(default_factory=list)
    """Lines, also where they are not to be seen."""
    fields: list[Box] = field(default_factory=list)
    """Everything one can click."""
    pictures: list[Box] = field(default_factory=list)
    """Pictures: only what is paper in them, as in a scan, is room."""

    def place(self, texts: Sequence[str], font: bytes, below: float | None = None) -> Place | None:
        """Return a place for paragraphs, near the foot or from `below` on downwards, or None."""
        for heights in self._heights(below):
            for clear in (12.0, 7.0):
                for size in SIZES:
                    if found := self._first(texts, font, size * self.sheet.unit, clear, heights):
                        return found
        return None

    def _first(
        self, texts: Sequence[str], font: bytes, size: float, clear: float, heights: Sequence[float]
    ) -> Place | None:
        clear *= self.sheet.unit
        for x, width in self._columns():
            set_ = [lettering.broken(text, font, size, width) for text in texts]
            lines = [tuple(one) for one in set_ if one is not None]
            if len(lines) < len(set_):
                continue
            high = height(lines, size)
            wide = max(lettering.length(line.rstrip(" "), font, size) for one in lines for line in one)
            for foot in heights:
                box = (x - clear, foot - clear, x + wide + clear, foot + high + clear)
                if (ground := self._ground(box, foot, high)) is not None:
                    return Place(x, foot + high, size, tuple(lines), white=ground < _DARK)
        return None

    def _heights(self, below: float | None) -> Iterator[list[float]]:
        """Yield where the foot of a block may be, the best first."""
        margin, edge, whole = MARGIN * self.sheet.unit, EDGE * self.sheet.unit, self.sheet.height
        if below is not None:
            yield [*_range(below, edge, -_STEP)]
        yield [*_range(margin, whole / 2, _STEP), *_range(margin, edge, -_STEP)]
        yield [*_range(whole / 2, whole - edge, _STEP)]

    def _columns(self) -> Iterator[tuple[float, float]]:
        """Yield left edge and width: that of the text, the whole page, the halves."""
        margin, whole = MARGIN * self.sheet.unit, self.sheet.width
        left = min((box[0] for box in self.text if box[0] >= margin / 2), default=margin)
        right = max((box[2] for box in self.text if box[2] <= whole - margin / 2), default=whole - margin)
        longest = 420 * self.sheet.unit
        middle = (left + right) / 2
        for start, end in (
            (left, whole - margin),
            (left, right),
            (margin, whole - margin),
            (left, middle),
            (middle, right),
            (margin, whole / 2),
            (whole / 2, whole - margin),
        ):
            if end - start >= _NARROWEST * self.sheet.unit:
                yield start, min(end - start, longest)

    def _ground(self, box: Box, foot: float, high: float) -> float | None:
        """Return the luminance of an empty ground; None when something is there or the page ends."""
        edge = EDGE * self.sheet.unit
        if foot < edge - 0.1 or foot + high > self.sheet.height - edge or box[2] > self.sheet.width:
            return None
        # Beside other text nothing is set: readers would join the two lines.
        if any(box[1] < line[3] and line[1] < box[3] for line in self.text):
            return None
        if any(_overlap(box, other) for other in self.fields):
            return None
        scale = self.picture.width / self.sheet.width
        pixels = (
            max(0, int(box[0] * scale)),
            max(0, int((self.sheet.height - box[3]) * scale)),
            min(self.picture.width, int(box[2] * scale) + 1),
            min(self.picture.height, int((self.sheet.height - max(box[1], 0)) * scale) + 1),
        )
        extremes: Any = self.picture.crop(pixels).getextrema()
        if any(high - low > _PLAIN for low, high in extremes):
            return None
        ground = luminance([sum(pair) / 2 for pair in extremes])
        if ground < _PAPER and any(_overlap(box, other) for other in self.pictures):
            return None
        return ground


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def blank(sheet: Sheet) -> Room:
    """Return a page with nothing on it yet."""
    from PIL import Image

    return Room(sheet, Image.new("RGB", (round(sheet.width), round(sheet.height)), "white"))


def measured(data: bytes, sheets: Sequence[Sheet]) -> list[Room]:
    """Draw pages of a file as it came, and note where text and fields are."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        return [_measured(document[sheet.number], sheet) for sheet in sheets]
    finally:
        document.close()


def _measured(page: Any, sheet: Sheet) -> Room:
    text = None
    try:
        picture = page.render(scale=_DRAWN / max(page.get_size())).to_pil().convert("RGB")
        text = page.get_textpage()
        lines = [text.get_rect(index) for index in range(text.count_rects())]
        pictures = [*_pictures(page)]
    finally:
        if text is not None:
            text.close()
        page.close()
    notes = [note for note in sheet.page.obj.get("/Annots") or () if note.get("/Subtype") != "/Popup"]
    fields = [tuple(float(side) for side in note.Rect) for note in notes if "/Rect" in note]
    shown = [[_as_shown(sheet, box) for box in boxes] for boxes in (lines, fields, pictures)]
    return Room(sheet, picture, *shown)


def _pictures(page: Any) -> Iterator[Box]:
    """Yield where pictures are; groups of drawings with a picture in them count as a whole."""
    from pypdfium2 import raw

    for item in page.get_objects(max_depth=1):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE or (
            item.type == raw.FPDF_PAGEOBJ_FORM
            and any(
                raw.FPDFPageObj_GetType(raw.FPDFFormObj_GetObject(item.raw, at)) == raw.FPDF_PAGEOBJ_IMAGE
                for at in range(raw.FPDFFormObj_CountObjects(item.raw))
            )
        ):
            yield item.get_bounds()


def _as_shown(sheet: Sheet, box: Sequence[float]) -> Box:
    one, other = sheet.seen(box[0], box[1]), sheet.seen(box[2], box[3])
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def height(paragraphs: Sequence[Sequence[str]], size: float) -> float:
    """Return how high paragraphs are, in points."""
    blocks = sum(lettering.block(lines, size) for lines in paragraphs)
    return blocks + (lettering.LEADING - 1 + APART) * size * (len(paragraphs) - 1)


def luminance(colour: Sequence[float]) -> float:
    """Return the relative luminance of red, green and blue of 255 (WCAG 2.2)."""
    shares = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in colour
    ]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


def _range(start: float, end: float, step: float) -> Iterator[float]:
    while (start < end) if step > 0 else (start > end):
        yield start
        start += step
