"""What people mark as confidential stays among them, with all that the mark speaks of."""

from pathlib import Path

import pytest

from pipeline.messages import german
from pipeline.model.ledger import Fate
from pipeline.notes import pad, plain
from pipeline.structure import placement
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

HOWTOMAKE = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((HOWTOMAKE / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((HOWTOMAKE / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


def fates(text: str) -> dict[str, Fate]:
    """Return text → fate of a pad."""
    notes = pad.read("pad.md", text.encode())
    known = placement.names(notes.blocks, CUES)
    return {item.block.text: item.fate for item in placement.place(notes, CUES, TEMPLATE, known)}


def kept_back(text: str) -> set[str]:
    """Return the texts of a pad that are kept back."""
    return {said for said, fate in fates(text).items() if fate is Fate.WITHHELD}


@pytest.mark.parametrize(
    "mark", ["intern:", "Vertraulich", "VERTRAULICH:", "Nicht weitergeben:", "bleibt unter uns!"]
)
def test_a_mark_alone_speaks_of_all_that_comes_down_to_the_next_heading(mark: str) -> None:
    """`intern:` above a list and a paragraph hides both; the next heading is public again."""
    text = f"# T\n\n## Tipps\n{mark}\n- Die Stadt kürzt.\n\nDer Leiter geht.\n\n## Ziele\n\nWir ziehen um.\n"
    assert kept_back(text) == {mark, "Die Stadt kürzt.", "Der Leiter geht."}


def test_a_marked_passage_takes_the_list_or_table_below_it_along() -> None:
    """`Nur intern: Gehälter` is about the table below, not about the paragraph after it."""
    table = "| Rolle | Gehalt |\n|---|---|\n| Leitung | 4000 |\n"
    text = f"# T\n\n## Tipps\n\nNur intern: Gehälter\n\n{table}\nImmer vorher fragen.\n"
    assert kept_back(text) == {"Nur intern: Gehälter", "Rolle | Gehalt", "Leitung | 4000"}


def test_a_mark_within_a_passage_does_not_reach_what_its_last_sentence_leads_to() -> None:
    """What is led in by a harmless sentence is harmless."""
    text = "# T\n\n## Tipps\n\nFall X bitte nicht weitergeben. Tipps von den Karten:\n\n- Vorher fragen.\n"
    assert "Vorher fragen." not in kept_back(text)


@pytest.mark.parametrize("title", ["# Protokoll (vertraulich)", "Protokoll ERFA-Gruppe – nicht öffentlich"])
def test_a_mark_in_the_title_is_about_everything(title: str) -> None:
    """Whoever writes it at the top means the whole file."""
    text = f"{title}\n\n## Tipps\n\nImmer fragen.\n\n## Ziele\n\nWir ziehen um.\n"
    assert {"Immer fragen.", "Wir ziehen um."} <= kept_back(text)


def test_the_ledger_says_that_the_mark_is_about_the_whole_file() -> None:
    """Whoever wonders where all their notes went finds the title named, and not the passage above."""
    notes = pad.read("pad.md", b"# Protokoll (vertraulich)\n\n## Tipps\n\nImmer fragen.\n")
    found = placement.place(notes, CUES, TEMPLATE, frozenset())
    reasons = {item.block.text: item.reasons for item in found}
    whole = german("stands in a file that its title or page header calls confidential")
    assert reasons["Immer fragen."][-1] == whole
    assert whole not in reasons["Protokoll (vertraulich)"]


@pytest.mark.parametrize(
    "line",
    [
        "Anwesend: Aylin, Bernd Kuhlmann (Haus X) und Carla",
        "| Anwesend | Aylin, Bernd Kuhlmann |\n|---|---|\n| Ort | Saal |",
    ],
)
def test_people_who_were_there_are_named_in_no_section(line: str) -> None:
    """First names alone count, and rows of a protocol's head do; tasks of the group may name them."""
    found = fates(
        f"{line}\n\n## Tipps\n\nAylin ruft vorher an.\n\nHerr Kuhlmann auch.\n\nMan ruft vorher an.\n"
    )
    assert found["Aylin ruft vorher an."] in {Fate.OPEN, Fate.FOLLOW_UP}
    assert found["Herr Kuhlmann auch."] in {Fate.OPEN, Fate.FOLLOW_UP}
    assert found["Man ruft vorher an."] is Fate.PLACED


def test_a_role_is_no_name() -> None:
    """`Anwesend: Vorstand` makes no person of every Vorstand."""
    found = fates("Anwesend: Vorstand, Team\n\n## Tipps\n\nDer Vorstand ruft vorher an.\n")
    assert found["Der Vorstand ruft vorher an."] is Fate.PLACED


def test_headings_written_as_plain_lines_end_the_section_above() -> None:
    """`Hinweise` and `Kontakt` without any mark: what is below is asked about, not put under examples."""
    text = (
        "Protokoll\n\nTOP 2 Beispiele\nDas Haus liest die Zähler ab.\n\nHinweise\nErst messen, dann kaufen.\n"
    )
    notes = plain.read("ag.txt", text.encode())
    found = {item.block.text: item for item in placement.place(notes, CUES, TEMPLATE, frozenset())}
    assert found["Das Haus liest die Zähler ab."].section == "examples"
    assert found["Erst messen, dann kaufen."].fate is Fate.OPEN


def test_a_fact_about_the_meeting_leads_nothing_in() -> None:
    """The list below `Thema: …` is no fact about the meeting."""
    found = fates("# World Café\n\n## Tisch 2\nThema: Team mitnehmen\n- Kolleg:innen früh beteiligen\n")
    assert found["Kolleg:innen früh beteiligen"] is Fate.OPEN
