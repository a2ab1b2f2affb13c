"""Sure: how likely a label must be before it is trusted, from answers about notes of other hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.guess.odds import Odds
from pipeline.learning.corpus import HEADING, LABELS
from pipeline.structure.trust import METADATA

RIGHT, RIGHT_STRANGE = 0.90, 0.93
"""Share of trusted answers that must be right, in files that are understood and in strange ones."""
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
    strange: bool = False
    """Whether the file as a whole is not well understood."""

    @property
    def right(self) -> bool:
        """Tell whether the likeliest label is one of those it has."""
        return fits(self.odds[0][0], self.labels)


def fits(said: str, labels: Sequence[str]) -> bool:
    """Tell whether an answer will do: a title taken for a heading stands where it should."""
    return said in labels or (said == HEADING and METADATA in labels)


def limits(answers: Iterable[Answer]) -> Mapping[str, tuple[int, int]]:
    """Return for each label the per mille from which it was right often enough, and that in strange files."""
    by_label: dict[str, list[Answer]] = {label: [] for label in LABELS}
    for answer in answers:
        by_label[answer.odds[0][0]].append(answer)
    found = {}
    for label, given in by_label.items():
        known = _limit([one for one in given if not one.strange], RIGHT)
        strange = _limit([one for one in given if one.strange], RIGHT_STRANGE)
        found[label] = (known, max(known, strange))
    return found


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
