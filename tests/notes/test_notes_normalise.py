"""Normalising: text that reads the same everywhere, every repair counted, words untouched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.notes import normalise

TEXT = "Für Teilnehmer*innen: „müssen“ – süß & fünf Öfen, z. B. Größe, Äpfel und Übermut.\nZeile zwei.\n"


@pytest.mark.parametrize(
    ("data", "repairs"),
    [
        (TEXT.encode(), 0),
        (b"\xef\xbb\xbf" + TEXT.encode(), 1),
        (TEXT.encode("utf-16"), 1),
        (TEXT.encode("utf-16-le"), 1),
        (TEXT.encode("utf-16-be"), 1),
        (TEXT.encode("cp1252"), 1),
        (TEXT.replace("\n", "\r\n").encode(), 1),
        (unicodedata.normalize("NFD", TEXT).encode(), 1),
        (TEXT.replace("müssen", "müs\u00adsen").encode(), 1),
        (TEXT.replace("müssen", "müs\u200bsen").encode(), 1),
        (TEXT.replace("z. B.", "z.\u00a0B.").encode(), 1),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, repairs: int) -> None:
    """However the bytes arrive, the text is the same, and what was mended is recorded."""
    text, found = normalise.decode(data)
    assert text == TEXT
    assert len(found) == repairs


def test_twice_encoded_text_is_mended() -> None:
    """`mÃ¼ssen` is `müssen`; quotes and widths of signs stay as they are."""
    text, found = normalise.decode("wir mÃ¼ssen „ſo“ ﬁnden… ＡＢＣ".encode())
    assert text == "wir müssen „ſo“ ﬁnden… ＡＢＣ"
    assert found[0].times == 1


def test_signs_that_join_letters_stay() -> None:
    """In emoji and in scripts that need it, a joiner belongs to the word."""
    family = "👩\u200d👧 und नम\u200dस्ते"
    assert normalise.clean(family)[0].endswith("नम\u200dस्ते")


def test_bytes_are_no_text() -> None:
    """A program or a picture is no text in any encoding."""
    with pytest.raises(normalise.Undecodable):
        normalise.decode(bytes(range(32)) * 40)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Clean text stays as it is."""
    once, _repairs = normalise.clean(text)
    assert normalise.clean(once) == (once, ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"])))
def test_no_word_is_lost(text: str) -> None:
    """Of visible text nothing goes."""
    expected = unicodedata.normalize("NFC", text)
    assert "".join(normalise.clean(text)[0].split()) == "".join(expected.split())
