"""Odds: scores as per mille, in whole numbers only, so that every machine comes to the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isqrt
from typing import TypeAlias

Odds: TypeAlias = tuple[tuple[str, int], ...]
"""Labels with their per mille, the likeliest first; equals in the order of their names."""

ONE = 1 << 10
"""A score this much higher makes a label twice as likely."""
_STEPS = 64
_PRECISION = 1 << 30


@cache
def _powers() -> tuple[int, ...]:
    """Return 2 to the power of minus n/64 for n from 0 to 63, by square roots of whole numbers."""
    root = _PRECISION // 2
    for _ in range(6):
        root = isqrt(root * _PRECISION)
    found = [_PRECISION]
    while len(found) < _STEPS:
        found.append(found[-1] * root // _PRECISION)
    return tuple(found)


def odds(labels: Sequence[str], scores: Sequence[int]) -> Odds:
    """Return how likely each label is; all of them together make a little less than 1,000."""
    best = max(scores)
    shares = []
    for score in scores:
        whole, rest = divmod((best - score) * _STEPS // ONE, _STEPS)
        shares.append(_powers()[rest] >> min(whole, 40))
    total = sum(shares)
    mille = [share * 1000 // total for share in shares]
    order = sorted(range(len(labels)), key=lambda n: (-shares[n], labels[n]))
    return tuple((labels[n], mille[n]) for n in order)


def mean(several: Sequence[Odds]) -> Odds:
    """Return how likely each label is on average; labels that are in none are left out."""
    sums: dict[str, int] = {}
    for one in several:
        for label, share in one:
            if not share:
                break  # the rest is less likely still
            sums[label] = sums.get(label, 0) + share
    found = ((label, total // len(several)) for label, total in sums.items())
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))
