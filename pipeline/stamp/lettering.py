"""Lettering: one typeface of ours embedded in somebody's PDF, and lines set in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pipeline.messages import _
from pipeline.model.problem import Trouble

LEADING = 1.35
"""Distance of base lines as a multiple of the size."""
_NONSYMBOLIC = 1 << 5
"""Flag of a font descriptor (ISO 32000-1, table 123)."""


def broken(text: str, font: bytes, size: float, width: float) -> list[str] | None:
    """Break a text at its spaces into lines of at most `width` points; None when a word is wider.

    No word is hyphenated: a wording is kept letter by letter. Every line but the last ends with its
    space, so that no reader joins two words.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and length(longer, font, size) > width:
            lines.append(f"{line} ")
            longer = word
        line = longer
    lines.append(line)
    return lines if all(length(one.rstrip(" "), font, size) <= width for one in lines) else None


def length(text: str, font: bytes, size: float) -> float:
    """Return how wide a text is set, in points."""
    widths = _widths(font)
    return sum(widths.get(letter, 0) for letter in text) * size


def demand(text: str, font: bytes, name: str) -> None:
    """Refuse a text with letters that the typeface does not have; boxes in their place are no wording.

    Raises:
        Trouble: letters are missing.
    """
    missing = sorted(set(text) - set(_widths(font)))
    if missing:
        raise Trouble.at(
            name,
            _("The typeface has no sign for: {signs}.").format(signs=" ".join(missing)),
            _("Name a typeface that has them as `text` in templates/brand.yml."),
        )


@cache
def _widths(font: bytes) -> dict[str, float]:
    """Return the width of every letter as a share of the size."""
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(font), lazy=True)
    scale, metrics = face["head"].unitsPerEm, face["hmtx"]
    return {chr(code): metrics[glyph][0] / scale for code, glyph in face.getBestCmap().items()}


class Lettering:
    """A subset of a typeface as a font of one document (ISO 32000-1, 9.7: Type 0, Identity-H).

    Codes are glyph numbers; ToUnicode gives the letters back. CIDSet is there because PDF/A-1 asks for
    it, and complete because PDF/A-2 asks for that.
    """

    def __init__(self, document: Any, font: bytes, texts: Iterable[str]) -> None:
        """Embed what `texts` need."""
        from fontTools import subset
        from fontTools.ttLib import TTFont

        letters = sorted(set("".join(texts)))
        face = TTFont(io.BytesIO(font), recalcTimestamp=False)
        options = subset.Options(hinting=False, notdef_outline=True, layout_features=[], name_IDs=[])
        shrink = subset.Subsetter(options)
        shrink.populate(unicodes=[ord(letter) for letter in letters])
        shrink.subset(face)
        out = io.BytesIO()
        face.save(out)
        self._document, self._program, self._face = document, out.getvalue(), face
        known = face.getBestCmap()
        self._codes = {letter: face.getGlyphID(known[ord(letter)]) for letter in letters}

    def shown(self, text: str) -> bytes:
        """Return a text as the operand of Tj."""
        return b"<" + b"".join(b"%04X" % self._codes[letter] for letter in text) + b">"

    def made(self) -> Any:
        """Return the font dictionary, an indirect object of the document."""
        import pikepdf

        add = self._document.make_indirect
        face = self._face
        scale = 1000 / face["head"].unitsPerEm
        widths = [round(face["hmtx"][glyph][0] * scale) for glyph in face.getGlyphOrder()]
        name = pikepdf.Name(f"/HTMSTA+{_name(face)}")
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=pikepdf.Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            FontDescriptor=add(self._descriptor(name, scale)),
            DW=widths[0],
            W=[0, widths],
            CIDToGIDMap=pikepdf.Name.Identity,
        )
        return add(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=name,
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[add(descendant)],
                ToUnicode=add(pikepdf.Stream(self._document, self._letters())),
            )
        )

    def _descriptor(self, name: Any, scale: float) -> Any:
        import pikepdf

        add, face = self._document.make_indirect, self._face
        head, lines, look = face["head"], face["hhea"], face["OS/2"]
        program = pikepdf.Stream(self._document, self._program)
        program.Length1 = len(self._program)
        glyphs = len(face.getGlyphOrder())
        present = bytes(
            sum(1 << (7 - bit) for bit in range(8) if start + bit < glyphs) for start in range(0, glyphs, 8)
        )
        return pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=name,
            Flags=_NONSYMBOLIC,
            FontBBox=[round(side * scale) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
            ItalicAngle=0,
            Ascent=round(lines.ascent * scale),
            Descent=round(lines.descent * scale),
            CapHeight=round(getattr(look, "sCapHeight", lines.ascent) * scale),
            StemV=80,
            CIDSet=add(pikepdf.Stream(self._document, present)),
            FontFile2=add(program),
        )

    def _letters(self) -> bytes:
        """Return the CMap that says which letter each glyph is (Adobe Technical Note 5411)."""
        pairs = [
            f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, code in sorted(self._codes.items(), key=lambda pair: pair[1])
        ]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                "1 begincodespacerange <0000> <FFFF> endcodespacerange",
                *("\n".join([f"{len(b)} beginbfchar", *b, "endbfchar"]) for b in blocks),
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        ).encode()


def _name(face: Any) -> str:
    """Return the PostScript name without what a PDF name cannot hold; the subset has lost its names."""
    return "Acknowledgement" if face["OS/2"].usWeightClass < 600 else "AcknowledgementBold"  # noqa: PLR2004


def block(lines: Sequence[str], size: float) -> float:
    """Return how high a block of lines is, in points: from the top of the first to the foot of the last."""
    return size * (1 + LEADING * (len(lines) - 1)) if lines else 0.0
