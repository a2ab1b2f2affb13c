"""DOCX pictures: how large each drawing of a Word file is drawn, of which file, and where it leads."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from pipeline.model.funder import Spot
from pipeline.verify.readback import Picture, pixels

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU = 36_000
"""English Metric Units a millimetre."""
_MOST_BYTES = 50_000_000


def pictures(
    data: bytes, parts: Mapping[str, Element], drawings: Sequence[tuple[Element, Spot | None]]
) -> Iterator[Picture]:
    """Yield the drawings (`wp:docPr` and spot) that say their size, as pictures."""
    relations = parts.get("word/_rels/document.xml.rels")
    targets = {} if relations is None else {r.get("Id", ""): r.get("Target", "") for r in relations}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for about, spot in drawings:
            frame = about.getparent()
            extent = None if frame is None else frame.find(f"{_WP}extent")
            sides = [] if extent is None else [extent.get(side, "") for side in ("cx", "cy")]
            if frame is None or not sides or not all(side.isdecimal() and len(side) < 12 for side in sides):  # noqa: PLR2004  (the schema's limit)
                continue
            wide, high = (int(side) / _EMU for side in sides)
            held = _held(package, _image(frame, targets))
            link = targets.get(_linked(about), "")
            yield Picture(about.get("descr", "").strip(), wide, high, pixels(held), link, spot)


def _image(frame: Element, targets: Mapping[str, str]) -> str:
    """Return the name of the part that is drawn."""
    for blip in frame.iter(f"{_A}blip"):
        if target := targets.get(blip.get(f"{_R}embed", ""), ""):
            return posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
    return ""


def _held(package: zipfile.ZipFile, part: str) -> bytes:
    """Return a part; nothing when it is not there, or not what the package says."""
    try:
        with package.open(part) as held:
            return held.read(_MOST_BYTES)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return b""


def _linked(about: Element) -> str:
    """Return the relation a drawing leads to: of its own, or of the link around it."""
    own = next((click.get(f"{_R}id", "") for click in about.iter(f"{_A}hlinkClick")), "")
    return own or next((link.get(f"{_R}id", "") for link in about.iterancestors(f"{_W}hyperlink")), "")
