"""Fit: a softmax regression over sparse features, the same for the same input; needs numpy and scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from pipeline.guess.weights import KINDS, SHARED, Features

Array = Any
"""numpy arrays and scipy matrices; their types say nothing that helps here."""


@dataclass
class Fitted:
    """Weights as they were learned: a row a feature, a column a label."""

    numbers: Mapping[str, Mapping[str, int]]
    """Kind → feature → row."""
    scales: Array
    """What a feature counts for while learning: rare words more, pieces and words by their kind."""
    weights: Array


@dataclass(frozen=True)
class Settings:
    """How strictly to learn."""

    penalty: float = 1.0
    least: int = 3
    """Blocks that a feature must be in."""
    counts: Mapping[str, float] = field(default_factory=lambda: {"pieces": 5.0, "words": 3.0})
    rounds: int = 60
    enough: float = 1e-6


def fit(
    seen: Sequence[Features],
    wanted: Array,
    shares: Array,
    settings: Settings,
    offset: Array | None = None,
    own: Sequence[bool] | None = None,
) -> Fitted:
    """Learn weights for `wanted`, blocks by labels with rows that add up to one, each block by its share.

    `offset` is what an earlier look has said already; only blocks that are `own` give names to features.
    """
    named = seen if own is None else [one for one, ours in zip(seen, own, strict=True) if ours]
    numbers = _numbers(named, settings.least)
    fitted = Fitted(numbers, _scales(seen, numbers, settings), None)
    matrix = _matrix(seen, fitted)
    fitted.weights = _solve(matrix, wanted, shares, settings, offset)
    return fitted


def scores(seen: Sequence[Features], fitted: Fitted) -> Array:
    """Return the natural logarithms of how likely each label is, but for a constant."""
    return _matrix(seen, fitted) @ fitted.weights


def _numbers(seen: Sequence[Features], least: int) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for one in seen:
        for kind, names in one.items():
            counts[kind].update(names)
    row, numbers = 0, {}
    for kind in KINDS:
        kept = sorted(name for name, count in counts[kind].items() if count >= least)
        numbers[kind] = {name: row + n for n, name in enumerate(kept)}
        row += len(kept)
    return numbers


def _scales(seen: Sequence[Features], numbers: Mapping[str, Mapping[str, int]], settings: Settings) -> Array:
    counts = np.zeros(sum(map(len, numbers.values())))
    for one in seen:
        for kind, names in one.items():
            for name in names:
                if name in numbers[kind]:
                    counts[numbers[kind][name]] += 1
    scales = np.ones(len(counts))
    for kind in SHARED:
        rows = np.fromiter(numbers[kind].values(), int)
        if len(rows):
            rare = np.sqrt(np.log(len(seen) / counts[rows]))
            scales[rows] = settings.counts[kind] * rare / rare.mean()
    return scales


def _matrix(seen: Sequence[Features], fitted: Fitted) -> Array:
    starts, columns, values = [0], [], []
    for one in seen:
        for kind in KINDS:
            table = fitted.numbers[kind]
            found = sorted(table[name] for name in one.get(kind, ()) if name in table)
            share = len(found) ** -0.5 if kind in SHARED and found else 1.0
            columns += found
            values += [share] * len(found)
        starts.append(len(columns))
    shape = (len(seen), len(fitted.scales))
    matrix = sparse.csr_matrix((np.array(values, np.float32), columns, starts), shape=shape)
    return (matrix @ sparse.diags(fitted.scales.astype(np.float32))).tocsr()


def _solve(matrix: Array, wanted: Array, shares: Array, settings: Settings, offset: Array | None) -> Array:
    features, labels = matrix.shape[1], wanted.shape[1]
    across = matrix.T.tocsr()
    base = np.float32(0) if offset is None else offset.astype(np.float32)
    wanted, shares = wanted.astype(np.float32), shares.astype(np.float32)[:, None]

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(features, labels).astype(np.float32)
        value = matrix @ weights + base
        value -= value.max(axis=1, keepdims=True)
        total = np.log(np.exp(value).sum(axis=1, keepdims=True))
        value -= total
        error = (
            -float((shares * wanted * value).sum(dtype=np.float64)) + 0.5 * (flat @ flat) / settings.penalty
        )
        slope = across @ (shares * (np.exp(value) - wanted))
        return error, slope.ravel().astype(np.float64) + flat / settings.penalty

    found = minimize(
        loss,
        np.zeros(features * labels),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": settings.rounds, "maxcor": 10, "ftol": settings.enough, "gtol": 1e-3},
    )
    return found.x.reshape(features, labels)
