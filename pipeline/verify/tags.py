"""Tags: what a picture carries beside its pixels: EXIF, GPS, XMP, IPTC, comments, thumbnails, profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PIXELS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"sBIT",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"pHYs",
    b"bKGD",
    b"hIST",
}
"""Chunks of the PNG specification (11.2, 11.3) that say how pixels look; others say who, when, with what."""
_PNG_NAMES = {b"eXIf": "EXIF", b"iCCP": "ICC", b"tIME": "tIME"}
_JPEG_NAMES = (
    (b"Exif\0", "EXIF"),
    (b"http://ns.adobe.com/x", "XMP"),
    (b"Photoshop", "IPTC"),
    (b"ICC_PROFILE", "ICC"),
)
_WEBP_PIXELS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_IN_PDF = re.compile(rb"stream\r?\n(\xff\xd8\xff.*?)\r?\nendstream", re.DOTALL)
"""JPEG files stand in a PDF as they are (ISO 32000-1, 7.4.8)."""


def tags(data: bytes) -> list[str]:
    """Return what a PNG, JPEG, GIF, WebP or SVG file says beside its pixels; `?` for another kind."""
    if data.startswith(_PNG):
        return list(dict.fromkeys(_png(data)))
    if data.startswith(b"\xff\xd8"):
        return list(dict.fromkeys(_jpeg(data)))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return list(dict.fromkeys(_webp(data)))
    if data.startswith(b"GIF8"):
        return ["comment"] if b"!\xfe" in data else []
    if re.match(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg", data[:2000], re.DOTALL):
        return ["metadata"] if re.search(rb"<(?:\w+:)?metadata|<!--|inkscape:|sodipodi:", data) else []
    return ["?"]


def in_pdf(data: bytes) -> list[str]:
    """Return what JPEG files in a PDF carry; other pictures are pixels there and nothing else."""
    found = [what for match in _IN_PDF.finditer(data) for what in _jpeg(match[1])]
    return list(dict.fromkeys(found))


def _png(data: bytes) -> Iterator[str]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in _PNG_PIXELS:
            yield _PNG_NAMES.get(kind, kind.decode("latin-1"))
        at += 12 + size
        if kind == b"IEND":
            break
    if data[at:].strip(b"\0"):
        yield "appended"


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004  (ITU T.81, B.1.1.2: a marker)
        marker = data[at + 1]
        if marker == 0xDA:  # noqa: PLR2004  (start of scan: pixels to the end)
            break
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : at + 2 + size]
        if marker == 0xFE:  # noqa: PLR2004
            yield "comment"
        elif 0xE0 <= marker <= 0xEF:  # noqa: PLR2004  (application segments)
            yield from _segment(marker, content)
        at += 2 + size
    end = data.rfind(b"\xff\xd9")
    if end >= 0 and data[end + 2 :].strip(b"\0"):
        yield "appended"


def _segment(marker: int, content: bytes) -> Iterator[str]:
    if marker == 0xE0 and content.startswith(b"JFIF\0"):  # noqa: PLR2004
        if content[12:14] != b"\0\0":
            yield "thumbnail"
    elif marker == 0xEE and content.startswith(b"Adobe"):  # noqa: PLR2004  (how the colours are meant)
        return
    else:
        yield next((name for start, name in _JPEG_NAMES if content.startswith(start)), f"APP{marker - 0xE0}")


def _webp(data: bytes) -> Iterator[str]:
    at = 12
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind not in _WEBP_PIXELS:
            yield kind.decode("latin-1").strip()
        at += 8 + size + size % 2
