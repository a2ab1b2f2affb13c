"""Agenda: the list of topics that minutes begin with, and that stands again as headings further down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model.notes import Block, Kind, Layer

_NAMED = re.compile(
    r"\b(?:tagesordnung(?:spunkte)?|agenda|traktanden|tops?|to|themen|ablauf|programm)\b\W*$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"^\W*(?:(?:zu\s+)?(?:top|punkt|tagesordnungspunkt)\s*\d+(?:[.\d]*\d)?|\d+(?:\.\d+)*|[a-z](?=[.)]))[\s.):–-]*",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]|https?://\S+|\b\d{1,2}[:.]\d{2}\s*(?:uhr|h)\b", re.IGNORECASE
)
"""Who brings a topic, where more is to be found, when: it stands in the agenda or below, not in both."""
_LEAST_LETTERS = 4
_LONGEST = 120
_FEWEST, _FEWEST_NAMED = 3, 2
_SHARE, _SHARE_NAMED = 0.6, 0.4


def apart(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the lines of an agenda told apart: they repeat headings, and say nothing."""
    found = list(blocks)
    last = {topic(block.text): n for n, block in enumerate(blocks) if block.kind is Kind.HEADING}
    for start, end in _runs(blocks):
        lines = blocks[start:end]
        said = [_again(line, end - 1, last) for line in lines]
        top = min((line.level for line in lines), default=0)
        tops = [again for line, again in zip(lines, said, strict=True) if line.level == top]
        named = start > 0 and bool(_NAMED.search(blocks[start - 1].text))
        fewest, share = (_FEWEST_NAMED, _SHARE_NAMED) if named else (_FEWEST, _SHARE)
        if sum(tops) >= max(fewest, share * len(tops)):
            for number in range(start - named, end):  # the line „Tagesordnung“ is over no other heading
                if _may(blocks[number]):  # a sentence is not said again
                    found[number] = replace(found[number], kind=Kind.META)
    return found


def topic(text: str) -> str:
    """Return what a line of an agenda and its heading have in common: the words, without number and name."""
    bare = _BESIDE.sub(" ", _NUMBER.sub("", text))
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def _again(line: Block, end: int, last: Mapping[str, int]) -> bool:
    """Tell whether a heading further down says the same."""
    said = topic(line.text)
    return len(said) >= _LEAST_LETTERS and last.get(said, -1) > end


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
