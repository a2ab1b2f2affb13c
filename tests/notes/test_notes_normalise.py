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
        (TEXT.encode("utf-32"), 1),
        (TEXT.encode("utf-16-le") + b"\n", 1),
        (TEXT.encode("cp1252"), 1),
        (TEXT.encode("mac_roman"), 1),
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


_WORDS = st.sampled_from(
    ["für", "Größe", "Übermut", "schön", "Maß", "Häuser", "ÄRGER", "Café", "Öffnung", "wir", "und", "2022"]
)


@given(
    st.lists(_WORDS, min_size=1, max_size=12),
    st.sampled_from(["cp1252", "mac_roman", "cp850", "iso8859_15", "utf-8"]),
)
def test_german_is_read_in_every_old_encoding(words: list[str], encoding: str) -> None:
    """Windows, the old Macintosh, DOS and Unix kept umlauts in other places; how words look tells which."""
    text = " ".join(["Müßig", *words])
    assert normalise.decode(text.encode(encoding))[0] == text


def test_a_euro_tells_what_it_was_written_on() -> None:
    """The same byte is a euro on Unix and a currency sign on Windows."""
    assert (
        normalise.decode("Das kostet 50 € für alle.".encode("iso8859_15"))[0] == "Das kostet 50 € für alle."
    )


def test_what_was_pasted_in_another_encoding_is_read_in_it() -> None:
    """One old line in a new file does not spoil the others."""
    text, (repair,) = normalise.decode(
        "Größe\n".encode() + "für Übung\n".encode("cp1252") + "schön\n".encode()
    )
    assert text == "Größe\nfür Übung\nschön\n"
    assert repair.times == 1


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("wir mÃ¼ssen „ſo“… ＡＢＣ", "wir müssen „ſo“… ＡＢＣ"),
        ("gut für Ã¼ber 20 HÃ¤user", "gut für über 20 Häuser"),
        ("GrÃ¶ÃŸe", "Größe"),
        ("fÃƒÂ¼r", "für"),
    ],
)
def test_twice_encoded_text_is_mended(text: str, mended: str) -> None:
    """`mÃ¼ssen` is `müssen`, also in a part of a line; quotes and widths of signs stay as they are."""
    found, (repair,) = normalise.decode(f"{text}\nZeile zwei\n".encode())
    assert found == f"{mended}\nZeile zwei\n"
    assert repair.times == 1


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("\uf0b7 Punkt", "• Punkt"),
        ("hier \uf0e0 dort", "hier → dort"),
        ("\uf0a8 offen", "☐  offen"),
        ("Konﬂikt", "Konflikt"),
        ("f¨ur alle", "für alle"),
        ("fu¨r alle", "für alle"),
    ],
)
def test_what_other_programs_leave_in_copied_text_is_mended(text: str, mended: str) -> None:
    """Signs of symbol fonts, joined letters, umlauts in two pieces."""
    assert normalise.clean(text)[0] == mended


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\u2028"])
def test_a_line_ends_however_it_was_ended(end: str) -> None:
    """Also where Word's own line ends were copied into a text."""
    assert normalise.decode(f"eins{end}zwei".encode())[0] == "eins\nzwei"


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


@given(
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"],
            exclude_characters="\u00a8ﬀﬁﬂﬃﬄﬅﬆ",
        )
    )
)
def test_no_word_is_lost(text: str) -> None:
    """Of visible text nothing goes."""
    expected = unicodedata.normalize("NFC", text)
    assert "".join(normalise.clean(text)[0].split()) == "".join(expected.split())
