"""guides/programme.yml tells the whole programme."""

from pathlib import Path

import pytest

from pipeline.guide import frontmatter, programmefile
from pipeline.model.problem import Trouble

ROOT = Path(__file__).parent.parent.parent


def test_our_programme_is_complete() -> None:
    """Both workshops and both groups are there; one workshop has no guide yet."""
    programme = programmefile.parse((ROOT / programmefile.PATH).read_text("utf-8"))
    by_date = {workshop.date.isoformat(): workshop for workshop in programme.workshops}
    assert by_date["2022-09-27"].guide == "strategische-oeffentlichkeitsarbeit"
    assert by_date["2022-12-06"].guide == ""
    assert by_date["2022-12-06"].preparation
    assert {"AG Beratung", "AG Nachhaltigkeit"} <= {group.name for group in programme.groups}


def test_each_guide_of_the_series_is_there_or_to_come() -> None:
    """All five are found by their title, none of them twice."""
    topics = {
        "strategische Öffentlichkeitsarbeit",
        "kommunale Haushaltspolitik",
        "ein Awareness-Konzept",
        "eine ERFA-Gruppe",
        "Leitungswechsel",
    }
    there = {
        frontmatter.parse(frontmatter.split(path.read_text("utf-8"), path.name)[0], path.name).title
        for path in ROOT.glob("guides/*/guide.md")
    }
    planned = set(programmefile.parse((ROOT / programmefile.PATH).read_text("utf-8")).planned)
    assert {f"HowToMake … {topic}" for topic in topics} <= there | planned
    assert not there & planned


def test_two_workshops_cannot_have_one_id() -> None:
    """The second one is named with its line."""
    text = (
        "title: t\ntext: t\npublisher: p\ncontact: c\ngroups: []\noffers: []\nworkshops:\n"
        "- {id: a, title: A, date: 2022-09-27}\n- {id: a, title: B, date: 2022-09-28}\n"
    )
    with pytest.raises(Trouble) as caught:
        programmefile.parse(text)
    assert [problem.line for problem in caught.value.problems] == [9]


def test_a_workshop_that_names_no_guide_of_ours_is_reported() -> None:
    """Links between workshop and guide do not rot."""
    text = (
        "title: t\ntext: t\npublisher: p\ncontact: c\ngroups: []\noffers: []\nworkshops:\n"
        "- {id: a, title: A, date: 2022-09-27, guide: weg}\n"
    )
    (problem,) = programmefile.check_guides(programmefile.parse(text), {"da"})
    assert "weg" in problem.message
