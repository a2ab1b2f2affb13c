"""Sheet: one page of a PDF as people see it, upright and from its lower left corner, and drawing on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.messages import _
from pipeline.model.problem import Trouble

A4 = (595.28, 841.89)
MOST_CONTENT = 40_000_000
"""Bytes of what one page draws; a map of a city stays below 10 MB."""
_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
_NEAR = 0.6
"""Points by which two edges may differ and are the same."""


@dataclass(frozen=True)
class Content:
    """What a page's content leaves open, and the numbers it gives to what is tagged."""

    opened: int
    """How many `q` must stand before it, so that no `Q` of its own finds nothing to close."""
    left: int
    """How many `Q` close it then."""
    marks: int
    """How many `EMC` close it."""
    numbers: tuple[int, ...]


class Sheet:
    """One page; lengths are points, `x` and `y` count from the lower left of what is shown upright."""

    def __init__(self, document: Any, number: int, name: str) -> None:
        """Look at page `number`, from 0; `name` is how messages call the file."""
        import pikepdf

        self.page = pikepdf.Page(document.pages[number])
        self.number, self._document, self._name, self._pdf = number, document, name, pikepdf
        self.turn = int(self._inherited("/Rotate", 0)) % 360
        self.box = self._shown()

    @property
    def width(self) -> float:
        """From left to right, as shown."""
        return self._sides()[self.turn % 180 == 90]  # noqa: PLR2004  (degrees)

    @property
    def height(self) -> float:
        """From foot to head, as shown."""
        return self._sides()[self.turn % 180 != 90]  # noqa: PLR2004

    @property
    def unit(self) -> float:
        """How much larger everything is than on A4, so that a poster gets letters for a poster."""
        return max(0.9, min(self.width, self.height) / A4[0])

    def _sides(self) -> tuple[float, float]:
        left, low, right, high = self.box
        return right - left, high - low

    def _inherited(self, key: str, default: Any) -> Any:
        node: Any = self.page.obj
        seen = 0
        while node is not None and key not in node and seen < 50:  # noqa: PLR2004  (a tree of pages is shallow)
            node, seen = node.get("/Parent"), seen + 1
        return default if node is None else node.get(key, default)

    def _shown(self) -> tuple[float, float, float, float]:
        """Return the part of the page that is shown (ISO 32000-1, 14.11.2: crop box within media box)."""
        media = _box(self._inherited("/MediaBox", [0, 0, *A4]))
        crop = _box(self._inherited("/CropBox", media))
        left, low = max(media[0], crop[0]), max(media[1], crop[1])
        right, high = min(media[2], crop[2]), min(media[3], crop[3])
        return (left, low, right, high) if right > left and high > low else media

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """Return what turns a place as shown into a place of the page's own."""
        left, low, right, high = self.box
        return {
            90: (0, 1, -1, 0, right, low),
            180: (-1, 0, 0, -1, right, high),
            270: (0, -1, 1, 0, left, high),
        }.get(self.turn, (1, 0, 0, 1, left, low))

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place of the page's own is shown."""
        a, b, c, d, e, f = self.matrix()
        return (a * (x - e) + b * (y - f), c * (x - e) + d * (y - f))

    def lengthen(self, by: float) -> None:
        """Make the page longer at the foot that is shown; nothing on it moves."""
        foot, sign = {90: (2, 1), 180: (3, 1), 270: (0, -1)}.get(self.turn, (1, -1))
        edge = self.box[foot]
        for key in _BOXES:
            own = self._inherited(key, None) if key in _BOXES[:2] else self.page.obj.get(key)
            if own is None:
                continue
            box = list(_box(own))
            if abs(box[foot] - edge) <= _NEAR or (
                key == "/MediaBox" and sign * (box[foot] - edge - sign * by) < 0
            ):
                box[foot] = edge + sign * by
            self.page.obj[key] = self._pdf.Array([round(side, 3) for side in box])
        self.box = self._shown()

    def draw(self, content: bytes, fonts: dict[str, Any], spaces: dict[str, Any]) -> None:
        """Draw after everything else, once, in the coordinates as shown, whatever the page left open."""
        was = self.content
        a, b, c, d, e, f = self.matrix()
        turned = f"q {a:g} {b:g} {c:g} {d:g} {e:g} {f:g} cm\n".encode()
        self._own("/Font", fonts)
        self._own("/ColorSpace", spaces)
        self.page.contents_add(b"q\n" * was.opened, prepend=True)
        self.page.contents_add(b"\n" + b"EMC\n" * was.marks + b"Q\n" * was.left + turned + content + b"\nQ\n")

    def _own(self, kind: str, wanted: dict[str, Any]) -> None:
        """Give the page resources of its own, because others may share those it has."""
        if not wanted:
            return
        resources = self._pdf.Dictionary(self._inherited("/Resources", self._pdf.Dictionary()))
        resources[kind] = self._pdf.Dictionary({**dict(resources.get(kind) or {}), **wanted})
        self.page.obj.Resources = resources

    @cached_property
    def content(self) -> Content:
        """What the page drew when it came."""
        depth = lowest = marks = 0
        numbers = []
        for instruction in self._instructions():
            operator = str(instruction.operator)
            depth += (operator == "q") - (operator == "Q")
            lowest = min(lowest, depth)
            marks += (operator in ("BMC", "BDC")) - (operator == "EMC")
            if operator == "BDC" and (number := self._number(instruction.operands[1])) is not None:
                numbers.append(number)
        opened = 1 - lowest
        return Content(opened, depth + opened, max(marks, 0), tuple(numbers))

    def _number(self, properties: Any) -> int | None:
        if isinstance(properties, self._pdf.Name):
            named = self._inherited("/Resources", {}).get("/Properties") or {}
            properties = named.get(str(properties))
        known = isinstance(properties, self._pdf.Dictionary) and "/MCID" in properties
        return int(properties["/MCID"]) if known else None

    def _instructions(self) -> list[Any]:
        """Return what the page draws.

        Raises:
            Trouble: it cannot be understood, or is more than any page needs.
        """
        try:
            size = sum(len(stream.read_bytes()) for stream in _streams(self.page.obj, self._pdf))
            if size <= MOST_CONTENT:
                return list(self._pdf.parse_content_stream(self.page))
        except self._pdf.PdfError as error:
            raise Trouble.at(
                self._name,
                _("Page {number} cannot be read: {what}").format(
                    number=self.number + 1, what=str(error)[:200]
                ),
                _("It is broken or incomplete: build it again, or get it anew from where it came."),
            ) from error
        raise Trouble.at(
            self._name,
            _("Page {number} draws more than {size} MB.").format(
                number=self.number + 1, size=MOST_CONTENT // 1_000_000
            ),
            _("Export it anew with simpler drawings."),
        )


def _streams(page: Any, pdf: Any) -> list[Any]:
    found = page.get("/Contents")
    if found is None:
        return []
    return list(found) if isinstance(found, pdf.Array) else [found]


def _box(found: Any) -> tuple[float, float, float, float]:
    left, low, right, high = (float(side) for side in found)
    return (min(left, right), min(low, high), max(left, right), max(low, high))
