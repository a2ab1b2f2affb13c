"""Ingest: notes in; draft, ledger and follow-up out. Values in, values out; nothing is written here."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.engine import office
from pipeline.guide import source
from pipeline.guide.source import OPEN
from pipeline.messages import _, german
from pipeline.model.bundle import Bundle
from pipeline.model.form import NO_FORM, Form
from pipeline.model.guide import Status
from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.model.template import Template
from pipeline.notes import inventory, kinds, naming, readers, unpacked
from pipeline.notes.desk import Desk, Here
from pipeline.privacy import roster
from pipeline.privacy.roster import Roster
from pipeline.structure import (
    adviser,
    decisions,
    draft,
    followup,
    formed,
    growth,
    memory,
    moving,
    pending,
    placement,
)
from pipeline.structure import ledger as ledgers
from pipeline.structure.adviser import Ask
from pipeline.structure.clearance import Clearance
from pipeline.structure.cues import Cues
from pipeline.structure.habits import NO_HABITS, Habits
from pipeline.structure.memory import NO_MEMORY, Memory
from pipeline.structure.moving import Papers, Setting
from pipeline.structure.placement import Placed
from pipeline.structure.settled import headings_settled

GUIDE, LEDGER, FOLLOW_UP, DECISIONS, PEOPLE, NOTES = (
    "guide.md",
    "ledger.jsonl",
    "follow-up.md",
    "decisions.yml",
    "people.txt",
    "notes",
)

_IN_GUIDE = {Fate.PLACED, Fate.OPEN}
_SHOWN = {*_IN_GUIDE, Fate.FOLLOW_UP, Fate.METADATA}
"""What an editor or the group reads: said once is enough."""
_VERSION = re.compile(r" \(\d+\)(?=\.\w+$)")
"""What `_free` puts into the name of other notes of the same name: a newer version of the same file."""
_ENOUGH_LETTERS = 24
"""Shorter texts (`dito`, `Website`) may well be meant twice."""

Tell: TypeAlias = Callable[[str, int, int], None]
"""Takes what is being done, and how much of how much is done."""


@dataclass(frozen=True)
class Existing:
    """What a guide's folder holds already; texts are None where there is no file."""

    guide: str | None = None
    ledger: str | None = None
    followup: str | None = None
    decisions: str | None = None
    notes: Mapping[str, bytes] = field(default_factory=dict)
    """Name in notes/ → content."""
    people: str | None = None
    """People to look out for, one a line."""


@dataclass(frozen=True)
class Report:
    """What came of the notes, for the person at the keyboard."""

    files: tuple[str, ...]
    new: int
    known: int
    """Blocks that an earlier ingest had read already."""
    fates: Mapping[Fate, int]
    sections: Mapping[str, int]
    """New blocks by published section."""
    withheld: Mapping[str, int]
    """Reason → how many."""
    repairs: Mapping[str, tuple[Repair, ...]]
    remarks: tuple[str, ...] = ()
    """What a person has to do by hand."""


@dataclass(frozen=True)
class Outcome:
    """Files to write below guides/<slug>/, and the report. Nothing else is to be written."""

    writes: Mapping[str, bytes]
    report: Report


