"""Tasks: who does what until when, as a group can use it: a table, what is due first at the top."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.guess.words import is_name
from pipeline.messages import german
from pipeline.model.notes import Block, Kind
from pipeline.structure import draft, escape
from pipeline.structure.placed import Placed

_WORD = re.compile(r"[^\W\d_][\w’-]*")
_HANDLE = re.compile(r"(?<!\w)@[\w-]+")
_ROLE = re.compile(r"(?:(?i:to-?do):?\s*)?(?P<who>[A-ZÄÖÜ][\w*:/-]{2,}(?:\s[A-ZÄÖÜ][\w*:/-]{2,})?):\s")
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-zä]*\.?"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})\.\s?(?:(?P<month>\d{{1,2}})\.(?:\s?(?:20)?\d\d\b)?|{_MONTH}(?:\s?\d{{4}})?)",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b(?:anfang|mitte|ende)\s+{_MONTH}", re.IGNORECASE)
_SPAN = re.compile(r"\bkw\s?\d+|\basap\b|\bsofort\b|\bbis\s+(?:zu[mr]\s+)?(?:\w+\s)?\w+[.!]?$", re.IGNORECASE)
_NEVER = (99, 99)
_FEWEST = 3
"""Tasks; one or two need no table."""


@dataclass(frozen=True)
class Task:
    """One task: the passage as it stands, and what can be read out of it."""

    item: Placed
    who: str
    until: str

    @property
    def due(self) -> tuple[int, int]:
        """Month and day; what has none comes last."""
        if found := _DATE.search(self.until):
            return (int(found["month"]) if found["month"] else _number(found["name"]), int(found["day"]))
        found = _PART.search(self.until)
        return (_number(found["name"]), 31) if found else _NEVER


def _number(month: str) -> int:
    return _MONTHS.index(month.lower()) + 1


def task(item: Placed) -> Task:
    """Read who does it and until when; nothing is guessed that does not stand there."""
    text = item.block.text
    until = _DATE.search(text) or _PART.search(text) or _SPAN.search(text)
    words = [word for word in _WORD.findall(text) if word[:1].isupper()]
    names = [*_HANDLE.findall(text), *filter(is_name, words)]
    if not names and (label := _ROLE.match(text)):
        names = [label["who"]]
    return Task(item, ", ".join(dict.fromkeys(names)), until[0] if until else "")


def rendered(placed: Sequence[Placed]) -> str:
    """Return the Markdown of tasks out of one file: tables as they were, lines as a table or with boxes."""
    lines = [task(item) for item in placed if _is_line(item.block)]
    known = sum(bool(one.who or one.until) for one in lines)
    if len(lines) < _FEWEST or 2 * known < len(lines):
        return draft.section([_to_do(item) for item in placed])
    others = [item for item in placed if not _is_line(item.block)]
    first, last = lines[0].item.block, lines[-1].item.block
    source = escape.comment(f"{first.source}, {first.place} – {last.place}")
    return "\n\n".join(filter(None, (draft.section(others), source, "\n".join(_table(lines)))))


def _is_line(block: Block) -> bool:
    return block.kind in {Kind.PARAGRAPH, Kind.ITEM} and not block.text.rstrip().endswith(":")


def _table(tasks: Sequence[Task]) -> list[str]:
    head = (german("Who"), german("What"), german("Until when"), german("Done"))
    rows = [
        (one.who, one.item.block.text, one.until, "x" if one.item.block.checked else "")
        for one in _by_date(tasks)
    ]
    cells = [[escape.text(cell, cell=True) for cell in row] for row in (head, *rows)]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return [lines[0], "|---|---|---|---|", *lines[1:]]


def _by_date(tasks: Sequence[Task]) -> list[Task]:
    """Return tasks with what is due first at the top; a task below another stays below it."""
    groups: list[list[Task]] = []
    for one in tasks:
        if groups and one.item.block.kind is Kind.ITEM and one.item.block.level > 1:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [one for group in sorted(groups, key=lambda group: group[0].due) for one in group]


def _to_do(item: Placed) -> Placed:
    """Give a task a box to tick."""
    block = item.block
    if not _is_line(block):
        return item
    changed = replace(
        block, kind=Kind.ITEM, level=block.level or 1, ordered=False, checked=bool(block.checked)
    )
    return replace(item, block=changed)
