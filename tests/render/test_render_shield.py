"""Shield: stars and dates survive Markdown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.guide import source
from pipeline.render import reader, tree
from pipeline.render.shield import Shield

HEAD = "---\ntitle: HowToMake … Test\nversion: '1'\ndate: 2022-09-27\nstatus: draft\n---\n"

STARS = [
    "Teilnehmer*innen und Leiter*innen",
    "jede*r und der*die Leiter*in",
    "Besucher:innen, Kolleg:innen und Freund:innen",
    "Mitarbeiter_innen, Helfer_innen und Gäst_innen",
    "Künstler/-innen und Musiker/-innen",
    "Ärzt*innen, Sinti*zze, Rom*nja",
]


def parse(text: str) -> list[dict]:
    """Read Markdown as a guide's body."""
    return reader.read(source.parse(HEAD + text, "x", "guides/x/guide.md")).blocks


@pytest.mark.parametrize("text", STARS)
def test_gender_forms_come_out_as_typed(text: str) -> None:
    """All forms of gender-inclusive writing are text, not markup."""
    assert tree.text(parse(text + "\n")) == text


def test_stars_within_bold_are_kept_and_the_bold_too() -> None:
    """`**Teilnehmer*innen** und Helfer*innen` is bold up to the right place."""
    (paragraph,) = parse("**Teilnehmer*innen** und Helfer*innen\n")
    assert paragraph["c"][0] == {"t": "Strong", "c": [{"t": "Str", "c": "Teilnehmer*innen"}]}
    assert tree.text(paragraph) == "Teilnehmer*innen und Helfer*innen"


@pytest.mark.parametrize("text", ["10. Oktober 2022 war Auftakt", "3. Dezember", "- 1. Mai: Fest"])
def test_a_date_at_the_start_of_a_line_is_no_list(text: str) -> None:
    """Ten would be the number of a list item to Markdown."""
    blocks = parse(text + "\n")
    assert not any(node["t"] == "OrderedList" for node in tree.walk(blocks))
    assert tree.text(blocks) == text.removeprefix("- ")


def test_emphasis_and_lists_still_work() -> None:
    """What is meant as markup stays markup."""
    blocks = parse("*wichtig* und **sehr**\n\n1. Anfang\n2. Ende\n")
    assert [node["t"] for node in blocks] == ["Para", "OrderedList"]
    assert {"Emph", "Strong"} <= {node["t"] for node in tree.walk(blocks)}


@given(st.text())
def test_the_shield_keeps_length_and_comes_off_without_a_trace(text: str) -> None:
    """Positions stay right whatever the text holds, characters for private use included."""
    shield = Shield(text)
    covered = shield.cover(text)
    assert len(covered) == len(text)
    assert shield.uncover(covered) == text


_WORD = st.text("abcäöüßABC", min_size=1, max_size=6)


@given(st.lists(st.tuples(_WORD, _WORD), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_number_of_stars_in_a_paragraph_survives(pairs: list[tuple[str, str]]) -> None:
    """One star a paragraph survives by luck, so the bug shows late: here there are many."""
    text = " ".join(f"x{left}*{right}" for left, right in pairs)
    assert tree.text(parse(text + "\n")) == text
