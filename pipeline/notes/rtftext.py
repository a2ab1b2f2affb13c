"""RTF text: the tokens of an RTF file, and its letters out of code pages and escapes.

After the Rich Text Format Specification 1.9.1; what it leaves open is done as Word does.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})[A-Za-z]*(?:(?P<number>-?\d{1,10})\d*)?\ ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]",
    re.DOTALL,
)
_CHARSETS = {0: "cp1252", 1: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk",
             136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
             186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250", 255: "cp437"}  # fmt: skip
SYMBOL = 2
"""Character set of Symbol and Wingdings."""
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•",
    "emspace": " ", "enspace": " ", "qmspace": " ", "tab": "\t", "line": "\n", "softline": "\n", "lbr": "\n",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
"""Control words that are letters."""
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xFE: "☑", 0xFD: "☒", 0x78: "☒",
            0x52: "☑", 0xD8: "➤", 0xFC: "✔", 0x76: "▪", 0x6E: "■", 0x6C: "●"}  # fmt: skip
"""Signs of Symbol and Wingdings that people put before what they list or tick."""


@dataclass(frozen=True)
class Token:
    """One token: a control word with its number, a group's brace, or text."""

    word: str = ""
    number: int | None = None
    brace: str = ""
    text: bytes = b""
    starred: bool = False
    r"""A control word after `\*`: who does not know it leaves out its group."""


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yield the tokens of a file; the bytes after `\bin` are passed over."""
    at, starred = 0, False
    while match := _TOKEN.match(data, at):
        at = match.end()
        if match["word"]:
            number = int(match["number"]) if match["number"] else None
            word = match["word"].decode("ascii")
            if word == "bin":
                at += max(number or 0, 0)
            else:
                yield Token(word, number, starred=starred)
            starred = False
        elif match["sign"] == b"*":
            starred = True
        elif match["sign"]:
            yield from _sign(match["sign"])
        elif match["hex"]:
            yield Token(text=bytes.fromhex(match["hex"].decode("ascii")), word="'")
        elif match["brace"]:
            starred = False
            yield Token(brace=match["brace"].decode("ascii"))
        elif match["text"]:
            yield Token(text=match["text"])


def _sign(sign: bytes) -> Iterator[Token]:
    words = {b"~": "~", b"_": "_", b"\r": "par", b"\n": "par"}
    if sign in words:
        yield Token(words[sign])
    elif sign in b"\\{}":
        yield Token(text=sign)


def charset(number: int | None) -> str:
    """Return the codec of a font's character set."""
    return "symbol" if number == SYMBOL else _CHARSETS.get(number or 0, "cp1252")


def codepage(number: int | None) -> str:
    r"""Return the codec of `\ansicpg`."""
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 950: "big5"}.get(number or 1252, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


class Letters:
    """Collects bytes and code points as they come, and gives them back as text."""

    def __init__(self) -> None:
        """Start with nothing, in Windows' code page."""
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._high = 0
        self.skip = 0
        r"""Letters to come that stand in for a code point before them (`\uc`)."""

    def add(self, data: bytes, codec: str) -> str:
        """Take bytes, and return text that is complete: a letter of two bytes may come in two tokens."""
        if self.skip:
            passed = min(self.skip, len(data))
            self.skip -= passed
            data = data[passed:]
        said = "" if codec == self._codec else self.rest()
        self._codec = codec
        self._bytes += data
        return said

    def rest(self) -> str:
        """Return what has been collected."""
        data, self._bytes = bytes(self._bytes), bytearray()
        if self._codec == "symbol":
            return "".join(_SYMBOLS.get(byte, chr(byte)) for byte in data)
        return data.decode(self._codec, "replace") if data else ""

    def point(self, number: int, width: int) -> str:
        r"""Take a code point (`\u`); its first half says nothing yet. `width` letters stand in for it."""
        said, self.skip = self.rest(), width
        code = number % 65_536
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  (the first half of a pair)
            self._high = code
            return said
        if 0xDC00 <= code < 0xE000 and self._high:  # noqa: PLR2004
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        if 0xE000 <= code < 0xF900:  # noqa: PLR2004  (private; from F000 Word's Symbol)
            return said + _SYMBOLS.get(code - 0xF000, " ")
        return said + (chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")  # noqa: PLR2004


def sign(word: str, signs: Mapping[str, str] = _SIGNS) -> str:
    """Return the letter that a control word is; empty when it is none."""
    return {"~": " ", "_": "-"}.get(word) or signs.get(word, "")
