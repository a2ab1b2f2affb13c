"""Word embedded: a document that a Word file keeps whole within itself (w:altChunk), read as what it is."""

from __future__ import annotations

import email
import email.policy
from pathlib import PurePosixPath

from pipeline.messages import _
from pipeline.model.notes import Notes
from pipeline.notes import plain, web
from pipeline.notes.unreadable import Unreadable

_PAGES = {".html", ".htm", ".xhtml", ".xht"}


def read(name: str, part: str, data: bytes) -> Notes:
    """Read the document in a part; its blocks say `name` as their source.

    Raises:
        Unreadable: it is of a kind that only Word can show.
    """
    kind = PurePosixPath(part).suffix.lower()
    head = data[:1_000].lower()
    if kind in {".mht", ".mhtml"} or b"mime-version:" in head:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [one for one in message.walk() if one.get_content_type() == "text/html"]
        if pages:
            return web.read(name, str(pages[0].get_content()).encode())
    elif kind in _PAGES or (kind == ".txt" and b"<html" in head):
        return web.read(name, data)
    elif kind == ".txt":
        return plain.read(name, data)
    elif kind in {".docx", ".dat"} and data.startswith(b"PK\x03\x04"):
        from pipeline.notes import docx

        return docx.read(name, data)
    raise Unreadable(
        _("The file has another document embedded (altChunk, {part}), whose text would be lost.").format(
            part=PurePosixPath(part).name
        ),
        _("Open it in Word, save it anew as .docx, and bring that."),
    )
