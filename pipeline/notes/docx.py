"""DOCX: a Word file as blocks, in reading order, with all that a person could see or find in it.

The file is walked directly: pandoc drops text boxes, headers and footers, and every column but the
first of a table whose first row is one cell, so it is not asked at all. Building blocks that a file
only keeps at hand (`word/glossary/`) are no part of the notes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import (
    authors,
    normalise,
    ooxml,
    outline,
    places,
    wordcharts,
    wordcomments,
    wordlook,
    wordnumbers,
    wordparts,
)  # fmt: skip
from pipeline.notes.ooxml import Package, W
from pipeline.notes.unreadable import Unreadable
from pipeline.notes.wordpage import Beside, Page

_PROPERTIES = {
    "docProps/core.xml": {
        "title", "subject", "creator", "lastModifiedBy", "keywords", "description", "category",
        "contentStatus", "created", "modified",
    },
    "docProps/app.xml": {"Company", "Manager"},
}  # fmt: skip
_CHARTS = {f"{wordcharts.C}chartSpace", f"{wordcharts.D}dataModel", f"{wordcharts.NEW}chartSpace"}
_LEFT_OVER = {
    f"{W}hdr": Layer.FURNITURE, f"{W}ftr": Layer.FURNITURE, f"{W}document": Layer.BODY,
}  # fmt: skip
_PAGE_END = f"{W}lastRenderedPageBreak"


def read(name: str, data: bytes) -> Notes:
    """Read a Word file.

    Raises:
        Unreadable: damaged, locked, hostile, or with another document embedded that only Word can show.
    """
    package = ooxml.unpack(data, "")
    main = wordparts.main(package)
    page = _page(name, package, main)
    try:
        page.part(main, Layer.BODY)
        _beside_the_text(page)
    except RecursionError as error:
        raise Unreadable(
            _("The file is nested too deeply."), _("Copy the text into a new Word file.")
        ) from error
    properties = _properties(page)
    _changes(page)
    repairs = normalise.total(page.repairs)
    return Notes(name, tuple(outline.with_paths(page.blocks)), repairs, tuple(page.pictures), properties)


def _page(name: str, package: Package, main: str) -> Page:
    beside = Beside(
        wordcomments.read(package, wordparts.beside(package, main, "comments"), main),
        wordparts.beside(package, main, "comments"),
        dict(_notes(package, main)),
    )
    styles = wordlook.styles(package, wordparts.beside(package, main, "styles"))
    numbers = wordnumbers.read(package, wordparts.beside(package, main, "numbering"))
    page = Page(name, package=package, styles=styles, numbers=numbers, beside=beside)
    page.count.page = int(next(package.xml(main).iter(_PAGE_END), None) is not None)
    return page


def _notes(package: Package, main: str) -> Iterator[tuple[tuple[str, str], tuple[str, Any]]]:
    """Yield foot- and endnotes by kind and id."""
    for kind in ("footnotes", "endnotes"):
        part = wordparts.beside(package, main, kind)
        root = package.xml(part)
        for node in () if root is None else root.iter(f"{W}{kind.removesuffix('s')}"):
            yield (kind, str(node.get(f"{W}id", ""))), (part, node)


def _beside_the_text(page: Page) -> None:
    """Read headers and footers, and what nothing in the text points at any more."""
    kept = list(wordparts.with_root(page.package, set(_LEFT_OVER)))
    for part, root in sorted(kept, key=lambda pair: list(_LEFT_OVER).index(pair[1].tag)):
        layer = _LEFT_OVER[root.tag]
        header = root.tag.endswith("}hdr")
        place = places.furniture(header=header) if layer is Layer.FURNITURE else posixpath.basename(part)
        page.part(part, layer, place if layer is Layer.FURNITURE else places.left_over(place))
    for number in page.beside.comments:
        page.comment(number)
    for kind, number in page.beside.notes:
        page.note(kind, number)
    for part, _root in wordparts.with_root(page.package, _CHARTS):
        page.drawing(part)


def _properties(page: Page) -> dict[str, str]:
    found = {}
    for part, names in _PROPERTIES.items():
        root = page.package.xml(part)
        for node in () if root is None else root:
            key = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
            if key in names and (text := page.line(node.text or "")):
                found[key] = text
                page.blocks.append(Block(page.name, places.property_(key), Kind.META, text, Layer.PROPERTY))
    return found


def _changes(page: Page) -> None:
    """Name who changed the text while changes were tracked, each once."""
    tags = {f"{W}document", f"{W}hdr", f"{W}ftr", f"{W}footnotes", f"{W}endnotes"}
    named = {
        str(node.get(f"{W}author") or "").strip()
        for _part, root in wordparts.with_root(page.package, tags)
        for node in root.iter()
        if node.get(f"{W}author")
    }
    for author in sorted(filter(None, map(page.line, named))):
        page.blocks.append(
            Block(page.name, places.changes(), Kind.META, author, Layer.PROPERTY, by=authors.person(author))
        )
