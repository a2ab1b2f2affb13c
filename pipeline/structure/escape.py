"""Escape: plain text as Markdown that reads back as the same text, with as few backslashes as that takes.

Two things stay bare because the guide's reader shields them (`render/shield.py`): a star between two
letters, and a date at the start of a line.
"""

from __future__ import annotations

import re

_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”„]+")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9./?=#%+,:;@-]*[A-Za-z0-9/]")
"""An address that needs no brackets around it."""
_STAR = re.compile(r"(?<![^\W\d_])\*|\*(?![^\W\d_])")
_UNDERLINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BRACKET = re.compile(r"\[(?P<inner>[^\[\]\\^!`<>*_~]*)\](?![(\[{:])|[\[\]]")
_ANGLE = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BOXES = {"", " ", "x", "X"}
_START = re.compile(
    r"(?P<sign>[-+*](?=[ \t]|$)|\#(?=\#{0,5}(?:[ \t]|$))|>|:(?=[: \t])|~(?=[ \t])|[=](?==*[ \t]*$)|[-_*](?=[-_* \t]*$)|%(?=[ \t]))"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)"
)
_DATE = re.compile(rf"\d{{1,2}}\.[ \t]+(?:{_MONTHS})\b", re.IGNORECASE)
_CLOSING = re.compile(r"(#+)$")


def inline(text: str) -> str:
    """Escape a text within a line; white space becomes single spaces."""
    text = " ".join(text.split())
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        before = _words(text[end : match.start()], text)
        pieces += [f"{before[:-1]}\\<" if before.endswith("<") else before, _address(match[0], text)]
        end = match.end()
    return "".join([*pieces, _words(text[end:], text)])


def line(text: str) -> str:
    """Escape a text that begins a line: what would start a list, quote, heading or rule is defused."""
    escaped = inline(text)
    match = _START.match(escaped)
    if not match or _DATE.match(escaped):
        return escaped
    at = match.start("dot") if match["number"] else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def heading(text: str) -> str:
    """Escape a heading; signs # at its end would be taken for its closing."""
    return _CLOSING.sub(r"\\\1", inline(text))


def cell(text: str) -> str:
    """Escape a table cell."""
    return inline(text).replace("|", "\\|")


def comment(text: str) -> str:
    """Return a text that cannot end the HTML comment it is put into."""
    return " ".join(text.replace("--", "–").replace(">", "›").split()).rstrip("-")


def _words(text: str, whole: str) -> str:
    text = text.replace("\\", "\\\\").replace("`", "\\`").replace("{", "\\{").replace("}", "\\}")
    text = _BRACKET.sub(_bracket, text)
    text = _STAR.sub(r"\\*", text)
    text = _UNDERLINE.sub(r"\\_", text)
    for sign in "~^":
        if whole.count(sign) > 1:
            text = text.replace(sign, f"\\{sign}")
    return _ENTITY.sub(r"\\&", _ANGLE.sub(r"\\<", text))


def _bracket(match: re.Match[str]) -> str:
    inner = match["inner"]
    if inner is None:
        return f"\\{match[0]}"
    return f"\\[{inner}\\]" if inner in _BOXES else match[0]


def _address(text: str, whole: str) -> str:
    """Write an address as itself; one with signs in it as words, escaped."""
    return text if _PLAIN_ADDRESS.fullmatch(text) else _words(text, whole)
