"""Cues: what headings, lines and tables say; what is ambiguous is asked, not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.problem import Trouble
from pipeline.structure.cues import ENOUGH, Cues, parse_cues
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")


@pytest.fixture(scope="module")
def cues() -> Cues:
    """Return the cues that come with the program."""
    return parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Tipps", "tips"),
        ("TOP 2  Ausgangslage: Wie läuft es bei uns?", "background"),
        ("3. Recht (kein Rechtsrat!)", "legal"),
        ("Tipps & Tricks", "tips"),
        ("Unsere Ziele", "goals"),
        ("Tipps für den Anfang", "tips"),
        ("Was ist schon schiefgegangen?", "pitfalls"),
        ("CHECKLISTE", "checklist"),
        ("Wer macht was bis wann?", "tasks"),
        ("So geht's", "steps"),
        ("Beispeile aus der Praxis", "examples"),
        ("Kosten, Finanzierung", "costs"),
        ("In Kürze", "summary"),
    ],
)
def test_a_heading_names_its_section(cues: Cues, heading: str, section: str) -> None:
    """With numbers, brackets, capitals, other words around it, or a slip of the pen."""
    sign = cues.heading(heading)
    assert (sign.section, sign.score >= ENOUGH) == (section, True)
    assert sign.reason


@pytest.mark.parametrize(
    "heading",
    [
        "Stolpersteine",
        "Haushalt",
        "Aufgaben",
        "Ablauf",
        "Ergebnisse",
        "Träger",
        "Kontakt",
        "Rollen, Zeit, Geld",
    ],
)
def test_ambiguous_headings_are_asked(cues: Cues, heading: str) -> None:
    """Words with two meanings place nothing, and suggest."""
    sign = cues.heading(heading)
    assert sign.section == ""
    assert 2 <= len(sign.suggestions) <= 3


@pytest.mark.parametrize("heading", ["Tisch 2", "World Café", "TOP 3 Input: Was heißt das?", "Gruppe 1"])
def test_formats_are_neutral(cues: Cues, heading: str) -> None:
    """How people worked says nothing about what they said."""
    assert cues.heading(heading).neutral


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Tipp: früh anfangen", "tips"),
        ("Beispiel [Werkhof]: so war es", "examples"),
        ("Achtung: Gebühren", "pitfalls"),
        ("TODO @ada: Fotos", "tasks"),
        ("Beschluss: Wir machen das.", "decisions"),
        ("Kosten (grob):", "costs"),
        ("Zeitplan Vorschlag, zwölf Wochen:", "timeline"),
        ("Das Haus: ein Ort", ""),
        ("Uhrzeiten sind wichtig. Tipp: später", ""),
        ("https://tipp.example: x", ""),
    ],
)
def test_a_line_says_its_section_before_the_colon(cues: Cues, line: str, section: str) -> None:
    """Only at its start, and only as a label."""
    assert cues.line(line).section == section


@pytest.mark.parametrize(
    ("heads", "section"),
    [
        (("Wer", "Was", "Bis wann"), "tasks"),
        (("Nr.", "Name", "Haus", "Mail / Tel."), "attendance"),
        (("Rolle", "Aufgabe", "Zeit"), "people"),
        (("Posten", "Geld"), "costs"),
        (("Kanal", "Stunden"), ""),
    ],
)
def test_a_table_is_known_by_its_columns(cues: Cues, heads: tuple[str, ...], section: str) -> None:
    """All words of a cue must be there."""
    assert cues.table(heads).section == section


def test_words_only_suggest(cues: Cues) -> None:
    """At most three, the likeliest first, never attendance."""
    assert cues.suggest("Das kostet 300 Euro Honorar im Januar, siehe DSGVO und Vertrag?")[0] == "costs"
    assert len(cues.suggest("Das kostet 300 Euro im Januar, siehe DSGVO, Vertrag, Beispiel, Fehler?")) == 3
    assert "attendance" not in cues.suggest("Verteiler und Gäste")


def test_a_cue_for_an_unknown_section_is_said() -> None:
    """All of them at once, with their lines."""
    text = "sections:\n  tipps:\n    headings: [Tipps]\nambiguous:\n  Haushalt: [kosten]\n"
    with pytest.raises(Trouble) as trouble:
        parse_cues(text, "cues.yml", TEMPLATE)
    assert [problem.line for problem in trouble.value.problems] == [3, 5]


def test_every_section_has_cues(cues: Cues) -> None:
    """No section of the template is out of reach."""
    assert set(cues.sections) == set(TEMPLATE.ids)
    assert all(one.headings for one in cues.sections.values())
