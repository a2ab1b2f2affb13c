"""The search for what must not get out: whatever breaks and groups it, and no ordinary words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.finding import How, Secret
from pipeline.privacy import secrets
from pipeline.privacy.roster import Roster
from pipeline.privacy.secrets import Search


def hits(text: str, *wanted: Secret, released: tuple[str, ...] = ()) -> list[str]:
    """Return what of the text is found."""
    return [text[one.start : one.end] for one in Search(wanted, released).hits(text)]


WOLF = Secret("Wolf Rademann", How.NAME)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wolf Rademann sagt ja", ["Wolf Rademann"]),
        ("WOLF RADEMANN", ["WOLF RADEMANN"]),
        ("mit Wolf\nRademann", ["Wolf\nRademann"]),
        ("Wolf Rade\u00admann", ["Wolf Rade\u00admann"]),
        ("Wolf Rademanns Idee", ["Wolf Rademanns"]),
        ("wolf rademann", []),
        ("Wolfgang Rademann", []),
        ("die Wolf-Rademann-Straße", []),
        ("die Wolf Rademann Stiftung", []),
        ("Das Haus Wolf Rademann", ["Wolf Rademann"]),
    ],
)
def test_names_are_whole_words_as_they_are_written(text: str, found: list[str]) -> None:
    """Breaks and soft hyphens hide nothing; a street or a foundation is nobody."""
    assert hits(text, WOLF) == found


def test_single_names_that_are_words_are_not_searched_for() -> None:
    """Of Wolf Rademann the search takes the whole and Rademann; Wolf alone would be found in a forest."""
    texts = [one.text for one in secrets.of_people(Roster.of(["Wolf Rademann", "Rosa Koch", "@mina"]))]
    assert texts == ["@mina", "Rosa Koch", "Wolf Rademann", "Rademann"]


@pytest.mark.parametrize("written", ["0171 39200 14", "0171/3920014", "+49 171 3920014", "(0171) 39 20 01 4"])
def test_numbers_are_found_however_they_are_grouped(written: str) -> None:
    """A telephone number is its digits; a sum, a year and a longer number are others."""
    number = Secret("0171 3920014", How.DIGITS)
    assert hits(f"Ruf an: {written}!", number)
    assert hits("Das kostet 3.920.014 Euro, seit 2017, IBAN 17139200", number) == []


def test_short_numbers_need_the_very_same_digits() -> None:
    """Five digits stand within many numbers by chance."""
    assert hits("Tel. 4 71 13", Secret("47113", How.DIGITS))
    assert hits("Nummer 1471139", Secret("47113", How.DIGITS)) == []


def test_passages_are_found_across_breaks_and_stars() -> None:
    """Whatever a format does with lines, cells and emphasis."""
    passage = Secret("Die Stadt kürzt den Zuschuss um die Hälfte", How.PASSAGE)
    assert hits("x Die **Stadt** kürzt\nden Zu-\nschuss | um die HÄLFTE y", passage)
    assert hits("Die Stadt kürzt den Zuschuss um ein Drittel", passage) == []


def test_short_passages_are_looked_at_by_what_is_personal_in_them() -> None:
    """`dito` is found anywhere and therefore nowhere."""
    assert list(secrets.of_passage("dito")) == []
    assert list(secrets.of_passage("Name | Haus")) == []
    assert len(list(secrets.of_passage("Die Stadt kürzt den Zuschuss"))) == 1


def test_released_words_may_stand() -> None:
    """What somebody has let pass is no leak, nor is what stands within it."""
    assert hits(
        "Zeche Rademann und Rademann", Secret("Rademann", How.NAME), released=("Zeche Rademann",)
    ) == ["Rademann"]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["Wolf Rademann", "0171 3920014", "ada@haus.example", "Die Stadt kürzt den Zuschuss um die Hälfte"]
    ),
    st.lists(st.sampled_from(["\u00ad", "\u200b", ""]), min_size=60, max_size=60),
    st.sampled_from([" ", "\n", "\u00a0", "  "]),
    st.text(alphabet="xyz .,\n", max_size=20),
)
def test_no_setting_hides_a_secret(text: str, invisible: list[str], space: str, around: str) -> None:
    """Invisible signs between the letters and any space between the words: it is found."""
    how = {"W": How.NAME, "0": How.DIGITS, "a": How.SIGNS, "D": How.PASSAGE}[text[0]]
    set_ = "".join(sign + invisible[number % 60] for number, sign in enumerate(text)).replace(" ", space)
    assert Search([Secret(text, how)]).hits(f"{around} {set_} {around}")
