"""Funders: the shipped profile letter by letter, and profiles that are refused with their reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.guide import funders
from pipeline.model.funder import Funder, Spot
from pipeline.model.problem import Problem, Trouble

FOLDER = Path(__file__).parents[2] / funders.FOLDER
GOOD = """
name: Kulturfonds
wording: Gefördert durch den Kulturfonds im Jahr 2027.
"""


def parse(text: str, name: str = "kulturfonds.yml") -> Funder:
    """Read a profile as if it lay in the folder."""
    return funders.parse_funder(text, f"{funders.FOLDER}/{name}")


def problems(text: str, name: str = "kulturfonds.yml") -> list[Problem]:
    """Return why a profile is refused."""
    with pytest.raises(Trouble) as caught:
        parse(text, name)
    return list(caught.value.problems)


def test_the_wording_of_the_first_programme_is_word_for_word():
    """This sentence is what the association owes its funder; no letter of it may change."""
    path = "fonds-soziokultur-neustart-kultur.yml"
    funder = parse((FOLDER / path).read_text("utf-8"), path)
    assert funder.wording == (
        "Das Projekt wird gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten "
        "der Bundesregierung für Kultur und Medien im Rahmen von NEUSTART KULTUR."
    )
    assert funder.spots == (Spot.TITLE, Spot.IMPRINT)
    assert funder.id == "fonds-soziokultur-neustart-kultur"
    assert funder.period_to == date(2023, 6, 30)
    assert funder.source.endswith("/kompetenztransfer/")
    assert funder.confidence == "quoted"
    assert any("Logo" in note for note in funder.notes)


def test_every_shipped_profile_can_be_used_and_the_template_cannot():
    """Each file is either a profile or a template that says what to fill in."""
    for path in sorted(FOLDER.glob("*.yml")):
        if funders.usable(path.name):
            assert parse(path.read_text("utf-8"), path.name).id == path.stem
        else:
            found = problems(path.read_text("utf-8"), path.name)
            assert any("placeholder" in problem.message for problem in found)
    assert not funders.usable("templates/funders/_vorlage.yml")
    assert not funders.usable("templates/funders/liesmich.txt")


def test_a_profile_needs_a_name_and_a_wording_alone():
    """Everything else has a sensible value: both spots, no period."""
    assert parse(GOOD) == Funder(
        "kulturfonds", "Kulturfonds", "Gefördert durch den Kulturfonds im Jahr 2027."
    )


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("name: X\nwordng: Gefördert durch den Fonds.", 2, "Unknown key `wordng`", "Did you mean `wording`?"),
        ("name: X\n", 1, "`wording` is missing", "wording: …"),
        (GOOD + "id: anderer", 4, "expected “kulturfonds” (the name of the file), got “anderer”", "Leave"),
        (GOOD + "spots: [titel]", 4, "got “titel”", ""),
        (GOOD + "confidence: sicher", 4, "got “sicher”", ""),
        (GOOD + "url: www.example.org", 4, "got “www.example.org”", ""),
        (GOOD + "period_from: Mitte 2020", 4, "a date like 2022-09-27, got “Mitte 2020”", ""),
        (GOOD + "period_from: 2023-01-01\nperiod_to: 2022-01-01", 5, "ends before it begins", ""),
        (
            "name: X\nwording: <aus dem Bescheid>",
            2,
            "still a placeholder: “<aus dem Bescheid>”",
            "grant letter",
        ),
        ("name: X\nwording: Gefördert durch [Name] im Jahr.", 2, "still a placeholder", "grant letter"),
        ("name: X\nwording: Gefördert", 2, "the whole sentence", "grant letter"),
        ('name: X\nwording: "Gefördert durch den Kultur\\u00adfonds."', 2, "U+00AD SOFT HYPHEN", "again"),
        ('name: X\nwording: " Gefördert durch den Fonds."', 2, "space at its end", "again"),
        (GOOD + "name: Noch einer", 4, "twice", "Keep one"),
        ("name: &a X\nwording: *a", 1, "Anchors", "out"),
        ("name: !!python/object:os.system X\nwording: Gefördert durch den Fonds.", 1, "tags", ""),
        ("name: X\n  wording: [", 2, "not valid YAML", ""),
        ("- name", 1, "`key: value`", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, message: str, hint: str):
    """Where, what (expected and got), and what to do."""
    found = problems(text.lstrip("\n"))
    mine = [problem for problem in found if message in problem.message]
    assert mine, found
    offset = 1 if text.startswith("\n") else 0
    assert mine[0].line == line - offset
    assert hint in mine[0].hint


def test_all_problems_at_once():
    """Nobody has to come back five times."""
    text = "name: <Name>\nwording: TODO hier noch eintragen\nconfidence: na ja\nurl: nirgends\n"
    assert len(problems(text, "Kultur Fonds.yml")) == 5


def test_no_break_spaces_belong_to_a_wording():
    """A space that does not break is a space, not an invisible sign."""
    assert parse(GOOD.replace("Jahr 2027", "Jahr\u00a02027")).wording.endswith("Jahr\u00a02027.")


FULL = """
name: Kulturfonds
wording: Gefördert durch den Kulturfonds im Jahr 2027.
wordings: {en: Funded by the Kulturfonds in 2027.}
short: Gefördert vom Kulturfonds
lead_in: "Gefördert von:"
disclaimer: Die Verantwortung liegt allein bei den Herausgebenden.
spots: [title, imprint, body, every_page]
scope: [pdf, docx]
require: text_and_logo
size: at_least_as_large
first: true
exclusive: "true"
logos:
  - {file: logos/fonds.png, alt: "Logo: Kulturfonds", link: "https://example.org/", min_height_mm: 10, clear_mm: 2.5, group: a}
