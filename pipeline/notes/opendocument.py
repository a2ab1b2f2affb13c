"""OpenDocument: an ODT of LibreOffice as blocks, in reading order, with all that a person could see or find.

Pandoc loses comments of an ODT whatever it is told, so the walk is ours, as for Word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import authors, normalise, ooxml, openlook, outline, places
from pipeline.notes.openlook import DC, META, OFFICE, STYLE
from pipeline.notes.openpage import Page, Scope
from pipeline.notes.unreadable import Unreadable

MAIN = "content.xml"
_PROPERTIES = {
    f"{DC}title": "title",
    f"{DC}subject": "subject",
    f"{DC}creator": "creator",
    f"{DC}description": "description",
    f"{META}initial-creator": "creator",
    f"{META}keyword": "keywords",
}
_FURNITURE = ("header", "footer", "header-first", "footer-first", "header-left", "footer-left")


def read(name: str, data: bytes) -> Notes:
    """Read an ODT.

    Raises:
        Unreadable: damaged, locked, or not a text document.
    """
    package = ooxml.unpack(data, MAIN)
    if b"manifest:encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(_("The file is locked with a password."), _("Save a copy without a password."))
    content, styles = package.xml(MAIN), package.xml("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Unreadable(
            _("Expected a text document (.odt), but it holds no text."),
            _("Is it the right file? Copy it anew."),
        )
    page = Page(name, package=package)
    _properties(page, package.xml("meta.xml"))
    try:
        page.tree(content, Scope(openlook.read(content, styles)), [body])
        _furniture(page, styles)
    except RecursionError as error:
        raise Unreadable(_("This is nested too deeply."), _("Save its text as a text file.")) from error
    _changes(page, [content, *([] if styles is None else [styles])])
    return Notes(
        name, tuple(outline.with_paths(page.blocks)), normalise.total(page.repairs), tuple(page.pictures)
    )


def _properties(page: Page, tree: Any) -> None:
    """Take title, author and the like from meta.xml."""
    for element in () if tree is None else tree.iter(*_PROPERTIES):
        if said := page.line(element.text or ""):
            key = _PROPERTIES[element.tag]
            place = places.property_(key)
            page.blocks.append(Block(page.name, place, Kind.META, said, Layer.PROPERTY, by=key))


def _furniture(page: Page, styles: Any) -> None:
    """Read headers and footers, which lie with the page styles."""
    if styles is None:
        return
    look = openlook.read(styles, styles)
    for tag in _FURNITURE:
        for part in styles.iter(f"{STYLE}{tag}"):
            place = places.furniture(header=tag.startswith("header"))
            page.tree(part, Scope(look, layer=Layer.FURNITURE, place=place), [part])


def _changes(page: Page, trees: Iterable[Any]) -> None:
    """Name who changed the text while changes were tracked, each once."""
    named = {
        page.line(info.findtext(f"{DC}creator") or "")
        for tree in trees
        for info in tree.iter(f"{OFFICE}change-info")
    }
    for author in sorted(filter(None, named)):
        by = authors.person(author)
        page.blocks.append(Block(page.name, places.changes(), Kind.META, author, Layer.PROPERTY, by=by))
