"""Placement: certain things are placed, private ones kept back, and the rest is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.ledger import Fate
from pipeline.notes import pad
from pipeline.structure import placement
from pipeline.structure.cues import Cues, SectionCues, parse_cues
from pipeline.structure.placement import Placed
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


def placed(text: str, known: frozenset[str] = frozenset()) -> list[Placed]:
    """Place the blocks of a pad."""
    return placement.place(pad.read("pad.md", text.encode()), CUES, TEMPLATE, known)


def fates(text: str, known: frozenset[str] = frozenset()) -> dict[str, tuple[str, str]]:
    """Return fate and section by text."""
    return {item.block.text: (item.fate.value, item.section) for item in placed(text, known)}


def test_headings_place_what_is_below_them() -> None:
    """Also through sub-headings, and through headings that only say how people worked."""
    found = fates("## Tipps\n- a\n### Presse\n- b\n### Tisch 2\n- c\n## Kanäle\n- d\n")
    assert {text: found[text] for text in "abcd"} == {
        "a": ("placed", "tips"),
        "b": ("placed", "tips"),
        "c": ("placed", "tips"),
        "d": ("open", ""),
    }
    assert found["Tipps"] == ("metadata", "tips")
    assert found["Presse"] == ("placed", "tips")
    assert found["Kanäle"][0] == "open"


def test_a_lead_in_places_the_list_and_the_table_below_it() -> None:
    """Until the next paragraph."""
    text = "Kosten (grob):\n\n- Miete\n\nWas | Euro\nTechnik | 150\n\nEtwas anderes.\n\n- fremd\n"
    found = fates(text)
    assert [found[text] for text in ("Kosten (grob):", "Miete", "Was | Euro", "Technik | 150")] == [
        ("placed", "costs")
    ] * 4
    assert found["fremd"] == ("open", "")


def test_items_follow_the_item_above_them() -> None:
    """What hangs below an example is part of the example."""
    found = fates("## Tisch 1\n- Beispiel [Werkhof]: Lärm\n  - erst Nachbarn\n- fremd\n")
    assert found["erst Nachbarn"] == ("placed", "examples")
    assert found["fremd"] == ("open", "")


def test_the_agenda_places_nothing() -> None:
    """An agenda names every section; it stays a fact about the day."""
    assert fates("## Tagesordnung\n- Ausgangslage: wie läuft es\n- Tipps\n")[
        "Ausgangslage: wie läuft es"
    ] == ("metadata", "metadata")


def test_follow_up_is_for_the_group() -> None:
    """Tasks, decisions and feedback leave the guide."""
    found = fates("TODO @ada: Fotos\n\nBeschluss: ja\n\n## Blitzlicht\n@bo: gut\n")
    assert [fate for fate, _section in found.values()] == ["follow-up", "follow-up", "metadata", "follow-up"]


def test_attendance_and_private_passages_are_kept_back() -> None:
    """Whole lists of people, and what stands below a confidential heading."""
    found = fates(
        "## Anwesend\n- Ada, Werkhof\n\n## Stress (vertraulich)\n- mit dem Amt\n\n"
        "## Tipps\n- Ada: 0152 28817386\n- früh anfangen\n"
    )
    assert found["Ada, Werkhof"] == ("withheld", "attendance")
    assert found["mit dem Amt"][0] == "withheld"
    assert found["Ada: 0152 28817386"][0] == "withheld"
    assert found["früh anfangen"] == ("placed", "tips")


def test_what_a_part_is_and_who_takes_it_are_told_apart() -> None:
    """Below „Rollen“ a line that tells what is to be done is no attendance, and its words are no names."""
    told = "Gastgeber*in: Raum, Suppe, Rundgang, lädt vier Wochen vorher ein"
    text = f"## Rollen\n- {told}\n- Moderation: Ada Lindqvist\n"
    found = fates(text)
    assert found[told] == ("placed", "people")
    assert found["Moderation: Ada Lindqvist"] == ("withheld", "attendance")
    names = placement.names(pad.read("pad.md", text.encode()).blocks, CUES)
    assert names == {"Ada", "Lindqvist"}


def test_what_hangs_below_a_confidential_item_is_kept_back() -> None:
    """The passage, and what belongs to it."""
    found = fates("## Tipps\n- vertraulich: Stress\n  - mit dem Amt\n- frei\n")
    assert [found[text][0] for text in ("mit dem Amt", "frei")] == ["withheld", "placed"]


def test_names_of_the_notes_open_a_passage() -> None:
    """A tip with a listed name waits for a person, with the section as first suggestion."""
    item = placed("## Tipps\n- Faustregel von Ada\n", frozenset({"Ada"}))[1]
    assert (item.fate, item.suggestions[0]) == (Fate.OPEN, "tips")


def test_ambiguous_headings_suggest() -> None:
    """At most three suggestions, those of the heading first."""
    item = placed("## Stolpersteine\n- Das ist so eine Sache im Haus\n")[1]
    assert item.fate is Fate.OPEN
    assert {"pitfalls", "examples"} & set(item.suggestions)
    assert len(item.suggestions) <= 3


def test_a_table_stays_whole() -> None:
    """One row with a listed name opens the whole table."""
    found = fates("## Kosten\nWas | Euro\nMiete | 3\nAda | 4\n", frozenset({"Ada"}))
    assert {fate for text, (fate, _section) in found.items() if "|" in text} == {"open"}


def test_names_are_taken_from_lines_of_attendance() -> None:
    """`Gast: Vorname Nachname` is looked out for everywhere."""
    blocks = pad.read("pad.md", b"Gast: Kirsten Averhage, freie Journalistin\n").blocks
    assert placement.names(blocks, CUES) == {"Kirsten", "Averhage"}


_ROWS = st.lists(
    st.sampled_from(
        [
            "# T",
            "## Tipps",
            "## Kanäle",
            "## Ergebnisse",
            "## Blitzlicht",
            "## Anwesend",
            "### Tisch 1",
            "- a",
            "  - b",
            "1. c",
            "Tipp: d",
            "TODO e",
            "Kosten:",
            "Text f",
            "A | B",
            "c | d",
            "",
            "- vertraulich g",
            "a@b.example",
            "<!-- h -->",
            "- [x] i",
        ]
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_every_block_has_one_fate_and_a_reason(rows: list[str]) -> None:
    """In order, once each, with words for why; what is placed has a published section."""
    notes = pad.read("pad.md", "\n".join(rows).encode())
    found = placement.place(notes, CUES, TEMPLATE, frozenset({"Ada"}))
    assert [item.block.raw for item in found] == [block.raw for block in notes.blocks]
    published = {rule.id for rule in TEMPLATE.sections if rule.published}
    for item in found:
        assert all(item.reasons)
        assert item.reasons
        assert len(item.suggestions) <= 3
        assert (item.section in published) if item.fate is Fate.PLACED else True
        assert item.section == "" or item.fate is not Fate.OPEN


@pytest.mark.parametrize("fate", [Fate.PLACED, Fate.OPEN])
def test_nothing_hidden_is_ever_shown(fate: Fate) -> None:
    """Comments in the file stay out of the guide."""
    assert all(item.fate is not fate for item in placed("<!-- Tipp: geheim -->\n<!-- ## Tipps -->\n"))


_TEXTS = st.sampled_from(
    [
        "immer zwei Leute an die Tür", "Aushang fehlt", "Wer zahlt die Reinigung?", "bei uns im Keller lief Wasser rein",
        "erst fragen, dann drucken", "Anlage 38 Euro im Monat", "Kasse vorher zählen", "Kühlhaus", "Genehmigung vom Amt holen",
    ]
)  # fmt: skip
_SECTIONS = st.sampled_from(sorted(rule.id for rule in TEMPLATE.sections if rule.published))


def _rank(cues: Cues, text: str, section: str) -> int:
    """Return how many sections come before this one for a line by itself; placed is before all."""
    (item,) = placed_by(cues, f"- {text}\n")
    if item.section == section:
        return -1
    return item.suggestions.index(section) if section in item.suggestions else 3


def placed_by(cues: Cues, text: str) -> list[placement.Placed]:
    """Place the blocks of a pad."""
    return placement.place(pad.read("pad.md", text.encode()), cues, TEMPLATE, frozenset())


@settings(max_examples=60, deadline=None)
@given(_TEXTS, _SECTIONS, st.integers(0, 3))
def test_a_new_cue_never_lowers_its_section(text: str, section: str, number: int) -> None:
    """A word of the line becomes a cue: the section comes no later than before, and is placed if it was."""
    word = text.split()[number % len(text.split())].strip("?,")
    own = CUES.sections.get(section, SectionCues())
    more = replace(CUES, sections={**CUES.sections, section: replace(own, words=(*own.words, word))})
    assert _rank(more, text, section) <= _rank(CUES, text, section)


@settings(max_examples=40, deadline=None)
@given(_ROWS)
def test_the_same_notes_are_placed_alike(rows: list[str]) -> None:
    """Nothing hangs on chance or on what was placed before."""
    text = "\n".join(rows)
    first = placed_by(CUES, text)
    placed_by(CUES, "- etwas anderes\n")
    assert placed_by(CUES, text) == first
