"""PDF font: a typeface embedded for what people type into a form, with the letters of Western Europe."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_FIRST, _LAST = 32, 255
_SERIFLESS, _NONSYMBOLIC = 0, 1 << 5
"""Flags of a font descriptor (ISO 32000-1, table 123)."""


@dataclass(frozen=True)
class _Shrunk:
    """A typeface with the letters of Western Europe alone; measures in thousandths of its size."""

    program: bytes
    widths: tuple[int, ...]
    box: tuple[int, ...]
    ascent: int
    descent: int
    capitals: int


@functools.lru_cache(maxsize=4)
def _shrunk(font: bytes) -> _Shrunk:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    # What viewers draw is measured, not looked up: no file time, no glyph names, no hints.
    face = TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = subset.Options(hinting=False, notdef_outline=True, layout_features=[], name_IDs=[])
    shrink = subset.Subsetter(options)
    letters = [bytes([code]).decode("cp1252", "ignore") for code in range(_FIRST, _LAST + 1)]
    shrink.populate(unicodes=[ord(letter) for letter in letters if letter])
    shrink.subset(face)
    out = io.BytesIO()
    face.save(out)
    scale = 1000 / face["head"].unitsPerEm
    known, metrics = face.getBestCmap(), face["hmtx"]
    head, lines, look = face["head"], face["hhea"], face["OS/2"]
    return _Shrunk(
        out.getvalue(),
        tuple(
            round(metrics[known[ord(letter)]][0] * scale) if letter and ord(letter) in known else 0
            for letter in letters
        ),
        tuple(round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        round(lines.ascent * scale),
        round(lines.descent * scale),
        round(getattr(look, "sCapHeight", lines.ascent) * scale),
    )


class Face:
    """One typeface in one document, embedded when it is first asked for.

    It is a simple font in WinAnsiEncoding, because that is what every viewer can type with; letters
    outside of it (Polish, Turkish) are typed with the viewer's own font.
    """

    name = "Typed"

    def __init__(self, document: Any, font: bytes) -> None:
        """Keep the document and the TrueType file."""
        self.document, self.font, self.used = document, font, False

    @cached_property
    def made(self) -> Any:
        """The font dictionary, an indirect object of the document."""
        import pikepdf

        shrunk = _shrunk(self.font)
        program = pikepdf.Stream(self.document, shrunk.program)
        program.Length1 = len(shrunk.program)
        name = pikepdf.Name(f"/HTMAAA+{self.name}")
        described = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=_SERIFLESS | _NONSYMBOLIC,
            FontBBox=list(shrunk.box),
            ItalicAngle=0,
            Ascent=shrunk.ascent,
            Descent=shrunk.descent,
            CapHeight=shrunk.capitals,
            StemV=80,
            FontFile2=self.document.make_indirect(program),
        )
        return self.document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.TrueType,
                BaseFont=name,
                Encoding=pikepdf.Name.WinAnsiEncoding,
                FirstChar=_FIRST,
                LastChar=_LAST,
                Widths=list(shrunk.widths),
                FontDescriptor=self.document.make_indirect(described),
            )
        )
