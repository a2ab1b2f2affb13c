"""Ingest: notes in; draft, ledger and follow-up out. Values in, values out; nothing is written here."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import rawfiles
from pipeline.guide import source
from pipeline.guide.source import OPEN
from pipeline.messages import _, german
from pipeline.model.bundle import Bundle
from pipeline.model.form import NO_FORM, Form
from pipeline.model.guide import Status
from pipeline.model.ledger import Fate
from pipeline.model.notes import Notes, Repair
from pipeline.model.template import Template
from pipeline.notes import naming, unpacked
from pipeline.notes.desk import Desk, Here
from pipeline.privacy import roster
from pipeline.privacy.roster import Roster
from pipeline.rawfiles import Tell
from pipeline.structure import (
    adviser,
    decisions,
    draft,
    followup,
    formed,
    growth,
    memory,
    placement,
)
from pipeline.structure import ledger as ledgers
from pipeline.structure.adviser import Ask
from pipeline.structure.clearance import Clearance
from pipeline.structure.cues import Cues
from pipeline.structure.fates import Fates
from pipeline.structure.habits import NO_HABITS, Habits
from pipeline.structure.memory import NO_MEMORY, Memory
from pipeline.structure.moving import Papers, Setting
from pipeline.structure.placement import Placed
from pipeline.structure.settled import headings_settled
from pipeline.structure.topic import topic

GUIDE, LEDGER, FOLLOW_UP, DECISIONS, PEOPLE, NOTES = (
    "guide.md",
    "ledger.jsonl",
    "follow-up.md",
    "decisions.yml",
    "people.txt",
    rawfiles.NOTES,
)


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
    stored, unread = rawfiles.modern(naming.stored(came.files, existing.notes), existing.notes)
    work = rawfiles.Work(tell, stored)
    names = frozenset({*stored, *existing.notes})
    notes = [*rawfiles.read(stored, names, desk, work, unread), *came.accounts]
    known = ledgers.load(existing.ledger or "", f"{folder}/{LEDGER}")
    decided = decisions.read(existing.decisions or "", f"{folder}/{DECISIONS}", template)
    listed = roster.read(existing.people or "") | Roster.of(decided.people)
    cues = dataclasses.replace(memory.taught(cues, remembered.learned), familiar=usual.familiar)
    people = placement.names(rawfiles.all_blocks(notes, existing.notes, desk), cues) | frozenset(listed.parts)
    state = Fates(template, {entry.id: entry for entry in known}, decided.passages)
    clearance = Clearance(decided.rulings, listed | Roster.of(people))

    def sort(one: Notes) -> list[Placed]:
        placed = placement.place(one, cues, template, people, usual=usual)
        return list(headings_settled(memory.recall(placed, remembered, template, people)))

    for one in notes:
        work.at(_("sorting"), one.source)
        covered = dataclasses.replace(one, blocks=tuple(map(clearance.cover, one.blocks)))
        placed = formed.place(covered, form, template, people, sort)
        if ask:
            advised = adviser.advise(placed, template, ask, clearance.masked)
            placed = list(work.each(_("asking"), one.source, advised, len(placed)))
        state.take([clearance.uncover(item) for item in placed])
    state.remarks += [
        *rawfiles.reconcile(stored, names, state.entries.values(), desk, work),
        *rawfiles.left_out(came),
    ]
    papers = Papers(existing.guide or "", existing.followup, state.entries)
    if existing.guide is not None:
        papers = state.move(papers, Setting(template, slug, f"{folder}/{GUIDE}", state.blocks))
    there = None if existing.guide is None else papers.guide
    guide = _guide(slug, there, state, _Head(title or topic(notes, slug, form), workshop, today))
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


# guide.md


@dataclass(frozen=True)
class _Head:
    """What stands in the front matter of a new guide."""

    title: str
    workshop: str
    today: datetime.date


def _guide(slug: str, existing: str | None, state: Fates, head: _Head) -> str:
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


# The report


def _report(notes: Sequence[Notes], state: Fates) -> Report:
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
