"""Suggest: for each block the sections it may belong to, how probable each is, and what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.messages import german
from pipeline.model.notes import Block
from pipeline.structure.cues import MOST_SUGGESTIONS, Cues


@dataclass(frozen=True)
class Suggestion:
    """One section a block may belong to. `probability` runs from 0 to 1; `reasons` are German."""

    section: str
    probability: float
    reasons: tuple[str, ...] = ()


def suggest(blocks: Sequence[Block], cues: Cues) -> list[tuple[Suggestion, ...]]:
    """Return suggestions for each block of one file, the likeliest first, at most three.

    The blocks are all of the file and in its order, because what stands around a block speaks, too.
    A section may be `chatter`, which is not in the template: nothing for the guide.
    """
    return [
        tuple(
            Suggestion(section, 0.3 - number / 10, (german("by the words in it"),))
            for number, section in enumerate(cues.suggest(block.text)[:MOST_SUGGESTIONS])
        )
        for block in blocks
    ]
