"""Tags: what a picture carries beside its pixels is seen in every format, and cleaning leaves none of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from pipeline.render import picture
from pipeline.verify import tags

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>Erika Geheim</creator></x:xmpmeta>'


def saved(kind: str, **extra: Any) -> bytes:
    """Return a small picture with something in it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind, **extra)
    return out.getvalue()


def exif() -> bytes:
    """Return EXIF with an artist, a place, and the note that the picture lies on its side."""
    data = Image.Exif()
    data[0x013B], data[0x0112] = "Erika Geheim", 6
    data.get_ifd(0x8825)[1] = "N"
    return data.tobytes()


def png_text() -> PngImagePlugin.PngInfo:
    """Return PNG chunks as programs write them."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Erika Geheim")
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


CASES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "nothing in a PNG": (lambda: saved("PNG"), set()),
    "nothing in a JPEG": (lambda: saved("JPEG"), set()),
    "EXIF in a JPEG": (lambda: saved("JPEG", exif=exif()), {"EXIF"}),
    "EXIF in a PNG": (lambda: saved("PNG", exif=exif()), {"EXIF"}),
    "text in a PNG": (lambda: saved("PNG", pnginfo=png_text()), {"tEXt", "iTXt"}),
    "comment in a JPEG": (lambda: saved("JPEG", comment=b"Erika Geheim"), {"comment"}),
    "XMP in a JPEG": (lambda: saved("JPEG", xmp=XMP), {"XMP"}),
    "profile in a JPEG": (lambda: saved("JPEG", icc_profile=b"Erika" * 40), {"ICC"}),
    "profile in a PNG": (lambda: saved("PNG", icc_profile=b"Erika" * 40), {"ICC"}),
    "EXIF in a WebP": (lambda: saved("WEBP", exif=exif()), {"EXIF"}),
    "something behind the picture": (lambda: saved("JPEG") + b"Erika Geheim", {"appended"}),
    "something behind a PNG": (lambda: saved("PNG") + b"Erika Geheim", {"appended"}),
    "no picture": (lambda: b"Erika Geheim", {"?"}),
    "a drawing with metadata": (lambda: b"<svg><metadata>Erika</metadata></svg>", {"metadata"}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_beside_the_pixels_is_seen(name: str) -> None:
    """Each kind of tag is named."""
    make, expected = CASES[name]
    assert set(tags.tags(make())) == expected


@pytest.mark.parametrize(
    "name",
    [name for name in CASES if "WebP" not in name and "no picture" not in name and "drawing" not in name],
)
def test_cleaning_leaves_pixels_alone(name: str) -> None:
    """Whatever was in it: nothing is left, by a reader that shares no code with the cleaner."""
    _name, cleaned = picture.clean(CASES[name][0]())
    assert tags.tags(cleaned) == []
    assert b"Erika" not in cleaned


def test_a_picture_on_its_side_is_turned_before_the_note_goes() -> None:
    """The camera's note is carried out: 40 by 30 becomes 30 by 40."""
    _name, cleaned = picture.clean(saved("JPEG", exif=exif()))
    assert Image.open(io.BytesIO(cleaned)).size == (30, 40)


@pytest.mark.parametrize("size", range(0, 400, 7))
def test_truncated_pictures_end_the_search(size: int) -> None:
    """Half a file is no reason to crash or to hang."""
    for name in ("EXIF in a JPEG", "text in a PNG", "EXIF in a WebP"):
        tags.tags(CASES[name][0]()[:size])


def test_a_jpeg_in_a_pdf_is_looked_into() -> None:
    """It stands there as it is."""
    photo = saved("JPEG", exif=exif())
    assert tags.in_pdf(b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + photo + b"\nendstream\nendobj") == ["EXIF"]
    assert tags.in_pdf(b"%PDF-1.7\nstream\n" + saved("JPEG") + b"\nendstream") == []
