"""Readers: which one reads what, and what to say about a file that none of them can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from pipeline.messages import _
from pipeline.model.notes import Notes
from pipeline.model.problem import Problem, Trouble
from pipeline.notes import docx, mail, opendocument, pad, pdf, photo, plain, sheet, typed, web
from pipeline.notes.unreadable import Unreadable

Reader: TypeAlias = Callable[[str, bytes], Notes]

READERS: Mapping[str, Reader] = {
    ".docx": docx.read,
    ".md": pad.read,
    ".markdown": pad.read,
    ".txt": plain.read,
    ".odt": opendocument.read,
    ".html": web.read,
    ".htm": web.read,
    ".eml": mail.read,
    ".pdf": pdf.read,
    ".csv": sheet.read,
    ".xlsx": sheet.read,
    ".ods": sheet.read,
    ".jpg": photo.read,
    ".jpeg": photo.read,
    ".png": photo.read,
}
"""Suffix → reader. To read another kind of file, write a module with `read` and add it here."""

LEAST_TEXT = 20
"""Bytes of text below which a file is no workshop notes."""

_ZIP, _OLE, _PDF, _JPEG, _PNG = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\xff\xd8\xff", b"\x89PNG"
_SIGNATURES = {_ZIP: ".zip", _OLE: ".doc", _PDF: ".pdf", _JPEG: ".jpg", _PNG: ".png", b"{\\rtf": ".rtf"}
_TEXTS = {".md", ".markdown", ".txt", ".html", ".htm", ".eml", ".csv"}
_PACKED = {
    ".docx": b"word/",
    ".xlsx": b"xl/",
    ".odt": b"opendocument.text",
    ".ods": b"opendocument.spreadsheet",
}
"""Files that are a zip inside, and what their bytes say early or late."""
_PHOTOS = {".jpg", ".jpeg", ".png"}


def read(name: str, data: bytes, others: frozenset[str] = frozenset()) -> Notes:
    """Read one file of notes; `others` are the names of the files that came with it.

    Raises:
        Trouble: the file is not what its name says, or no reader knows it: one problem, with what to do.
    """
    suffix = PurePosixPath(name).suffix.lower()
    try:
        _expect(suffix, data)
        if suffix == ".txt" and (picture := photo.of(name, others)):
            return photo.transcription(name, data, picture)
        notes = READERS[suffix](name, data)
    except Unreadable as reason:
        raise Trouble([Problem(name, 0, reason.message, reason.hint)]) from reason
    if not notes.blocks:
        raise Trouble.at(name, _("No text was found in this file."), _("Is it the right file?"))
    return typed.settled(notes)


def _expect(suffix: str, data: bytes) -> None:
    """Look at the first bytes, and say what is wrong before a reader stumbles."""
    if not data:
        raise Unreadable(_("The file is empty."), _("Is it the right file? Copy it anew."))
    found = _found(data)
    if found == ".doc":
        raise _ole(data)
    if found == ".rtf" or (suffix not in READERS and suffix != ".zip"):
        raise Unreadable(
            _("Expected one of {known}, got {got}.").format(
                known=", ".join(READERS), got=found or suffix or _("a file without a suffix")
            ),
            _("Open the file in its program and save it as .docx or as text."),
        )
    if suffix in _PACKED and found not in {suffix, ".zip"}:
        raise _other(_packed(suffix), found)
    if (suffix == ".pdf") != (found == ".pdf"):
        raise _other(_("a PDF") if suffix == ".pdf" else suffix, found)
    if suffix in _PHOTOS and found not in {".jpg", ".png"}:
        raise _other(_("a picture (JPEG or PNG)"), found)
    if suffix in _TEXTS and found:
        raise _other(_("text"), found)
    if suffix not in READERS:
        raise Unreadable(_("Expected notes, got an archive."), _("Unpack it and bring the files in it."))
    if suffix in _TEXTS and len(b"".join(data.replace(b"\0", b"").split())) < LEAST_TEXT:
        raise Unreadable(
            _("The file holds only {n} bytes of text; that is no workshop.").format(n=len(data.strip())),
            _("Is it the right file? Copy it anew."),
        )


def _found(data: bytes) -> str:
    """Return the suffix that the bytes speak for; of a zip, that of the program it was written by."""
    kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
    if kind != ".zip":
        return kind
    return next((suffix for suffix, sign in _PACKED.items() if sign in data), ".zip")


def _packed(suffix: str) -> str:
    names = {
        ".docx": _("a Word file (.docx)"),
        ".odt": _("a text document (.odt)"),
        ".xlsx": _("a table (.xlsx)"),
        ".ods": _("a table (.ods)"),
    }
    return names[suffix]


def _other(expected: str, found: str) -> Unreadable:
    got = _("a {suffix} file").format(suffix=found) if found else _("something else")
    hint = (
        _("Rename it to end in {suffix}.").format(suffix=found)
        if found in READERS
        else _("Open the file in its program and save it as .docx or as text.")
    )
    return Unreadable(_("Expected {expected}, got {got}.").format(expected=expected, got=got), hint)


def _ole(data: bytes) -> Unreadable:
    """Tell the old Word format from a locked new one; both are OLE containers."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable(_("The file is locked with a password."), _("Save a copy without a password."))
    return Unreadable(
        _("Expected a Word file (.docx), got the old format (.doc)."),
        _("Open it in Word or LibreOffice and save it as .docx."),
    )
