r"""RTF count: the text of an RTF file for the inventory, by a scanner that shares nothing with the reader.

The reader knows what each group is and builds paragraphs; this one cuts the file at every backslash and
brace, keeps a stack of what groups do with text, and yields each stretch as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.messages import german
from pipeline.model.notes import Layer, Run

_MUTE = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "pict",
    "nonshppict",
    "shprslt",
    "objdata",
    "objclass",
    "objname",
    "nonesttables",
    "xe",
    "tc",
    "rxe",
    "sn",
    "sv",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "pntxta",
    "pntxtb",
    "bkmkstart",
    "bkmkend",
    "generator",
    "listtable",
    "themedata",
    "filetbl",
    "mmathPr",
    "private",
]
_MAYBE = ["fldinst", "listtext", "pntext", "atnauthor"]
_FACTS = [
    "title",
    "subject",
    "author",
    "manager",
    "company",
    "operator",
    "category",
    "keywords",
    "comment",
    "doccomm",
]
_KNOWN = {"shppict", "shpinst", "do", "ud", "moMath", "moMathPara", "nesttableprops", "annotation",
          "footnote",
          "shptxt", "dptxbxtext", "header", "footer", "headerl", "headerr", "headerf", "footerl", "footerr",
          "footerf", "revtbl", *_MAYBE, *_FACTS}  # fmt: skip
_DASHES = {"emdash": 0x2014, "endash": 0x2013, "lquote": 0x2018, "rquote": 0x2019, "ldblquote": 0x201C,
           "rdblquote": 0x201D}  # fmt: skip
_CODECS = {77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
           163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
           238: "cp1250",
           255: "cp437"}  # fmt: skip
_CUT = re.compile(rb"(\\[A-Za-z]+-?\d* ?|\\'[0-9A-Fa-f]{2}|\\[^A-Za-z]|[{}])", re.DOTALL)
_WORD = re.compile(rb"\\([A-Za-z]+)(-?\d+)? ?")


@dataclass
class _Scan:
    """Where the scanner is: one entry of `stack` for each open brace."""

    stack: list[tuple[str, int, int]] = field(default_factory=lambda: [("say", 1, 0)])
    """What happens to text (`say`, `maybe`, `fact`, `mute`, `upr …`), width of a stand-in, font."""
    heard: bytearray = field(default_factory=bytearray)
    said: str = ""
    signs: str = ""
    """Signs of Symbol and Wingdings: what they look like is anybody's guess."""
    passing: int = 0
    star: bool = False
    first: bool = False
    ansi: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    half: int = 0


def runs(data: bytes) -> Iterator[Run]:
    """Yield every stretch of text; what a reader may leave out or add is optional."""
    scan = _Scan()
    for number, piece in enumerate(_cut(data)):
        match = _WORD.fullmatch(piece)
        if piece in {b"{", b"}"} or (match and _ends(match[1]) and not (scan.first and scan.star)):
            yield from _flush(scan, number)
            _group(scan, piece)
        elif match:
            yield from _control(scan, match[1].decode("ascii"), int(match[2] or 1), number)
        else:
            _text(scan, piece)
    yield from _flush(scan, 0)
    yield Run("", "➤✔■●", optional=True)


def _cut(data: bytes) -> Iterator[bytes]:
    r"""Yield codes, braces and the text between them, without the bytes of pictures after `\bin`."""
    at = 0
    while match := _CUT.search(data, at):
        if match.start() > at:
            yield data[at : match.start()]
        at = match.end()
        long = re.fullmatch(rb"\\bin(\d+) ?", match[0])
        if long:
            at += int(long[1])
        else:
            yield match[0]
    yield data[at:]


def _ends(word: bytes) -> bool:
    return word in (b"par", b"cell", b"row", b"nestcell", b"nestrow", b"line", b"tab", b"page", b"sect")


def _group(scan: _Scan, piece: bytes) -> None:
    if piece.startswith((b"\\tab", b"\\line")):
        scan.passing = max(scan.passing - 1, 0)
    elif piece not in (b"{", b"}"):
        scan.passing = 0  # a stand-in is missing; the end of a paragraph is none
    scan.first = scan.star = False
    if piece == b"{":
        scan.stack.append(scan.stack[-1])
        scan.first, scan.passing = True, 0
    elif piece == b"}":
        scan.passing = 0
        if len(scan.stack) > 1:
            scan.stack.pop()


