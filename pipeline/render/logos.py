"""Logos: how high each one is drawn, the same in every format, so that all rules about size are kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.funder import Funder, Logo, Size, Spot

NAME = "logo-"
"""How the name of a logo among the document's pictures begins; no other picture is called so."""
HEIGHT = 12.0
"""Millimetres, where no profile asks for more."""
WIDEST = 90.0
"""Millimetres; what stands beside the publisher on the title page."""
LARGER = 1.25
"""How much higher a logo is that has to be larger than all others."""
_PIXEL = 25.4 / 96
"""Millimetres of a CSS pixel."""
_CLEAR = 0.25
"""White between two logos as a share of their height, where no profile asks for more."""
SHARPEST = 150
"""Pixels an inch below which a logo looks rough in print."""


@dataclass(frozen=True)
class Mark:
    """The picture of one logo: its name among the document's pictures, and its bytes, cleaned."""

    name: str
    data: bytes

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        from PIL import Image

        with Image.open(io.BytesIO(self.data), formats=("PNG", "JPEG")) as picture:
            return picture.width, picture.height

    @property
    def ratio(self) -> float:
        """Width by height."""
        width, height = self.pixels
        return width / height


def height(funders: Sequence[Funder], marks: Mapping[str, Mark]) -> float:
    """Return the height of all logos in millimetres: the largest that any of them has to have.

    Equal heights keep both rules that occur, equal size and at least as large as the others, at once.
    """
    shown = [(logo, marks[logo.file]) for funder in funders for logo in funder.logos if logo.file in marks]
    needed = max((least(logo, mark) for logo, mark in shown), default=0.0)
    widest = max((mark.ratio for _logo, mark in shown), default=1.0)
    return max(needed, min(HEIGHT, WIDEST / widest))


def least(logo: Logo, mark: Mark) -> float:
    """Return the smallest height in millimetres that keeps a logo's own rules, on paper and on screens."""
    return max(logo.min_height_mm, logo.min_width_mm / mark.ratio, logo.min_height_px * _PIXEL)


def shown(funder: Funder, funders: Sequence[Funder], marks: Mapping[str, Mark]) -> list[dict[str, Any]]:
    """Return the logos of a funder that are there, as templates draw them; lengths in millimetres."""
    high = height(funders, marks)
    alone = sum(other.size is Size.LARGEST for other in funders) == 1
    high *= LARGER if alone and funder.size is Size.LARGEST else 1.0
    return [
        {
            "name": marks[logo.file].name,
            "alt": logo.alt,
            "link": logo.link,
            "height": round(high, 2),
            "width": round(high * marks[logo.file].ratio, 2),
            "clear": round(max(logo.clear_mm, high * _CLEAR), 2),
        }
        for logo in funder.logos
        if logo.file in marks
    ]


def titled(page: Mapping[str, Any], address: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the acknowledgements of a title page on the screen; `address` says where a picture is."""
    return [
        {
            **entry,
            "logos": [
                {
                    **logo,
                    "src": address(logo["name"]),
                    "across": pixels(logo["width"]),
                    "down": pixels(logo["height"]),
                }
                for logo in entry["logos"]
            ],
        }
        for entry in page["funding"]
        if Spot.TITLE.value in entry["spots"]
    ]


def pixels(millimetres: float) -> int:
    """Return a length in CSS pixels."""
    return round(millimetres / _PIXEL)
