"""Count: the text of raw files that are neither Word nor plain text, for the inventory.

It shares no code with the readers of these files: other parsers, other walks.
"""

from __future__ import annotations

import email
import email.policy
import html
import html.parser
import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from pipeline.model.notes import Layer, Run
from pipeline.notes import countopen, normalise

_SILENT = {"script", "style", "template", "noscript", "object", "iframe"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track"}
_OPTIONAL = {"alt", "href"}
_SIGN = re.compile(r'[;,\t|"]')
"""What may part the cells of a CSV, or stand in one."""
_OWN_WORDS = "Foto Anhang Tabelle x"
"""What readers may say of themselves where a file says nothing."""


class _Page(html.parser.HTMLParser):
    """Collects what a page says, by the standard library's parser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and tag not in _VOID:
            self.silent.append(tag)
        for key, value in attrs:
            if key in _OPTIONAL and value and not value.startswith("data:"):
                self.runs.append(Run(self._place(), value, optional=True))
                self.runs.append(Run(self._place(), unquote(value), optional=True))
        if tag == "img":
            self.runs.append(Run(self._place(), "Foto Photo", optional=True))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            self.runs.append(Run(self._place(), data))

    def handle_comment(self, data: str) -> None:
        if data.strip() and not self.silent and not data.strip().startswith(("[if ", "[endif]")):
            self.runs.append(Run(self._place(), data, Layer.HIDDEN))

    def _place(self) -> str:
        return str(self.getpos()[0])


def web(data: bytes) -> Iterator[Run]:
    """Yield every text of a page, comments too; scripts and styles say nothing to people."""
    text, _repairs = normalise.decode(data)
    page = _Page()
    if text.rfind("<!--") > text.rfind("-->"):
        text += "-->"  # a comment that was cut off is one all the same
    text = re.sub(r"<[a-zA-Z/!?][^>]*\Z", "", text)  # a tag that was cut off says nothing
    text = re.sub(r"(?i)</(script|style)\b[^>]*>", r"</\1>", text)
    page.feed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    page.close()
    yield from page.runs
    yield Run("", _OWN_WORDS, optional=True)


def mail(data: bytes) -> Iterator[Run]:
    """Yield heads, texts and attachments' names of a mail and of the mails in it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(message.walk())
    for head in [
        message,
        *(one.get_content() for one in parts if one.get_content_type() == "message/rfc822"),
    ]:
        for header in ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject"):
            yield from (Run(header, str(value), Layer.PROPERTY) for value in head.get_all(header, []))
    for part in _told(parts):
        text = _letter(part).encode("utf-8", "surrogateescape")
        if part.get_content_type() == "text/html":
            yield from web(text)
        elif part.get_content_type() == "text/plain":
            rows = enumerate(normalise.decode(text)[0].split("\n"), start=1)
            yield from (Run(str(number), row) for number, row in rows if row.strip())
    yield from (Run("Anhang", str(part.get_filename())) for part in parts if part.get_filename())
    yield Run("", _OWN_WORDS, optional=True)


def _letter(part: Any) -> str:
    try:
        return str(part.get_content())
    except LookupError:  # an encoding that nobody knows
        return normalise.decode(part.get_payload(decode=True))[0]


def _told(parts: list[EmailMessage]) -> list[EmailMessage]:
    """Return the texts of a mail; of two versions of a text the plain one."""
    told = [part for part in parts if part.get_content_maintype() == "text" and not part.get_filename()]
    for choice in parts:
        if choice.get_content_type() == "multipart/alternative":
            versions = [part for part in choice.walk() if part in told]
            versions.sort(key=lambda part: part.get_content_type() != "text/plain")
            told = [part for part in told if part not in versions[1:]]
    return told


def sheet(data: bytes, suffix: str) -> Iterator[Run]:
    """Yield every text of a table file; numbers and dates may differ, as people read them."""
    if suffix == "csv":
        text, _repairs = normalise.decode(data)
        for number, row in enumerate(text.split("\n"), start=1):
            yield from (Run(str(number), piece) for piece in _SIGN.split(row) if piece.strip())
            yield Run(str(number), " ".join(_SIGN.findall(row)), optional=True)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part.endswith(".xml")}
    if suffix == "ods":
        yield from countopen.part("content.xml", ET.fromstring(parts["content.xml"]))  # noqa: S314
        yield from _numbers("content.xml", parts["content.xml"].count(b"office:value-type"))
        meta = parts.get("meta.xml", b"<meta/>")
        wanted = ("title", "creator", "initial-creator")
        yield from _properties("meta.xml", meta, wanted)
        titles = re.findall(rb'<table:table [^>]*table:name="([^"]*)"', parts["content.xml"])
        yield from (Run("content.xml", html.unescape(title.decode())) for title in titles)
    else:
        yield from _excel(parts)
    yield Run("", _OWN_WORDS, optional=True)


