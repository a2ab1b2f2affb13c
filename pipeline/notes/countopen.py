"""Count open: every text of a raw OpenDocument file, for the inventory, without any code of its reader."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pipeline.model.notes import Layer, Run

_PROPERTIES = {"title", "subject", "creator", "description", "initial-creator", "keyword"}
_APART = {"note-citation", "note", "annotation", "script", "number", "p", "h"}
"""What stands in a paragraph and is counted by itself, or by nobody."""
_LABELLED = {"checkbox", "radio", "button", "fixed-text", "frame", "image"}
_LEAVES = {"mi", "mn", "mo", "ms", "mtext"}
_OWN_WORDS = "Foto Eingebettete Datei Embedded file Object x"
_SIGNS = "^√,;"


def text(data: bytes) -> Iterator[Run]:
    """Yield every text of an ODT: content, page headers, objects, properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    for name in ("content.xml", "styles.xml"):
        if name in parts:
            tree = ET.fromstring(parts[name])  # noqa: S314  (readers refused entities)
            yield from part(name, tree)
            yield from _beside(name, tree, parts)
    yield from properties(parts.get("meta.xml", b"<none/>"))
    yield Run("", _OWN_WORDS, optional=True)


def properties(data: bytes) -> Iterator[Run]:
    """Yield title, author and the like."""
    for element in ET.fromstring(data).iter():  # noqa: S314
        if _kind(element) in _PROPERTIES and element.text:
            yield Run("meta.xml", element.text, Layer.PROPERTY)


def _kind(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _of(element: ET.Element, room: str) -> bool:
    return f":{room}:" in element.tag


def _get(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def part(name: str, root: ET.Element) -> Iterator[Run]:
    """Yield every paragraph of one part."""
    for number, element in enumerate(root.iter()):
        if _kind(element) in {"p", "h"} and _of(element, "text"):
            for said in _own_text(element):
                yield Run(f"{name} {number}", said)


def _own_text(element: ET.Element) -> Iterator[str]:
    """Yield the text of a paragraph without that of paragraphs inside it, which are counted themselves."""
    if element.text:
        yield element.text
    for child in element:
        apart = _kind(child) in _APART or (_of(child, "drawing") and _kind(child) != "a")
        if not apart and not (_kind(child) == "content-control" and _get(child, "checkbox") == "true"):
            yield from _own_text(child)
        if child.tail:
            yield child.tail


def _beside(name: str, root: ET.Element, parts: dict[str, bytes]) -> Iterator[Run]:
    """Yield what a person sees that is no paragraph: alternative texts, forms, objects, authors."""
    shown = {_get(control, "control") for control in root.iter() if _kind(control) == "control"}
    for element in root.iter():
        kind = _kind(element)
        if kind in {"title", "desc"} and _of(element, "svg-compatible"):
            yield Run(name, element.text or "", optional=kind == "title")
        elif kind == "hidden-text" and (_get(element, "is-hidden") == "true" or not element.text):
            yield Run(name, _get(element, "string-value"))
        elif _of(element, "form") and _get(element, "id") in shown - {""}:
            yield Run(name, _filled(element))
        elif kind == "object" and _of(element, "drawing"):
            folder = posixpath.normpath(_get(element, "href"))
            yield from _object(parts.get(f"{folder}/content.xml", b"<none/>"))
        if kind == "image":
            yield Run(name, "bild0123456789", optional=True)
        for said in (value for key, value in element.items() if key.endswith("}href")):
            yield Run(name, said, optional=True)
            yield Run(name, posixpath.basename(said), optional=True)
    changes = [one for info in root.iter() if _kind(info) == "change-info" for one in info]
    named = {" ".join((one.text or "").split()) for one in changes if _kind(one) == "creator"}
    yield from (Run(name, author, Layer.PROPERTY) for author in sorted(named))


def _filled(control: ET.Element) -> str:
    """Return what a person sees of one line or box of a form."""
    kind = _kind(control)
    if kind in _LABELLED:
        return _get(control, "label")
    if kind == "listbox":
        for mark in ("current-selected", "selected"):
            if chosen := [one for one in control.iter() if _get(one, mark) == "true"]:
                return "; ".join(_get(one, "label") for one in chosen)
        return ""
    return "" if kind in {"hidden", "password"} else _get(control, "current-value") or _get(control, "value")


def _object(data: bytes) -> Iterator[Run]:
    """Yield what a chart or an equation says; what other programs keep is not opened."""
    root = ET.fromstring(data)  # noqa: S314
    if _kind(root) == "math":
        yield from (Run("Object", one.text or "") for one in root.iter() if _kind(one) in _LEAVES)
        yield Run("Object", _SIGNS * 20, optional=True)
    elif any(_kind(one) in {"chart", "spreadsheet"} for one in root.iter()):
        yield from part("Object", root)
