"""Asking: open passages as questions, in the order of the notes, with up to three suggestions and why.

A table is one question (a list of cards can be taken apart), an item goes with the items below it, and a
line that leads into a list with the list: what belongs together is decided together. Headings are not
asked about; they go when nothing waits under them any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.notes import kinds
from pipeline.structure.cues import bare

ASIDE = "aside"
"""The section for what is not for the guide."""
SHEETS = {".xlsx", ".ods", ".csv", ".tsv"}
"""Files whose rows are cards of a workshop, each with a thought of its own."""


@dataclass(frozen=True)
class Suggestion:
    """A section that a passage may belong to, and what speaks for it, in the reader's language."""

    section: str
    heading: str
    reason: str


@dataclass(frozen=True)
class Question:
    """Passages that are decided together."""

    entries: tuple[Entry, ...]
    heading: str = ""
    """The heading right above them; empty when there is none."""
    path: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    reason: str = ""
    """Why it is open."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its entries."""
        return tuple(entry.id for entry in self.entries)


def questions(
    entries: Sequence[Entry], waiting: Iterable[str], blocks: Mapping[str, Block]
) -> list[Question]:
    """Return the questions about entries that wait; `blocks`, if known, tell what belongs together."""
    wanted = set(waiting)
    paths = paths_of(entries, blocks)
    alone = lonely(entries, blocks, paths)
    shown = [entry for entry in entries if entry.kind != Kind.HEADING.value or entry.id in alone]
    found: list[list[Entry]] = []
    for entry in entries:
        if entry.id not in wanted or (entry.kind == Kind.HEADING.value and entry.id not in alone):
            continue
        if found and _together(found[-1], entry, blocks, paths):
            found[-1].append(entry)
        else:
            found.append([entry])
    neighbours = {entry.id: number for number, entry in enumerate(shown)}
    return [_question(group, shown, neighbours, paths) for group in found]


def _question(
    group: Sequence[Entry],
    shown: Sequence[Entry],
    numbers: Mapping[str, int],
    paths: Mapping[str, tuple[str, ...]],
) -> Question:
    first, last = numbers[group[0].id], numbers[group[-1].id]
    before = shown[first - 1] if first else None
    after = shown[last + 1] if last + 1 < len(shown) else None
    path = paths[group[0].id]
    return Question(
        tuple(group),
        path[-1] if path else "",
        path,
        before.text if before and before.source == group[0].source else "",
        after.text if after and after.source == group[0].source else "",
        reason=group[0].reasons[0] if group[0].reasons else "",
    )


def lonely(
    entries: Sequence[Entry], blocks: Mapping[str, Block], paths: Mapping[str, tuple[str, ...]]
) -> set[str]:
    """Return headings that nothing stands under in the notes: they say something by themselves."""
    above = {
        (entry.source, paths[entry.id][:n]) for entry in entries for n in range(1, len(paths[entry.id]) + 1)
    }
    return {
        entry.id
        for entry in entries
        if entry.kind == Kind.HEADING.value and (entry.source, _chain(entry, blocks, paths)) not in above
    }


def _chain(
    entry: Entry, blocks: Mapping[str, Block], paths: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the headings above what stands under a heading, itself among them."""
    block = blocks.get(entry.id)
    return (*paths[entry.id], block.text) if block else (entry.text.lstrip("# ").strip(),)


def leads_nowhere(entries: Sequence[Entry], waiting: set[str], blocks: Mapping[str, Block]) -> set[str]:
    """Return open headings under which nothing waits any more; those that stand alone are asked about."""
    paths = paths_of(entries, blocks)
    alone = lonely(entries, blocks, paths)
    asked = [e for e in entries if e.id in waiting and (e.kind != Kind.HEADING.value or e.id in alone)]
    above = {(e.source, paths[e.id][:n]) for e in asked for n in range(1, len(paths[e.id]) + 1)}
    return {
        entry.id
        for entry in entries
        if entry.kind == Kind.HEADING.value and entry.fate is Fate.OPEN and entry.id not in alone
        and (entry.source, _chain(entry, blocks, paths)) not in above
    }  # fmt: skip


def paths_of(entries: Sequence[Entry], blocks: Mapping[str, Block]) -> dict[str, tuple[str, ...]]:
    """Return the headings above each entry; without the notes, the last heading of the ledger."""
    found: dict[str, tuple[str, ...]] = {}
    above: dict[str, str] = {}
    for entry in entries:
        block = blocks.get(entry.id)
        found[entry.id] = block.path if block else tuple(filter(None, [above.get(entry.source, "")]))
        if entry.kind == Kind.HEADING.value:
            above[entry.source] = block.text if block else entry.text.lstrip("# ").strip()
    return found


def _together(
    group: Sequence[Entry], entry: Entry, blocks: Mapping[str, Block], paths: Mapping[str, tuple[str, ...]]
) -> bool:
    """Tell whether an entry is decided with those before it."""
    first, last = group[0], group[-1]
    if entry.source != first.source or paths[entry.id] != paths[first.id]:
        return False
    one, before, other = blocks.get(first.id), blocks.get(last.id), blocks.get(entry.id)
    if one is None or before is None or other is None:
        return entry.kind == last.kind == Kind.ROW.value
    if other.kind is Kind.ROW:
        return one.kind is Kind.ROW and one.table == other.table
    if other.kind is not Kind.ITEM:
        return False
    if one.kind is Kind.ITEM:
        return other.level > one.level
    return (
        one.kind is Kind.PARAGRAPH
        and before.kind in {Kind.PARAGRAPH, Kind.ITEM}
        and one.text.rstrip().endswith(":")
    )


def pieces(question: Question, blocks: Mapping[str, Block]) -> list[Question]:
    """Return the smallest questions one is made of: tables stay whole, items keep what is below them.

    A row of a spreadsheet is a card by itself.
    """
    if question.entries[0].kind == Kind.ROW.value and kinds.named(question.entries[0].source) not in SHEETS:
        return [question]
    found: list[list[Entry]] = []
    top = 0
    for entry in question.entries:
        level = blocks[entry.id].level if entry.id in blocks else 0
        if found and level > top > 0:
            found[-1].append(entry)
        else:
            found.append([entry])
            top = level
    return [replace(question, entries=tuple(group)) for group in found]


def under(heading: str, all_: Sequence[Question]) -> list[Question]:
    """Return the questions under one heading, the same wording elsewhere included."""
    return [one for one in all_ if heading and bare(one.heading) == bare(heading)]
