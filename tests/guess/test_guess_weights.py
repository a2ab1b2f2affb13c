"""Weights: one small file of whole numbers, with nobody's name in it."""

from __future__ import annotations

import re
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from pipeline.guess import words
from pipeline.guess.weights import KINDS, Look, Weights, pack, shipped, unpack

ROWS = st.dictionaries(st.integers(0, 2), st.integers(-127, 127).filter(bool), min_size=1).map(
    lambda row: tuple(sorted(row.items()))
)
LOOKS = st.builds(
    Look,
    st.fixed_dictionaries({kind: st.dictionaries(st.text(max_size=5), ROWS, max_size=4) for kind in KINDS}),
    st.fixed_dictionaries({kind: st.integers(1, 9_999) for kind in KINDS}),
)


@given(LOOKS, LOOKS)
def test_what_is_packed_comes_out_again(first: Look, second: Look) -> None:
    """And the same weights make the same bytes."""
    weights = Weights(("a", "b", "c"), first, second, {"a": (700, 800), "b": (1001, 1001)})
    assert unpack(pack(weights)) == weights
    assert pack(unpack(pack(weights))) == pack(weights)


def test_many_words_count_less_each() -> None:
    """Four words count as two do, a sign as it is."""
    look = Look({"bias": {}, "pieces": {}, "words": dict.fromkeys("abcd", ((0, 10),)), "signs": {"s": ((1, 10),)}},
                dict.fromkeys(KINDS, 256))  # fmt: skip
    assert look.scores({"words": ["a"]}, 2) == [10, 0]
    assert look.scores({"words": ["a", "b", "c", "d", "unknown"], "signs": ["s"]}, 2) == [20, 10]


def test_the_file_is_small_and_whole() -> None:
    """Below 0.4 MB, every weight a byte with a sign, every section there."""
    data = resources.files("pipeline.guess").joinpath("weights.bin").read_bytes()
    assert len(data) < 400_000
    weights = shipped()
    assert pack(weights) == data
    assert {"tips", "pitfalls", "tasks", "heading", "chatter"} < set(weights.labels)
    for look in (weights.first, weights.second):
        for table in look.tables.values():
            assert all(
                type(value) is int and 0 < abs(value) < 128 for row in table.values() for _n, value in row
            )


def test_nobody_is_in_the_file() -> None:
    """No first name is a feature, as a word or beside one; parts of words are no names, whole ones would be."""
    names = words.first_names()
    for look in (shipped().first, shipped().second):
        told = {name for kind in ("words", "signs") for name in look.tables[kind] if ".." not in name}
        assert not {
            name for name in told if any(map(words.is_name, re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name)))
        }
        assert not {
            piece for piece in look.tables["pieces"] if piece[1:-1] in names and piece[0] == piece[-1] == "_"
        }
