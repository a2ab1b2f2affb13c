"""Outspoken: headings that people wrote as plain lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.guess.weights import Weights
from pipeline.model.notes import Block, Kind, Layer
from pipeline.structure.cues import Cues
from pipeline.structure.suggest import Opinion, opinions

_SPOKEN = {Layer.BODY, Layer.FOOTNOTE}
_LONGEST_SPOKEN = 60
_LOWEST = 9
_SENTENCE = re.compile(r":|[.!,;…]\s*$")
"""What says something by itself, or leads into a list: no heading, even above one."""


def outspoken(blocks: Sequence[Block], cues: Cues) -> list[Block]:
    """Return the blocks with headings found that people wrote as plain lines: `Hinweise`, and text below.

    Only what the cues know, word for word, and only above running text: a line with a colon above a
    list is left to lead into that list.
    """
    found: list[Block] = []
    above = ""
    for number, block in enumerate(blocks):
        plain = block.layer is Layer.BODY and block.table == 0
        if plain and block.kind is Kind.HEADING:
            above = ""
        elif plain and _heads(block, blocks[number + 1 : number + 2], cues):
            above = block.text.removesuffix(":")
            found.append(replace(block, kind=Kind.HEADING, level=_LOWEST, text=above, typed=block.raw))
            continue
        found.append(replace(block, path=(*block.path, above)) if above and block.layer in _SPOKEN else block)
    return found


def heard(
    blocks: Sequence[Block], cues: Cues, weights: Weights | None = None
) -> tuple[list[Block], list[Opinion]]:
    """Return the blocks of one file with the headings among them, and what the weights then think."""
    plain = outspoken(blocks, cues)
    thoughts = opinions(plain, cues, weights)
    heads, may_head = list[bool](), list[bool]()
    for block, below, thought in zip(plain, [*plain[1:], None], thoughts, strict=False):
        leads = block.text.endswith(":") and below is not None and below.kind in {Kind.ITEM, Kind.ROW}
        lists = below is not None and below.kind is Kind.ITEM and not _SENTENCE.search(block.text)
        heads.append(thought.heads(lists=lists) and not leads)
        may_head.append(thought.may_head and not leads)
    found = risen(plain, heads, may_head)
    return found, opinions(found, cues, weights) if found != plain else thoughts


def risen(blocks: Sequence[Block], heads: Sequence[bool], may_head: Sequence[bool]) -> list[Block]:
    """Return the blocks with those paragraphs as headings that sound like one to the learned weights.

    A plain line that is a heading reaches down to the next line that may be one, and no further: where
    nothing marks them, the one that was recognised would else stand over the parts of all others.
    """
    found: list[Block] = []
    spoken, above = "", ""  # the plain heading that paths end with now, and the one they ought to end with
    for number, block in enumerate(blocks):
        plain = block.layer is Layer.BODY and block.table == 0
        if plain and block.kind is Kind.HEADING:
            spoken = above = block.text if block.level == _LOWEST else ""
        elif plain and _can_head(block) and number + 1 < len(blocks) and may_head[number]:
            above = block.text.removesuffix(":") if heads[number] else ""
            if above:
                path = _without(block.path, spoken)
                raised = replace(block, kind=Kind.HEADING, level=_LOWEST, text=above, typed=block.raw)
                found.append(replace(raised, path=path))
                continue
        moved = block.layer in _SPOKEN and block.kind is not Kind.HEADING and above != spoken
        below = (*_without(block.path, spoken), *filter(None, [above]))
        found.append(replace(block, path=below) if moved else block)
    return found


def _without(path: tuple[str, ...], last: str) -> tuple[str, ...]:
    return path[:-1] if last and path[-1:] == (last,) else path


def _heads(block: Block, below: Sequence[Block], cues: Cues) -> bool:
    if not _can_head(block) or not cues.knows(block.text):
        return False
    wanted = {Kind.PARAGRAPH} if block.text.endswith(":") else {Kind.PARAGRAPH, Kind.ITEM, Kind.ROW}
    return any(other.path == block.path and other.kind in wanted for other in below)


def _can_head(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and len(block.text) <= _LONGEST_SPOKEN
