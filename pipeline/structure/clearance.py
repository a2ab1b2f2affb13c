"""Clearance: blocks as decisions about people leave them, to be placed once all is decided."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from pipeline.messages import german
from pipeline.model.finding import Ruling, Sort, Verdict
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block
from pipeline.privacy import find
from pipeline.privacy.roster import Roster
from pipeline.privacy.rulings import Rulings
from pipeline.structure.placement import Placed

OMISSION = "[…]"
"""What stands where a decision took something out, as editors mark it."""
_FIRST = 0xF0000
"""Private use, plane 15: stand-ins for released texts, which no rule then takes for a name or a number."""
_STAND_IN = re.compile("[\U000f0000-\U000ffffd]")
_FEWEST_WORDS = 3


class Clearance:
    """Covers what is decided before blocks are sorted, and uncovers it after."""

    def __init__(self, rulings: Sequence[Ruling], known: Roster) -> None:
        """Take the decisions, and the people to look out for."""
        self.rulings, self.known = Rulings(rulings, known), known
        self._released: list[str] = []
        self._covered: set[str] = set()

    def cover(self, block: Block) -> Block:
        """Return the block with roles for names; what is released stands in by one sign no rule looks at.

        What the file said stays in `raw`. Where too little would be left, the block stays as it was.
        """
        if not self.rulings.rulings:
            return block
        text = self._edited(block.text)
        if text == block.text or _is_empty(text):
            return block
        self._covered.add(block.raw)
        return dataclasses.replace(
            block,
            text=text,
            typed=block.raw,
            cells=tuple(map(self._edited, block.cells)),
            path=tuple(map(self._edited, block.path)),
        )

    def uncover(self, placed: Placed) -> Placed:
        """Put back what was released, and say who decided when that let the passage go anywhere."""
        block = placed.block
        if block.raw not in self._covered:
            return placed
        reasons = tuple(map(self._shown, placed.reasons))
        block = dataclasses.replace(
            block,
            text=self._shown(block.text),
            cells=tuple(map(self._shown, block.cells)),
            path=tuple(map(self._shown, block.path)),
        )
        if placed.fate is Fate.WITHHELD:
            return dataclasses.replace(placed, block=block, reasons=reasons)
        return dataclasses.replace(
            placed, block=block, by=By.EDITOR, reasons=(*reasons, german("decided by a person"))
        )

    def shown(self, block: Block) -> Block:
        """Return the block as readers see it: with roles for names, and with what is released."""
        return self.uncover(Placed(self.cover(block), Fate.OPEN)).block

    def masked(self, text: str) -> str:
        """Return a text for others: without anything that points at people, decided or not."""
        for one in sorted(find.find(text, self.known), key=lambda found: -found.start):
            text = text[: one.start] + OMISSION + text[one.end :]
        return _STAND_IN.sub(OMISSION, text)

    def _edited(self, text: str) -> str:
        found = [
            (one.start, one.end, ruling)
            for one in find.find(text, self.known)
            if one.sort is not Sort.INITIALS and (ruling := self.rulings.of(text, one))
        ]
        taken = [(start, end) for start, end, _ruling in found]
        found += [
            (start, end, ruling)
            for start, end, ruling in self.rulings.literally(text)
            if not any(start < other_end and other < end for other, other_end in taken)
        ]
        for start, end, ruling in sorted(found, key=lambda row: -row[0]):
            text = text[:start] + self._instead(ruling, text, start, end) + text[end:]
        return text

    def _instead(self, ruling: Ruling, text: str, start: int, end: int) -> str:
        if ruling.verdict is Verdict.REMOVE:
            return OMISSION
        if ruling.verdict is Verdict.ROLE:
            begins = not text[:start].strip() or text[:start].rstrip().endswith((".", "!", "?"))
            return ruling.instead[:1].upper() + ruling.instead[1:] if begins else ruling.instead
        if text[start:end] not in self._released:
            self._released.append(text[start:end])
        return chr(_FIRST + self._released.index(text[start:end]))

    def _shown(self, text: str) -> str:
        return _STAND_IN.sub(lambda match: self._released[ord(match[0]) - _FIRST], text)


def _is_empty(text: str) -> bool:
    """Tell whether nothing worth keeping is left of a passage out of which something was taken."""
    if OMISSION not in text:
        return False
    return len(re.findall(r"[^\W\d_]{2,}", text)) < _FEWEST_WORDS
