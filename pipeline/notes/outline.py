"""Outline: headings, real or typed, and what stands below them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from pipeline.model.notes import Block, Kind, Layer

TYPED = 7
"""Level of a heading that is none by style: below the real headings of a file, which have 1 to 6 or 9."""
_LONGEST = 110
_LEAST_SHOUTED = 5
_TOP = re.compile(
    r"(?:[Zz]u\s+)?(?:TOP|Top|Tagesordnungspunkt)\s*\d+(?:\.\d+)*\b|[Zz]u\s+(?:Punkt\s+)?\d{1,2}(?:\.\d+)*\s*[.):]\s*\S"
)
"""`TOP 3 Geld`, `Zu 3. Geld`."""
_SHORT = 60
AGENDA = re.compile(r"\b(?:tagesordnung(?:spunkte)?|agenda|traktanden|tops|to)\b", re.IGNORECASE)
_PRESENT = re.compile(
    r"\b(?:anwesen|abwesen|teilnehm|gäste\b|gast\b|entschuldigt|protokollant|schriftführ|moderation\b|redeleitung)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\W*(?:(?:zu\s+)?TOP\s*\d|\d{1,2}(?:\.\d+)*[.):]?\s)", re.IGNORECASE)
"""`TOP 1`, `1. Begrüßung`: here the minutes begin."""
_VOTE = re.compile(r"\W*(?:ja|nein|dafür|dagegen|enthaltung(?:en)?|ungültig)\b\W*\d", re.IGNORECASE)
"""`Dafür 5`: a vote stands out, and heads nothing."""
_SENTENCE = re.compile(r"[.;,]$")
_LABEL = re.compile(r"\S[^:]{0,40}:\s+\S")
_BESIDE = {Layer.COMMENT, Layer.DELETED, Layer.HIDDEN, Layer.PROPERTY, Layer.FURNITURE}


def looks_like_heading(text: str, *, bold: bool) -> bool:
    """Tell whether people meant a line as a heading: short, and bold or in capitals, or `TOP 3 …`."""
    if len(text) > _LONGEST or _SENTENCE.search(text) or _VOTE.match(text):
        return False
    stands_out = (bold or _shouts(text)) and any(map(str.isalpha, text)) and not _LABEL.match(text)
    return bool(_TOP.match(text)) or stands_out


def _shouts(text: str) -> bool:
    """Tell whether a line is in capitals, and long enough to be no abbreviation."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _LEAST_SHOUTED and all(letter == letter.upper() for letter in letters)


def with_paths(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give each block the chain of headings above it; levels need not be complete.

    The title row of a table is above its rows alone.
    """
    chain: list[Block] = []
    for block in blocks:
        chain = [above for above in chain if above.table in {0, block.table}]
        path = tuple(above.text for above in chain)
        if block.kind is Kind.HEADING and block.layer not in _BESIDE and block.layer is not Layer.TEXTBOX:
            chain = [above for above in chain if above.level < block.level and not _is_over(above, block)]
            yield dataclasses.replace(block, path=tuple(above.text for above in chain))
            chain.append(block)
        elif block.layer is Layer.PROPERTY or block.layer is Layer.FURNITURE:
            yield dataclasses.replace(block, path=())
        else:
            yield dataclasses.replace(block, path=path)


def _is_over(above: Block, block: Block) -> bool:
    """Tell whether a heading at the top of minutes has ended, whatever its level: who came, what is on."""
    if len(above.text) > _SHORT:
        return False
    return bool(AGENDA.search(above.text)) or bool(_PRESENT.search(above.text) and _COUNTED.match(block.text))


def by(block: Block, author: str) -> Block:
    """Return the block with its author."""
    return dataclasses.replace(block, by=author)