def _control(scan: _Scan, word: str, number: int, place: int) -> Iterator[Run]:
    does, width, font = scan.stack[-1]
    if scan.passing and not scan.first and word != "u":
        scan.passing -= 1
        return
    if scan.first:
        yield from _flush(scan, place)
        does = _doing(word, does, star=scan.star)
        yield Run(str(place), german("Picture") if word == "pict" else "", optional=True)
    scan.first = scan.star = False
    if word == "uc":
        width = max(number, 0)
    elif word in {"v", "webhidden", "deleted", "plain"}:  # from here on, another layer
        yield from _flush(scan, place)
    elif word == "f":
        yield from _flush(scan, place)
        font = number
    elif word == "fcharset":
        scan.fonts[font] = "symbol" if number == 2 else _CODECS.get(number, "cp1252")  # noqa: PLR2004
    elif word == "ansicpg":
        scan.ansi = "utf-8" if number == 65001 else f"cp{number}"  # noqa: PLR2004
    elif word == "u":
        _point(scan, number % 65_536, width)
    elif word in _DASHES:
        _hear(scan)
        scan.said += chr(_DASHES[word])
    scan.stack[-1] = (does, width, font)


def _doing(word: str, does: str, *, star: bool) -> str:
    """Return what a group does with its text, by its first word."""
    if does == "mute" or (does.startswith("upr") and word != "ud"):
        return does
    if word in _MUTE or (star and word not in _KNOWN):
        return "mute"
    if word in _MAYBE:
        return "maybe"
    if word in _FACTS:
        return "fact"
    if word == "revtbl":
        return "authors"
    return f"upr {does}" if word == "upr" else does.removeprefix("upr ")


def _text(scan: _Scan, piece: bytes) -> None:
    if piece == b"\\*":
        scan.star = True
        return
    scan.first = scan.first and not piece.strip(b"\r\n")
    if re.fullmatch(rb"\\'[0-9A-Fa-f]{2}", piece):
        piece = bytes.fromhex(piece[2:].decode("ascii"))
    elif piece.startswith(b"\\"):
        piece = piece[1:] if piece[1:] in b"\\{}" else b" "
    else:
        piece = piece.replace(b"\r", b"").replace(b"\n", b"")
    passed = min(scan.passing, len(piece))
    scan.passing -= passed
    scan.heard += piece[passed:]


def _point(scan: _Scan, code: int, width: int) -> None:
    _hear(scan)
    scan.passing = width
    if code >> 10 == 0x36:  # noqa: PLR2004  (first half of a pair, D800 to DBFF)
        scan.half = code
    elif code >> 10 == 0x37 and scan.half:  # noqa: PLR2004
        scan.said += chr(0x10000 + (scan.half % 1024) * 1024 + code % 1024)
        scan.half = 0
    elif 0xE000 <= code < 0xF900:  # noqa: PLR2004  (where Word keeps Symbol and Wingdings)
        scan.said += " "
    else:
        scan.said += "\ufffd" if code >> 11 == 0x1B else chr(code)  # noqa: PLR2004


def _hear(scan: _Scan) -> None:
    codec = scan.fonts.get(scan.stack[-1][2], scan.ansi)
    heard, scan.heard = bytes(scan.heard), bytearray()
    if codec == "symbol":
        scan.signs += heard.decode("latin-1")
        return
    try:
        scan.said += heard.decode(codec, "replace")
    except LookupError:
        scan.said += heard.decode("cp1252", "replace")


def _flush(scan: _Scan, number: int) -> Iterator[Run]:
    _hear(scan)
    (said, scan.said), (signs, scan.signs) = (scan.said, ""), (scan.signs, "")
    does = scan.stack[-1][0]
    if signs and does != "mute":
        yield Run(str(number), signs, optional=True)
    if does == "authors":
        said, does = said.replace("Unknown", "").strip(" ;"), "fact"
    if said.strip() and does in {"say", "maybe", "fact"}:
        layer = Layer.PROPERTY if does == "fact" else Layer.BODY
        yield Run(str(number), said, layer, optional=does == "maybe")
