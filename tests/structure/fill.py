"""Fill: the blank form as people fill it in, in Word, LibreOffice and pads."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
Lines = Mapping[str, Sequence[str]]


def word(form: bytes, lines: Lines, cells: Lines) -> bytes:
    """Write into a Word form: `lines` by mark into fields, `cells` by mark into the fields of tables and boxes."""
    document = Document(io.BytesIO(form))
    body = document.element.body
    waiting = {mark: list(texts) for mark, texts in cells.items()}
    for control in list(body.iter(f"{W}sdt")):
        tag = control.find(f"{W}sdtPr/{W}tag")
        mark = "" if tag is None else tag.get(f"{W}val").removeprefix("htm_")
        content = control.find(f"{W}sdtContent")
        paragraphs = content.findall(f"{W}p")
        if paragraphs and mark in lines:
            _written(control)
            for text in lines[mark]:
                new = copy.deepcopy(paragraphs[0])
                _say(new, text)
                content.append(new)
            content.remove(paragraphs[0])
        elif not paragraphs and waiting.get(mark) and control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            text = waiting[mark].pop(0)
            if text:
                _written(control)
                _say(content, text)
    return _saved(document)


def _written(control: etree._Element) -> None:
    properties = control.find(f"{W}sdtPr")
    properties.remove(properties.find(f"{W}showingPlcHdr"))


def _say(node: etree._Element, text: str) -> None:
    for style in list(node.iter(f"{W}rStyle")):
        style.getparent().remove(style)
    next(node.iter(f"{W}t")).text = text


def _saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def without_controls(form: bytes) -> bytes:
    """Return a Word file as a program leaves it that knows no content controls, bookmarks or properties of ours."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        for child in list(control.find(f"{W}sdtContent")):
            parent.insert(parent.index(control), child)
        parent.remove(control)
    for mark in [*root.iter(f"{W}bookmarkStart"), *root.iter(f"{W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    parts["word/document.xml"] = etree.tostring(root)
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"howtomake-form", b"other")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def opendocument(form: bytes, lines: Lines, cells: Lines) -> bytes:
    """Write into an ODT form: a placeholder vanishes when it is typed over."""
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(parts["content.xml"])
    text = next(root.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"))
    waiting = {mark: list(texts) for mark, texts in cells.items()}
    mark = ""
    for node in list(text):
        bookmark = next(node.iter(f"{TEXT}bookmark-start"), None)
        if bookmark is not None:
            mark = bookmark.get(f"{TEXT}name").removeprefix("htm_")
        for ask in list(node.iter(f"{TEXT}placeholder")):
            paragraph = ask.getparent()
            if node.tag == f"{TEXT}p" and not (paragraph.text or "").strip() and mark in lines:
                for said in lines[mark]:
                    new = etree.Element(f"{TEXT}p", dict(paragraph.attrib))
                    new.text = said
                    text.insert(text.index(node), new)
                text.remove(node)
            elif waiting.get(mark) and (said := waiting[mark].pop(0)):
                paragraph.remove(ask)
                paragraph.text = (paragraph.text or "") + said
    parts["content.xml"] = etree.tostring(root)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pad(form: bytes, lines: Lines, cells: Lines) -> bytes:
    """Write into a pad: lines behind the bullets, rows into tables, values behind labels."""
    waiting = {mark: list(texts) for mark, texts in cells.items()}
    rows, mark = [], ""
    for row in form.decode().split("\n"):
        if heading := re.search(r"\{#(\w+)\}", row):
            mark = heading[1]
        given = waiting.get(mark, [])
        if row == "- " and mark in lines:
            rows += [f"- {text}" for text in lines[mark]]
        elif row.startswith("- [ ] ") and given and not row.removeprefix("- [ ] "):
            rows.append(row + given.pop(0))
        elif row.startswith("- ") and row.endswith(":") and given:
            rows.append(f"{row} {given.pop(0)}".rstrip())
        elif set(row) <= set("| ") and row.count("|") > 1 and given:
            width = row.count("|") - 1
            rows.append(f"| {' | '.join(given[:width])} |")
            del given[:width]
        else:
            rows.append(row)
    return "\n".join(rows).encode()
