"""Strokes: the keys of a simulated editor, counted with the real ingest, screen order and memory."""

from __future__ import annotations

from pipeline.learning.corpus import Document, Line
from pipeline.learning.strokes import CORRECTION, DISCOVERY, Tally, tallies

LINES = (
    (("heading",), "Runde 2"),
    (("tips",), "immer zwei Leute an die Tür stellen, nie eine allein"),
    (("pitfalls",), "Beim letzten Mal lief die Anlage heiß, weil keiner da war"),
    (("questions",), "Wer zahlt eigentlich die Reinigung?"),
    (("chatter",), "haha, der Kuchen von Theke zwei war nach fünf Minuten weg"),
    (("people",), "Kasse und Einlass liegen in einer Hand"),
)
NOTES = Document("x1", tuple(Line(labels, text) for labels, text in LINES))


def test_the_same_notes_cost_nothing_the_second_time() -> None:
    """Another guide, the same words: nothing is asked again, and what was wrong stays corrected."""
    ((first, second),) = tallies([[NOTES, NOTES]])
    assert first.passages == second.passages > 0
    assert first.asked > 0
    assert 0 < first.keys <= 2 * first.asked + 3
    assert second.keys == 0


def test_groups_do_not_know_of_each_other() -> None:
    """Each has a workspace of its own."""
    (one,), (other,) = tallies([[NOTES], [NOTES]])
    assert one == other


def test_a_misplaced_passage_costs_its_discovery_and_correction() -> None:
    """More than sorting it by hand would have cost."""
    assert Tally(passages=10, asked=2, wrong=1, keys=2).strokes == 2 + DISCOVERY + CORRECTION
    assert DISCOVERY + CORRECTION > CORRECTION
