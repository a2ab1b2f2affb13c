"""Markdown: one line of it as the text a reader sees; gender stars stay."""

from __future__ import annotations

import html
import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGN = re.compile(r"[!-/:-@\[-`{-~]")
_STAND_IN = 0xE000
"""Escaped signs, and those of code, wait in the private area until the markup is gone."""
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"(?P<title>[^\"]*)\")?"
    r"(?:\s+=\d*x\d*)?\)"
)
"""A link or picture, with a title, or with the size that HedgeDoc adds: `(a.png =300x)`."""
_ANGLE = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_ANCHOR = re.compile(r"<a\b[^<>]*?\bhref=[\"']?([^\"'<>\s]+)[^<>]*>(.*?)</a>", re.IGNORECASE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)")
_MARKED = re.compile(r"(==|\+\+)(?=[^\s=+])(.+?)(?<=\S)\1")
_STRUCK = re.compile(r"~~(?=[^\s~])(.+?)(?<=\S)~~|<(s|del|strike)>(.*?)</\2>", re.IGNORECASE)
_CODE = re.compile(r"(`+)(.+?)\1")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|center|code|del|details|div|em|figure|figcaption|font|h[1-6]|i|ins|kbd|li|mark|"
    r"ol|p|s|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:\w{2,8}|#\d{1,6});")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")


def text(line: str) -> str:
    """Return the words of one line of Markdown, links as `text (address)`."""
    line = _ESCAPED.sub(lambda match: chr(_STAND_IN + ord(match[1])), line)
    line = _CODE.sub(lambda match: _SIGN.sub(lambda sign: chr(_STAND_IN + ord(sign[0])), match[2]), line)
    line = _ANCHOR.sub(r"[\2](\1)", line)
    line = _LINK.sub(_link, line)
    line = _ANGLE.sub(r"\1", line)
    for pattern in (_STRONG, _EMPHASIS, _MARKED):
        line = pattern.sub(r"\2", line)
    line = _STRUCK.sub(lambda match: match[1] or match[3] or "", line)
    line = _TAG.sub("", _FOOTNOTE.sub("", _BREAK.sub(" ", line)))
    line = _ENTITY.sub(lambda match: html.unescape(match[0]), line)
    line = re.sub("[\ue021-\ue07e]", lambda match: chr(ord(match[0]) - _STAND_IN), line)
    return " ".join(line.split())


def struck(line: str) -> tuple[str, str]:
    """Return a line without what is struck through, and what that was."""
    gone = [match[1] or match[3] or "" for match in _STRUCK.finditer(line)]
    return (_STRUCK.sub(" ", line), " ".join(gone)) if gone else (line, "")


def is_tags(line: str) -> bool:
    """Tell whether a line holds nothing but HTML tags, `<details>`."""
    return bool(_TAG.search(line)) and not _TAG.sub("", line).strip()


def _link(match: re.Match[str]) -> str:
    said, address, title = match["text"].strip(), match["address"], match["title"]
    beside = [
        part for part in (address if address.rstrip("/") != said.rstrip("/") else "", title or "") if part
    ]
    return f"{said} ({', '.join(beside)})" if said and beside else said or address
