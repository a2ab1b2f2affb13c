"""Sentences: German text is cut where a sentence ends, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide.sentences import split


@pytest.mark.parametrize(
    "sentences",
    [
        ["Das gilt z. B. für Vereine, bzw. für Stiftungen.", "Am 3. Mai ist Schluss."],
        ["Nach § 5 Abs. 2 ist das erlaubt.", "Mehr steht in § 5 Abs. 2.", "Wer es nicht weiß, fragt."],
        [
            "Am 27. September 2022 war alles offen!",
            "„Schreibt mir nicht, dass ihr euch freut.“",
            "Schreibt, was neu ist.",
        ],
        ["Das 1. OG ist zu.", "Es waren 7.", "Das Schild reicht nicht.", "Dr. Müller weiß mehr, Tel. 12."],
        [
            "Kosten ca. 5.000 Euro, d. h. viel.",
            "Im Jahr 2024.",
            "Danach ist Ruhe.",
            "Und jetzt?",
            "Weiter so!",
        ],
        ["Fragt Vereine, Stiftungen usw.", "Danach wartet ihr."],
        ["Die Ausnahmen sind eng.[^kug]", "Dass es anders sei, ist ein Märchen."],
        ["**Neuigkeit statt Freude.**", "Rat aus der Redaktion: Schreibt kürzer."],
        ["Das weiß keine*r.", "Zugleich sind die Redaktionen geschrumpft."],
        ["Art. 6 Abs. 1 Buchst. a DSGVO gilt.", "Nr. 3 auch."],
        ["Er ging … und kam nicht wieder.", "Schluss."],
        ["Die 2. Vorsitzende hat das 3. Treffen geleitet.", "Alle kamen."],
        ["Das steht auf S. 12 u. a. auch dort.", "Ende."],
        ["kein Punkt am Ende"],
    ],
)
def test_a_text_is_cut_into_these_sentences(sentences: list[str]) -> None:
    """Abbreviations, numbers, dates and quotes end nothing; stops, marks and closing quotes do."""
    assert split(" ".join(sentences)) == sentences


@given(st.text(st.sampled_from("abcÄß 1.!?…„“)([^*:§3")), st.text())
def test_nothing_is_lost_or_added(one: str, other: str) -> None:
    """Joined by spaces the sentences are the text."""
    text = f"{one} {other}"
    assert " ".join(split(text)) == " ".join(text.split())
