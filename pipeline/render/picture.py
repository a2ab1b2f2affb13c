"""Picture: an image file made safe to publish: upright, no metadata, no larger than needed."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.messages import _

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 30_000_000
MOST_PIXELS = 60_000_000
WIDEST = 2000
"""Pixels; 160 mm of type area at 300 dpi are 1,890."""


class Unusable(ValueError):  # noqa: N818  (the file is, not the program)
    """The file is no picture we can print; the message says why."""


@lru_cache(maxsize=16)
def clean(data: bytes) -> tuple[str, bytes]:
    """Return a name made from the content and the picture without EXIF, GPS, comments and profiles.

    PNG stays PNG, JPEG stays JPEG; what the camera noted about which side is up is carried out first.

    Raises:
        Unusable: too large, damaged, or neither PNG nor JPEG.
    """
    from PIL import Image, ImageOps

    if len(data) > MOST_BYTES:
        raise Unusable(_("The picture is larger than {limit} MB.").format(limit=MOST_BYTES // 1_000_000))
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, below: before anything is unpacked, and an error
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        pixels = picture.width * picture.height
        if pixels <= MOST_PIXELS:
            kind = str(picture.format)
            picture = ImageOps.exif_transpose(picture)
            picture.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise Unusable(
            _("Expected a PNG or JPEG picture; this file is damaged or of another kind.")
        ) from error
    if pixels > MOST_PIXELS:
        raise Unusable(
            _("The picture has more than {limit} million pixels.").format(limit=MOST_PIXELS // 1_000_000)
        )
    picture.thumbnail((WIDEST, WIDEST * 2))
    bare = _bare(picture, kind)
    out = io.BytesIO()
    if kind == "PNG":
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=88, optimize=True)
    cleaned = out.getvalue()
    return f"{hashlib.sha256(cleaned).hexdigest()[:12]}.{'png' if kind == 'PNG' else 'jpg'}", cleaned


def _bare(picture: Image, kind: str) -> Image:
    """Return the pixels alone, in a mode both formats know."""
    if kind == "JPEG":
        modes = {"L"}
        mode = "RGB"
    else:
        modes = {"L", "RGB", "RGBA"}
        mode = "RGBA" if "transparency" in picture.info or picture.mode in {"LA", "PA"} else "RGB"
    bare = picture if picture.mode in modes else picture.convert(mode)
    copy = bare.copy()
    copy.info.clear()
    return copy
