"""Form marks: what the blank form (render/form….py) left in a file that people have written in since.

Only marks are collected here; what they mean is settled in `structure/formed.py`. Programs lose some
of them: LibreOffice the tags of fields, pads everything but the text, and a person may rename headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.model.form import FIELD, FORM
from pipeline.model.notes import Block, Kind, Marked, Marks
from pipeline.notes import ooxml
from pipeline.notes.ooxml import W
from pipeline.notes.unreadable import Unreadable

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HEADING = re.compile(rf"(?P<text>.*\S)\s*\{{#(?:{FIELD})?(?P<mark>[a-z]+(?:[_-]\d+)?)\}}")
_BREAKS = {f"{W}br", f"{W}cr", f"{W}tab"}


def of(suffix: str, data: bytes, blocks: tuple[Block, ...]) -> Marks:
    """Return the marks in a file that has been read; none in kinds of files we make no form for."""
    try:
        if suffix == ".docx":
            return _word(data)
        if suffix == ".odt":
            return _opendocument(data)
    except Unreadable:  # its reader knows more ways into such a file than our form ever takes
        return Marks()
    return _pad(blocks, data) if suffix in {".md", ".markdown", ".txt"} else Marks()


def _word(data: bytes) -> Marks:
    """Return the marks in a Word file: tags of content controls, bookmarks, its property."""
    package = ooxml.unpack(data)
    root = package.xml("word/document.xml")
    fields, asks, headings = [], [], []
    for control in root.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        mark = _mark(_value(properties, "tag"))
        texts = [Marked(mark, text) for text in _paragraphs(control)]
        if properties is not None and properties.find(f"{W}showingPlcHdr") is not None:
            asks += [one.text for one in texts]
        elif mark:
            fields += texts
    for bookmark in root.iter(f"{W}bookmarkStart"):
        parent = bookmark.getparent()
        if (mark := _mark(str(bookmark.get(f"{W}name", "")))) and parent.tag == f"{W}p":
            headings.append(Marked(mark, _said(parent)))
    said = FORM.encode() in package.parts.get("docProps/custom.xml", b"")
    return Marks(said, tuple(headings), tuple(fields), tuple(dict.fromkeys(asks)))


def _opendocument(data: bytes) -> Marks:
    """Return the marks in an ODT: bookmarks and placeholders, its property."""
    package = ooxml.unpack(data, "content.xml")
    root = package.xml("content.xml")
    headings = [
        Marked(mark, "".join(map(str, parent.itertext())))
        for bookmark in root.iter(f"{_TEXT}bookmark", f"{_TEXT}bookmark-start")
        if (mark := _mark(str(bookmark.get(f"{_TEXT}name", ""))))
        and (parent := bookmark.getparent()).tag in {f"{_TEXT}h", f"{_TEXT}p"}
    ]
    asks = ["".join(map(str, node.itertext())) for node in root.iter(f"{_TEXT}placeholder")]
    said = FORM.encode() in package.parts.get("meta.xml", b"")
    return Marks(said, tuple(headings), (), tuple(dict.fromkeys(asks)))


def _pad(blocks: tuple[Block, ...], data: bytes) -> Marks:
    """Return the marks in Markdown: ids behind headings, and the comment at the top."""
    headings = tuple(
        Marked(match["mark"].replace("-", "_"), block.text)
        for block in blocks
        if block.kind in {Kind.HEADING, Kind.PARAGRAPH} and (match := _HEADING.fullmatch(block.text))
    )
    return Marks(FORM.encode() in data[:2000], headings)


def unmarked(text: str) -> str:
    """Return a heading without the mark behind it."""
    match = _HEADING.fullmatch(text)
    return match["text"] if match else text


def _mark(name: str) -> str:
    return name.removeprefix(FIELD) if name.startswith(FIELD) else ""


def _value(properties: Any, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _paragraphs(control: Any) -> Iterator[str]:
    """Yield what stands in a control: line by line, or within one line."""
    paragraphs = list(control.iter(f"{W}p"))
    for node in paragraphs or [control]:
        if text := _said(node).strip():
            yield text


def _said(node: Any) -> str:
    return "".join(
        " " if inner.tag in _BREAKS else inner.text or "" for inner in node.iter(f"{W}t", *_BREAKS)
    )
