"""Photo: a picture of a flip chart or a board; a person looks at it, or somebody has written it down."""

from __future__ import annotations

import io

from pipeline.messages import _, german
from pipeline.model.notes import Block, Kind, Notes, Picture
from pipeline.notes import normalise, outline, places, plain
from pipeline.notes.unreadable import Unreadable

MOST_PIXELS = 100_000_000


def read(name: str, data: bytes) -> Notes:
    """Read a photo: one block that says it is there.

    Raises:
        Unreadable: it is no picture, or too large a one.
    """
    from PIL import Image

    again = _("Open it in a picture program and save it as JPEG or PNG.")
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            wide, high = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(_("Expected a picture (JPEG or PNG), but it cannot be opened."), again) from error
    if wide * high > MOST_PIXELS:
        raise Unreadable(_("The picture has {n} million pixels.").format(n=wide * high // 1_000_000), again)
    block = Block(name, german("Photo"), Kind.PICTURE, normalise.line(name))
    return Notes(name, (block,), pictures=(Picture(name, data),))


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
    """Return the photo that a text file is the transcription of: `x.jpg.txt` or `x.txt` for `x.jpg`."""
    stem = name.removesuffix(".txt")
    known = {other.lower(): other for other in others if other.lower().endswith((".jpg", ".jpeg", ".png"))}
    for candidate in (stem, f"{stem}.jpg", f"{stem}.jpeg", f"{stem}.png"):
        if stem != name and candidate.lower() in known:
            return known[candidate.lower()]
    return ""
