"""Aloud: the text of a PDF in the order of its tags, as PDFium hands it to a screen reader."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw


def text(data: bytes) -> str:
    """Return what is read aloud, page after page; what no tag holds is silent."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(_page(document[number]) for number in range(len(document)))
    finally:
        document.close()


def _page(page: Any) -> str:
    marked: dict[int, str] = {}
    letters = raw.FPDFText_LoadPage(page.raw)
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        thing = raw.FPDFPage_GetObject(page.raw, number)
        place = raw.FPDFPageObj_GetMarkedContentID(thing)
        if place >= 0 and raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            marked[place] = marked.get(place, "") + _said(thing, letters)
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        tops = (
            raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            for at in range(raw.FPDF_StructTree_CountChildren(tree))
        )
        return "".join(marked.get(place, "") for top in tops for place in _places(top))
    finally:
        raw.FPDF_StructTree_Close(tree)
        raw.FPDFText_ClosePage(letters)


def _said(thing: Any, letters: Any) -> str:
    size = raw.FPDFTextObj_GetText(thing, letters, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(thing, letters, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _places(element: Any) -> Iterator[int]:
    """Yield the numbers of marked content below an element, in the order of its children."""
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            yield from _places(child)
        else:
            place = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
            if place >= 0:
                yield place
