"""PDF: the text of a PDF that has any, page by page and line by line; a scan is a picture to transcribe."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
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
    repairs: list[Repair] = []
    for number, page in enumerate(pages, start=1):
        text, mended = normalise.clean("\n".join(page))
        repairs += mended
        rows = text.split("\n")
        for row in sorted(_at_edges(rows, furniture)):
            place = places.page(number, row + 1)
            blocks.append(Block(name, place, Kind.PARAGRAPH, " ".join(rows[row].split()), Layer.FURNITURE))
            rows[row] = ""
        blocks += plain.blocks(name, "\n".join(rows), functools.partial(places.page, number))
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


def _edges(rows: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield place at the edge (0, 1 from the top, -1, -2 from below) and index of lines with text."""
    full = [number for number, row in enumerate(rows) if row.strip()]
    yield from enumerate(full[:EDGE])
    yield from ((-place, number) for place, number in enumerate(reversed(full[-EDGE:]), start=1))


def _furniture(pages: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    """Return places and shapes of lines that most pages have at the same edge."""
    if len(pages) < _LEAST_PAGES:
        return set()
    seen = Counter((place, _shape(page[number])) for page in pages for place, number in _edges(page))
    return {line for line, times in seen.items() if line[1] and times >= _OFTEN * len(pages)}


def _at_edges(rows: Sequence[str], furniture: set[tuple[int, str]]) -> set[int]:
    """Return the indexes of the running headers and footers of a page."""
    return {number for place, number in _edges(rows) if (place, _shape(rows[number])) in furniture}
