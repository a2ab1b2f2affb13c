"""Fates: what becomes of each block of the notes, new or read before, and what was said already."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.messages import _, german
from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.model.template import Template
from pipeline.structure import decisions, moving, pending
from pipeline.structure import ledger as ledgers
from pipeline.structure.moving import Papers, Setting
from pipeline.structure.placed import Placed

_IN_GUIDE = {Fate.PLACED, Fate.OPEN}
_SHOWN = {*_IN_GUIDE, Fate.FOLLOW_UP, Fate.METADATA}
"""What an editor or the group reads: said once is enough."""
_VERSION = re.compile(r" \(\d+\)(?=\.\w+$)")
"""What naming puts into the name of other notes of the same name: a newer version of the same file."""
_ENOUGH_LETTERS = 24
"""Shorter texts (`dito`, `Website`) may well be meant twice."""


@dataclass
class Fates:
    """Entries so far, in the order of the ledger, and the blocks that are new."""

    template: Template
    entries: dict[str, Entry]
    decided: Mapping[str, decisions.Decision]
    new: list[Placed] = field(default_factory=list)
    seen: int = 0
    remarks: list[str] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    """Id → block, of what was read before."""
    texts: dict[tuple[bool, str], str] = field(default_factory=dict)
    """Whether it stands in the guide or in the follow-up, and its letters → id; for what is said again."""

    def __post_init__(self) -> None:
        """Note what earlier notes have said."""
        for entry in self.entries.values():
            self._note(entry)

    def take(self, placed: Sequence[Placed]) -> None:
        """Add the blocks of one file."""
        blocks = [item.block for item in placed]
        tables = self._said_tables(blocks)
        for id_, item in zip(ledgers.ids(blocks), placed, strict=True):
            sure = decisions.apply(item, self.decided, self.template)
            if id_ in self.entries:
                self.seen += 1
                self._again(id_, sure)
            else:
                self._add(id_, self._unless_said(sure, tables))

    def _add(self, id_: str, item: Placed) -> None:
        self.new.append(item)
        self.entries[id_] = ledgers.entry(id_, item)
        self._note(self.entries[id_])

    def _note(self, entry: Entry) -> None:
        if entry.fate in _SHOWN:
            letters = decisions.letters(entry.text).casefold()
            self.texts.setdefault((entry.fate in _IN_GUIDE, letters), entry.id)

    def _again(self, id_: str, item: Placed) -> None:
        """Carry a decision over to a block that was read before; else leave it as it is."""
        old = self.entries[id_]
        self.blocks[id_] = item.block
        if item.by is not By.EDITOR or (old.fate, old.section) == (item.fate, item.section):
            return
        if old.fate not in _IN_GUIDE:
            self.entries[id_] = ledgers.entry(id_, item)
            if item.fate in _IN_GUIDE:
                self.new.append(item)
        elif not decisions.of(item.block, self.decided):  # a decision about a person has changed its words
            self.entries[id_] = ledgers.entry(id_, item)
            self._remark(item.block.text)

    def move(self, papers: Papers, setting: Setting) -> Papers:
        """Let decisions move passages that stand in the guide already; what a person moved stays there."""
        targets = pending.targets(list(papers.entries.values()), self.blocks, self.decided, self.template)
        for entry in moving.astray(papers, targets, setting):
            self._remark(setting.said(entry))
        moved = moving.move(papers, targets, setting) if targets else papers
        self.entries = dict(moved.entries)
        return moved

    def _remark(self, text: str) -> None:
        message = _("A decision moves a passage that stands in guide.md: move it there yourself: “{text}”")
        self.remarks.append(message.format(text=text[:80]))

    def _unless_said(self, item: Placed, tables: set[int]) -> Placed:
        block = item.block
        letters = decisions.letters(block.raw).casefold()
        said = self.texts.get((item.fate in _IN_GUIDE, letters), "")
        if not said or item.fate not in _SHOWN or block.kind in {Kind.HEADING, Kind.PICTURE}:
            return item
        enough = block.table in tables if block.kind is Kind.ROW else len(letters) >= _ENOUGH_LETTERS
        other = self.entries[said].source
        newer = other != block.source and _VERSION.sub("", other) == _VERSION.sub("", block.source)
        if not (enough or newer):
            return item
        reason = german("stands word for word in entry {id}").format(id=said)
        return dataclasses.replace(item, fate=Fate.REPEATED, section="", reasons=(reason,), suggestions=())

    def _said_tables(self, blocks: Sequence[Block]) -> set[int]:
        """Return the tables of a file whose every row stands in the guide already."""
        said = {letters for _in_guide, letters in self.texts}
        rows = [
            (block.table, decisions.letters(block.raw).casefold())
            for block in blocks
            if block.kind is Kind.ROW
        ]
        return {table for table, _text in rows} - {table for table, text in rows if text not in said}
