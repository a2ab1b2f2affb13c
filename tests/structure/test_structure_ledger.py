"""Ledger and decisions: exact keys, lasting ids, and a person's word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.model.problem import Trouble
from pipeline.structure import decisions, ledger
from pipeline.structure.placement import Placed
from pipeline.structure.template import parse_template

TEMPLATE = parse_template(
    (Path(__file__).parents[2] / "templates" / "howtomake" / "template.yml").read_text("utf-8"),
    "template.yml",
)
ENTRY = Entry(
    "1", "n.md", "Zeile 1", "Text", "item", Fate.PLACED, "tips", By.RULE, 0.95, ("weil",), ("tips",)
)


def block(text: str, place: str = "") -> Block:
    """Return a typed item."""
    return Block("n.md", place, Kind.ITEM, text, typed=f"- {text}")


def test_a_line_has_exactly_these_keys() -> None:
    """In this order, so that a difference between two ledgers can be read."""
    keys = [
        "id",
        "source",
        "place",
        "text",
        "kind",
        "fate",
        "section",
        "by",
        "score",
        "reasons",
        "suggestions",
    ]
    assert list(json.loads(ledger.dump([ENTRY]))) == keys


_LINE = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.builds(
        Entry,
        _LINE,
        _LINE,
        _LINE,
        _LINE,
        _LINE,
        st.sampled_from(Fate),
        _LINE,
        st.sampled_from(By),
        st.floats(0, 1),
    )
)
def test_what_is_written_is_read(entry: Entry) -> None:
    """Any text survives, also line separators of other alphabets."""
    assert ledger.load(ledger.dump([entry, entry]), "ledger.jsonl") == [entry, entry]


def test_ids_last() -> None:
    """An id hangs on source, text and occurrence, not on the place."""
    first = ledger.ids([block("a", "Zeile 1"), block("b"), block("a")])
    assert ledger.ids([block("b", "Zeile 7"), block("a"), block("a")]) == [first[1], first[0], first[2]]
    assert len(set(first)) == 3


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', ledger.dump([ENTRY]).replace("placed", "lost"), "7"]
)
def test_a_broken_ledger_is_said(line: str) -> None:
    """With its line."""
    with pytest.raises(Trouble) as trouble:
        ledger.load(ledger.dump([ENTRY]) + line, "ledger.jsonl")
    assert [problem.line for problem in trouble.value.problems] == [2]


def test_a_decision_wins() -> None:
    """By the text with or without the marks people typed, however it is broken into lines."""
    decided = decisions.parse(
        "- text: Faust  regel\n  section: tips\n- text: '- Geheim'\n  fate: withheld\n", "d.yml", TEMPLATE
    )
    placed = [Placed(block(text), Fate.OPEN, reasons=("?",)) for text in ("Faustregel", "Geheim", "anderes")]
    found = [decisions.apply(item, decided, TEMPLATE) for item in placed]
    assert [(item.fate, item.section, item.by) for item in found] == [
        (Fate.PLACED, "tips", By.EDITOR),
        (Fate.WITHHELD, "", By.EDITOR),
        (Fate.OPEN, "", By.RULE),
    ]


@pytest.mark.parametrize("text", ["", "[]\n", "# nichts\n[]\n"])
def test_no_decisions_are_none(text: str) -> None:
    """An empty file is no mistake."""
    assert decisions.parse(text, "d.yml", TEMPLATE) == {}


def test_wrong_decisions_are_said_at_once() -> None:
    """Unknown sections, fates and keys, and decisions that say nothing."""
    text = "- {text: a, section: tipps}\n- {text: b, fate: weg}\n- {text: c}\n- {txt: d}\n- e\n"
    with pytest.raises(Trouble) as trouble:
        decisions.parse(text, "d.yml", TEMPLATE)
    assert {problem.line for problem in trouble.value.problems} == {1, 2, 3, 4, 5}
