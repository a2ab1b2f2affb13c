"""Suggest: for each block the sections it may belong to, how probable each is, and what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.guess import reasons as because
from pipeline.guess.guess import Guess, guesses
from pipeline.guess.odds import mean
from pipeline.guess.weights import Weights, shipped
from pipeline.messages import german
from pipeline.model.notes import Block, Kind
from pipeline.structure.cues import MOST_SUGGESTIONS, Cues
from pipeline.structure.marks import marks

HEADING, CHATTER = "heading", "chatter"
"""Labels that are no sections: a line that heads what is below it, and what is nothing for a guide."""
ASIDE = "aside"
"""The section that takes chatter, where a template has it."""
_QUIET = {Kind.HEADING, Kind.PICTURE, Kind.META}
_NEVER = (1001, 1001)
_UNDERSTOOD = 600
"""Per mille of the likeliest label on average; in files with less, what was likely was less often right."""
_HEADS, _HEADS_LIST, _MAY_HEAD = 800, 300, 100
"""Per mille from which a line is a heading, one above a list is, and one may be: of documents that were not
learned from, 93 of 95 and 79 of 83 such lines were."""
_LEAST = 20
"""Per mille; less is no suggestion."""


@dataclass(frozen=True)
class Suggestion:
    """One section a block may belong to. `probability` runs from 0 to 1; `reasons` are German."""

    section: str
    probability: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """What the learned weights think of one block."""

    guess: Guess
    weights: Weights
    strange: bool = False
    """Whether the file as a whole is of a kind that the weights do not understand well."""
    usual: tuple[tuple[str, frozenset[str]], ...] = ()
    """By which headings and beginnings of lines the group's habits have leaned the odds, for which labels."""

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.guess.odds[0][0]

    @property
    def sure(self) -> bool:
        """Tell whether labels of this kind with such odds were right often enough."""
        label, share = self.guess.odds[0]
        return share >= self.weights.sure.get(label, _NEVER)[self.strange and not self.habitual(label)]

    @property
    def objects(self) -> bool:
        """Tell whether a rule that says something else is to be doubted; a line may lead into what it is."""
        return self.sure and self.label != HEADING

    def heads(self, *, lists: bool) -> bool:
        """Tell whether the block heads what is below it, or the list there; nobody is asked about those."""
        return self.shares.get(HEADING, 0) >= (_HEADS_LIST if lists else _HEADS)

    @property
    def may_head(self) -> bool:
        """Tell whether the block may head what is below it, so that what is above it no longer does."""
        return self.shares.get(HEADING, 0) >= _MAY_HEAD

    @cached_property
    def shares(self) -> Mapping[str, int]:
        """Label → per mille."""
        return dict(self.guess.odds)

    def share(self, section: str) -> int:
        """Return how likely a section is, in per mille; 1,000 for sections the weights do not know."""
        return self.shares.get(CHATTER if section == ASIDE else section, 1000)

    def habitual(self, label: str) -> Sequence[str]:
        """Return the headings and beginnings of lines that have stood for a label before."""
        return [name for name, labels in self.usual if label in labels]

    def reasons(self, label: str) -> tuple[str, ...]:
        """Say in German what speaks for a label: how it sounds and by which words, then shape and place.

        Sections that the weights do not know have none.
        """
        if label not in self.weights.labels:
            return ()
        found = because.reasons(self.guess, label, self.weights)
        words = ", ".join(german("“{word}”").format(word=word) for word in found.words)
        sounds = german("sounds like {what}").format(what=_NAMES[label]()) if label in _NAMES else ""
        said = german("{sounds}: {words}").format(sounds=sounds, words=words) if words else sounds
        before = [german("“{what}” was so before").format(what=name) for name in self.habitual(label)]
        return tuple(part for part in (*before, said, *found.signs) if part)

    def likely(self) -> list[tuple[str, int]]:
        """Return the likeliest sections with their per mille, at most three."""
        found = [(label, share) for label, share in self.guess.odds if label != HEADING and share >= _LEAST]
        return [(ASIDE if label == CHATTER else label, share) for label, share in found[:MOST_SUGGESTIONS]]

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return the likeliest sections with what speaks for them."""
        return tuple(
            Suggestion(section, share / 1000, self.reasons(CHATTER if section == ASIDE else section))
            for section, share in self.likely()
        )


def opinions(blocks: Sequence[Block], cues: Cues, weights: Weights | None = None) -> list[Opinion]:
    """Return an opinion on each block of one file, all of them and in its order."""
    known = weights or shipped()
    found = guesses(blocks, marks(blocks, cues), known)
    strange = _strange(blocks, found)
    return [Opinion(one, known, strange) for one in _tables_as_one(blocks, found)]


def _strange(blocks: Sequence[Block], found: Sequence[Guess]) -> bool:
    """Tell whether the likeliest labels of a file are not very likely, on average."""
    tops = [one.odds[0][1] for block, one in zip(blocks, found, strict=True) if block.kind not in _QUIET]
    return bool(tops) and sum(tops) < _UNDERSTOOD * len(tops)


def _tables_as_one(blocks: Sequence[Block], found: Sequence[Guess]) -> Iterator[Guess]:
    """Yield the guesses, with one for all rows of a table: their mean."""
    rows: dict[int, list[Guess]] = {}
    for block, one in zip(blocks, found, strict=True):
        if block.kind is Kind.ROW:
            rows.setdefault(block.table, []).append(one)
    means = {table: mean([one.odds for one in guesses]) for table, guesses in rows.items()}
    for block, one in zip(blocks, found, strict=True):
        yield replace(one, odds=means[block.table]) if block.kind is Kind.ROW else one


def suggest(blocks: Sequence[Block], cues: Cues) -> list[tuple[Suggestion, ...]]:
    """Return suggestions for each block of one file, the likeliest first, at most three.

    The blocks are all of the file and in its order, because what stands around a block speaks, too.
    Nothing is suggested for headings and pictures.
    """
    return [
        () if block.kind in _QUIET else one.suggestions()
        for block, one in zip(blocks, opinions(blocks, cues), strict=True)
    ]


_NAMES: Mapping[str, Callable[[], str]] = {
    "summary": lambda: german("the gist"),
    "about": lambda: german("an explanation of what it is"),
    "background": lambda: german("the situation"),
    "goals": lambda: german("a goal"),
    "people": lambda: german("roles and people concerned"),
    "steps": lambda: german("a step"),
    "timeline": lambda: german("time and deadlines"),
    "costs": lambda: german("costs"),
    "legal": lambda: german("law"),
    "tips": lambda: german("a tip"),
    "pitfalls": lambda: german("something that goes wrong"),
    "examples": lambda: german("an example"),
    "checklist": lambda: german("a list to tick off"),
    "templates": lambda: german("a text to copy"),
    "questions": lambda: german("a question"),
    "resources": lambda: german("a source"),
    "contact": lambda: german("an office to turn to"),
    "glossary": lambda: german("a term"),
    "decisions": lambda: german("a decision"),
    "tasks": lambda: german("a task"),
    "feedback": lambda: german("feedback"),
    "attendance": lambda: german("who was there"),
    "metadata": lambda: german("facts about the meeting"),
    HEADING: lambda: german("a heading"),
    CHATTER: lambda: german("talk beside the subject"),
}
