"""Numbered: lines with a number that are headings of what stands below them, and no items of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import outline

_LONGEST, _TITLE = 90, 60
_SHARE = 0.7
_SENTENCE = (".", ",", ";", "!")


def headed(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with `1. Begrüßung`, text, `2. Geld`, text turned into headings with text.

    A list goes on from item to item; these lines have text of their own between them.
    """
    found = list(blocks)
    for numbers in _stretches(blocks):
        short = [number for number in numbers if _is_short(blocks[number])]
        followed = [number for number in short if number + 1 < len(blocks) and number + 1 not in numbers]
        interrupted = any(_breaks(blocks, number) for number in numbers)
        if (
            len(short) > 1
            and interrupted
            and len(short) >= _SHARE * len(numbers)
            and len(followed) * 2 >= len(short)
        ):
            for number in short:
                level = outline.TYPED + 1
                found[number] = replace(blocks[number], kind=Kind.HEADING, level=level, ordered=False)
    return found


def titles(before: Block, after: Block) -> bool:
    """Tell whether a numbered line is the title of the line below it, not its beginning."""
    return before.ordered and _is_short(before) and len(before.text) <= _TITLE and after.text[:1].isupper()


def _is_short(block: Block) -> bool:
    return len(block.text) <= _LONGEST and not block.text.endswith(_SENTENCE) and block.checked is None


def _stretches(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the numbered lines of the first level that stand under the same heading, if all are short."""
    numbers: list[int] = []
    for number, block in enumerate(blocks):
        if block.kind is Kind.HEADING and block.layer is Layer.BODY:
            yield from [numbers] if numbers else []
            numbers = []
        elif _is_numbered(block):
            numbers.append(number)
    if numbers:
        yield numbers


def _is_numbered(block: Block) -> bool:
    return block.kind is Kind.ITEM and block.ordered and block.level == 1 and block.layer is Layer.BODY


def _breaks(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether what stands below a line is no part of a list."""
    below = blocks[number + 1] if number + 1 < len(blocks) else None
    if below is None or below.layer is not Layer.BODY:
        return False
    return below.kind in {Kind.PARAGRAPH, Kind.ROW} or (below.kind is Kind.ITEM and below.level == 1)
