"""Normalise: bytes as text that reads the same everywhere, and what had to be mended for that."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from pipeline.messages import _
from pipeline.model.notes import Repair


def _mark(text: str) -> str:
    """Mark a message that is translated where it is said."""
    return text


_SHARE_OF_CONTROLS = 0.02
"""More control characters than this, and a file is no text in any encoding."""
_SHARE_OF_NULS = 0.2
"""German text in UTF-16 has a zero in about every second byte."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ZERO_WIDTH = re.compile(
    "[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<![^\\W\\d_])[\u200c\u200d](?=\\w)"
)
_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_USUAL = re.compile("[\t\n -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]*")
"""Signs that need no mending: most texts have no others, and are done at once."""
_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (_mark("broken characters"), _SURROGATE, "\ufffd"),
    (_mark("control characters"), _CONTROLS, " "),
    (_mark("soft hyphens"), re.compile("\u00ad"), ""),
    (_mark("characters without width"), _ZERO_WIDTH, ""),
    (_mark("no-break spaces"), _NO_BREAK, " "),
)
"""What is mended, in the words of a message; it is translated where it was found."""


class Undecodable(Exception):  # noqa: N818  (the file's nature, not an error of ours)
    """The bytes are no text in any encoding we know."""


def decode(data: bytes) -> tuple[str, tuple[Repair, ...]]:
    r"""Return the text of a file with `\n` line ends, NFC, and what was mended.

    Raises:
        Undecodable: the bytes are no text.
    """
    text, repairs = _decoded(data)
    if "\r" in text:
        repairs.append(Repair(_("line ends of another system"), text.count("\r")))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, mended = _without_mojibake(text)
    if mended:
        repairs.append(Repair(_("letters that were encoded twice (Ã¼ for ü), lines"), mended))
    text, more = clean(text)
    return text, (*repairs, *more)


def clean(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Compose letters and take out what nobody sees; words, quotes and gender signs stay as they are."""
    if _USUAL.fullmatch(text):
        return text, ()
    repairs = []
    for name, pattern, instead in _STEPS:
        text, times = pattern.subn(instead, text)
        if times:
            repairs.append(Repair(_(name), times))
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        repairs.append(Repair(_("umlauts of two characters"), max(len(text) - len(composed), 1)))
    return composed, tuple(repairs)


def line(text: str) -> str:
    """Return a text cleaned, on one line, with single spaces."""
    return " ".join(clean(text)[0].split())


def total(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Add up repairs of the same kind."""
    sums: Counter[str] = Counter()
    for repair in repairs:
        sums[repair.what] += repair.times
    return tuple(Repair(what, times) for what, times in sums.items())


def _decoded(data: bytes) -> tuple[str, list[Repair]]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            what = _("byte order mark") if encoding == "utf-8" else _("UTF-16 read as such")
            return text, [Repair(what, 1)]
    if wide := _wide(data):
        return data.decode(wide, "replace"), [Repair(_("UTF-16 without a mark"), 1)]
    if _binary(data):
        raise Undecodable
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), [Repair(_("old Windows encoding (cp1252)"), 1)]


def _wide(data: bytes) -> str:
    """Return the UTF-16 that a file without a mark is in, by where its zero bytes stand."""
    pairs = len(data) // 2
    if not pairs or len(data) % 2:
        return ""
    odd, even = data[1::2].count(0) / pairs, data[0::2].count(0) / pairs
    if odd > _SHARE_OF_NULS and even < _SHARE_OF_NULS / 2:
        return "utf-16-le"
    return "utf-16-be" if even > _SHARE_OF_NULS and odd < _SHARE_OF_NULS / 2 else ""


def _binary(data: bytes) -> bool:
    head = data[:65536]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)  # noqa: PLR2004  (ASCII controls)
    return controls > len(head) * _SHARE_OF_CONTROLS


def _without_mojibake(text: str) -> tuple[str, int]:
    """Mend UTF-8 that was read as cp1252 and written again, line by line; nothing else of ftfy's."""
    import ftfy

    lines = text.split("\n")
    mended = [_fixed(ftfy.fix_encoding, old) for old in lines]
    return "\n".join(mended), sum(new != old for new, old in zip(mended, lines, strict=True))


def _fixed(fix: object, old: str) -> str:
    if old.isascii():
        return old
    new = str(fix(old)) if callable(fix) else old
    return new.replace("\n", " ")
