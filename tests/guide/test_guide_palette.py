"""Palette: colours that can be read, of our brand and of any other that is made from one colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import palette
from pipeline.model.problem import Trouble
from pipeline.starting import Brand, templates

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#a92c16", "#a92c16", 1.0)],
)
def test_contrast_is_that_of_the_standard(one: str, two: str, expected: float) -> None:
    """Black on white is 21:1; #777 on white is the grey that just fails."""
    assert palette.contrast(one, two) == pytest.approx(expected, abs=0.01)
    assert palette.contrast(one, two) == palette.contrast(two, one)


@given(COLOURS, COLOURS)
def test_whatever_colour_an_association_has_its_texts_can_be_read(main: str, accent: str) -> None:
    """White, black and neon yellow too: no pair of text and ground is below 4.5:1."""
    assert list(palette.unreadable(palette.derive(main, accent))) == []


def test_grey_on_grey_is_named_with_its_key() -> None:
    """Whoever makes a colour too light learns which, on what, and by how much."""
    brand = palette.derive("#0a7c5a")
    brand["colours"]["muted"] = "#bbbbbb"
    found = dict(palette.unreadable(brand))
    assert set(found) == {"colours: muted"}
    assert "on `teal-light`" in found["colours: muted"] or "auf `teal-light`" in found["colours: muted"]


def test_a_brand_keeps_what_it_does_not_change() -> None:
    """Comments, fonts and page stay; name, address and colours are the new ones."""
    ours = (templates() / "brand.yml").read_text("utf-8")
    theirs = Brand("Kulturbund „Muster“", "https://example.org/", "#0a7c5a").applied(ours)
    assert 'publisher: "Kulturbund „Muster“"' in theirs
    assert "soziokultur" not in theirs
    assert "#ff6244" not in theirs
    assert [line.partition("#")[2] for line in theirs.splitlines() if "Nebentext" in line] != []
    assert theirs.partition("fonts:")[2] == ours.partition("fonts:")[2]


def test_what_is_no_colour_is_said() -> None:
    """`grün` is a wish, not a colour."""
    with pytest.raises(Trouble, match="grün"):
        Brand("Muster", colour="grün").applied("")
