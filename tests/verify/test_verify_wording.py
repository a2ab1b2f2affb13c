"""Wording and acknowledgement: exact, near or missing, whatever a format did to the lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verify.samples import WORDING

from pipeline.verify import wording
from pipeline.verify.acknowledgement import Match, find

HARMLESS = {
    "as it is": WORDING,
    "in the middle of other text": f"Vorher. {WORDING} Nachher.",
    "in quotes, as a line of its own": f"Vorher\n{WORDING}\nNachher",
    "no-break spaces": WORDING.replace(" ", "\u00a0"),
    "narrow no-break spaces": WORDING.replace(" ", "\u202f"),
    "broken into lines": WORDING.replace(" ", "\n"),
    "broken into lines with spaces around": WORDING.replace(" ", " \n  "),
    "soft hyphens between all letters": "\u00ad".join(WORDING),
    "soft hyphens before and after": f"\u00ad{WORDING}\u00ad",
    "hyphenated at line ends": WORDING.replace("Bundesregierung", "Bundes\u00ad\nregierung"),
    "decomposed letters": unicodedata.normalize("NFD", WORDING),
    "zero-width spaces": WORDING.replace("Soziokultur", "Sozio\u200bkultur"),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_typesetting_does_is_no_change(text: str):
    """Spaces, line ends, soft hyphens and composition belong to the format, not to the wording."""
    assert find(WORDING, text).match is Match.EXACT


def test_ligatures_are_letters():
    """A text extracted with drawn ligatures is the same text."""
    assert find("Die offizielle Pflicht", "Die o\ufb03zielle P\ufb02icht").match is Match.EXACT


def test_hyphen_of_the_wording_may_end_a_line():
    """A hyphen that belongs to the wording is not lost at a line end."""
    assert find("das NRW-Programm hilft", "das NRW-\nProgramm hilft").match is Match.EXACT
    assert find("das NRW-Programm hilft", "das NRW\u00adProgramm hilft").match is Match.EXACT
    assert find("das NRW-Programm hilft", "das NRWProgramm hilft").match is not Match.EXACT


CHANGES = {
    "modernised office": (
        WORDING.replace("der Beauftragten der", "des Beauftragten der"),
        "der → des",
    ),
    "case": (WORDING.replace("NEUSTART KULTUR", "Neustart Kultur"), "NEUSTART KULTUR. → Neustart Kultur."),
    "typed hyphen": (
        WORDING.replace("Bundesregierung", "Bundes-regierung"),
        "Bundesregierung → Bundes-regierung",
    ),
    "word lost": (WORDING.replace("aus Mitteln ", ""), "aus Mitteln → –"),
    "word added": (WORDING.replace("für Kultur", "für die Kultur"), "– → die"),
    "no full stop": (WORDING[:-1], "KULTUR. → KULTUR"),
    "dashes for umlauts": (WORDING.replace("gefördert", "gefoerdert"), "gefördert → gefoerdert"),
}


@pytest.mark.parametrize(("text", "diff"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_near_and_says_which_words(text: str, diff: str):
    """Whoever has to mend it sees the words that differ, not the whole sentence twice."""
    result = find(WORDING, f"Ein Absatz davor. {text} Ein Absatz danach.")
    assert result.match is Match.NEAR
    assert diff in result.diff
    assert "davor" not in result.found
    assert "danach" not in result.found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ein anderer Text, in dem es um etwas ganz anderes geht als um Geld.",
        "Das Projekt wird gefördert durch den Fonds Soziokultur.",
        "NEUSTART KULTUR.",
    ],
)
def test_a_part_or_another_text_is_missing(text: str):
    """Half of the sentence is not a sentence with a mistake."""
    assert find(WORDING, text).match is Match.MISSING


@given(
    st.integers(0, len(WORDING) - 1),
    st.sampled_from("abzäöüßABZ-.,;*1é"),
    st.sampled_from(["replace", "insert", "delete"]),
)
@settings(max_examples=150, deadline=None)
def test_no_single_letter_change_is_exact(place: int, letter: str, kind: str):
    """One letter replaced, added or lost anywhere, and the wording is not there."""
    kinds = {"r": (letter, 1), "i": (letter, 0), "d": ("", 1)}
    new, width = kinds[kind[0]]
    text = WORDING[:place] + new + WORDING[place + width :]
    if wording.plain(text) == WORDING:
        return
    assert find(WORDING, f"Davor {text} danach").match is not Match.EXACT


@given(st.text(alphabet="ab cß\u00ad\u00a0\n-*ﬁé", max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_text_is_found_in_itself(text: str):
    """Whatever a wording is made of, it is found where it stands."""
    text = text.strip("\u00ad\u00a0 \n")
    if wording.plain(text):
        assert wording.pattern(text).search(wording.settle(f"x {text} y"))
    assert wording.plain(wording.plain(text)) == wording.plain(text)
