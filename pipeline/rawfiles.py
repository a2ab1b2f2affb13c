"""Raw files: what strangers sent, made readable, read at the desk, and counted again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.engine import office
from pipeline.messages import _
from pipeline.model.ledger import Entry
from pipeline.model.notes import Block, Notes
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.notes import inventory, kinds, readers, unpacked
from pipeline.notes.desk import Desk
from pipeline.structure.placed import Placed

NOTES = "notes"
"""The folder of a guide that keeps them."""
Tell: TypeAlias = Callable[[str, int, int], None]
"""Takes what is being done, and how much of how much is done."""


@dataclass
class Work:
    """How far the ingest is: each file is read, sorted and counted, in this order."""

    tell: Tell
    files: Mapping[str, bytes]
    done: int = 0

    def at(self, what: str, name: str) -> None:
        """Say what is being done with a file; its share of the work is its size."""
        self.tell(f"{what}: {name}" if name else what, self.done, 3 * sum(map(len, self.files.values())))
        self.done += len(self.files.get(name, b""))

    def each(self, what: str, name: str, items: Iterable[Placed], count: int) -> Iterator[Placed]:
        """Yield passages, and say which one it is: each may take seconds."""
        for number, item in enumerate(items, start=1):
            self.tell(f"{what} {number}/{count}: {name}", number, count)
            yield item


def modern(
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


def read(
    stored: Mapping[str, bytes],
    names: frozenset[str],
    desk: Desk,
    work: Work,
    unread: Mapping[str, Problem],
) -> list[Notes]:
    """Read each file at the desk.

    Raises:
        Trouble: files that cannot be read, those that were `unread` before among them; all of them.
    """
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


def all_blocks(notes: Sequence[Notes], there: Mapping[str, bytes], desk: Desk) -> Iterable[Block]:
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


def reconcile(
    stored: Mapping[str, bytes],
    names: frozenset[str],
    entries: Iterable[Entry],
    desk: Desk,
    work: Work,
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


def left_out(came: unpacked.Unpacked) -> list[str]:
    """Say what of an archive or a folder nobody has read."""
    return [_("Left out: {name} ({why}).").format(name=name, why=why) for name, why in came.left_out]
