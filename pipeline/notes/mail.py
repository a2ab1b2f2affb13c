"""Mail: an e-mail saved as .eml: who wrote when, and what; what is attached is read as files of its own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message
from typing import cast

from pipeline.messages import _, german
from pipeline.model.bundle import Member
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.notes import normalise, outline, places, plain, web
from pipeline.notes.unreadable import Unreadable

_MOST_PARTS = 500
HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
"""What people see above a mail."""


def read(name: str, data: bytes) -> Notes:
    """Read a mail: the plain text where there is one, else its web page.

    Raises:
        Unreadable: the bytes are no mail.
    """
    try:
        return _read(name, email.message_from_bytes(data, policy=email.policy.default))
    except (LookupError, ValueError, AttributeError, TypeError, normalise.Undecodable) as error:
        said = " ".join(str(error).split())[:80]  # the standard library stumbles over headers in many ways
        raise Unreadable(
            _("The mail is damaged ({what}).").format(what=said or type(error).__name__),
            _("Save the mail anew from your mail program, or copy its text into a text file."),
        ) from error


def _read(name: str, message: EmailMessage) -> Notes:
    if not any(message.get(header) for header in HEADERS):
        raise Unreadable(
            _("Expected an e-mail (.eml), but this file has no sender, date or subject."),
            _("Save the mail anew from your mail program, or copy its text into a text file."),
        )
    blocks: list[Block] = []
    repairs: list[Repair] = []
    for part in _parts(message):
        if part is message or part.get_content_type() == "message/rfc822":
            blocks += _headers(name, part if part is message else part.get_content())
        if _is_text(part):
            found = _body(name, part)
            blocks += found.blocks
            repairs += found.repairs
    blocks += _attachments(name, message)
    return Notes(name, tuple(outline.with_paths(blocks)), normalise.total(repairs))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield a mail and its parts, those of forwarded mails too; of several versions of a text one."""
    passed: set[int] = set()
    for part in message.walk():
        if part.get_content_type() == "multipart/alternative":
            versions = [version for version in part.walk() if _is_text(version)]
            versions.sort(key=lambda version: version.get_content_type() != "text/plain")
            passed |= {id(version) for version in versions[1:]}
        if id(part) not in passed:
            yield part


def _is_text(part: EmailMessage) -> bool:
    return part.get_content_type() in {"text/plain", "text/html"} and not part.get_filename()


def _body(name: str, part: EmailMessage) -> Notes:
    """Read one text of a mail; what programs get wrong about its letters is mended as in any text."""
    text = _text(part)
    if part.get_content_type() == "text/html":
        return web.read(name, text.encode("utf-8", "surrogateescape"))
    mended, repairs = normalise.decode(text.encode("utf-8", "surrogateescape"))
    return Notes(name, tuple(plain.blocks(name, mended, places.line)), repairs)


def _text(part: EmailMessage) -> str:
    """Return the text of a part; where it names an encoding that nobody knows, by its bytes."""
    try:
        return str(part.get_content())
    except LookupError:
        return normalise.decode(cast("bytes", part.get_payload(decode=True)))[0]


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


def attached(data: bytes) -> tuple[Member, ...]:
    """Return the files that a mail brings along; pictures that are part of its look are left in it."""
    try:
        parts = list(email.message_from_bytes(data, policy=email.policy.default).walk())
        found = [
            Member(
                normalise.line(part.get_filename() or ""), cast("bytes", part.get_payload(decode=True) or b"")
            )
            for part in parts[:_MOST_PARTS]
            if part.get_filename() and part.get_content_disposition() == "attachment"
        ]
    except (LookupError, ValueError, AttributeError, TypeError):
        return ()  # the reader of the mail itself says what is wrong with it
    names = [one.path for one in found]
    return tuple(
        one if names.count(one.path) == 1 else Member(f"{number}/{one.path}", one.data)
        for number, one in enumerate(found, start=1)
    )


def _content(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _attachments(name: str, message: EmailMessage) -> list[Block]:
    """Return a line for each attachment."""
    said = [normalise.line(part.get_filename() or "") for part in message.walk()]
    hint = german("Attachment: {name}")
    return [
        Block(name, german("Attachment"), Kind.PICTURE, hint.format(name=file), typed=file)
        for file in said
        if file
    ]
