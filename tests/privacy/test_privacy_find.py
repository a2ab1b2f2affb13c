"""Finding people in texts: where exactly, once, in time, and followed from one passage to the next."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.finding import Certainty, Sort
from pipeline.privacy import find, words
from pipeline.privacy.flat import flat
from pipeline.privacy.roster import Roster, read

PIECES = st.sampled_from(
    [
        "Anna ", "Frau ", "Müller", " sagt: ", "„ja“ ", "anna@haus.example", " (at) ", "0171 3920014", "+49 ", "IBAN ",
        "DE89370400440532013000", "Moderation: ", "Wolf", ", ", " und ", "\n", "\u00ad", "\u200b", "\u00a0", "＠", "0231",
        "*innen", "geb. 1.2.1980", " (AM) ", "Hafenstraße 12", "44147 Dortmund", "https://zoom.us/j/12345", "Pw: x1", "(",
        ")", "[", "]", "von ", "ß", "🎉", "Zeche ", "Stiftung", "A. ", "@mina", "K-AB 12", "LG ", "12 Jahre",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=24).map("".join))
def test_every_finding_is_where_it_says(text: str) -> None:
    """For any text: what a finding quotes stands there, in reading order, and nothing is found twice."""
    found = find.find(text, Roster.of(["Anna Müller", "@mina"]))
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text.strip()
        assert one.reason
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_flat_texts_keep_their_places(text: str) -> None:
    """Each sign of the plain text says where it stood."""
    plain = flat(text)
    for index in range(len(plain.text)):
        start, end = plain.start(index), plain.end(index + 1)
        assert 0 <= start < end <= len(text)


def test_what_is_disguised_by_invisible_signs_is_found() -> None:
    """Soft hyphens, no-break spaces and full-width signs hide nothing."""
    for text in ("Frau Demir\u00adkol ruft an", "Frau\u00a0Demirkol ruft an"):
        assert [one.sort for one in find.find(text)] == [Sort.NAME]
    assert [one.text for one in find.find("Mail: ada＠haus．example")] == ["ada＠haus．example"]


def test_reasons_name_the_clue() -> None:
    """A finding says what speaks for it and how much."""
    (one,) = find.find("Bitte Frau Demirkol fragen.")
    assert (one.text, one.certainty, one.clue) == ("Frau Demirkol", Certainty.CERTAIN, "Frau")
    assert find.find("Wir fragen Wolf nach dem Beamer.")[0].certainty is Certainty.POSSIBLE


def test_who_is_named_once_is_followed() -> None:
    """A surname that no list holds is known after it stood behind a title or a label; houses are nobody."""
    texts = ["Referentin: Nkechi Adeyemi", "Adeyemi bringt Folien mit.", "Das Haus Adeyemi liegt am Park."]
    assert [[one.text for one in found] for found in find.find_all(texts)] == [
        ["Nkechi Adeyemi"],
        ["Adeyemi"],
        [],
    ]


def test_a_list_of_people_closes_gaps() -> None:
    """Nicknames and handles are found when somebody has listed them; remarks and bullets are no names."""
    known = read("- Fritte   # Hausmeister\n@mina\nOyelaran Adebayo\n\n")
    found = find.find("Fritte und Oyelaran fragen @mina, nicht den Hausmeister.", known)
    assert [one.text for one in found] == ["Fritte", "Oyelaran", "@mina"]


def test_initials_are_those_of_somebody_known() -> None:
    """`(AM)` is nobody until Anna Müller is known; `(AG)` never is."""
    known = Roster.of(["Anna Müller", "Anton Gruber"])
    assert find.find("Kasse (AM), Vertrag (AG)") == ()
    assert [one.text for one in find.find("Kasse (AM), Vertrag (AG)", known)] == ["AM"]


def test_the_lists_are_of_a_size_and_clean() -> None:
    """Several hundred first names with several origins; none twice, none that is a mere letter."""
    names = words.first_names()
    assert len(names) > 1500
    assert {"Aylin", "Oksana", "Khaled", "Katarzyna", "Svetlana", "Jürgen"} <= set(names)
    assert {names[one] for one in ("Wolf", "Frank", "Max", "Mark", "Christian")} == {1}
    assert {names[one] for one in ("Rosa", "Heide", "Ernst")} == {2}
    assert all(len(name) > 1 and name[0].isupper() for name in names)


@pytest.mark.parametrize(
    "piece", ["Anna ", "a@", "a.a", "0 ", "0171 ", "(", "[a]", "Moderation: ", "von der ", "A. ", "- ", "ist ", "DE89 ",
              "http://x/", "Anna, ", "Pw ", "Am A ", "@a", "|a", ". ", "„“ ", "Frau "]
)  # fmt: skip
def test_hostile_texts_cost_little(piece: str) -> None:
    """A line of fifty thousand signs is searched in moments, whatever it repeats."""
    start = time.perf_counter()
    find.find(piece * (50_000 // len(piece)))
    assert time.perf_counter() - start < 8
