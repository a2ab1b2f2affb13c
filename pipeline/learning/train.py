"""Train: two looks fitted on lessons, packed into whole numbers, and how sure they must be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from pipeline.guess.guess import again
from pipeline.guess.odds import ONE, Odds, odds
from pipeline.guess.weights import KINDS, Features, Look, Row, Weights
from pipeline.learning.corpus import LABELS
from pipeline.learning.fit import Array, Fitted, Settings, fit, scores
from pipeline.learning.lesson import Lesson

_FIRST = Settings(penalty=1.0, least=9, rounds=50)
_SECOND = Settings(penalty=0.05, least=5, rounds=50)
_BETTER = 0.65
"""What the first of two labels counts for."""
_FOLDS = 4
_LARGEST, _KEPT = 127, 0.999
_LEAST: Mapping[str, int] = {"bias": 1, "pieces": 19, "words": 14, "signs": 4}
"""Weights below are left out: they are many and say little."""
_NATURAL = ONE / log(2)
_CUES = {"label", "table", "under", "cue"}


@dataclass(frozen=True)
class Fit:
    """Both looks as fractions."""

    first: Fitted
    second: Fitted


def learn(lessons: Sequence[Lesson]) -> Fit:
    """Fit the first look, and the second on what the first says of documents it has not seen."""
    first = _fit(lessons, _FIRST)
    unseen: dict[int, Array] = {}
    for fold in range(_FOLDS):
        look = _fit([one for one in lessons if _fold(one) != fold], _FIRST)
        unseen |= {n: scores(one.features, look) for n, one in enumerate(lessons) if _fold(one) == fold}
    seen, rows, shares, offset = list[Features](), list[Array](), list[float](), list[Array]()
    for number, lesson in enumerate(lessons):
        looks = list(again(lesson.blocks, lesson.places, _odds(unseen[number])))
        for n in lesson.labelled():
            seen.append(looks[n])
            rows.append(_wanted(lesson.labels[n]))
            shares.append(lesson.share)
            offset.append(unseen[number][n])
    second = fit(seen, np.array(rows), np.array(shares), _SECOND, np.array(offset))
    return Fit(first, second)


def _fold(lesson: Lesson) -> int:
    return int(hashlib.sha256(f"fold {lesson.name}".encode()).hexdigest(), 16) % _FOLDS


def _fit(lessons: Iterable[Lesson], settings: Settings) -> Fitted:
    seen, rows, shares, own = list[Features](), list[Array](), list[float](), list[bool]()
    for lesson in lessons:
        for n in lesson.labelled():
            seen.append(lesson.features[n])
            rows.append(_wanted(lesson.labels[n]))
            shares.append(lesson.share)
            own.append(lesson.own)
    return fit(seen, np.array(rows), np.array(shares), settings, own=own)


def _wanted(labels: Sequence[str]) -> Array:
    row = np.zeros(len(LABELS))
    for label, share in zip(labels, (1.0,) if len(labels) == 1 else (_BETTER, 1 - _BETTER), strict=False):
        row[LABELS.index(label)] += share
    return row


def _odds(logs: Array) -> list[Odds]:
    return [odds(LABELS, [round(value * _NATURAL) for value in row]) for row in logs]


# From fractions to whole numbers


def whole(fitted: Fit, sure: Mapping[str, tuple[int, int]]) -> Weights:
    """Return the weights as whole numbers."""
    return Weights(LABELS, _look(fitted.first), _look(fitted.second), dict(sure))


def _look(fitted: Fitted) -> Look:
    tables: dict[str, dict[str, Row]] = {}
    factors: dict[str, int] = {}
    for kind in KINDS:
        names = fitted.numbers[kind]
        rows = np.fromiter(names.values(), int, len(names))
        values = (
            fitted.weights[rows] * fitted.scales[rows][:, None] if len(rows) else np.zeros((0, len(LABELS)))
        )
        step = _step(values)
        factors[kind] = max(round(step * _NATURAL * 256), 1)
        numbers = np.clip(np.rint(values / step), -_LARGEST, _LARGEST).astype(int)
        numbers[np.abs(numbers) < _LEAST[kind]] = 0
        for name, row in zip(names, numbers, strict=True):
            if (own := _said(name)) is not None:
                row[own] = max(row.max(), 0)
        tables[kind] = {
            name: row
            for name, line in zip(names, numbers, strict=True)
            if (row := tuple((label, int(value)) for label, value in enumerate(line) if value))
        }
    return Look(tables, factors)


def _said(sign: str) -> int | None:
    """Return the number of the label a cue speaks for; it raises no other more, whatever was learned."""
    how, _space, label = sign.partition(" ")
    return LABELS.index(label) if how in _CUES and label in LABELS else None


def _step(values: Array) -> float:
    """Return the size of one: the very largest weights are cut, so that the small ones keep their shape."""
    return float(np.quantile(np.abs(values).max(axis=1), _KEPT)) / _LARGEST if len(values) else 1.0
