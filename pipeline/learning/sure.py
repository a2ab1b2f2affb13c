"""Sure: how likely a label must be before it is trusted, from answers about notes of other hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.guess.odds import Odds
from pipeline.learning.corpus import HEADING, LABELS
from pipeline.structure.headings import ATTENDANCE
from pipeline.structure.trust import METADATA

RIGHT, RIGHT_STRANGE = 0.88, 0.95
"""Share of trusted answers that must be right, in files that are understood and in strange ones."""
_NEVER = 1001
_FEWEST = 20
"""Answers; fewer prove nothing."""
_DOUBT = 2.0
"""Answers that are thought to have been wrong, in every step."""
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
    """Tell whether an answer will do: a title for a heading, who wrote the minutes for who was there."""
    return said in labels or (said in {HEADING, ATTENDANCE} and METADATA in labels)


def limits(answers: Iterable[Answer]) -> Mapping[str, tuple[int, int]]:
    """Return for each label the per mille from which it is trusted, and that in strange files.

    All labels together are right often enough then; the last answers trusted of each label are about as
    often right as those of any other, so that as much as can be had is placed.
    """
    given = list(answers)
    known = _limits([one for one in given if not one.strange], RIGHT)
    strange = _limits([one for one in given if one.strange], RIGHT_STRANGE)
    return {label: (known[label], max(known[label], strange[label])) for label in LABELS}


@dataclass(frozen=True)
class _Step:
    """Answers of one label with about the same odds: how many, and how many of them right."""

    share: int
    """The lowest per mille among them."""
    good: float
    total: float
    count: int
    label: str = ""

    @property
    def chance(self) -> float:
        """How often such an answer is right; of few it is thought to be less."""
        return self.good / (self.total + _DOUBT)

    def with_(self, above: _Step) -> _Step:
        """Return this step and a likelier one as one."""
        return replace(
            self,
            good=self.good + above.good,
            total=self.total + above.total,
            count=self.count + above.count,
        )


def _limits(answers: Sequence[Answer], right: float) -> Mapping[str, int]:
    steps = [step for label in LABELS for step in _steps(label, answers)]
    steps.sort(key=lambda one: (-one.chance, one.label, -one.share))
    chosen = 0
    good = total = 0.0
    for number, step in enumerate(steps, start=1):
        good, total = good + step.good, total + step.total
        if good >= right * total:
            chosen = number
    found = dict.fromkeys(LABELS, _NEVER)
    counts = dict.fromkeys(LABELS, 0)
    for step in steps[:chosen]:
        found[step.label] = min(found[step.label], step.share)
        counts[step.label] += step.count
    return {label: limit if counts[label] >= _FEWEST else _NEVER for label, limit in found.items()}


def _steps(label: str, answers: Sequence[Answer]) -> list[_Step]:
    """Return the answers of a label from the likeliest down, in steps of which each is less often right."""
    mine = [one for one in answers if one.odds[0][0] == label and one.odds[0][1] >= _LOWEST]
    found: list[_Step] = []
    for share, group in groupby(sorted(mine, key=lambda one: -one.odds[0][1]), lambda one: one.odds[0][1]):
        same = list(group)
        good = sum(one.share for one in same if one.right)
        step = _Step(share, good, sum(one.share for one in same), len(same), label)
        while found and (found[-1].chance <= step.chance or found[-1].count < _FEWEST):
            step = step.with_(found.pop())
        found.append(step)
    return found
