"""Habits: what a group's passages under a heading, or after a mark, turned out to be; it leans an opinion.

The same people use the same headings again, and begin their lines alike. What stands under „Kann
schiefgehen“ in their second minutes, or after „!!“, is likely what it was in the first, and a person has
sorted that.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.guess.odds import Odds
from pipeline.guide.passages import Form, passages
from pipeline.guide.source import OPEN
from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.structure.cues import bare
from pipeline.structure.letters import key
from pipeline.structure.suggest import ASIDE, CHATTER, Opinion

_DECIDED, _STAYED = 2, 1
"""What a passage counts that a person has decided about, and one that stayed where the program put it."""
_FEWEST, _PURE = 4, 75
"""From how much, and from what per cent of one label, a habit is one; most headings stand over all sorts.
Of documents that were not learned from, 49 of 54 lines were then what the others under their heading were."""
_DOUBT = 8
"""How much counts what has not been seen."""
_LABELS = 25
_LEAST = 2
"""Per mille that a label is thought to have at least if it is the habit."""
_SHORT, _ENDS = 5, set(".!?,;…)")
"""Words a heading has at most that nothing marks as one, and how it does not end."""
_OPENING = re.compile(
    r"\s*(?:[-•*]\s)?"
    r"(?:(?P<mark>[^\w\s\"„“'(\[]{1,3})\s|(?P<label>\w[\w-]{0,20})(?:\s\w{1,20})?\s?[:–]\s)"
)
_Votes = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Habits:
    """Label → how often, by bare heading and by the mark or word that a line begins with."""

    headings: _Votes = field(default_factory=dict)
    openings: _Votes = field(default_factory=dict)
    familiar: frozenset[str] = frozenset()
    """All headings of the group, bare, whatever stands under them."""

    def of(self, block: Block) -> Iterator[tuple[str, Mapping[str, int]]]:
        """Yield what a block shares with earlier ones, as typed, with the labels of those."""
        for heading in reversed(block.path):
            if seen := self.headings.get(bare(heading)):
                yield heading, seen
                break
        if (mark := opening(block.text)) and (seen := self.openings.get(mark)):
            yield mark, seen


NO_HABITS = Habits()


def opening(text: str) -> str:
    """Return how a line begins: `!!`, or `idee` of `Idee Kim: …`; empty for most lines."""
    found = _OPENING.match(text)
    return (found["mark"] or found["label"].casefold()) if found else ""


def standing(entries: Iterable[Entry], guide: str) -> list[Entry]:
    """Return the entries of a ledger, those in other sections that a person has moved in guide.md."""
    now = {key(one.text): one.section for one in passages(guide) if one.form is not Form.HEADING}

    def moved(entry: Entry) -> Entry:
        section = now.get(key(entry.text), "") if entry.fate is Fate.PLACED else ""
        other = section not in {"", OPEN, entry.section}
        return replace(entry, section=section, by=By.EDITOR) if other else entry

    return [moved(entry) for entry in entries]


def habits(ledgers: Iterable[Sequence[Entry]]) -> Habits:
    """Return the habits that the ledgers of several guides show."""
    familiar: set[str] = set()
    headings: dict[str, Counter[str]] = defaultdict(Counter)
    openings: dict[str, Counter[str]] = defaultdict(Counter)
    for entries in ledgers:
        above: dict[str, str] = {}
        for entry in entries:
            if _heads(entry):
                above[entry.source] = bare(entry.text.lstrip("# "))
                familiar.add(above[entry.source])
            elif entry.section:
                label = CHATTER if entry.section == ASIDE else entry.section
                weight = _DECIDED if entry.by is By.EDITOR else _STAYED
                headings[above.get(entry.source, "")][label] += weight
                openings[opening(entry.text)][label] += weight
    return Habits(_pure(headings), _pure(openings), frozenset(familiar))


def _heads(entry: Entry) -> bool:
    """Tell whether an entry is a heading, or a short line that a person has found to be nothing by itself."""
    if entry.kind == Kind.HEADING.value:
        return True
    nothing = entry.by is By.EDITOR and entry.section == ASIDE and entry.kind == Kind.PARAGRAPH.value
    text = entry.text.strip()
    return nothing and len(text.split()) <= _SHORT and text[-1:] not in _ENDS


def _pure(votes: _Votes) -> _Votes:
    return {
        name: seen
        for name, seen in votes.items()
        if name and (every := sum(seen.values())) >= _FEWEST and 100 * max(seen.values()) >= _PURE * every
    }


def leaning(block: Block, opinion: Opinion, known: Habits) -> Opinion:
    """Return an opinion on a block as the group's habits make it."""
    if block.kind is Kind.HEADING:
        return opinion
    odds = opinion.guess.odds
    said: list[tuple[str, frozenset[str]]] = []
    for name, seen in known.of(block):
        odds = _leant(odds, seen)
        said.append((name, frozenset(seen)))
    return replace(opinion, guess=replace(opinion.guess, odds=odds), usual=tuple(said)) if said else opinion


def _leant(odds: Odds, seen: Mapping[str, int]) -> Odds:
    scores = {
        label: max(share, _LEAST if label in seen else 0) * (_LABELS * seen.get(label, 0) + _DOUBT)
        for label, share in odds
    }
    total = sum(scores.values())
    found = ((label, score * 1000 // total) for label, score in scores.items())
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))
