"""Markdown: one line of it as the text a reader sees; gender stars stay."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_STAND_IN = 0xE000
"""Escaped signs wait in the private area until the markup is gone."""
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"(?P<title>[^\"]*)\")?\)"
)
_ANGLE = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_CODE = re.compile(r"(`+)(.+?)\1")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def text(line: str) -> str:
    """Return the words of one line of Markdown, links as `text (address)`."""
    line = _ESCAPED.sub(lambda match: chr(_STAND_IN + ord(match[1])), line)
    line = _LINK.sub(_link, line)
    line = _ANGLE.sub(r"\1", line)
    for pattern in (_STRONG, _EMPHASIS):
        line = pattern.sub(r"\2", line)
    line = _CODE.sub(r"\2", _STRUCK.sub(r"\1", line))
    line = _BREAK.sub(" ", line)
    line = re.sub("[\ue021-\ue07e]", lambda match: chr(ord(match[0]) - _STAND_IN), line)
    return " ".join(line.split())


def _link(match: re.Match[str]) -> str:
    said, address, title = match["text"].strip(), match["address"], match["title"]
    beside = [
        part for part in (address if address.rstrip("/") != said.rstrip("/") else "", title or "") if part
    ]
    return f"{said} ({', '.join(beside)})" if said and beside else said or address
