"""Guess: two looks at the blocks of a file."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.guess.guess import guesses
from pipeline.guess.weights import shipped
from pipeline.model.notes import Block, Kind

KINDS = st.sampled_from([Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW, Kind.PICTURE, Kind.META])
BLOCKS = st.lists(
    st.builds(
        lambda text, kind, level, path, table: Block(
            "n", "Zeile 1", kind, text, level=level, path=tuple(path), table=table, cells=(text,)
        ),
        st.text(max_size=80),
        KINDS,
        st.integers(0, 7),
        st.lists(st.text(max_size=10), max_size=2),
        st.integers(0, 2),
    ),
    max_size=25,
)


def notes(*texts: str) -> list[Block]:
    """Return items."""
    return [Block("n", f"Zeile {n}", Kind.ITEM, text, level=1) for n, text in enumerate(texts)]


def first(*texts: str) -> list[str]:
    """Return the likeliest label of each line."""
    blocks = notes(*texts)
    return [one.odds[0][0] for one in guesses(blocks, [()] * len(blocks), shipped())]


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_any_blocks_can_be_guessed(blocks: list[Block]) -> None:
    """One guess a block, in order, whatever is in them; all labels in each."""
    found = guesses(blocks, [()] * len(blocks), shipped())
    assert [one.traits.block for one in found] == blocks
    for one in found:
        assert {label for label, _share in one.odds} == set(shipped().labels)


def test_what_a_line_is_for_shows_in_its_words() -> None:
    """Plain cases of what it was learned for."""
    assert first(
        "Wer haftet, wenn jemand stürzt?",
        "Miete 300 €, Technik 150 €, Honorar 400 €",
        "Finn schickt den Verteiler bis 3.5.",
        "§ 22 KUG: Fotos nur mit Einwilligung veröffentlichen",
    ) == ["questions", "costs", "tasks", "legal"]


def test_the_same_everywhere() -> None:
    """Another order of sets and dictionaries changes nothing."""
    code = (
        "from pipeline.guess.guess import guesses; from pipeline.guess.weights import shipped;"
        "from pipeline.model.notes import Block, Kind;"
        "b=[Block('n','1',Kind.ITEM,t,level=1) for t in 'Wer macht das? Kosten sind hoch, immer früh fragen'.split(' ')];"
        "print([one.odds for one in guesses(b,[('cue tips','label tasks')]*len(b),shipped())])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.slow
def test_time_grows_with_the_length_of_notes() -> None:
    """Four times the lines take less than eight times the time: no step looks at all for each."""
    lines = [f"Am Abend {n} hat das Team zuerst den Saal geprüft, dann die Kasse" for n in range(1_200)]
    guesses(notes(*lines[:50]), [()] * 50, shipped())

    def taken(count: int) -> float:
        started = time.process_time()
        guesses(notes(*lines[:count]), [()] * count, shipped())
        return time.process_time() - started

    assert taken(1_200) < 8 * max(taken(300), 0.01)
