"""Normalise: bytes as text that reads the same everywhere, and what had to be mended for that."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from pipeline.messages import _
from pipeline.model.notes import Repair
from pipeline.notes import encoding, signs


def _mark(text: str) -> str:
    """Mark a message that is translated where it is said."""
    return text


_SHARE_OF_CONTROLS = 0.02
"""More control characters than this, and a file is no text in any encoding."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ZERO_WIDTH = re.compile(
    "[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<![^\\W\\d_])[\u200c\u200d](?=\\w)"
)
_NO_BREAK = re.compile("[\u00a0\u202f\u2007]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
"""Of Windows and the old Macintosh, and those that Word and web pages leave in text that was copied."""
_SYMBOLS = re.compile("[\uf020-\uf0ff]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_DOTS = re.compile("\u00a8([aouAOU])|([aouAOU])\u00a8")
"""Umlauts as TeX sets them and PDF viewers copy them."""
_USUAL = re.compile("[\t\n -~\u00a1-\u00a7\u00a9-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20ac]*")
"""Signs that need no mending: most texts have no others, and are done at once."""
_STEPS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_mark("broken characters"), _SURROGATE, "\ufffd"),
    (_mark("control characters"), _CONTROLS, " "),
    (_mark("soft hyphens"), re.compile("\u00ad"), ""),
    (_mark("characters without width"), _ZERO_WIDTH, ""),
    (_mark("no-break spaces"), _NO_BREAK, " "),
    (_mark("signs of symbol fonts"), _SYMBOLS, lambda match: signs.private(match[0])),
    (_mark("joined letters"), _LIGATURES, lambda match: unicodedata.normalize("NFKC", match[0])),
    (_mark("umlauts of two characters"), _DOTS, lambda match: f"{match[1] or match[2]}\u0308"),
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
    text, ends = _LINE_ENDS.subn("\n", text)
    if ends:
        repairs.append(Repair(_("line ends of another system"), ends))
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
    name, length = encoding.marked(data)
    if name:
        what = _("byte order mark") if name == "utf-8" else _("UTF-16 read as such")
        return data[length:].decode(name, "replace"), [Repair(what, 1)]
    if wide := encoding.wide(data):
        whole = data[: len(data) // 2 * 2]  # a byte alone at the end is no letter
        return whole.decode(wide, "replace"), [Repair(_("UTF-16 without a mark"), 1)]
    if _binary(data):
        raise Undecodable
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _mixed(data)


def _mixed(data: bytes) -> tuple[str, list[Repair]]:
    """Decode old bytes; in a file that is UTF-8 else, line by line: somebody pasted into it."""
    rows = data.split(b"\n")
    strange = [number for number, row in enumerate(rows) if not _is_utf8(row)]
    usual = any(not row.isascii() for number, row in enumerate(rows) if number not in set(strange))
    name = encoding.old(b"\n".join(rows[number] for number in strange) if usual else data)
    what = Repair(_("old encoding ({name})").format(name=name), len(strange) if usual else 1)
    if not usual:
        return data.decode(name, "replace"), [what]
    apart = set(strange)
    return "\n".join(
        row.decode(name if number in apart else "utf-8", "replace") for number, row in enumerate(rows)
    ), [what]


def _is_utf8(row: bytes) -> bool:
    try:
        row.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


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
