"""Photo: a picture of a flip chart or a board; a person looks at it, or somebody has written it down."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Notes, Picture
from pipeline.notes import heif, kinds, normalise, outline, places, plain
from pipeline.notes.unreadable import Unreadable

MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")


def read(name: str, data: bytes) -> Notes:
    """Read a photo: one block that says it is there.

    Raises:
        Unreadable: it is no picture, or too large a one.
    """
    again = _("Open it in a picture program and save it as JPEG or PNG.")
    wide, high = _size(data, again)
    if wide * high > MOST_PIXELS:
        raise Unreadable(_("The picture has {n} million pixels.").format(n=wide * high // 1_000_000), again)
    block = Block(name, german("Photo"), Kind.PICTURE, normalise.line(name))
    return Notes(name, (block,), pictures=(Picture(name, data),))


def look(name: str, place: str) -> Notes:
    """Return a file that a person has to look at: a scan, or a PDF whose text came beside it."""
    return Notes(name, (Block(name, place, Kind.PICTURE, normalise.line(name)),))


def _size(data: bytes, again: str) -> tuple[int, int]:
    from PIL import Image

    message = _("Expected a picture (JPEG, PNG, WebP or HEIC), but it cannot be opened.")
    if kinds.by_bytes(data) == ".heic":
        size = heif.size(data)
        if size is None:
            raise Unreadable(message, again)
        return size
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(message, again) from error


def transcription(name: str, data: bytes, photo: str) -> Notes:
    """Read what somebody wrote down from a photo.

    Raises:
        Unreadable: the bytes are no text.
    """
    try:
        text, repairs = normalise.decode(data)
    except normalise.Undecodable as error:
        raise Unreadable(
            _("Expected text, but these bytes are none."), _("Save the notes as text anew.")
        ) from error
    found = plain.blocks(name, text, lambda number: places.photo(photo, number))
    return Notes(name, tuple(outline.with_paths(found)), repairs)


def of(name: str, others: frozenset[str]) -> str:
    """Return the picture that a text file is the transcription of.

    `x.jpg.txt` and `x.txt` for `x.jpg`; for a scan only `x.pdf.txt`, since `x.txt` may be notes of their own.
    """
    stem = name[: -len(".txt")] if name.lower().endswith(".txt") else ""
    if not stem:
        return ""
    for other in sorted(others):
        suffix = kinds.named(other)
        if suffix in {*kinds.PHOTOS, ".pdf"} and other.lower() == stem.lower():
            return other
        if suffix in kinds.PHOTOS and PurePosixPath(other).stem.lower() == stem.lower():
            return other
    return ""


def transcribed(name: str, others: frozenset[str]) -> bool:
    """Tell whether somebody has written down what is on a scan: `x.pdf.txt` for `x.pdf`."""
    return f"{name}.txt".lower() in {other.lower() for other in others}
