"""Unseen: answers about notes of hands that were not learned from, one fold after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from pipeline.guess.odds import Odds
from pipeline.guess.weights import Weights
from pipeline.learning.lesson import Lesson
from pipeline.learning.sure import Answer, limits
from pipeline.learning.train import Fit, learn, whole
from pipeline.structure.cues import Cues
from pipeline.structure.suggest import opinions

_SERIES = ("14", "25", "36", "79", "8")
"""Series that are left out together."""
_HEATS = tuple(step / 20 for step in range(14, 41))
_TYPED = 0.4
"""Notes that were sorted by headings weigh less and are too easy to measure with."""


@dataclass(frozen=True)
class Fold:
    """What was learned without some hands, and their notes."""

    fit: Fit
    apart: tuple[Lesson, ...]


def folds(lessons: Sequence[Lesson]) -> Iterator[Fold]:
    """Learn once for each fold from all that is not in it; takes a minute or more each."""
    public = sorted({one.group for one in lessons if not one.own})
    for number, series in enumerate(_SERIES):
        groups = {*series, *public[number :: len(_SERIES)]}
        rest = [one for one in lessons if one.group not in groups]
        apart = tuple(one for one in lessons if one.group in groups and one.share >= _TYPED)
        yield Fold(learn(rest), apart)


def answers(fold: Fold, cues: Cues) -> list[Answer]:
    """Return what is thought of each labelled block of a fold."""
    weights = whole(fold.fit, {})
    found = []
    for lesson in fold.apart:
        thoughts = opinions(lesson.blocks, cues, weights)
        for number in lesson.labelled():
            labels = lesson.labels[number]
            thought = thoughts[number]
            found.append(Answer(lesson.group, labels, thought.guess.odds, lesson.share, thought.strange))
    return found


@dataclass(frozen=True)
class Sureness:
    """How far the weights may trust themselves: by how much to cool them, and from when to be sure."""

    heat: float
    limits: Mapping[str, tuple[int, int]]

    def weights(self, fit: Fit) -> Weights:
        """Return the weights of a fit with this sureness."""
        return whole(fit, self.limits, self.heat)


def sureness(given: Sequence[Answer]) -> Sureness:
    """Choose the heat at which odds come true, and the limits at that heat."""
    heat = min(_HEATS, key=lambda one: _surprise(given, one))
    cooled = [replace(one, odds=_heated(one.odds, heat)) for one in given]
    return Sureness(heat, limits(cooled))


def _heated(odds: Odds, heat: float) -> Odds:
    shares = [(label, ((share or 0.5) / 1000) ** (1 / heat)) for label, share in odds]
    total = sum(share for _label, share in shares)
    return tuple((label, int(1000 * share / total)) for label, share in shares)


def _surprise(given: Sequence[Answer], heat: float) -> float:
    """Return how little the right labels were expected."""
    total = 0.0
    for one in given:
        right = sum(share for label, share in _heated(one.odds, heat) if label in one.labels)
        total -= one.share * log(max(right, 0.5))
    return total
