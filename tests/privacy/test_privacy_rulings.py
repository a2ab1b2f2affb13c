"""Decisions hold for what they are about, however it is written, and for nobody else."""

import pytest

from pipeline.model.finding import Ruling, Verdict
from pipeline.privacy import find
from pipeline.privacy.roster import Roster
from pipeline.privacy.rulings import Rulings, contradictions, digits


def verdicts(text: str, *rulings: Ruling, known: Roster | None = None) -> list[str]:
    """Return what is decided about each finding of a text; `?` where nothing is."""
    known = known or Roster()
    every = Rulings(rulings, known)
    found = [(one, every.of(text, one)) for one in find.find(text, known)]
    return [f"{one.text}: {ruling.verdict.value if ruling else '?'}" for one, ruling in found]


ADA = Ruling("Ada Lindqvist", Verdict.CONSENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lindqvist sagt ja.", ["Ada Lindqvist: consent"]),
        ("Fragt Frau Lindqvist.", ["Frau Lindqvist: consent"]),
        ("Das ist Ada Lindqvists Idee.", ["Ada Lindqvists: consent"]),
        ("Ada: ja", ["Ada: consent"]),
        ("Ada Kuhlmann sagt nein.", ["Ada Kuhlmann: ?"]),
        ("Bernd Lindqvist sagt nein.", ["Bernd Lindqvist: ?"]),
    ],
)
def test_a_decision_follows_a_person(text: str, expected: list[str]) -> None:
    """Titles, a genitive and parts of the name belong to it; another Ada does not."""
    assert verdicts(text, ADA) == expected


def test_consent_of_one_is_not_consent_of_another_with_the_same_name() -> None:
    """Where two are called Ada, `Ada` alone may be the one who was not asked."""
    known = Roster.of(["Ada Lindqvist", "Ada Kuhlmann"])
    assert verdicts("Ada: ja", ADA, known=known) == ["Ada: ?"]
    taken = Ruling("Ada Lindqvist", Verdict.REMOVE)
    assert verdicts("Ada: ja", taken, known=known) == ["Ada: remove"]


def test_words_around_decide_about_what_is_in_them() -> None:
    """`Grube Anna Huber` is a pit; Anna Huber elsewhere is somebody."""
    pit = Ruling("Ausstellung Anna Huber", Verdict.NOT_PERSONAL)
    assert verdicts("Die Ausstellung Anna Huber war gut.", pit) == ["Anna Huber: not-personal"]
    assert verdicts("Fragt Anna Huber!", pit) == ["Anna Huber: ?"]


@pytest.mark.parametrize(
    "written",
    [
        "0152 28817386",
        "0152/288 17 386",
        "+49 152 28817386",
        "+49 (0)152 28817386",
        "0049 152 28817386",
        "015228817386",
    ],
)
def test_numbers_are_compared_by_their_digits(written: str) -> None:
    """However a number is grouped, it is the same telephone."""
    assert digits(written) == "015228817386"
    expected = [f"{written}: remove"]
    assert verdicts(f"Ruf an: {written}", Ruling("0152 28817386", Verdict.REMOVE)) == expected


def test_addresses_are_compared_without_their_disguise() -> None:
    """`ada (at) haus.example` is `ada@haus.example`."""
    ruling = Ruling("ada@haus.example", Verdict.REMOVE)
    assert verdicts("Mail: ada (at) haus.example", ruling) == ["ada (at) haus.example: remove"]


def test_contradictions_are_named() -> None:
    """The same name twice is fine, twice and differently is not."""
    other = Ruling("ada  lindqvist", Verdict.REMOVE)
    assert contradictions([ADA, ADA]) == []
    assert contradictions([ADA, other]) == ["ada  lindqvist"]
