"""Suggestions: the likeliest sections, with reasons that a person can check."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.notes import pad
from pipeline.structure.cues import parse_cues
from pipeline.structure.suggest import ASIDE, CHATTER, HEADING, Suggestion, opinions, suggest
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


def suggested(text: str) -> list[tuple[Suggestion, ...]]:
    """Return the suggestions for each line of a pad."""
    return suggest(pad.read("pad.md", text.encode()).blocks, CUES)


NOTES = """\
## Tisch 2
- Lieber zwei Kanäle gut als fünf schlecht bespielen, immer früh anfangen
- Wer darf die Fotos freigeben?
- Lena schickt den Verteiler bis 15.10. rum
- Honorar 400 €, Druck 150 €
"""


def test_each_line_has_up_to_three_suggestions() -> None:
    """Sections of the template, no section twice, the likeliest first; headings have none."""
    found = suggested(NOTES)
    assert found[0] == ()
    for suggestions in found[1:]:
        sections = [one.section for one in suggestions]
        assert 1 <= len(sections) <= 3
        assert len(set(sections)) == len(sections)
        assert set(sections) <= set(TEMPLATE.ids)
        shares = [one.probability for one in suggestions]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1
    assert [one[0].section for one in found[1:]] == ["tips", "questions", "tasks", "costs"]


def test_reasons_quote_words_of_the_line() -> None:
    """Whole words as typed, never pieces of them, and no name of a person."""
    for block, suggestions in zip(pad.read("pad.md", NOTES.encode()).blocks, suggested(NOTES), strict=True):
        for one in suggestions:
            assert one.reasons
            quoted = [word for reason in one.reasons for word in re.findall(r"[„“]([^“”]+)[“”]", reason)]
            for said in quoted:
                assert "Lena" not in said
                assert all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", block.text) for word in said.split())
    tip = suggested(NOTES)[1][0]
    assert "früh" in tip.reasons[0]


def test_rows_of_a_table_are_guessed_as_one() -> None:
    """What one row says counts for all of them."""
    blocks = pad.read("pad.md", b"Was | Preis\nMiete | 300 Euro\nTechnik | 150 Euro\nPuffer | offen\n").blocks
    assert len({one.guess.odds for one in opinions(blocks, CUES)}) == 1
    assert opinions(blocks, CUES)[0].label == "costs"


def test_cues_of_a_project_count_at_once() -> None:
    """A new heading in cues.yml makes its section likelier for what stands below."""
    text = (FOLDER / "cues.yml").read_text("utf-8").replace("[Tipp, Tipps,", "[Kniffe, Tipp, Tipps,")
    ours = parse_cues(text, "cues.yml", TEMPLATE)
    blocks = pad.read(
        "pad.md", b"# Tag\n\n## Kniffe\n- Verteiler nach Wichtigkeit ordnen\n- Plakate falten\n"
    ).blocks
    before, after = (opinions(blocks, cues)[-1].share("tips") for cues in (CUES, ours))
    assert after > before


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400),
    st.sampled_from([" ", "\n", "\n- "]),
)
def test_any_text_can_be_asked_about(text: str, instead: str) -> None:
    """As many answers as blocks."""
    blocks = pad.read("pad.md", f"Notizen: {text.replace(' ', instead)}".encode()).blocks
    assert len(suggest(blocks, CUES)) == len(blocks)


def test_talk_beside_the_subject_is_suggested_as_such() -> None:
    """Not for the guide is an answer, too; that a line heads others is none."""
    thought = opinions(pad.read("pad.md", b"- Beamer streikt, alle lachen\n").blocks, CUES)[0]
    heard = replace(
        thought, guess=replace(thought.guess, odds=((HEADING, 500), (CHATTER, 400), ("tips", 100)))
    )
    assert [one.section for one in heard.suggestions()] == [ASIDE, "tips"]
