"""Escape: plain text as Markdown that reads back as the same text; gender stars stay as typed.

What needs a backslash follows from `render.reader.FORMAT` and `render.shield`: pandoc's commonmark_x
without smart quotes, fancy lists, emoji, mathematics and raw code, and with stars between two letters
taken out of its sight. A test reads texts back with the real pandoc.
"""

from __future__ import annotations

import re

_STAR = re.compile(r"(?<![^\W\d_])\*|\*(?![^\W\d_])")
"""Every star but a gender star, which stands between two letters."""
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Between letters or digits an underscore is no emphasis: `Partner_innen`."""
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\s]|\Z)")
_ANYWHERE = re.compile(r"[`~^{}]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"\](?=[(\[{])|\[(?=\^)|\[(?=[ xX]?\])|^\[(?=.*\]:)")
_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez|"
    "january|february|march|may|june|july|october|december"
)
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|\Z)")
_DATE = re.compile(rf"^\d{{1,2}}\.[ \t]+(?:{_MONTHS})\b", re.IGNORECASE)
"""`render.shield` keeps these from being list items, but not behind the number of an item."""
_START = re.compile(r"^([-+:](?=\s|\Z)|-(?=-*\Z)|:(?=::)|>|#(?=#{0,5}(?:\s|\Z)))")


def text(plain: str, *, cell: bool = False, numbered: bool = False) -> str:
    """Return one line of text as Markdown: of a paragraph, a table cell, or an item with a number."""
    line = _BACKSLASH.sub(r"\\\\", " ".join(plain.split()))
    line = _STAR.sub(r"\\*", line)
    line = _UNDERSCORE.sub(r"\\_", line)
    line = _ANYWHERE.sub(r"\\\g<0>", line)
    line = _LINK.sub(r"\\\g<0>", line)
    line = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", line))
    if numbered or not _DATE.match(line):
        line = _NUMBER.sub(r"\1\\\2", line)
    line = _START.sub(r"\\\1", line)
    return line.replace("|", "\\|") if cell else line


def comment(plain: str) -> str:
    """Return text as an HTML comment, which reaches no output; nothing in it can end it early."""
    inside = re.sub(r"-{2,}", "–", " ".join(plain.split())).replace(">", "›").replace("<", "‹")
    return f"<!-- {inside.strip('-')} -->"


def heading(plain: str) -> str:
    """Return a heading's text; a number sign at its end would close it."""
    line = text(plain)
    return re.sub(r"(?<=\s)(#+)$", r"\\\1", line)