def ingest(  # noqa: PLR0913  (one door, its few options named)
    slug: str,
    files: Mapping[str, bytes],
    template: Template,
    cues: Cues,
    existing: Existing,
    *,
    today: datetime.date,
    title: str = "",
    workshop: str = "",
    bundles: Iterable[Bundle] = (),
    desk: Desk | None = None,
    tell: Tell = lambda _what, _done, _all: None,
    form: Form = NO_FORM,
    remembered: Memory = NO_MEMORY,
    usual: Habits = NO_HABITS,
    ask: Ask | None = None,
) -> Outcome:
    """Read notes, sort their blocks, and return what is to be written.

    `bundles` are folders of notes; archives are opened wherever they are. What strangers sent is read
    at the `desk`. A language model is asked about what is open if there is one to `ask`. The same notes
    again change nothing; new ones are added, and no byte of an existing guide.md is changed otherwise.

    Raises:
        Trouble: files that cannot be read, a broken guide or ledger, or text that a reader lost;
            all problems at once, and nothing is to be written then.
    """
    folder = f"guides/{slug}"
    desk = desk or Here()
    came = unpacked.unpack(files.items(), bundles, desk)
    stored, unread = _modern(naming.stored(came.files, existing.notes), existing.notes)
    work = _Work(tell, stored)
    names = frozenset({*stored, *existing.notes})
    notes = [*_read(stored, names, desk, work, unread), *came.accounts]
    known = ledgers.load(existing.ledger or "", f"{folder}/{LEDGER}")
    decided = decisions.read(existing.decisions or "", f"{folder}/{DECISIONS}", template)
    listed = roster.read(existing.people or "") | Roster.of(decided.people)
    cues = dataclasses.replace(memory.taught(cues, remembered.learned), familiar=usual.familiar)
    people = placement.names(_all_blocks(notes, existing.notes, desk), cues) | frozenset(listed.parts)
    state = _State(template, {entry.id: entry for entry in known}, decided.passages)
    clearance = Clearance(decided.rulings, listed | Roster.of(people))

    def sort(one: Notes) -> list[Placed]:
        placed = placement.place(one, cues, template, people, usual=usual)
        return list(headings_settled(memory.recall(placed, remembered, template, people)))

    for one in notes:
        work.at(_("sorting"), one.source)
        covered = dataclasses.replace(one, blocks=tuple(map(clearance.cover, one.blocks)))
        placed = formed.place(covered, form, template, people, sort)
        if ask:
            placed = list(adviser.advise(placed, template, ask, clearance.masked))
        state.take([clearance.uncover(item) for item in placed])
    state.remarks += [*_reconcile(stored, names, state.entries.values(), desk, work), *_left_out(came)]
    papers = Papers(existing.guide or "", existing.followup, state.entries)
    if existing.guide is not None:
        papers = state.move(papers, Setting(template, slug, f"{folder}/{GUIDE}", state.blocks))
    there = None if existing.guide is None else papers.guide
    guide = _guide(slug, there, state, _Head(title or _title(notes, slug, form), workshop, today))
    followed = followup.text(papers.followup or "", state.new, template)
    writes = {f"{NOTES}/{name}": data for name, data in stored.items() if existing.notes.get(name) != data}
    for name, text, old in (
        (GUIDE, guide, existing.guide),
        (LEDGER, ledgers.dump(state.entries.values()), existing.ledger),
        (FOLLOW_UP, followed, existing.followup),
    ):
        if text != (old or ""):
            writes[name] = text.encode()
    return Outcome(writes, _report(notes, state))


# The raw files


@dataclass
class _Work:
    """How far the ingest is: each file is read, sorted and counted, in this order."""

    tell: Tell
    files: Mapping[str, bytes]
    done: int = 0

    def at(self, what: str, name: str) -> None:
        """Say what is being done with a file; its share of the work is its size."""
        self.tell(f"{what}: {name}" if name else what, self.done, 3 * sum(map(len, self.files.values())))
        self.done += len(self.files.get(name, b""))


def _modern(
    stored: Mapping[str, bytes], there: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, Problem]]:
    """Put beside each old Word file what LibreOffice makes of it, where it is installed; once only.

    Returns the files, and those that LibreOffice cannot read.
    """
    found: dict[str, bytes] = {}
    unread: dict[str, Problem] = {}
    for name, data in stored.items():
        found[name] = data
        modern = f"{name}{readers.MODERN}"
        if kinds.of(name, data) != ".doc" or (not office.find() and modern not in there):
            continue
        try:
            found[modern] = there[modern] if modern in there else office.docx(data)
        except ToolFailure as failure:
            hint = _("Open it in Word or LibreOffice and save it as .docx.")
            unread[name] = Problem(name, 0, failure.message, hint)
    return found, unread


def _read(
    stored: Mapping[str, bytes],
    names: frozenset[str],
    desk: Desk,
    work: _Work,
    unread: Mapping[str, Problem],
) -> list[Notes]:
    notes: list[Notes] = []
    problems = [*unread.values()]
    for name, data in stored.items():
        work.at(_("reading"), name)
        try:
            if name not in unread:
                notes.append(desk.read(name, data, names))
        except Trouble as trouble:
            problems += trouble.problems
    if problems:
        raise Trouble(problems)
    return notes


def _all_blocks(notes: Sequence[Notes], there: Mapping[str, bytes], desk: Desk) -> Iterable[Block]:
    """Return the blocks of these notes and of earlier ones: a list of names counts for all."""
    read = {one.source for one in notes}
    names = frozenset(there)
    blocks = [block for one in notes for block in one.blocks]
    for name, data in there.items():
        if name not in read:
            try:
                blocks += desk.read(name, data, names).blocks
            except Trouble:
                continue  # a file that was put there by hand and that no reader knows
    return blocks


