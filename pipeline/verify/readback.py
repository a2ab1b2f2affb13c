"""Readback: what a finished file says when it is read by someone who did not write it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.funder import Spot


@dataclass(frozen=True)
class Heading:
    """One heading that is marked as such, not only large and bold."""

    level: int
    text: str


@dataclass(frozen=True)
class Picture:
    """One picture as it is drawn; lengths in millimetres, a CSS pixel being 1/96 inch."""

    alt: str
    width_mm: float
    height_mm: float
    pixels: tuple[int, int] | None = None
    """Of the file itself, where it can be read."""
    link: str = ""
    """Where a click on it leads."""
    spot: Spot | None = None


def pixels(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG; of anything else nothing."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            return picture.width, picture.height
    except (OSError, SyntaxError, ValueError):
        return None


@dataclass(frozen=True)
class Readback:
    r"""One file, read. Texts are in reading order with `\n` between lines; soft hyphens stay in.

    `body` is real text that everyone meets, a screen reader included; `aside` is printed or spoken
    but no part of that: page headers and footers, alt texts, addresses of links; `hidden` is in the
    file but shown to nobody: comments, deleted and hidden text, scripts, attachments.
    """

    format: str
    """pdf, docx, html or epub."""
    title: str
    """The title in the metadata."""
    lang: str
    body: str
    spots: Mapping[Spot, str]
    """The part of `body` at each spot; a spot that was not found is not in it."""
    feet: tuple[str, ...] = ()
    """All text of each page, page headers and footers included; of a Word file, of each footer."""
    aside: str = ""
    hidden: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    headings: tuple[Heading, ...] = ()
    tagged: bool = True
    """PDF only; the other formats are structure by nature."""
    standards: frozenset[str] = field(default_factory=frozenset)
    """Claimed standards of a PDF, named as engine/typst.py names them: ua-1, a-2a."""
    pictures: tuple[Picture, ...] = ()
    pictures_without_alt: tuple[str, ...] = ()
    """Where: page 3, picture 2."""
    tables_without_header: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """What each box to tick and line to write on says it is for, in reading order; EPUB has none."""
    picture_tags: tuple[tuple[str, str], ...] = ()
    """Where a picture carries more than its pixels, and what: (`picture 2`, `EXIF`)."""
    pages: int = 0
    """PDF only."""

    @property
    def everything(self) -> str:
        """All text of the file, seen or not, metadata included."""
        return "\n".join([self.body, self.aside, self.hidden, *(value for _name, value in self.metadata)])
