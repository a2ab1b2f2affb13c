"""Kept: what the ledger keeps back, as people to look out for and texts that must be in no finished file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.messages import german
from pipeline.model.finding import Certainty, Secret
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import personal, places
from pipeline.privacy import find, secrets, words
from pipeline.privacy.roster import Roster
from pipeline.privacy.rulings import Rulings
from pipeline.structure.placement import ATTENDANCE

_MARKUP = re.compile(r"\*\*|__|\\(?=[^\w\s])")
_TABLE = re.compile(r"\D*(\d+)\D+\d+\D*$")


def people(entries: Iterable[Entry]) -> Roster:
    """Return the people whom the notes name: who was there, who wrote, who commented."""
    entries = list(entries)
    listed = (
        name
        for entry in entries
        if entry.section == ATTENDANCE and entry.kind in {Kind.ITEM.value, Kind.PARAGRAPH.value}
        for name in personal.listed(entry.text.partition(":")[2] or entry.text)
        if not words.is_word(name)
    )
    return personal.roster(_blocks(entries)) | Roster.of(listed)


def texts(entries: Iterable[Entry], known: Roster, rulings: Rulings) -> Iterator[Secret]:
    """Yield the passages that are kept back, and what is personal in them; what was released is left out."""
    for entry in entries:
        if entry.fate is not Fate.WITHHELD:
            continue
        text = _MARKUP.sub("", entry.text)
        where = f"{entry.source}, {entry.place}"
        yield from secrets.of_passage(text, where)
        for one in find.find(text, known):
            if one.certainty is Certainty.POSSIBLE:
                continue
            ruling = rulings.of(text, one)
            if ruling is None or not ruling.verdict.releases:
                yield from secrets.of_finding(one, where)


def _blocks(entries: Sequence[Entry]) -> Iterator[Block]:
    """Yield blocks as far as the ledger still knows them: rows with their cells, who wrote a comment."""
    own = german("Document property {name}").partition("{")[0]
    table, before = 0, ""
    for entry in entries:
        is_row = entry.kind == Kind.ROW.value
        named = _TABLE.match(entry.place) if is_row and not entry.place[:1].isdigit() else None
        numbered = f"{entry.source}:{named[1]}" if named and named[0].count(",") else entry.source
        if is_row and before != numbered:
            table += 1
        before = numbered if is_row else ""
        yield Block(
            entry.source,
            entry.place,
            Kind(entry.kind),
            _MARKUP.sub("", entry.text),
            Layer.PROPERTY if entry.place.startswith(own) else Layer.BODY,
            cells=tuple(cell.strip() for cell in entry.text.split(" | ")) if is_row else (),
            by=places.author(entry.place),
            table=table if is_row else 0,
        )
