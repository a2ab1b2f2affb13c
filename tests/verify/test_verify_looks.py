"""Looks: an acknowledgement that nobody can read is none, and the message says how it is drawn."""

from __future__ import annotations

import pytest
from verify import samples

from pipeline.verify import checks, looks
from pipeline.verify.checks import Expectation

EXPECTED = Expectation(samples.TITLE, "de", (samples.FUNDER,), samples.HEADINGS)
TEXT = samples.as_typst(samples.WORDING)


def said(**changes: str) -> list[str]:
    """Return what is said about a guide whose acknowledgement looks different."""
    return [problem.message for problem in checks.verify(samples.pdf(**changes), "x.pdf", EXPECTED)]


@pytest.mark.parametrize(
    ("look", "word"),
    [
        ("#text(size: 4pt)[{}]", "4.0 points"),
        ("#text(fill: luma(180))[{}]", "contrast 2.1"),
        ("#text(fill: white)[{}]", "contrast 1.0"),
        ('#block(fill: rgb("#ff6244"), text(fill: white)[{}])', "contrast 3.0"),
        ("#scale(40%, reflow: true)[{}]", "4.4 points"),
        ("#text(fill: black.transparentize(80%))[{}]", "contrast 1.6"),
    ],
)
@pytest.mark.parametrize("spot", ["title", "imprint"])
def test_too_small_or_too_pale(look: str, word: str, spot: str):
    """At either place; through transformations, on coloured grounds, half transparent."""
    (message,) = said(**{spot: look.replace("{}", TEXT)})
    assert word in message
    assert "hard to read" in message


@pytest.mark.parametrize(
    "look",
    [
        "#text(size: 7pt)[{}]",
        "#block(fill: black, inset: 4pt, text(fill: white)[{}])",
        '#block(fill: rgb("#ffc845"), {})',
        "#block(width: 60mm)[{}]",
    ],
)
def test_what_can_be_read(look: str):
    """Small print, white on black, on yellow, over many lines."""
    assert said(title=look.replace("{}", TEXT if "[{}]" in look else TEXT[1:])) == []


def test_every_passage_is_looked_at():
    """Size and contrast of each, in the order of the pages asked for."""
    data = samples.pdf(title=f"#text(size: 8pt)[{TEXT}]")
    first, last = looks.looks(data, samples.WORDING, [0, 2])
    assert first.size == pytest.approx(8, abs=0.1)
    assert last.size == pytest.approx(11, abs=0.1)
    assert first.contrast == last.contrast == pytest.approx(21)


def test_hidden_letters_are_no_letters():
    """Text behind a picture of a scan is drawn invisibly."""
    from stamp import foreign

    def hide(document) -> None:
        content = document.pages[0].obj.Contents
        content.write(content.read_bytes().replace(b"0 Tr", b"3 Tr"))

    data = foreign.changed(samples.pdf(), hide)
    found = next(looks.looks(data, samples.WORDING, [0]), None)
    assert found is not None
    assert found.contrast == pytest.approx(1)