def pdf(data: bytes) -> Iterator[Run]:
    """Yield every word of a PDF by pypdf; the readers use PDFium. Order on the page is nobody's promise."""
    try:
        reader = _opened(data)
        yield from list(_said_of_itself(reader))
        pages = list(reader.pages)
    except Exception:  # noqa: BLE001  (pypdf cannot even open it; a person looks)
        yield Run("1", "\ufffd", loose=True)
        yield Run("1", "\ufffd" * _FILE_FULL, optional=True)
        return
    for number, page in enumerate(pages, start=1):
        try:
            said = _once(page)
        except Exception:  # noqa: BLE001  (pypdf stumbles in many ways; the page is named, and a person looks)
            yield Run(str(number), "\ufffd", loose=True)
            yield Run(str(number), "\ufffd" * _PAGE_FULL, optional=True)
            continue
        text = re.sub(r"[-\u00ad\u2010]\s*\n\s*", "", said)
        yield from _unread(number, text)
        bare = re.sub(
            "[\ufb00-\ufb06]", lambda match: unicodedata.normalize("NFKC", match[0]), _UNREAD.sub(" ", text)
        )
        yield from (Run(str(number), word, loose=True) for word in bare.split())
    yield Run("", _OWN_WORDS + " Scan", optional=True)


def _said_of_itself(reader: Any) -> Iterator[Run]:
    facts = reader.metadata or {}
    for key in ("/Title", "/Author", "/Subject", "/Keywords"):
        if value := facts.get(key):
            yield Run(key, str(value), Layer.PROPERTY)


_UNREAD = re.compile(
    r"(?:/[a-zA-Z]{1,3}\d{1,4}(?:\.\d+)?|/uni[0-9A-F]{4}|/[a-z](?:_[a-z]+)+|\(cid:\d+\))+|"
    "[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]+|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+"
)
"""Glyphs that a font gives no letters for, as pypdf names them; scripts from right to left."""


def _unread(number: int, text: str) -> Iterator[Run]:
    """Yield what cannot be compared: another program may read any sign there, or none."""
    for match in _UNREAD.finditer(text):
        yield Run(str(number), match[0] + "\ufffd" * len(match[0]), optional=True)


