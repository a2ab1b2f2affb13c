"""Readers: which one reads which file; told by its first bytes, not its name."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.verify import docx, epub, html, pdf
from pipeline.verify.readback import Readback

MOST_BYTES = 200_000_000

READERS: dict[str, Callable[[bytes, str], Readback]] = {
    "pdf": pdf.read,
    "docx": docx.read,
    "html": html.read,
    "epub": epub.read,
}


def read(data: bytes, name: str) -> Readback:
    """Read a finished file of any format we verify.

    Raises:
        Trouble: another format, or the file is broken, locked or too large.
    """
    if len(data) > MOST_BYTES:
        raise Trouble.at(
            name,
            _("This file is larger than {size} MB.").format(size=MOST_BYTES // 1_000_000),
            _("Make its pictures smaller."),
        )
    kind = _kind(data)
    if kind not in READERS:
        raise Trouble.at(
            name,
            _("This is no PDF, DOCX, HTML or EPUB file."),
            _("Only finished guides can be verified; save it in one of these formats."),
        )
    return READERS[kind](data, name)


def _kind(data: bytes) -> str:
    # ISO 32000-1, Annex H: readers accept the header anywhere in the first 1024 bytes.
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        # OCF 3.3, 4.3: an unpacked `mimetype` comes first, so the archive speaks for itself.
        return "epub" if epub.MIMETYPE in data[:100] else "docx"
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        "html"
        if start.startswith((b"<!doctype html", b"<html", b"<!--", b"<?xml")) and b"<html" in start
        else ""
    )
