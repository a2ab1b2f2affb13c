"""Measure: what became of labelled blocks, as the figures an editor cares about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.guess.weights import Look, Weights
from pipeline.learning.corpus import CHATTER, HEADING
from pipeline.learning.lesson import Lesson
from pipeline.learning.sure import fits
from pipeline.model.ledger import Fate
from pipeline.model.notes import Kind, Notes
from pipeline.model.template import Template
from pipeline.structure import placement
from pipeline.structure.cues import Cues
from pipeline.structure.placement import ATTENDANCE, METADATA, Placed
from pipeline.structure.suggest import ASIDE, opinions

_NOTHING = Look(
    {"bias": {}, "pieces": {}, "words": {}, "signs": {}},
    dict.fromkeys(("bias", "pieces", "words", "signs"), 1),
)
NO_WEIGHTS = Weights(("",), _NOTHING, _NOTHING, {})
"""Knows no label: rules are left to themselves."""


@dataclass(frozen=True)
class Outcome:
    """One labelled block: what it is, what was said, and whether it was placed without asking."""

    group: str
    labels: tuple[str, ...]
    said: tuple[str, ...]
    """Up to three, the likeliest first; what it was placed as stands alone."""
    score: float
    settled: bool

    @property
    def right(self) -> bool:
        """Tell whether the first answer is one of its labels."""
        return any(fits(label, self.labels) for label in self.said[:1])

    @property
    def near(self) -> bool:
        """Tell whether one of three answers is right."""
        return any(fits(label, self.labels) for label in self.said)


def by_placement(
    lessons: Iterable[Lesson], cues: Cues, template: Template, weights: Weights
) -> Iterator[Outcome]:
    """Yield what becomes of labelled blocks; what is kept back for privacy is no matter of structure."""
    for lesson in lessons:
        notes = Notes(lesson.name, lesson.blocks)
        known = placement.names(lesson.blocks, cues)
        placed = placement.place(notes, cues, template, known, weights)
        for number in lesson.labelled():
            item = placed[number]
            if item.block.kind is Kind.HEADING and not lesson.own:
                continue  # labels of public notes know no headings; such lines are not sorted at all
            if item.fate is not Fate.WITHHELD or item.section == ATTENDANCE:
                yield _outcome(lesson, number, item)


def _outcome(lesson: Lesson, number: int, item: Placed) -> Outcome:
    labels = lesson.labels[number]
    if item.block.kind is Kind.HEADING:
        return Outcome(lesson.group, labels, (HEADING,), item.score or 0.9, settled=True)
    if item.fate is Fate.OPEN:
        said = tuple(CHATTER if name == ASIDE else name for name in item.suggestions)
        return Outcome(lesson.group, labels, said, min(item.score, 0.74), settled=False)
    if item.fate is Fate.METADATA and METADATA not in labels and HEADING in labels:
        return Outcome(lesson.group, labels, (HEADING,), item.score, settled=True)
    section = CHATTER if item.section == ASIDE else item.section
    return Outcome(lesson.group, labels, (section,), item.score, settled=True)


def by_weights(lessons: Iterable[Lesson], cues: Cues, weights: Weights) -> Iterator[Outcome]:
    """Yield what the learned weights alone say."""
    for lesson in lessons:
        thoughts = opinions(lesson.blocks, cues, weights)
        for number in lesson.labelled():
            thought = thoughts[number]
            said = tuple(label for label, _share in thought.guess.odds[:3])
            score = thought.guess.odds[0][1] / 1000
            yield Outcome(lesson.group, lesson.labels[number], said, score, settled=thought.sure)


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1 of a number of blocks."""

    blocks: int
    placed: float
    right: float
    """Of those placed."""
    surest: tuple[float, float, float]
    """Right of the surest 30, 50 and 100 per cent."""
    three: float
    """Placed rightly, or right among three suggestions."""
    rest: float
    """Right among three suggestions, of those not placed; lines that only head others have no section."""
    balance: float
    """Mean over the labels of F1."""


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of outcomes; of none, zeros."""
    settled = [one for one in outcomes if one.settled]
    asked = [one for one in outcomes if not one.settled and one.labels != (HEADING,)]
    ranked = sorted(outcomes, key=lambda one: -one.score)
    surest = (
        _share(one.right for one in ranked[: max(len(ranked) * percent // 100, 1)])
        for percent in (30, 50, 100)
    )
    scores = [f1 for _label, _count, f1 in by_label(outcomes)]
    return Figures(
        len(outcomes),
        _share(one.settled for one in outcomes),
        _share(one.right for one in settled),
        (next(surest), next(surest), next(surest)),
        _share(one.near for one in outcomes),
        _share(one.near for one in asked),
        sum(scores) / len(scores) if scores else 0.0,
    )


def by_label(outcomes: Sequence[Outcome]) -> list[tuple[str, int, float]]:
    """Return label, number of blocks and F1 of the first answers, by label."""
    found = []
    for label in sorted({one.labels[0] for one in outcomes}):
        here = sum(one.labels[0] == label for one in outcomes)
        said = [one for one in outcomes if one.said[:1] == (label,)]
        good = sum(label in one.labels for one in said)
        due = here + sum(label in one.labels[1:] for one in said)
        found.append((label, here, 2 * good / (due + len(said)) if due or said else 0.0))
    return found


def _share(truths: Iterable[bool]) -> float:
    all_ = list(truths)
    return sum(all_) / len(all_) if all_ else 0.0
