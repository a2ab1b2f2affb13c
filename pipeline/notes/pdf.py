"""PDF: the text of a PDF that has any, page by page and line by line; a scan is a picture to transcribe."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import normalise, outline, places, plain
from pipeline.notes.unreadable import Unreadable

MOST_PAGES = 500
EDGE = 2
"""Lines at the top and bottom of a page that may be its header or footer."""
_OFTEN = 0.6
"""A line on so many pages, numbers apart, is furniture."""
_LEAST_PAGES = 3
_LIGATURE = re.compile("[\ufb00-\ufb06]")
"""Letters that a typesetter joined, `ﬁ` for `fi`."""
_TURNED = threading.Lock()
"""PDFium knows one caller at a time."""


def read(name: str, data: bytes) -> Notes:
    """Read the text layer; properties and running headers are kept apart from it.

    Raises:
        Unreadable: damaged, locked, or longer than any notes.
    """
    pages, properties = _open(data)
    blocks = [
        Block(name, places.property_(key), Kind.META, said, Layer.PROPERTY, by=by)
        for key, by, said in properties
    ]
    if not any(row.strip() for page in pages for row in page):
        scan = Block(name, german("Scan"), Kind.PICTURE, normalise.line(name))
        return Notes(name, (*blocks, scan))
    furniture = _furniture(pages)
    repairs = []
    for number, page in enumerate(pages, start=1):
        text, mended = normalise.clean("\n".join(page))
        repairs += mended
        found = plain.blocks(name, text, lambda row, number=number: places.page(number, row))  # type: ignore[misc]
        blocks += [
            replace(block, layer=Layer.FURNITURE, kind=Kind.PARAGRAPH)
            if _shape(block.raw) in furniture
            else block
            for block in found
        ]
    return Notes(name, tuple(outline.with_paths(blocks)), normalise.total(repairs))


def _open(data: bytes) -> tuple[list[list[str]], list[tuple[str, str, str]]]:
    import pypdfium2

    with _TURNED:
        try:
            document = pypdfium2.PdfDocument(data)
            if len(document) > MOST_PAGES:
                raise Unreadable(
                    _("The PDF has {n} pages; no workshop notes do.").format(n=len(document)),
                    _("Save the pages that matter as a PDF of their own."),
                )
            pages = [_rows(page.get_textpage().get_text_range()) for page in document]
            properties = [
                (key, by, said)
                for key, by in (
                    ("Title", "title"),
                    ("Author", "creator"),
                    ("Subject", "subject"),
                    ("Keywords", "keywords"),
                )
                if (said := normalise.line(str(document.get_metadata_value(key))))
            ]
            document.close()
        except pypdfium2.PdfiumError as error:
            if "assword" in str(error):
                raise Unreadable(
                    _("The file is locked with a password."), _("Save a copy without a password.")
                ) from error
            raise Unreadable(
                _("Expected a PDF, but it is damaged."),
                _("Export it anew, or bring the file it was made from."),
            ) from error
    return pages, properties


def _rows(text: str) -> list[str]:
    """Return the lines of a page; a word that was broken at a line's end is whole again."""
    text = re.sub("(?:\x02|\ufffe)[ \t]*\r?\n?", "", text)
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return [row.rstrip() for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _shape(row: str) -> str:
    """Return a line as it repeats from page to page: without numbers and spaces."""
    return re.sub(r"[\d\s]+", "", row)


def _furniture(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the shapes of lines that stand at the edge of most pages."""
    if len(pages) < _LEAST_PAGES:
        return set()
    seen = Counter(shape for page in pages for shape in set(_edges(page)))
    return {shape for shape, times in seen.items() if shape and times >= _OFTEN * len(pages)}


def _edges(page: Sequence[str]) -> Iterator[str]:
    full = [row for row in page if row.strip()]
    for row in (*full[:EDGE], *full[-EDGE:]):
        yield _shape(normalise.line(row))
