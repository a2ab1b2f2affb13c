"""Sure: how likely a label must be before it is trusted, from answers about notes of other hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.guess.odds import Odds
from pipeline.learning.corpus import LABELS

RIGHT = 0.93
"""Share of trusted answers that must be right."""
_NEVER = 1001
_FEWEST = 20
"""Answers; fewer prove nothing."""
_LOWEST = 400
"""Per mille; what is likelier to be wrong than right is never trusted."""


@dataclass(frozen=True)
class Answer:
    """What was guessed about one block that was not learned from, and what it is."""

    group: str
    labels: tuple[str, ...]
    odds: Odds
    share: float = 1.0

    @property
    def right(self) -> bool:
        """Tell whether the likeliest label is one of those it has."""
        return self.odds[0][0] in self.labels


def limits(answers: Iterable[Answer], right: float = RIGHT) -> Mapping[str, int]:
    """Return for each label the per mille from which it was right often enough."""
    by_label: dict[str, list[Answer]] = {label: [] for label in LABELS}
    for answer in answers:
        by_label[answer.odds[0][0]].append(answer)
    return {label: _limit(found, right) for label, found in by_label.items()}


def _limit(answers: Sequence[Answer], right: float) -> int:
    ranked = sorted(answers, key=lambda one: -one.odds[0][1])
    limit, good, total = _NEVER, 0.0, 0.0
    for number, answer in enumerate(ranked, start=1):
        share = answer.odds[0][1]
        if share < _LOWEST:
            break
        good, total = good + answer.right * answer.share, total + answer.share
        last = number == len(ranked) or ranked[number].odds[0][1] < share
        if last and number >= _FEWEST and good >= right * total:
            limit = share
    return limit
