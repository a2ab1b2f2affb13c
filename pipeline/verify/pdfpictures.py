"""PDF pictures: how large each picture of a page is drawn, what its tag says, and where it leads."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model.funder import Spot
from pipeline.verify.readback import Picture

_MM = 25.4 / 72


def pictures(page: Any, raw: Any, alts: Mapping[int, str], spot: Spot | None) -> Iterator[Picture]:
    """Yield the pictures of a PDFium page; `alts` are the descriptions by the number of marked content."""
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_IMAGE:
            continue
        matrix = raw.FS_MATRIX()
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if not raw.FPDFPageObj_GetMatrix(item, matrix):
            continue
        raw.FPDFImageObj_GetImagePixelSize(item, wide, high)
        pixels = (wide.value, high.value) if wide.value and high.value else None
        yield Picture(
            alts.get(raw.FPDFPageObj_GetMarkedContentID(item), ""),
            math.hypot(matrix.a, matrix.b) * _MM,
            math.hypot(matrix.c, matrix.d) * _MM,
            pixels,
            _link(page, raw, matrix),
            spot,
        )


def _link(page: Any, raw: Any, matrix: Any) -> str:
    """Return the address of a link over the middle of a picture."""
    middle = (matrix.e + (matrix.a + matrix.c) / 2, matrix.f + (matrix.b + matrix.d) / 2)
    link = raw.FPDFLink_GetLinkAtPoint(page.raw, *middle)
    action = raw.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    size = raw.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
