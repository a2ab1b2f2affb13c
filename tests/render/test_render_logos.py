"""Logos: whatever the rules, all heights are equal, large enough, and in the file's own proportions."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.model.funder import Funder, Logo, Require, Size
from pipeline.model.problem import Severity
from pipeline.render import logos, marks
from pipeline.render.logos import Mark

FUNDER = Funder("eins", "Fonds Eins", "Gefördert durch den Fonds Eins.")


def png(width: int, height: int) -> bytes:
    """Return a picture of a size."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, "PNG")
    return out.getvalue()


sides = st.integers(20, 400)
lengths = st.floats(0, 40)


@given(
    st.lists(st.tuples(sides, sides, lengths, lengths, st.integers(0, 150)), min_size=1, max_size=4),
    st.booleans(),
)
def test_every_logo_keeps_its_own_rule_and_those_beside_it(rows, largest):
    """Equal heights, none below its minimum, proportions of the file; the largest is larger than all."""
    found, funders = {}, []
    for number, (wide, high, least, across, pixels) in enumerate(rows):
        name = f"logos/{number}.png"
        found[name] = Mark(f"logo-{number}.png", png(wide, high))
        logo = Logo(name, "Logo: x", min_height_mm=least, min_width_mm=across, min_height_px=pixels)
        size = Size.LARGEST if largest and not number else Size.FREE
        funders.append(replace(FUNDER, id=f"f{number}", logos=(logo,), size=size))
    drawn = [logos.shown(funder, funders, found)[0] for funder in funders]
    for logo, (wide, high, least, across, pixels) in zip(drawn, rows, strict=True):
        assert logo["width"] / logo["height"] == pytest.approx(wide / high, rel=0.02, abs=0.01)
        assert logo["height"] >= least - 0.01
        assert logo["width"] >= across - 0.02
        assert logos.pixels(logo["height"]) >= pixels
    heights = [logo["height"] for logo in drawn[largest:]]
    assert not heights or max(heights) == min(heights)
    if largest and heights:
        assert drawn[0]["height"] > max(heights)


def test_logos_that_are_there_are_cleaned_and_named_as_logos():
    """No metadata of the file gets out, and an author's picture cannot be taken for a logo."""
    funder = replace(FUNDER, logos=(Logo("logos/a.png", "Logo: A"),))
    found, problems = marks.marks([funder], {"funders/logos/a.png": png(600, 200)})
    assert problems == []
    assert found["logos/a.png"].name.startswith("logo-")
    assert found["logos/a.png"].pixels == (600, 200)


@pytest.mark.parametrize(
    ("require", "word"), [(Require.TEXT_AND_LOGO, "asks for this logo"), (Require.TEXT, "offers this logo")]
)
def test_a_missing_logo_is_a_note_and_the_text_stands(require, word):
    """Where to put the file, and which."""
    funder = replace(FUNDER, require=require, logos=(Logo("logos/a.png", "Logo: A"),))
    found, (problem,) = marks.marks([funder], {})
    assert found == {}
    assert problem.severity is Severity.WARNING
    assert problem.path == "templates/funders/logos/a.png"
    assert word in problem.message
    assert "Logo: A" in problem.hint


def test_what_is_no_picture_is_an_error():
    """A vector drawing under the name of a PNG would stop the typesetter later."""
    funder = replace(FUNDER, logos=(Logo("logos/a.png", "Logo: A"),))
    _found, (problem,) = marks.marks([funder], {"funders/logos/a.png": b"<svg/>"})
    assert problem.severity is Severity.ERROR


def test_too_wide_and_too_coarse_are_notes():
    """A banner does not fit the title page, and ten pixels are no logo for print."""
    wide = replace(FUNDER, logos=(Logo("logos/a.png", "Logo: A", min_height_mm=20),))
    _found, problems = marks.marks([wide], {"funders/logos/a.png": png(300, 30)})
    assert ["wider than" in problem.message for problem in problems] == [True, False]
    assert "rough" in problems[1].message
