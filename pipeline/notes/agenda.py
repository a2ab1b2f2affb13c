"""Agenda: the list of topics that minutes begin with, and that stands again as headings further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import outline

_NAMED = re.compile(
    r"\b(?:tagesordnung(?:spunkte)?|agenda|traktanden|tops?|to|themen|ablauf|programm)\b[^\w\n]*(?:\w{2,3}\s+)?[\d./\s]*\W*$",
    re.IGNORECASE,
)
"""`Tagesordnung`, `Agenda vom 12.11.2019:`."""
_NUMBER = re.compile(
    r"^\W*(?:(?:zu\s+)?(?:top|punkt|tagesordnungspunkt)\s*\d+(?:[.\d]*\d)?|\d+(?:\.\d+)*|[a-z](?=[.)]))[\s.):–-]*",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]|https?://\S+|\b\d{1,2}[:.]\d{2}\s*(?:uhr|h)\b", re.IGNORECASE
)
"""Who brings a topic, where more is to be found, when: it stands in the agenda or below, not in both."""
_LEAST_LETTERS = 4
_ALIKE = 92
"""Share of equal letters in per cent from which two topics are the same."""
_LEAST_IN_COMMON = 8
"""Letters of a topic that may stand within a longer one: `Workshops`, `Planung der Workshops`."""
_MOST_COMPARED = 400
_LONGEST = 120
_FEWEST, _FEWEST_NAMED = 3, 2
_SHARE, _SHARE_NAMED = 0.6, 0.4


def apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the lines of an agenda told apart: they repeat headings, and say nothing."""
    found = list(blocks)
    last = {topic(block.text): n for n, block in enumerate(blocks) if _has_text(blocks, n)}
    for start, end in _runs(blocks):
        named = start > 0 and _names_it(blocks[start - 1].text)
        lines = blocks[start:end]
        top = min(line.level for line in lines)
        # Under „Tagesordnung“ a topic may have been dealt with before the list is read out.
        said = [_again(line, -1 if named else end - 1, last) for line in lines if line.level == top]
        fewest, share = (_FEWEST_NAMED, _SHARE_NAMED) if named else (_FEWEST, _SHARE)
        if sum(said) >= max(fewest, share * len(said)):
            for number in range(start - named, end):  # the line „Tagesordnung“ is over no other heading
                if _may(blocks[number]):  # a sentence is not said again
                    found[number] = replace(found[number], kind=Kind.META)
    return found


def _names_it(text: str) -> bool:
    """Tell whether a line says that an agenda follows."""
    return bool(_NAMED.search(text)) or (text.endswith(":") and bool(outline.AGENDA.search(text)))


def _has_text(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a block is a heading with something below it; several of one level in a row are a list."""
    block = blocks[number]
    below = blocks[number + 1] if number + 1 < len(blocks) else None
    return block.kind is Kind.HEADING and not (
        below and below.kind is Kind.HEADING and below.level == block.level
    )


def topic(text: str) -> str:
    """Return what a line of an agenda and its heading have in common: the words, without number and name."""
    bare = _BESIDE.sub(" ", _NUMBER.sub("", text))
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def _again(line: Block, end: int, last: Mapping[str, int]) -> bool:
    """Tell whether a heading further down says the same, but for a slip of the pen."""
    from rapidfuzz import fuzz, process

    said = topic(line.text)
    if len(said) < _LEAST_LETTERS:
        return False
    if said in last or len(last) > _MOST_COMPARED:
        return last.get(said, -1) > end
    near = process.extractOne(said, last.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    shorter = (other for other in last if min(len(other), len(said)) >= _LEAST_IN_COMMON)
    same = near[0] if near else next((other for other in shorter if other in said or said in other), "")
    return last.get(same, -1) > end


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield where lines of one kind stand together that may be an agenda: short ones, without sentences."""
    start = 0
    while start < len(blocks):
        end = start + 1
        if _may(blocks[start]):
            while end < len(blocks) and _goes_on(blocks[start], blocks[end]):
                end += 1
            if end - start > 1:
                yield start, end
        start = end


def _may(block: Block) -> bool:
    text = " ".join(_BESIDE.sub(" ", block.text).split())
    short = len(text) <= _LONGEST and not text.endswith((".", "!"))
    return short and block.layer is Layer.BODY and block.kind in {Kind.ITEM, Kind.PARAGRAPH, Kind.HEADING}


def _goes_on(first: Block, other: Block) -> bool:
    """Tell whether a line belongs to the list that another begins; what is nested deeper always does."""
    if first.kind is Kind.ITEM and other.kind is Kind.ITEM and other.level > first.level:
        return other.layer is Layer.BODY
    return _may(other) and _alike(first, other)


def _alike(first: Block, other: Block) -> bool:
    """Tell whether two lines may stand in one list: of one kind, headings of one level."""
    return first.kind is other.kind and (first.kind is not Kind.HEADING or first.level == other.level)
