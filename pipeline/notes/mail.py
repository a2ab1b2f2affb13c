"""Mail: an e-mail saved as .eml: who wrote when, and what; attachments are named, not opened."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import cast

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.notes import normalise, outline, places, plain, web
from pipeline.notes.unreadable import Unreadable

HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
"""What people see above a mail."""


def read(name: str, data: bytes) -> Notes:
    """Read a mail: the plain text where there is one, else its web page.

    Raises:
        Unreadable: the bytes are no mail.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not any(message.get(header) for header in HEADERS):
        raise Unreadable(
            _("Expected an e-mail (.eml), but this file has no sender, date or subject."),
            _("Save the mail anew from your mail program, or copy its text into a text file."),
        )
    blocks = [*_headers(name, message)]
    repairs: list[Repair] = []
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        text = str(cast("EmailMessage", body).get_content())
        if body.get_content_type() == "text/html":
            notes = web.read(name, text.encode())
            blocks += notes.blocks
            repairs += notes.repairs
        else:
            mended, found = normalise.decode(text.encode())
            repairs += found
            blocks += outline.with_paths(plain.blocks(name, mended, places.line))
    blocks += _attachments(name, message)
    return Notes(name, tuple(blocks), normalise.total(repairs))


def _headers(name: str, message: EmailMessage) -> list[Block]:
    """Return the head of a mail; all but the subject names people and is a property of the file."""
    found = []
    for header in HEADERS:
        for value in message.get_all(header, []):
            said = normalise.line(str(value))
            if said:
                by = "title" if header == "Subject" else "creator"
                place = places.property_(header)
                found.append(Block(name, place, Kind.META, said, Layer.PROPERTY, by=by))
    return found


def _attachments(name: str, message: EmailMessage) -> list[Block]:
    """Return a line for each attachment: a person saves and brings those that are notes."""
    said = [normalise.line(part.get_filename() or "") for part in message.iter_attachments()]
    hint = german("Attachment: {name}")
    return [
        Block(name, german("Attachment"), Kind.PICTURE, hint.format(name=file), typed=file)
        for file in said
        if file
    ]
