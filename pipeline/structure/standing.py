"""Standing: where passages of the notes stand in guide.md now, whatever a person did to them since.

Word for word under „Noch einzuordnen“ as the program wrote them, edited there, or moved elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.guide.passages import LINE, Form, Passage, passages
from pipeline.guide.source import OPEN
from pipeline.messages import german
from pipeline.model.ledger import Entry
from pipeline.model.notes import Kind
from pipeline.structure import escape
from pipeline.structure.letters import key

ALIKE = 82
"""Per cent of equal letters from which a passage is the edited one of the notes, and not another."""
_GROWN = 12
"""Letters of a passage that is recognised within a longer one, to which a person has added."""
_LONG_ENOUGH = 8
"""Letters; a shorter passage is recognised word for word only."""


@dataclass(frozen=True)
class Spot:
    """Lines of a passage (from 0, `end` is the first after it), its section, and whether it was edited."""

    start: int
    end: int
    section: str
    edited: bool = False

    @property
    def waits(self) -> bool:
        """Whether it stands under „Noch einzuordnen“."""
        return self.section == OPEN


def of(text: str, entries: Iterable[Entry], said: Mapping[str, str]) -> dict[str, Spot]:
    """Return where entries stand, by their ids; `said` is their text as read, without typed marks.

    Each place is given to one entry only: word for word before edited, waiting before moved.
    """
    page = _Page(text)
    found: dict[str, Spot] = {}
    entries = list(entries)
    for where in (page.waiting, page.moved):
        for entry in entries:
            if entry.id not in found and (spot := page.exactly(entry, said, where)):
                found[entry.id] = spot
    for where in (page.waiting, page.moved):
        left = [entry for entry in entries if entry.id not in found]
        found |= page.nearly(left, said, where)
    return found


class _Page:
    """The passages of guide.md by their letters, those that wait apart; what is taken is gone."""

    def __init__(self, text: str) -> None:
        self.waiting: dict[str, list[Passage]] = defaultdict(list)
        self.moved: dict[str, list[Passage]] = defaultdict(list)
        for passage in (*passages(text), *_pictures(text)):
            where = self.waiting if passage.section == OPEN else self.moved
            where[_key(passage.text)].append(passage)

    def exactly(
        self, entry: Entry, said: Mapping[str, str], where: Mapping[str, list[Passage]]
    ) -> Spot | None:
        for text in _wordings(entry, said):
            here = [one for one in where.get(_key(text), ()) if _could_be(entry, one)]
            if here and _key(text):
                where[_key(text)].remove(here[0])
                return _spot(here[0])
        return None

    def nearly(
        self, entries: Sequence[Entry], said: Mapping[str, str], where: Mapping[str, list[Passage]]
    ) -> dict[str, Spot]:
        found: dict[str, Spot] = {}
        left = {id(one): one for here in where.values() for one in here}
        keys = {number: _key(one.text) for number, one in left.items() if len(_key(one.text)) >= _LONG_ENOUGH}
        for entry in entries:
            wanted = _key(said.get(entry.id, entry.text))
            if len(wanted) < _LONG_ENOUGH or entry.kind == Kind.PICTURE.value:
                continue
            number = _nearest(wanted, {n: text for n, text in keys.items() if _could_be(entry, left[n])})
            if number is not None:
                passage = left.pop(number)
                keys.pop(number)
                where[_key(passage.text)].remove(passage)
                found[entry.id] = _spot(passage, edited=True)
        return found


def _nearest(wanted: str, keys: Mapping[int, str]) -> int | None:
    """Return the passage that was made of another: most letters the same, or all of them and more."""
    from rapidfuzz import fuzz, process

    if near := process.extractOne(wanted, keys, scorer=fuzz.ratio, score_cutoff=ALIKE):
        return int(near[2])
    longer = [number for number, text in keys.items() if wanted in text] if len(wanted) >= _GROWN else []
    return min(longer, key=lambda number: len(keys[number]), default=None)


def _key(text: str) -> str:
    """Return the letters; of what has none, the signs."""
    return key(text) or "".join(text.split())


def _spot(passage: Passage, *, edited: bool = False) -> Spot:
    return Spot(passage.start, passage.end, passage.section, edited)


def _wordings(entry: Entry, said: Mapping[str, str]) -> list[str]:
    text = said.get(entry.id, entry.text)
    return [picture(text)] if entry.kind == Kind.PICTURE.value else [text, entry.text]


def picture(name: str) -> str:
    """Return the line that stands for a picture in a draft."""
    return escape.comment(
        german("Picture: {name}. Look at it: what belongs into the guide?").format(name=name)
    )


def _pictures(text: str) -> list[Passage]:
    """Return the lines that stand for pictures: comments, and so no passages."""
    start = picture("\0").partition("\0")[0]
    sections = passages(text)
    found = []
    for number, line in enumerate(LINE.findall(text)):
        if line.startswith(start):
            before = [one for one in sections if one.start < number]
            found.append(
                Passage(Form.TEXT, number, number + 1, before[-1].section if before else "", line.strip())
            )
    return found


def _could_be(entry: Entry, passage: Passage) -> bool:
    """Tell whether a piece of the page can be an entry: headings are nothing else, and rows are rows."""
    heading = entry.kind == Kind.HEADING.value
    return heading == (passage.form is Form.HEADING)
