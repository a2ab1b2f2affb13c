"""Kinds: what a file is: by its bytes where they leave no doubt, else by its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from pipeline.notes import normalise

_SAME = {".markdown": ".md", ".htm": ".html", ".xhtml": ".html", ".jpeg": ".jpg", ".jpe": ".jpg",
         ".heif": ".heic", ".tab": ".tsv",
         ".text": ".txt", ".log": ".txt"}  # fmt: skip
"""Two names of one kind."""
PHOTOS = {".jpg", ".png", ".webp", ".heic"}
TEXTS = {".md", ".txt", ".html", ".eml", ".csv", ".tsv"}
PACKED = {".docx", ".odt", ".xlsx", ".ods"}
"""Files that are a zip inside."""
_LOOSE = {"", ".txt", ".doc", ".rtf", ".dot"}
"""Names under which people keep plain text."""
_STARTS = {
    b"%PDF-": ".pdf",
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG": ".png",
    b"GIF8": ".gif",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"BM": ".bmp",
    b"{\\rtf": ".rtf",
    b"7z\xbc\xaf\x27\x1c": ".7z",
    b"Rar!\x1a\x07": ".rar",
    b"\x1f\x8b": ".gz",
}
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_STREAMS = {"EncryptedPackage": ".locked", "WordDocument": ".doc", "Workbook": ".xls",
            "PowerPoint Document": ".ppt", "__substg1.0_": ".msg"}  # fmt: skip
"""Streams of OLE containers, and what has them."""
_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
    b"application/epub+zip": ".epub",
}
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""Brands of ISO 23008-12."""
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE
)
_HEAD = 65_536
_XML = re.compile(rb"\s*<\?xml")
_WORD_2003 = b"<w:wordDocument"
"""Word 2003 could save as one XML file, and people name it .doc or .xml."""


def named(name: str) -> str:
    """Return what a file says it is: its suffix, small, one for each kind."""
    suffix = PurePosixPath(name).suffix.lower()
    return _SAME.get(suffix, suffix)


def of(name: str, data: bytes) -> str:
    """Return what a file is, as a suffix; what its bytes say for certain wins over its name."""
    said = named(name)
    found = by_bytes(data)
    if found:
        return said if (found == ".zip" and said in PACKED) or (found == ".ole" and said == ".doc") else found
    if said in {*TEXTS, *_LOOSE} and said != ".html" and _PAGE.match(_text_head(data)):
        return ".html" if said not in {".eml", ".csv", ".tsv"} else said
    if said in _LOOSE and data.strip() and not _XML.match(_text_head(data)) and _is_text(data):
        return ".txt"
    return said


def by_bytes(data: bytes) -> str:
    """Return the kind that the first bytes, or the parts of a package, stand for; empty for text."""
    if data.startswith(_ZIPS):
        return _package(data)
    if data.startswith(_OLE):
        small = data.lower()  # names of streams know no case
        streams = (kind for name, kind in _STREAMS.items() if name.lower().encode("utf-16-le") in small)
        return next(streams, ".ole")
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return ".doc" if _WORD_2003 in data[:_HEAD] else ""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        return ".heic" if data[8:12] in _HEIF else ".mp4"
    bare = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for start, kind in _STARTS.items() if bare.startswith(start)), "")


def _package(data: bytes) -> str:
    """Return what a zip was made for; `.zip` for those that only hold files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:  # noqa: PLR2004  (a short line)
                mimetype = archive.read("mimetype").strip().removesuffix(b"-template")
                return _MIMETYPES.get(mimetype, ".zip")
    except Exception:  # noqa: BLE001  (a zip may be broken in many ways; it is looked at again when it is read)
        return _broken_package(data)
    found = next((kind for part, kind in _PARTS.items() if part in names), "")
    return found or _broken_package(data if "[Content_Types].xml" in names else b"")


def _broken_package(data: bytes) -> str:
    """Guess from local headers what a zip without its directory was."""
    marks = {b"word/": ".docx", b"xl/": ".xlsx", b"ppt/": ".pptx", **_MIMETYPES}
    return next((kind for mark, kind in marks.items() if mark in data), ".zip")


def _text_head(data: bytes) -> bytes:
    """Return the beginning of a text in any encoding with its zero bytes left out."""
    return data[:4096].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")


def _is_text(data: bytes) -> bool:
    try:
        normalise.decode(data[:_HEAD] if len(data) > _HEAD else data)
    except normalise.Undecodable:
        return False
    return True