def _reconcile(
    stored: Mapping[str, bytes],
    names: frozenset[str],
    entries: Iterable[Entry],
    desk: Desk,
    work: _Work,
) -> list[str]:
    """Stop when a reader has lost or doubled a single letter; return what a person should look at."""
    by_source: dict[str, list[Entry]] = {}
    for entry in entries:
        by_source.setdefault(entry.source, []).append(entry)
    problems: list[Problem] = []
    for name, data in stored.items():
        work.at(_("counting again"), name)
        found = inventory.reconcile(desk.count(name, data, names), by_source.get(name, []))
        problems += (dataclasses.replace(problem, path=f"{NOTES}/{name}") for problem in found)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise Trouble(errors)
    return [f"{problem.path}: {problem.message} {problem.hint}" for problem in problems]


def _left_out(came: unpacked.Unpacked) -> list[str]:
    """Say what of an archive or a folder nobody has read."""
    return [_("Left out: {name} ({why}).").format(name=name, why=why) for name, why in came.left_out]


# Fates


@dataclass
class _State:
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


# guide.md


@dataclass(frozen=True)
class _Head:
    """What stands in the front matter of a new guide."""

    title: str
    workshop: str
    today: datetime.date


def _guide(slug: str, existing: str | None, state: _State, head: _Head) -> str:
    """Return guide.md with the new blocks in it."""
    path = f"guides/{slug}/{GUIDE}"
    template = state.template
    finished = existing is not None and source.parse(existing, slug, path).front.status is not Status.DRAFT
    placed: dict[str, list[Placed]] = {}
    waiting: list[Placed] = []
    for item in state.new:
        if item.fate is Fate.OPEN or (item.fate is Fate.PLACED and finished):
            waiting.append(_with_own_suggestion(item))
        elif item.fate is Fate.PLACED:
            placed.setdefault(item.section, []).append(item)
    additions = {id_: draft.section(items, id_) for id_, items in placed.items()}
    if waiting:
        additions[OPEN] = draft.open_box(waiting, template)
    places = [growth.Place(rule.id, rule.heading) for rule in template.sections if rule.published]
    places.append(growth.Place(OPEN, german("Still to be sorted")))
    text = _begun(head, template, additions) if existing is None else existing
    return growth.grow(text, additions, places, growth.of_guide(slug, path))


def _with_own_suggestion(item: Placed) -> Placed:
    """Let a block that would be placed, but for a finished guide, suggest where."""
    return item if item.fate is Fate.OPEN else dataclasses.replace(item, suggestions=(item.section,))


def _begun(head: _Head, template: Template, additions: Mapping[str, str]) -> str:
    return draft.empty(head.title, template, head.today, workshop=head.workshop, filled=set(additions))


_QUOTED = re.compile(r"[„“\"»]([^„“”\"«»]{5,80})[“”\"«]")
_AROUND = re.compile(
    r"\b(?:(?:ergebnis)?protokoll|mitschrift|dokumentation|workshop|notizen|niederschrift|final|entwurf|vom|am|zum|zur|des|der)\b|"
    r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\b\d{4}\b",
    re.IGNORECASE,
)


def _title(notes: Sequence[Notes], slug: str, form: Form) -> str:
    """Return the topic that the notes name in their title or in our form, else the folder's name in words."""
    for one in notes:
        if formed.is_form(one, form):
            if topic := formed.topic(one, form):
                return topic
            continue
        for block in one.blocks[:1]:
            if block.layer is not Layer.BODY or block.kind not in {Kind.HEADING, Kind.PARAGRAPH}:
                continue
            if match := _QUOTED.search(block.text):
                return match[1]
            bare = " ".join(_AROUND.sub(" ", block.text).split()).strip(" –-:,/|·")
            if block.level == 1 and bare:
                return bare
    return slug.replace("-", " ").capitalize()


# The report


def _report(notes: Sequence[Notes], state: _State) -> Report:
    placed = [item for item in state.new if item.fate is Fate.PLACED]
    return Report(
        files=tuple(one.source for one in notes),
        new=len(state.new),
        known=state.seen,
        fates=Counter(item.fate for item in state.new),
        sections=Counter(item.section for item in placed),
        withheld=Counter(
            item.reasons[0] for item in state.new if item.fate is Fate.WITHHELD and item.reasons
        ),
        repairs={one.source: one.repairs for one in notes if one.repairs},
        remarks=tuple(state.remarks),
    )