duties:
  - {kind: deposit, what: Belegexemplare, copies: 2, due: 2028-02-28}
  - {kind: approval, what: Freigabe, before: vor dem Druck}
consequence: Geld zurück.
"""


def test_a_profile_with_everything():
    """Every rule has its place, and numbers, days and yes or no are what they are."""
    funder = parse(FULL)
    assert funder.worded("en-GB") == "Funded by the Kulturfonds in 2027."
    assert funder.worded("de-DE") == funder.worded("fr") == funder.wording
    assert funder.texts(Spot.EVERY_PAGE, "de") == ("Gefördert vom Kulturfonds",)
    assert funder.texts(Spot.IMPRINT, "en") == (funder.wordings["en"], funder.disclaimer)
    assert funder.asks("pdf")
    assert not funder.asks("html")
    assert funder.wants_logo
    assert funder.first
    assert funder.exclusive
    assert (funder.logos[0].min_height_mm, funder.logos[0].clear_mm) == (10.0, 2.5)
    assert funder.duties[0].due == date(2028, 2, 28)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Funded by the Kulturfonds in 2027.", "<exact wording>", "`wordings` is still a placeholder"),
        ("{en:", "{english:", "expected a language like en"),
        ("[pdf, docx]", "[pdf, brief]", "“brief” is not known"),
        ("text_and_logo", "alles", "got “alles”"),
        ("logos/fonds.png", "../../geheim.png", "expected a PNG or JPEG below"),
        ("logos/fonds.png", "logos/fonds.svg", "expected a PNG or JPEG below"),
        ('"Logo: Kulturfonds"', "Logo", "expected what the logo says"),
        ("https://example.org/", "javascript:alert(1)", "expected an address"),
        ("min_height_mm: 10", "min_height_mm: zehn", "expected a number, got “zehn”"),
        ("min_height_mm: 10", "min_height_mm: 900", "from 0 to 200"),
        ("first: true", "first: vielleicht", "expected true or false"),
        ("kind: deposit", "kind: danke", "got “danke”"),
        ("due: 2028-02-28", "due: bald", "a date like"),
        ("Die Verantwortung", "Die\\u200b Verantwortung", "U+200B"),
    ],
)
def test_each_rule_is_checked_where_it_stands(old: str, new: str, message: str):
    """A typing error in any field is named with its line."""
    if "\\u" in new:
        old, new = f"disclaimer: {old} liegt allein bei den Herausgebenden.", f'disclaimer: "{new} liegt."'
    assert old in FULL
    found = problems(FULL.replace(old, new, 1))
    mine = [problem for problem in found if message in problem.message]
    assert mine, found
    assert mine[0].line > 1


def test_a_profile_that_wants_a_logo_names_its_file():
    """Otherwise nobody would learn that it is missing."""
    assert "`logos` names none" in problems(GOOD + "require: logo")[0].message
