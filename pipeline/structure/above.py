"""Above: what stands above a block and speaks for it: headings, a line that leads in, items, tables."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import personal
from pipeline.structure.cues import CERTAIN, NONE, Cues, Sign
from pipeline.structure.headings import ATTENDANCE, PEOPLE
from pipeline.structure.placed import Placed
from pipeline.structure.trust import METADATA

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_LEADS = 4
"""Words of a line without a colon that may still lead into the list below it: `Tipps`, `Kosten (grob)`."""


class Secret(enum.Enum):
    """How far a mark such as „intern:“ reaches that stands above a block."""

    NOTHING = 0
    LIST = 1
    """The list or table right below a passage that is marked."""
    PASSAGE = 2
    """Everything down to the next heading: the mark stood alone."""
    FILE = 3
    """Everything: the mark stands at the top of the notes or on every page."""


@dataclass
class Above:
    """What has been read above the next block of a file; `signs` is what each heading says."""

    cues: Cues
    signs: Mapping[str, Sign]
    secret: Secret = Secret.NOTHING
    lead: Sign = NONE
    items: dict[int, Placed] = field(default_factory=dict)
    table: int = 0
    table_sign: Sign = NONE
    last: Placed | None = None

    @classmethod
    def of(cls, blocks: Sequence[Block], cues: Cues, signs: Mapping[str, Sign]) -> Above:
        """Begin with a file, of which a mark may keep back everything."""
        return cls(cues, signs, Secret.FILE if _marked_as_a_whole(blocks) else Secret.NOTHING)

    def leave(self, block: Block) -> None:
        """End what a mark above has reached, before this block is looked at."""
        ends = {Secret.PASSAGE: {Kind.HEADING}, Secret.LIST: {Kind.HEADING, Kind.PARAGRAPH}}
        if block.kind in ends.get(self.secret, ()):
            self.secret = Secret.NOTHING

    def _enter_secret(self, block: Block) -> None:
        """Note how far the mark of this block reaches."""
        if block.kind is Kind.PARAGRAPH and self.secret in {Secret.NOTHING, Secret.LIST}:
            if personal.mark_alone(block.text):
                self.secret = Secret.PASSAGE
            elif personal.confidential(_SENTENCE_END.split(block.text)[-1]):
                self.secret = Secret.LIST

    def sign(self, block: Block) -> Sign:
        """Return the strongest sign: table, own line, line that leads in, item above, headings above."""
        if block.kind is Kind.HEADING:
            return self.inherited(block.path)
        if block.kind is Kind.ROW:
            return self._row(block)
        above = self.inherited(block.path)
        if above.section in {METADATA, ATTENDANCE}:
            return above  # the agenda names every section, and says nothing for any
        own = self.cues.line(block.text)
        if own.section == ATTENDANCE and above.section == PEOPLE and self.cues.describes(block.text):
            return above  # what the part is, not who took it
        if block.kind is Kind.PARAGRAPH and not _speaks(own):
            own = self.cues.whole_line(block.text)
        if own.section and above.section and own.score < min(above.score, CERTAIN):
            return above
        return own if _speaks(own) else self._around(block) or above

    def _around(self, block: Block) -> Sign | None:
        """Return what the item above, the line that leads in, or the anchor of a footnote says."""
        if block.kind is Kind.ITEM:
            if parent := self.parent(block):
                return None if parent.by is By.MODEL else _like(parent)
            return self.lead if _speaks(self.lead) else None
        anchored = block.layer is Layer.FOOTNOTE and self.last
        return _like(anchored) if anchored else None

    def _row(self, block: Block) -> Sign:
        if block.table != self.table:
            self.table = block.table
            sign = self.cues.table(block.cells)
            self.table_sign = sign if sign.section else self.lead
        if self.table_sign.section:
            return self.table_sign
        label = self.cues.line(f"{block.cells[0]}: ")
        if label.section in {METADATA, ATTENDANCE} and self._labelled(block):
            return label
        return self.table_sign if self.table_sign.suggestions else self.inherited(block.path)

    def _labelled(self, block: Block) -> bool:
        return not block.path and len(block.cells) <= 4  # noqa: PLR2004  (the head of a protocol)

    def inherited(self, path: Sequence[str]) -> Sign:
        """Return what the nearest heading above says; „Tisch 2“ and the like are looked through."""
        asked = NONE
        for heading in reversed(path):
            sign = self.signs[heading]
            if sign.section:
                reason = german("stands under “{heading}”").format(heading=heading)
                if asked.suggestions:
                    return replace(
                        asked, suggestions=tuple(dict.fromkeys([*asked.suggestions, sign.section]))
                    )
                return Sign(sign.section, sign.score, reason)
            if sign.suggestions and not asked.suggestions:
                asked = Sign(suggestions=sign.suggestions, reason=sign.reason)
        return asked

    def parent(self, block: Block) -> Placed | None:
        """Return the item that an item hangs below."""
        if block.kind is not Kind.ITEM:
            return None
        return next(
            (self.items[level] for level in range(block.level - 1, 0, -1) if level in self.items),
            None,
        )

    def remember(self, block: Block, sign: Sign, placed: Placed) -> None:
        """Note a block that has been placed, for those below it."""
        self._enter_secret(block)
        if block.layer in {Layer.FOOTNOTE, Layer.TEXTBOX}:
            return
        if block.kind is Kind.ITEM:
            self.items = {level: item for level, item in self.items.items() if level < block.level}
            self.items[block.level] = placed
        else:
            self.items = {}
        if block.kind is Kind.PARAGRAPH:
            leads = block.text.rstrip().endswith((":", "?")) or len(block.text.split()) <= _LEADS
            fact = sign.section in {METADATA, ATTENDANCE} and not block.text.rstrip().endswith(":")
            kept = placed.fate is Fate.WITHHELD and sign.section != ATTENDANCE
            self.lead = sign if leads and not fact and not kept and block.table == 0 else NONE
        elif block.kind is Kind.HEADING:
            self.lead = NONE
        if block.kind is not Kind.ROW:
            self.table = 0
        self.last = placed


def _marked_as_a_whole(blocks: Sequence[Block]) -> bool:
    """Tell whether the notes are confidential from end to end: their title or a page header says so."""
    visible = [block for block in blocks if block.layer is Layer.BODY]
    pages = [block for block in blocks if block.layer is Layer.FURNITURE]
    return any(personal.confidential(block.text) for block in (*visible[:1], *pages))


def _speaks(sign: Sign) -> bool:
    return bool(sign.section or sign.suggestions)


def _like(other: Placed) -> Sign:
    """Return the sign that follows another block: what belongs together stays together."""
    reason = german("belongs to the passage above it")
    if other.fate in {Fate.PLACED, Fate.FOLLOW_UP, Fate.METADATA}:
        return Sign(other.section, max(other.score - 0.05, 0.0), reason)
    return Sign(suggestions=other.suggestions, reason=reason)
