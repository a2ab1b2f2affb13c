"""Memory: nothing is asked twice, in the order same passage, heading, resemblance, rule."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ingest import CUES, DAY, TEMPLATE, after

from pipeline import ingest
from pipeline.ingest import Existing
from pipeline.model.problem import Trouble
from pipeline.structure import ledger, memory
from pipeline.structure.decisions import Decision
from pipeline.structure.memory import Learned, Memory

LONG = "Ein Satz über das Lastenrad und den Keller"
NOTES = f"""# Protokoll

## Kleinkram
- {LONG}
- TODO Raum buchen

## Sonstiges aus der Runde
- Der Beamer steht im Keller hinter der Bar

### Ergebnisse
- Rosen gießen
"""


def placed(notes: str, remembered: Memory, decisions: str | None = None) -> dict[str, tuple[str, str, str]]:
    """Return text → (fate, section, first reason) after an ingest."""
    outcome = ingest.ingest(
        "a-b",
        {"n.md": notes.encode()},
        TEMPLATE,
        CUES,
        Existing(decisions=decisions),
        today=DAY,
        remembered=remembered,
    )
    entries = ledger.load(after(outcome).ledger or "", "ledger.jsonl")
    return {one.text: (one.fate.value, one.section, (one.reasons or ("",))[0]) for one in entries}


def test_a_heading_that_always_goes_to_a_section() -> None:
    """What stands under it goes there; a line that says what it is goes its own way; the heading is asked no more."""
    found = placed(NOTES, Memory(Learned(headings={"Kleinkram": "tips"})))
    assert found[f"- {LONG}"][:2] == ("placed", "tips")
    assert found["- TODO Raum buchen"][:2] == ("follow-up", "tasks")
    assert found["## Kleinkram"][0] == "metadata"


def test_a_learned_heading_is_ambiguous_and_neutral_no_more() -> None:
    """„Ergebnisse“ is asked about until the team has said what it means here."""
    assert placed(NOTES, Memory())["- Rosen gießen"][0] == "open"
    assert placed(NOTES, Memory(Learned(headings={"ergebnisse:": "steps"})))["- Rosen gießen"][:2] == (
        "placed",
        "steps",
    )


def test_not_for_the_guide_can_be_learned() -> None:
    """It goes to follow-up.md, under a heading of its own."""
    found = placed(NOTES, Memory(Learned(headings={"Kleinkram": "aside"})))
    assert found[f"- {LONG}"][:2] == ("follow-up", "aside")


def test_the_same_passage_in_another_guide_is_not_asked_again() -> None:
    """It is known by its check sum, also with other marks and other case."""
    learned = memory.with_passages(Learned(), [LONG.upper()], "examples")
    assert placed(NOTES, Memory(learned))[f"- {LONG}"][:2] == ("placed", "examples")
    assert LONG not in memory.dump(learned)


def test_a_passage_that_resembles_a_decided_one() -> None:
    """Most words the same: it goes there, with a capped score; fewer: only suggested."""
    near = Memory(decided=(Decision("Beamer steht hinter der Bar im Keller", "tips"),))
    assert placed(NOTES, near)["- Der Beamer steht im Keller hinter der Bar"][:2] == ("placed", "tips")
    far = Memory(decided=(Decision("Der Beamer steht im Saal neben der Bar", "tips"),))
    assert placed(NOTES, far)["- Der Beamer steht im Keller hinter der Bar"][0] == "open"


def test_order_of_what_is_remembered() -> None:
    """A decision of this guide beats a check sum, that a heading, that a resemblance."""
    text = "Der Beamer steht im Keller hinter der Bar"
    learned = Learned(headings={"Sonstiges aus der Runde": "pitfalls"})
    alike = (Decision("Der Beamer steht im Keller hinter der Bar!", "tips"),)
    assert placed(NOTES, Memory(learned, alike))[f"- {text}"][1] == "pitfalls"
    learned = memory.with_passages(learned, [text], "examples")
    assert placed(NOTES, Memory(learned, alike))[f"- {text}"][1] == "examples"
    decided = f'- {{text: "{text}", section: goals}}\n'
    assert placed(NOTES, Memory(learned, alike), decided)[f"- {text}"][1] == "goals"


def test_what_is_kept_back_stays_so() -> None:
    """No memory of other notes lets an address out."""
    text = "Fragt Ada Lindqvist unter ada@example.org wegen der Schlüssel"
    learned = memory.with_passages(Learned(headings={"Kleinkram": "tips"}), [text], "tips")
    found = placed(f"# P\n\n## Kleinkram\n- {text}\n", Memory(learned, (Decision(text, "tips"),)))
    assert found[f"- {text}"][0] == "withheld"


def test_tables_stay_whole() -> None:
    """One remembered row does not tear a table apart."""
    notes = "# P\n\n| Was | Wohin damit |\n|---|---|\n| alte Plakate vom Sommerfest | Keller |\n| neue Stühle aus Holz | Saal |\n"
    learned = memory.with_passages(Learned(), ["alte Plakate vom Sommerfest | Keller"], "tips")
    fates = {row[:2] for row in placed(notes, Memory(learned)).values() if row[0] in {"open", "placed"}}
    assert fates == {("open", "")}


def test_items_below_go_with_the_item_that_is_remembered() -> None:
    """Unless they say themselves where they belong."""
    notes = f"# P\n\n- {LONG}\n    - und noch etwas dazu\n    - Beispiel: so war es\n- anderes\n"
    found = placed(notes, Memory(memory.with_passages(Learned(), [LONG], "tips")))
    assert found["- und noch etwas dazu"][:2] == ("placed", "tips")
    assert found["- Beispiel: so war es"][:2] == ("placed", "examples")
    assert found["- anderes"][0] == "open"


def test_learned_yml_is_readable_and_checked() -> None:
    """What is written is read again; unknown sections and keys are said."""
    learned = memory.with_heading(
        memory.with_passages(Learned(), [LONG], "tips"), "„Was war’s?“: gut", "feedback"
    )
    assert memory.parse(memory.dump(learned), "learned.yml", TEMPLATE) == learned
    for text in ("headings: {a: tipps}\n", "heading: {}\n", "- a\n"):
        with pytest.raises(Trouble):
            memory.parse(text, "learned.yml", TEMPLATE)


def test_a_newer_word_about_a_heading_replaces_the_older() -> None:
    """Also in another spelling."""
    learned = memory.with_heading(Learned(headings={"Kleinkram:": "tips"}), "KLEINKRAM", "aside")
    assert dict(learned.headings) == {"KLEINKRAM": "aside"}


@given(st.text(min_size=1), st.sampled_from(TEMPLATE.ids))
def test_any_heading_can_be_learned(heading: str, section: str) -> None:
    """Whatever signs it has, the file stays readable."""
    learned = Learned(headings={heading.strip(): section} if heading.strip() else {})
    again = memory.parse(memory.dump(learned), "learned.yml", TEMPLATE)
    assert len(again.headings) == len(learned.headings)
    assert dataclasses.asdict(again)["passages"] == {}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([line.removeprefix("- ") for line in NOTES.splitlines() if line.startswith("- ")]),
    st.sampled_from(sorted(rule.id for rule in TEMPLATE.sections if rule.published)),
    st.sampled_from(sorted(rule.id for rule in TEMPLATE.sections if rule.published)),
)
def test_a_decision_always_wins(text: str, section: str, other: str) -> None:
    """Over rules, weights, learned headings and learned passages."""
    learned = memory.with_passages(Learned(headings={"Kleinkram": other}), [text], other)
    found = placed(NOTES, Memory(learned), f'- {{text: "{text}", section: {section}}}\n')
    assert found[f"- {text}"][:2] == ("placed", section)
