"""EPUB: the book's files in reading order, each read as the web page it is; a Readback out."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.verify import html, tags
from pipeline.verify.package import DAMAGED
from pipeline.verify.readback import Readback

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

MOST_PARTS = 2_000
MOST_UNPACKED = 200_000_000
MIMETYPE = b"application/epub+zip"

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_PAGE = "application/xhtml+xml"


def read(data: bytes, name: str) -> Readback:
    """Read a finished EPUB.

    Raises:
        Trouble: no archive, no package in it, document types in its XML, or larger than any guide.
    """
    parts = _parts(data, name)
    place = _package(parts, name)
    package = _xml(parts, place, name)
    spine = _spine(package, place, parts)
    pages = [html.read(parts[part], f"{name}: {part}", _beside(part, parts)) for part in spine]
    led = set(_spine(package, place, parts))
    loose = [part for part in parts if part.endswith((".xhtml", ".html")) and part not in led]
    return Readback(
        format="epub",
        title=" ".join((package.findtext(f".//{_DC}title") or "").split()),
        lang=(package.findtext(f".//{_DC}language") or "").strip(),
        body="\n".join(page.body for page in pages),
        spots={
            spot: "\n".join(page.spots[spot] for page in pages if spot in page.spots)
            for spot in Spot
            if any(spot in page.spots for page in pages)
        },
        aside="\n".join(page.aside for page in pages),
        hidden="\n".join([*(page.hidden for page in pages), *_loose(parts, loose, name)]),
        metadata=(*_metadata(package), *(pair for page in pages for pair in page.metadata)),
        headings=tuple(heading for page in pages for heading in page.headings),
        pictures=tuple(picture for page in pages for picture in page.pictures),
        pictures_without_alt=tuple(where for page in pages for where in page.pictures_without_alt),
        tables_without_header=tuple(where for page in pages for where in page.tables_without_header),
        picture_tags=(
            *((part, what) for part in parts if part.endswith(_PICTURES) for what in tags.tags(parts[part])),
            *(pair for page in pages for pair in page.picture_tags),
        ),
    )


def _beside(page: str, parts: Mapping[str, bytes]) -> Callable[[str], bytes]:
    """Return what finds a picture of a page in the archive."""
    folder = posixpath.dirname(page)
    return lambda source: parts.get(posixpath.normpath(posixpath.join(folder, unquote(source))), b"")


def _package(parts: Mapping[str, bytes], name: str) -> str:
    """Return where the package document stands, which the container says."""
    if "META-INF/container.xml" not in parts:
        raise _broken(name, "META-INF/container.xml")
    root = _xml(parts, "META-INF/container.xml", name).find(f".//{_CONTAINER}rootfile")
    place = "" if root is None else root.get("full-path", "")
    if place not in parts:
        raise _broken(name, place or "rootfile")
    return place


def _spine(package: Element, place: str, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the pages in reading order; what the spine names but the archive lacks is left out."""
    pages = _items(package, place)
    for link in package.iter(f"{_OPF}itemref"):
        page = pages.get(link.get("idref", ""), "")
        if page in parts:
            yield page


def _items(package: Element, place: str) -> dict[str, str]:
    folder = posixpath.dirname(place)
    return {
        item.get("id", ""): posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        for item in package.iter(f"{_OPF}item")
        if item.get("media-type") == _PAGE
    }


def _metadata(package: Element) -> Iterator[tuple[str, str]]:
    for element in package.iterfind(f"{_OPF}metadata/*"):
        if isinstance(element.tag, str) and (element.text or "").strip():
            yield element.get("property") or re.sub(r"^\{.*\}", "", element.tag), str(element.text).strip()


def _loose(parts: Mapping[str, bytes], names: list[str], name: str) -> Iterator[str]:
    """Yield the text of pages outside the reading order: nobody is led there, but it is in the file."""
    for part in names:
        yield html.read(parts[part], f"{name}: {part}").everything


# Hostile files


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """Return all parts of the archive, after looking at sizes before unpacking anything."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Trouble.at(
                    name,
                    _("This EPUB unpacks to more than {size} MB or {parts} parts.").format(
                        size=MOST_UNPACKED // 1_000_000, parts=MOST_PARTS
                    ),
                    _("Make its pictures smaller, or get the file anew from where it came."),
                )
            return {entry.filename: archive.read(entry) for entry in entries}
    except DAMAGED as error:
        raise _broken(name, str(error)) from error


def _xml(parts: Mapping[str, bytes], part: str, name: str) -> Element:
    from lxml import etree

    data = parts[part]
    if re.search(rb"<!(DOCTYPE|ENTITY)", data.replace(b"\x00", b"")):
        raise Trouble.at(
            name,
            _("The part {part} declares a document type, which no book needs.").format(part=part[:80]),
            _("Don't open this file; ask where it comes from."),
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(name, f"{part[:80]}: {error}") from error


def _broken(name: str, what: str) -> Trouble:
    return Trouble.at(
        name,
        _("This EPUB cannot be read: {what}").format(what=what[:200]),
        _("It is broken or incomplete: build it again, or get it anew from where it came."),
    )
