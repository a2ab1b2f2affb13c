"""Trust: whether a heading means what it names, by what the blocks below it sound like as a whole.

„Vorgehen“ over a whole page of ideas, tasks and questions makes no steps of them; „Tipps“ over eight tips
makes one of the ninth, too, whatever that sounds like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.notes import Block, Kind
from pipeline.structure.cues import CERTAIN, TOLD, Sign
from pipeline.structure.suggest import Opinion

ALONE_CERTAIN, ALONE_LIKELY = 100, 400
"""Per mille that the weights must give to what a certain or a likely sign says of one line; with less, signs
were wrong more often than right on notes of other hands (docs/einordnen.md)."""
_TOGETHER, _TOGETHER_FEW = 150, 50
"""Per mille on average over the lines below a heading, and over three or less."""
_FEW = 3
_SHORT = 7
"""Words a line of an agenda has at most, on average."""
METADATA = "metadata"


def trusted(
    blocks: Sequence[Block], thoughts: Sequence[Opinion], signs: Mapping[str, Sign]
) -> frozenset[str]:
    """Return the headings whose section the lines below them bear out."""
    below: dict[str, list[tuple[Block, Opinion]]] = {}
    for block, thought in zip(blocks, thoughts, strict=True):
        heading = next(
            (one for one in reversed(block.path) if signs[one].section or signs[one].suggestions), ""
        )
        if heading and signs[heading].score >= CERTAIN and block.kind is not Kind.HEADING:
            below.setdefault(heading, []).append((block, thought))
    return frozenset(heading for heading, found in below.items() if _bear_out(found, signs[heading].section))


def _bear_out(found: Sequence[tuple[Block, Opinion]], section: str) -> bool:
    if section == METADATA and sum(len(block.text.split()) for block, _thought in found) <= _SHORT * len(
        found
    ):
        return True  # an agenda; its lines sound like all there is, and are only announced
    if len(found) <= _FEW and not any(thought.sure for _block, thought in found):
        return True  # a line or two, of which nothing says that they are anything else
    mean = sum(thought.share(section) for _block, thought in found) / len(found)
    return mean >= (_TOGETHER if len(found) > _FEW else _TOGETHER_FEW)


def alone(sign: Sign, thought: Opinion) -> bool:
    """Tell whether one line bears out what a sign says of it; what a person says outright needs no proof."""
    if sign.score >= TOLD:
        return True
    return thought.share(sign.section) >= (ALONE_CERTAIN if sign.score >= CERTAIN else ALONE_LIKELY)
