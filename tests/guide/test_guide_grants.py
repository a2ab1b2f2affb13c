"""Grants: rules of several funders that contradict each other are said, and none stops a build."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.guide import grants, source
from pipeline.model.funder import Funder, Logo, Size
from pipeline.model.problem import Severity

ONE = Funder("eins", "Fonds Eins", "Gefördert durch den Fonds Eins.")
TWO = Funder("zwei", "Fonds Zwei", "Gefördert durch den Fonds Zwei.")
MARK = Logo("logos/a.png", "Logo: Fonds", group="paar")
GUIDE = source.parse(
    "---\ntitle: T\nversion: '1'\ndate: 2024-01-01\nstatus: draft\nfunders: [eins, zwei]\n---\n\n## A {#about}\n\nb\n",
    "t",
    "guides/t/guide.md",
)


def said(*funders: Funder) -> list[str]:
    """Return what is said; every line has advice, and none is an error."""
    found = grants.check(GUIDE, funders)
    assert all(problem.hint and problem.severity is Severity.WARNING for problem in found)
    return [problem.message for problem in found]


def test_two_funders_without_rules_about_each_other():
    """There is nothing to say."""
    assert said(ONE, TWO) == []
    assert said(replace(ONE, exclusive=True, first=True, size=Size.LARGEST)) == []


@pytest.mark.parametrize(
    ("one", "two", "word"),
    [
        (replace(ONE, exclusive=True), TWO, "no other funder beside it"),
        (ONE, replace(TWO, first=True), "wants to be named first"),
        (replace(ONE, first=True), replace(TWO, first=True), "More than one funder wants to be named first"),
        (
            replace(ONE, size=Size.LARGEST),
            replace(TWO, size=Size.LARGEST),
            "More than one funder wants the largest",
        ),
        (replace(ONE, size=Size.LARGEST), replace(TWO, size=Size.AT_LEAST_AS_LARGE), "both cannot be kept"),
        (replace(ONE, size=Size.LARGEST, logos=(MARK,)), replace(TWO, logos=(MARK,)), "both cannot be kept"),
    ],
)
def test_a_contradiction_names_both(one, two, word):
    """Who wants what, and what to ask."""
    (message,) = said(one, two)
    assert word in message
    assert "Fonds Zwei" in message


def test_as_large_as_the_largest_and_equally_large_go_together():
    """The emblem of the EU and a pair of equal logos are drawn equally high; nobody has to be asked."""
    assert said(replace(ONE, size=Size.AT_LEAST_AS_LARGE), replace(TWO, logos=(MARK, MARK))) == []
