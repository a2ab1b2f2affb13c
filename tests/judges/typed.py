"""Typed: what an author wrote in guide.md, as letters, to be compared with what a reader finds."""

from __future__ import annotations

import itertools
import re

_PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s\"([^\"]*)\")?\)")
"""Alternative text and caption of a picture."""


def source(guide: str, *, footnotes: bool = True) -> str:
    """Return the body of guide.md without comments, attributes and addresses."""
    body = guide.split("\n---\n", 1)[1]
    if not footnotes:
        body = re.sub(r"(?m)^\[\^[^\]]+\]:.*\n(?:[ \t]*\n|[ \t]+\S.*\n)*", "", body)
    body = re.sub(r"<!--.*?-->", "\n", body, flags=re.DOTALL)
    body = re.sub(r"(?m)^```\w*$|^(\s*- )\[[ x]\]", r"\1", body)
    body = re.sub(r"(?m)^:{3,}.*$|^\s*\[\^[^\]]+\]:|^\|[\s:|-]+\|$", "\n", body)
    body = _PICTURE.sub(r"\2", body)
    body = re.sub(r"\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)", r"\1", body)
    return re.sub(r"\{[^{}\n]*\}", "", body)


def sentences(guide: str, *, footnotes: bool = True) -> list[str]:
    """Return the sentences of guide.md as letters and digits, so that no rule of typesetting matters."""
    text = source(guide, footnotes=footnotes)
    pieces = re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*(?:[-*+]|\d+\.|#+|>)\s|\||\[\^[^\]]+\]|\n#+ ", text)
    return [letters(piece) for piece in pieces if len(letters(piece)) > 12]


def gender_forms(guide: str) -> list[str]:
    """Return `Teilnehmer*innen`, `jede*r`, `Leiter:innen` … as they were typed."""
    return re.findall(r"\w+(?:[*:_·]|/-)(?:innen|in|r|n|e|m|s)\b", source(guide))


def alternatives(guide: str) -> list[str]:
    """Return the alternative texts of all pictures but decoration."""
    return [match[1] for match in _PICTURE.finditer(guide) if match[1]]


def unordered(asked: list[str], text: str) -> list[str]:
    """Return the sentences that do not stand behind the one before them."""
    at, lost = 0, []
    for sentence in asked:
        found = text.find(sentence, at)
        if found < 0:
            lost.append(sentence)
        else:
            at = found + len(sentence)
    return lost


def letters(text: str) -> str:
    """Return letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold()


def missing(guide: str, text: str) -> list[str]:
    """Return the sentences of a guide that a text does not hold, whole or split by the end of a page."""
    sheets = [letters(sheet) for sheet in text.split("\f")]
    whole = "".join(sheets)
    asked = sentences(guide)
    assert asked, "no sentence was found in guide.md"
    return [one for one in asked if one not in whole and not _across(one, sheets)]


def _across(sentence: str, sheets: list[str]) -> bool:
    return any(
        sentence[:cut] in before and sentence[cut:] in after
        for before, after in itertools.pairwise(sheets)
        for cut in range(1, len(sentence))
        if sentence[:cut] in before
    )