def _opened(data: bytes) -> Any:
    """Open a PDF; one that is encrypted without a password, or a bit broken, as PDFium writes it anew."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if not reader.is_encrypted:
            for page in reader.pages:
                page.extract_text()
                break
            return reader
    except Exception:  # noqa: BLE001, S110  (pypdf stumbles in many ways over what PDFium reads)
        pass
    return pypdf.PdfReader(io.BytesIO(_anew(data)))


def _anew(data: bytes) -> bytes:
    import pypdfium2
    import pypdfium2.raw as pdfium

    out = io.BytesIO()
    document = pypdfium2.PdfDocument(data)
    document.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
    document.close()
    return out.getvalue()


def _once(page: Any) -> str:
    """Return the text of a page; what was drawn twice at one place, to look bold, counts once."""
    parts: list[str] = []
    seen: dict[str, list[tuple[float, float]]] = {}

    def take(text: str, matrix: list[float], line: list[float], _font: Any, _size: Any) -> None:
        x = line[4] * matrix[0] + line[5] * matrix[2] + matrix[4]
        y = line[4] * matrix[1] + line[5] * matrix[3] + matrix[5]
        there = seen.setdefault(text.strip(), [])
        if text.strip() and any(abs(x - a) < _BESIDE and abs(y - b) < _BESIDE for a, b in there[-20:]):
            return
        there.append((x, y))
        parts.append(text)

    page.extract_text(visitor_text=take)
    return "".join(parts)


_PAGE_FULL, _FILE_FULL = 20_000, 3_000_000
"""Letters that a page or a file may hold."""
_BESIDE = 1.5
"""Points."""


def archive(data: bytes) -> Iterator[Run]:
    """Yield the name of each file in a zip, from the directory at its end (APPNOTE 4.3.12)."""
    at = data.rfind(b"PK\x05\x06")
    count, start = struct.unpack("<H4xI", data[at + 10 : at + 20]) if at >= 0 else (0, 0)
    for number in range(count):
        flags, long, extra, remark = struct.unpack("<8xH18x3H", data[start : start + 34])
        raw = data[start + 46 : start + 46 + long]
        start += 46 + long + extra + remark
        if not raw.endswith((b"/", b"\\")):
            yield Run(str(number), _file_name(raw, utf8=bool(flags & 0x800)))


def _file_name(raw: bytes, *, utf8: bool) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if utf8 else "cp437", "replace")


def _excel(parts: dict[str, bytes]) -> Iterator[Run]:
    """Yield what each cell says; a text that many cells share counts in each of them."""
    shared = [_joined(item) for item in _all(parts, "xl/sharedStrings.xml", "si")]
    for part in sorted(parts):
        if part.startswith("xl/worksheets/sheet"):
            for cell in _all(parts, part, "c"):
                yield from _cell(f"{part} {cell.get('r')}", cell, shared)
        elif part.startswith("xl/comments"):
            yield from (
                Run(part, _joined(comment), Layer.COMMENT) for comment in _all(parts, part, "comment")
            )
    yield from (
        Run("xl/workbook.xml", one.get("name", "")) for one in _all(parts, "xl/workbook.xml", "sheet")
    )
    core = parts.get("docProps/core.xml", b"<none/>")
    yield from _properties("docProps/core.xml", core, ("title", "creator", "lastModifiedBy"))


def _cell(place: str, cell: ET.Element, shared: list[str]) -> Iterator[Run]:
    value = next((child.text for child in cell if child.tag.endswith("}v")), None)
    kind = cell.get("t", "n")
    if kind == "s" and value:
        yield Run(place, shared[int(value)])
    elif kind in {"inlineStr", "str"}:
        yield Run(place, value or _joined(cell))
    elif value:
        yield from _numbers(place, 1)


def _all(parts: dict[str, bytes], part: str, tag: str) -> list[ET.Element]:
    root = ET.fromstring(parts.get(part, b"<none/>"))  # noqa: S314  (readers refused entities)
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _joined(element: ET.Element) -> str:
    return "".join(text.text or "" for text in element.iter() if text.tag.endswith("}t"))


def _properties(part: str, data: bytes, wanted: tuple[str, ...]) -> Iterator[Run]:
    for element in ET.fromstring(data).iter():  # noqa: S314
        if element.tag.rpartition("}")[2] in wanted and element.text:
            yield Run(part, element.text, Layer.PROPERTY)


def _numbers(place: str, cells: int) -> Iterator[Run]:
    """Allow the digits of numbers and dates: the file holds 44831, people read 27.09.2022."""
    yield Run(place, "0123456789,:" * 12 * cells, optional=True)
