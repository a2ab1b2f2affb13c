"""Words: what counts of a line, without people and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guess import words
from pipeline.guess.words import NAME, first_names, is_name, pieces, stem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Finn schreibt bis 12.6. eine Mail", [NAME, "schreibt", "bis", "·date", "eine", "Mail"]),
        ("tareks Liste, @mina: 40 Leute", [NAME, "Liste", NAME, "·number", "Leute"]),
        ("14 €/Nacht und 3.500 Euro", ["·money", "Nacht", "und", "·money"]),
        ("3–4 Wochen, um 17:15", ["·span", "um", "·time"]),
        ("§ 823 BGB", ["·paragraph", "BGB"]),
        ("siehe www.haus.example oder info@haus.example", ["siehe", "·link", "oder", "·mail"]),
        ("am 3. Mai 2024, KW 12", ["am", "·date", "·date"]),
    ],
)
def test_people_and_numbers_are_masked(text: str, said: list[str]) -> None:
    """What they are counts, not which."""
    assert words.words(text) == said


@pytest.mark.parametrize(
    "form",
    ["Teilnehmer*innen", "Teilnehmer:innen", "Teilnehmer_innen", "TeilnehmerInnen", "Teilnehmer/-innen"],
)
def test_all_gender_forms_are_one_word(form: str) -> None:
    """With star, colon, line below, capital, slash."""
    assert words.words(form) == ["Teilnehmer"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haus", "Häuser"),
        ("schreibt", "schreiben"),
        ("Beschlüsse", "beschlüssen"),
        ("Verträge", "Vertrag"),
        ("gemacht", "macht"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    """Umlauts, endings and the ge- of participles are dress."""
    assert stem(one) == stem(other)


def test_the_end_of_a_noun_is_no_verb_ending() -> None:
    """Night is not `nach`."""
    assert stem("Nacht") != stem("nach")


def test_compounds_share_pieces() -> None:
    """And a slip of the pen keeps most of them."""
    assert "ver" in pieces("Pressever")
    shared = set(pieces("Presseverteiler")) & set(pieces("Verteiler"))
    assert len(shared) > 10
    assert len(set(pieces("Verteiler")) & set(pieces("Verteler"))) > 6


def test_first_names_are_many_and_none_is_a_common_word() -> None:
    """`Rosa`, `Mai` and `Else` are left alone."""
    assert len(first_names()) > 1_500
    assert not any(map(is_name, ("Mai", "Rosa", "Else", "August", "Oma", "Team", "Haus", "Kosten", "Wer")))
    assert is_name("Aylin")
    assert is_name("Aylins")


@given(st.text(max_size=300))
def test_any_text_has_words(text: str) -> None:
    """None of them empty; names never among them; pieces are three to five letters of them."""
    for word in words.words(text):
        assert word
        assert not is_name(word)
        assert all(3 <= len(piece) <= 5 for piece in pieces(word))


def test_long_passages_are_read_at_their_beginning() -> None:
    """A megabyte costs what two pages cost."""
    assert len(words.words("wort " * 200_000)) == words.LOOKED_AT // 5
