"""Readers: which one reads what, and what to say about a file that none of them can."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TypeAlias

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Notes, Repair
from pipeline.model.problem import Trouble
from pipeline.notes import (
    docx,
    formmarks,
    kinds,
    mail,
    normalise,
    opendocument,
    pad,
    pdf,
    photo,
    plain,
    rtf,
    sheet,
    typed,
    web,
)  # fmt: skip
from pipeline.notes.unreadable import Unreadable, refused

Reader: TypeAlias = Callable[[str, bytes], Notes]

READERS: Mapping[str, Reader] = {
    ".docx": docx.read,
    ".odt": opendocument.read,
    ".rtf": rtf.read,
    ".md": pad.read,
    ".txt": plain.read,
    ".html": web.read,
    ".eml": mail.read,
    ".pdf": pdf.read,
    ".csv": sheet.separated,
    ".tsv": sheet.separated,
    ".xlsx": sheet.excel,
    ".ods": sheet.calc,
    ".jpg": photo.read,
    ".png": photo.read,
    ".webp": photo.read,
    ".heic": photo.read,
}
"""Kind → reader. To read another kind of file, write a module with `read` and add it here; other suffixes
of the same kind stand in `kinds.py`."""

MOST_BLOCKS = 50_000
MOST_LETTERS = 10_000_000
"""More are refused: sorting them would take minutes. A book of 300 pages has 400,000 letters."""
LEAST_TEXT = 20
"""Bytes of text below which a file is no workshop notes."""
MODERN = ".docx"
"""What an old Word file is put into before it is read: `x.doc` lies beside `x.doc.docx`."""

_BINARY = {".docx", ".odt", ".xlsx", ".ods", ".pdf", ".rtf", *kinds.PHOTOS}


def read(name: str, data: bytes, others: frozenset[str] = frozenset()) -> Notes:
    """Read one file of notes; `others` are the names of the files that came with it.

    Raises:
        Trouble: the file is not what its name says, or no reader knows it: one problem, with what to do.
    """
    kind = kinds.of(name, data)
    with refused(name):
        if kind == ".doc" and f"{name}{MODERN}" in others:
            place = german("Whole file, read through LibreOffice as {name}").format(name=f"{name}{MODERN}")
            return Notes(name, (Block(name, place, Kind.META, normalise.line(name)),))
        _expect(name, kind, data)
        if kind == ".txt" and (picture := photo.of(name, others)):
            return photo.transcription(name, data, picture)
        if kind == ".pdf" and photo.transcribed(name, others):
            return photo.look(name, german("Scan"))
        notes = READERS[kind](name, data)
    if not notes.blocks:
        raise Trouble.at(name, _("No text was found in this file."), _("Is it the right file?"))
    if len(notes.blocks) > MOST_BLOCKS or sum(len(block.text) for block in notes.blocks) > MOST_LETTERS:
        raise Trouble.at(
            name,
            _("The file holds {n} passages with {m} million letters; no workshop notes do.").format(
                n=len(notes.blocks), m=sum(len(block.text) for block in notes.blocks) // 1_000_000
            ),
            _("Bring the part that matters, at most {n} passages or {m} million letters at once.").format(
                n=MOST_BLOCKS, m=MOST_LETTERS // 1_000_000
            ),
        )
    notes = dataclasses.replace(typed.settled(notes), marks=formmarks.of(kind, data, notes.blocks))
    return notes if kind == kinds.named(name) else _remarked(notes, kind)


def known(name: str, data: bytes) -> bool:
    """Tell whether there is a reader for a file, or a program that makes it readable."""
    return kinds.of(name, data) in {*READERS, ".doc"}


def too_little(name: str, data: bytes) -> bool:
    """Tell whether a text file says next to nothing."""
    return kinds.of(name, data) in kinds.TEXTS and _letters(data) < LEAST_TEXT


def _remarked(notes: Notes, kind: str) -> Notes:
    """Say that the name of a file is not that of its kind."""
    remark = Repair(_("read as {suffix}, which it is whatever its name says").format(suffix=kind), 1)
    return dataclasses.replace(notes, repairs=(remark, *notes.repairs))


def _letters(data: bytes) -> int:
    return len(b"".join(data.replace(b"\0", b"").split()))


def _expect(name: str, kind: str, data: bytes) -> None:
    """Look at the first bytes, and say what is wrong before a reader stumbles."""
    if not data:
        raise Unreadable(_("The file is empty."), _("Is it the right file? Copy it anew."))
    if kind in _OLES:
        raise _ole(kind)
    if kind not in READERS:
        suffixes = ", ".join(READERS)
        raise Unreadable(
            _("Expected one of {known}, got {got}.").format(
                known=suffixes, got=kind or _("a file without a suffix")
            ),
            _("Open the file in its program and save it as .docx or as text."),
        )
    if kind in _BINARY and kinds.by_bytes(data) not in {kind, ".zip"}:
        raise Unreadable(
            _("Expected {expected}, got {got}.").format(expected=_words(kind), got=_("something else")),
            _("Open the file in its program and save it as .docx or as text."),
        )
    if too_little(name, data):
        raise Unreadable(
            _("The file holds only {n} bytes of text; that is no workshop.").format(n=_letters(data)),
            _("Is it the right file? Copy it anew."),
        )


def _words(kind: str) -> str:
    names = {
        ".docx": _("a Word file (.docx)"),
        ".odt": _("a text document (.odt)"),
        ".xlsx": _("a table (.xlsx)"),
        ".ods": _("a table (.ods)"),
        ".pdf": _("a PDF"),
        ".rtf": _("a text in RTF (.rtf)"),
    }
    return names.get(kind, _("a picture (JPEG, PNG, WebP or HEIC)"))


_OLES = {".doc", ".locked", ".xls", ".ppt", ".msg", ".ole"}


def _ole(kind: str) -> Unreadable:
    """Tell the old Office formats from a locked new one; all are OLE containers."""
    if kind == ".locked":
        return Unreadable(_("The file is locked with a password."), _("Save a copy without a password."))
    if kind == ".doc":
        return Unreadable(
            _("Expected a Word file (.docx), got the old format (.doc)."),
            _(
                "Open it in Word or LibreOffice and save it as .docx; where LibreOffice is installed, "
                "`ingest` does so itself."
            ),
        )
    hints = {
        ".xls": _("Open it in Excel or LibreOffice and save it anew as .xlsx."),
        ".msg": _("Save the mail anew from your mail program as .eml, or copy its text into a text file."),
        ".ppt": _("Export it as PDF, or copy its text into a text file."),
    }
    got = kind if kind in hints else _("an old Office file")
    return Unreadable(
        _("Expected one of {known}, got {got}.").format(known=", ".join(READERS), got=got),
        hints.get(kind, _("Open the file in its program and save it as .docx or as text.")),
    )
