"""Unseen: answers about notes of hands that were not learned from, one fold after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.learning.lesson import Lesson, Way
from pipeline.learning.sure import Answer
from pipeline.learning.train import Fit, learn, whole
from pipeline.structure.cues import Cues
from pipeline.structure.suggest import opinions

_SERIES = ("14", "25", "36", "79", "8")
"""Series that are left out together."""


@dataclass(frozen=True)
class Fold:
    """What was learned without some hands, and their notes."""

    fit: Fit
    apart: tuple[Lesson, ...]


def folds(lessons: Sequence[Lesson]) -> Iterator[Fold]:
    """Learn once for each fold from all that is not in it; takes minutes each.

    Notes sorted by headings are too easy to measure with.
    """
    public = sorted({one.group for one in lessons if not one.own})
    for number, series in enumerate(_SERIES):
        groups = {*series, *public[number :: len(_SERIES)]}
        rest = [one for one in lessons if one.group not in groups]
        apart = tuple(one for one in lessons if one.group in groups and one.way is not Way.SORTED)
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
