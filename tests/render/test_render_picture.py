"""Pictures lose what cameras know about people and places."""

import io

import pytest
from PIL import Image

from pipeline.render import picture


def jpeg(size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    """Return a JPEG whose left half is red."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def exif() -> Image.Exif:
    """Return what a camera writes: who, where, and that it was held sideways."""
    data = Image.Exif()
    data[0x013B] = "Erika Beispiel"
    data[0x0112] = 6
    data.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return data


def test_metadata_is_gone_and_the_picture_upright() -> None:
    """Name and place are not in the bytes; what was on its side stands."""
    dirty = jpeg(exif=exif(), comment=b"Erika war hier")
    assert b"Erika" in dirty
    name, clean = picture.clean(dirty)
    assert name.endswith(".jpg")
    assert b"Erika" not in clean
    assert b"Exif" not in clean
    assert Image.open(io.BytesIO(clean)).size == (20, 40)


def test_text_chunks_of_png_are_gone_and_transparency_stays() -> None:
    """PNG knows comments, too."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Erika Beispiel")
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG", pnginfo=info)
    _name, clean = picture.clean(out.getvalue())
    assert b"Erika" not in clean
    assert Image.open(io.BytesIO(clean)).mode == "RGBA"


def test_pictures_are_no_larger_than_a_page_needs() -> None:
    """300 dpi across the type area are enough."""
    _name, clean = picture.clean(jpeg((3000, 300)))
    assert Image.open(io.BytesIO(clean)).width == picture.WIDEST


def test_the_name_comes_from_the_content() -> None:
    """The same picture has the same name, another one another."""
    assert picture.clean(jpeg()) == picture.clean(jpeg())
    assert picture.clean(jpeg())[0] != picture.clean(jpeg((60, 20)))[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg/>", jpeg()[:100], b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"%PDF-1.7"],
    ids=["empty", "gif", "svg", "cut off", "broken png", "pdf"],
)
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    """One sentence, no traceback."""
    with pytest.raises(picture.Unusable, match=r"\w+"):
        picture.clean(data)


def test_a_picture_bomb_is_refused_before_it_is_unpacked() -> None:
    """A small file that claims to be huge costs nothing."""
    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(picture.Unusable):
        picture.clean(out.getvalue())
