"""Headings: which section a heading names, how surely, and which headings name none."""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.cues import Cues, Doubt
from pipeline.structure import words

SURE = 0.75
"""From here on a heading settles the section of what stands below it."""
_EXACT, _COMPOUND, _FUZZY = 1.0, 0.9, 0.88
_NEAR = 90
"""Similarity (0–100) from which a typing error is taken for one; `Tipps` and `Tops` have 67."""
_SHORTEST_FUZZY = 6
_HEAD = 0.9
_MOST = 3
_CUTS = (re.compile(r":\s"), re.compile(r"\s(?:für|zur|zum|der|des|vom|von)\s"))
_NUMBER = re.compile(r"^\s*(?:(?:zu\s+)?TOP\s*\d+(?:\.\d+)*|§?\s*\d+(?:\.\d+)*[.)]?|[IVX]+\.|[a-z]\))\s*[:.)–-]?\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[].*?[)\]]\s*")


class Meaning(enum.Enum):
    """What a heading says about the place of what stands below it."""

    SECTION = "section"
    DOUBT = "doubt"
    """It may mean several sections."""
    NEUTRAL = "neutral"
    """It is a container: an agenda, a table of a world café."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reading:
    """A heading as understood. `sections` are ids, the likeliest first."""

    meaning: Meaning
    sections: tuple[str, ...] = ()
    score: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class Lexicon:
    """The headings of the cues, ready to be compared."""

    cues: Cues

    @cached_property
    def _terms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(
            (section, stems)
            for section, names in self.cues.headings.items()
            for name in names
            if (stems := words.stems(name))
        )

    @cached_property
    def _fillers(self) -> frozenset[str]:
        return frozenset(words.stem(word) for filler in self.cues.fillers for word in words.tokens(filler))

    @cached_property
    def _neutral(self) -> tuple[tuple[str, ...], ...]:
        return tuple(words.stems(name) for name in (*self.cues.neutral, *self.cues.agenda))

    @cached_property
    def _agenda(self) -> frozenset[tuple[str, ...]]:
        return frozenset(words.stems(name) for name in self.cues.agenda)

    @cached_property
    def _doubts(self) -> tuple[tuple[tuple[str, ...], Doubt], ...]:
        return tuple((words.stems(word), doubt) for doubt in self.cues.doubts for word in doubt.words)

    @cached_property
    def _known(self) -> dict[str, Reading]:
        return {}

    def read(self, heading: str) -> Reading:
        """Understand a heading; brackets, numbers and `TOP 3` do not count."""
        if heading not in self._known:
            self._known[heading] = self._read_heads(bare(heading))
        return self._known[heading]

    def is_agenda(self, heading: str) -> bool:
        """Tell whether a heading announces the plan of the day."""
        return words.stems(bare(heading)) in self._agenda

    def _read_heads(self, heading: str) -> Reading:
        """Read the whole heading, or else what it begins with: `Checkliste für …`, `Ausgangslage: …`."""
        whole = self._read(words.stems(heading))
        if whole.meaning in {Meaning.SECTION, Meaning.NEUTRAL}:
            return whole
        for cut in _CUTS:
            head = cut.split(heading, maxsplit=1)[0]
            said = self._read(words.stems(head)) if head != heading else Reading(Meaning.UNKNOWN)
            if said.meaning is Meaning.SECTION:
                return dataclasses.replace(said, score=round(said.score * _HEAD, 2))
            if said.meaning is not Meaning.UNKNOWN:
                return said
        return whole

    def _read(self, said: tuple[str, ...]) -> Reading:
        content = [word for word in said if word not in self._fillers] or list(said)
        if not said:
            return Reading(Meaning.UNKNOWN)
        if said in (stems for _section, stems in self._terms):
            return self._best(said, content)
        for stems, doubt in self._doubts:
            if tuple(content) == stems or said == stems:
                return Reading(Meaning.DOUBT, doubt.sections[:_MOST], 0.5, doubt.why)
        best = self._best(said, content)
        if best.meaning is Meaning.SECTION:
            return best
        if self._is_neutral(said, content):
            return Reading(Meaning.NEUTRAL)
        touched = [doubt for stems, doubt in self._doubts if _inside(stems, said)]
        if touched:
            sections = dict.fromkeys((*best.sections, *touched[0].sections))
            return Reading(Meaning.DOUBT, tuple(sections)[:_MOST], 0.4, touched[0].why)
        return best

    def _is_neutral(self, said: tuple[str, ...], content: list[str]) -> bool:
        letters = [word for word in said if not word.isdecimal()]
        return any(
            said == stems or letters == list(stems) or (len(content) <= len(stems) + 1 and _inside(stems, said))
            for stems in self._neutral
        )

    def _best(self, said: tuple[str, ...], content: list[str]) -> Reading:
        """Weigh each section by the share of the heading's words that name it."""
        scores: dict[str, float] = {}
        for section, covered in self._covered(said).items():
            share = sum(weight for word, weight in covered.items() if word in content) / len(content)
            scores[section] = max(scores.get(section, 0.0), min(share, 1.0))
        for section, stems in self._terms:
            if stems == said:
                scores[section] = _EXACT
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked:
            return Reading(Meaning.UNKNOWN)
        names = tuple(section for section, _score in ranked[:_MOST])
        first = ranked[0][1]
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        if first >= SURE and first - second >= 0.1:  # noqa: PLR2004  (two that say the same are none)
            return Reading(Meaning.SECTION, names, round(first, 2))
        return Reading(Meaning.DOUBT, names, round(first, 2))

    def _covered(self, said: tuple[str, ...]) -> dict[str, dict[str, float]]:
        """Return for each section the words of the heading that its terms cover, with their weight."""
        found: dict[str, dict[str, float]] = {}
        for section, stems in self._terms:
            for word, weight in _matches(stems, said):
                words_of = found.setdefault(section, {})
                words_of[word] = max(words_of.get(word, 0.0), weight)
        return found


def bare(heading: str) -> str:
    """Return a heading without number, brackets and final signs: `TOP 8  Recht (kein Rat!)` is `Recht`."""
    text = _NUMBER.sub("", heading)
    without = _BRACKETS.sub(" ", text).strip(" :.–-")
    return without or text.strip()


def _matches(term: tuple[str, ...], said: tuple[str, ...]) -> Iterator[tuple[str, float]]:
    if _inside(term, said):
        yield from ((word, _EXACT) for word in term)
    elif len(term) == 1:
        for word in said:
            if words.is_compound(word, term[0]):
                yield word, _COMPOUND
            elif len(word) >= _SHORTEST_FUZZY and _similar(word, term[0]):
                yield word, _FUZZY


def _similar(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return abs(len(one) - len(other)) <= 2 and fuzz.ratio(one, other) >= _NEAR  # noqa: PLR2004  (two letters)


def _inside(short: Sequence[str], long: Sequence[str]) -> bool:
    size = len(short)
    return any(tuple(long[start : start + size]) == tuple(short) for start in range(len(long) - size + 1))
