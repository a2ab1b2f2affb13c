"""Typed structure: what no single line betrays, but all of them together do."""

from __future__ import annotations

import pytest

from pipeline.model.notes import Block, Kind
from pipeline.notes import outline, readers


def blocks(text: str, name: str = "n.txt") -> tuple[Block, ...]:
    """Read notes."""
    return readers.read(name, text.encode()).blocks


def shapes(text: str, name: str = "n.txt") -> list[tuple[str, str]]:
    """Return the kinds and texts of notes."""
    return [(block.kind.value, block.text) for block in blocks(text, name)]


# Headings


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("TOP 3 Geld", True),
        ("Zu TOP 3: Geld", True),
        ("Zu 3. Geld", True),
        ("zu Punkt 2) Presse", True),
        ("TIPPS UND TRICKS", True),
        ("zu 2.1.a) Die Anfrage wurde angenommen.", False),
        ("zu dritt ging es besser", False),
        ("AWO", False),
        ("topfit 3 Leute", False),
    ],
)
def test_lines_that_head_what_follows(line: str, *, heads: bool) -> None:
    """Points of an agenda and lines in capitals are headings; sentences and abbreviations are none."""
    assert outline.looks_like_heading(line, bold=False) is heads


def test_numbers_with_text_between_them_are_headings() -> None:
    """`1. Begrüßung`, text, `2. Geld`, text: no list looks like that."""
    found = shapes(
        "1. Begrüßung\nAlle sind da und gut gelaunt.\n\n2. Geld\n- die Miete steigt\n- Antrag stellen\n"
    )
    assert found == [
        ("heading", "Begrüßung"),
        ("paragraph", "Alle sind da und gut gelaunt."),
        ("heading", "Geld"),
        ("item", "die Miete steigt"),
        ("item", "Antrag stellen"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Liste anlegen\n2. Presse anrufen\n3. nachfassen\n\nDanach ist Pause, und zwar lange.\n",
        "1. Zuerst legt ihr eine Liste an, in der alle stehen.\nDas dauert.\n2. Dann ruft ihr an.\nDas auch.\n",
    ],
)
def test_a_list_stays_a_list(text: str) -> None:
    """Steps one after the other, and steps that are sentences, are items."""
    assert "heading" not in {kind for kind, _text in shapes(text)}


# Agenda

MINUTES = """Protokoll vom 3. Mai

Tagesordnung
1. Begrüßung (Mina)
2. Haushalt, 19:00 Uhr
3. Sonstiges

TOP 1: Begrüßung
Es geht pünktlich los, alle stellen sich vor.

TOP 2: Haushalt
Der Antrag muss bis März bei der Stadt sein.

TOP 3: Sonstiges
Die Leiter ist kaputt und muss ersetzt werden.
"""


def test_an_agenda_that_the_minutes_repeat_is_about_the_file() -> None:
    """Its lines are told apart, whoever brings a topic and when; the headings below are the headings."""
    found = blocks(MINUTES)
    assert [b.text for b in found if b.kind is Kind.META][-3:] == [
        "Begrüßung (Mina)",
        "Haushalt, 19:00 Uhr",
        "Sonstiges",
    ]
    assert [b.text for b in found if b.kind is Kind.HEADING and "TOP" in b.text] == [
        "TOP 1: Begrüßung",
        "TOP 2: Haushalt",
        "TOP 3: Sonstiges",
    ]
    assert not any("Tagesordnung" in block.path for block in found)


def test_an_agenda_in_a_pad_is_over_no_other_heading() -> None:
    """`# TOPs` above smaller headings would make all of the minutes an agenda."""
    text = "# TOPs\n* Unite\n* Fest\n* Wahlen\n\n## Unite\n* fährt jemand hin\n\n## Fest\n* Ort steht\n\n## Wahlen\n* bald\n"
    assert [b.path for b in blocks(text, "n.md") if b.kind is Kind.ITEM] == [
        ("Unite",),
        ("Fest",),
        ("Wahlen",),
    ]


def test_a_list_of_topics_that_nothing_repeats_is_content() -> None:
    """Three wishes are no agenda because there is a heading somewhere."""
    text = "Wünsche\n- mehr Licht\n- mehr Zeit\n- Ruhe\n\nTOP 1 Ruhe\nSie fehlt uns allen sehr im Haus.\n"
    assert [kind for kind, _text in shapes(text)].count("item") == 3


def test_a_sentence_in_an_agenda_is_kept() -> None:
    """What is said nowhere else is no repetition."""
    text = MINUTES.replace(
        "3. Sonstiges\n\n", "3. Sonstiges\n   - Die Schlüssel liegen jetzt beim Verein nebenan.\n\n", 1
    )
    assert ("item", "Die Schlüssel liegen jetzt beim Verein nebenan.") in shapes(text)


# Tasks


@pytest.mark.parametrize(
    "text",
    [
        "Wer: Haus A, Was: Flyer, Bis wann: 12.10.\nWer: Haus B, Was: Plakat, Bis wann: 1.11.\n",
        "Wer: Haus A\nWas: Flyer\nBis wann: 12.10.\n\nWer: Haus B\nWas: Plakat\nBis wann: 1.11.\n",
        "- Wer: Haus A / Was: Flyer / Bis wann: 12.10.\n- Wer: Haus B / Was: Plakat / Bis wann: 1.11.\n",
    ],
)
def test_who_does_what_until_when_is_a_table(text: str) -> None:
    """In one line or in three, each task is a row."""
    assert [(b.cells, b.table) for b in blocks(text) if b.kind is Kind.ROW] == [
        (("Wer: Haus A", "Was: Flyer", "Bis wann: 12.10."), 1),
        (("Wer: Haus B", "Was: Plakat", "Bis wann: 1.11."), 1),
    ]


def test_a_question_is_no_task() -> None:
    """`Wer: …` alone says nothing of what and when."""
    assert [
        kind for kind, _text in shapes("Wer: alle, die Zeit haben\nDas Fest ist am Samstag im Hof.\n")
    ] == ["paragraph"] * 2


# Turns

TALK = """Mina: Wir brauchen früher eine Liste der Presse.
Olaf: Die Liste gibt es schon, aber keiner pflegt sie.
Mina: Dann pflegen wir sie ab jetzt jeden Monat.
Olaf: Gut, das übernehme ich für das Haus gern.
"""


def test_who_speaks_in_turn_is_known() -> None:
    """The names are people's: they are followed, and what they say asks for a person to look."""
    assert [block.by for block in blocks(TALK)] == ["Mina", "Olaf", "Mina", "Olaf"]


@pytest.mark.parametrize(
    "text",
    [
        TALK.replace("Mina:", "Frage:").replace("Olaf:", "Antwort:"),
        TALK.replace("Mina:", "Tipp:").replace("Olaf:", "Idee:"),
        "Mina: Wir brauchen früher eine Liste der Presse.\nDas sagen alle.\n",
    ],
)
def test_labels_are_nobody(text: str) -> None:
    """Questions and answers, tips and ideas are no people; one line is no talk."""
    assert {block.by for block in blocks(text)} == {""}
