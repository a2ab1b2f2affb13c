"""Columns: each gets what its longest word needs, the rest is shared by what stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.document import Node
from pipeline.render import columns, tree


def table(*rows: tuple[str, ...]) -> Node:
    """Return a table as pandoc reads it; the first row is its head."""
    lines = [
        [tree.attr(), [[tree.attr(), {"t": "AlignDefault"}, 1, 1, [tree.para(text)]] for text in row]]
        for row in rows
    ]
    sides = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _cell in rows[0]]
    body = [tree.attr(), 0, [], lines[1:]]
    content = [tree.attr(), [None, []], sides, [tree.attr(), lines[:1]], [body], [tree.attr(), []]]
    return {"t": "Table", "c": content}


def shares(*rows: tuple[str, ...]) -> list[float]:
    """Return the share of each column."""
    return [column[1]["c"] for column in columns.spread(table(*rows))["c"][2]]


@given(st.lists(st.tuples(*[st.text("ab* ", max_size=60)] * 4), min_size=2, max_size=5))
def test_all_columns_together_are_the_table(rows):
    """Whatever stands in them; none is without room."""
    found = shares(*rows)
    assert sum(found) == pytest.approx(1, abs=0.003)
    assert min(found) >= columns.PADDING / 2


def test_a_short_word_is_not_broken_by_a_long_neighbour():
    """Beside a column of sentences there is still room for `Telefon`, and for `10 Min.` in one piece."""
    narrow, span, wide = shares(("Womit", "Zeit", "Was"), ("Telefon", "10\u00a0Min.", "Ein Satz. " * 30))
    needed = columns.PADDING + columns.LETTER * len("Telefon")
    assert narrow == pytest.approx(needed, abs=0.002)
    assert span == pytest.approx(needed, abs=0.002)
    assert wide > 0.7
