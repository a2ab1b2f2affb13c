"""Odds: whole numbers only, so that every machine comes to the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.guess.odds import ONE, mean, odds

LABELS = ("a", "b", "c", "d")
SCORES = st.lists(st.integers(-60 * ONE, 60 * ONE), min_size=4, max_size=4)


def test_a_score_of_one_doubles_the_odds() -> None:
    """Two to one, four to one."""
    assert odds(("a", "b"), (0, ONE)) == (("b", 666), ("a", 333))
    assert odds(("a", "b"), (2 * ONE, 0)) == (("a", 800), ("b", 200))


def test_equals_come_in_the_order_of_their_names() -> None:
    """No order of a set or a machine shows."""
    assert odds(("b", "a"), (7, 7)) == (("a", 500), ("b", 500))


@given(SCORES)
def test_odds_are_shares_of_a_thousand(scores: list[int]) -> None:
    """Whole, the likeliest first, at most a thousand together, and nearly that."""
    found = odds(LABELS, scores)
    shares = [share for _label, share in found]
    assert shares == sorted(shares, reverse=True)
    assert 996 <= sum(shares) <= 1000
    assert all(type(share) is int for share in shares)


@given(SCORES, st.integers(-5, 5))
def test_only_differences_count(scores: list[int], more: int) -> None:
    """The same on top of each score changes nothing."""
    assert odds(LABELS, scores) == odds(LABELS, [score + more * ONE for score in scores])


@given(SCORES, st.sampled_from(range(4)))
def test_a_higher_score_never_makes_less_likely(scores: list[int], number: int) -> None:
    """Odds rise with their score."""
    higher = [score + (ONE // 3 if n == number else 0) for n, score in enumerate(scores)]
    assert dict(odds(LABELS, higher))[LABELS[number]] >= dict(odds(LABELS, scores))[LABELS[number]]


def test_the_mean_of_several() -> None:
    """Rows of a table are guessed as one."""
    assert mean([(("a", 800), ("b", 200)), (("b", 900), ("a", 100))]) == (("b", 550), ("a", 450))
