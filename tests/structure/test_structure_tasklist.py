"""Tasks in follow-up.md: who, what, until when."""

from __future__ import annotations

import pytest

from pipeline.model.ledger import Fate
from pipeline.model.notes import Block, Kind
from pipeline.structure import tasklist
from pipeline.structure.placed import Placed


def items(*texts: str, level: int = 1) -> list[Placed]:
    """Return tasks as lines of a list."""
    return [
        Placed(Block("a.md", f"Zeile {n}", Kind.ITEM, text, level=level), Fate.FOLLOW_UP, "tasks")
        for n, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize(
    ("text", "who", "until"),
    [
        ("TODO @marit: Foto-Einwilligung bis 15.10.", "@marit", "15.10."),
        ("Lena und Ole schicken den Verteiler bis Ende März", "Lena, Ole", "Ende März"),
        ("Vorstand: klärt Miete bis zum 3. Mai", "Vorstand", "3. Mai"),
        ("Tabelle bauen (Emre), KW 12", "Emre", "KW 12"),
        ("Pad nach 4 Wochen löschen", "", ""),
        ("Achtung, bis wann?", "", ""),
    ],
)
def test_who_and_until_when_are_read(text: str, who: str, until: str) -> None:
    """Names, handles, what stands before the colon; days, months, weeks. Nothing is guessed."""
    found = tasklist.task(items(text)[0])
    assert (found.who, found.until) == (who, until)


def test_several_tasks_make_a_table_with_the_next_at_the_top() -> None:
    """Each passage stands there whole; what has no date comes last, in its order."""
    text = tasklist.rendered(
        items(
            "Ole holt Strom", "Ida druckt bis 15.10.", "Finn fragt bis 3. Mai", "Ende Juni: Uwe räumt | auf"
        )
    )
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert [row.split(" | ")[1] for row in rows] == [
        "Finn fragt bis 3. Mai",
        "Ende Juni: Uwe räumt \\| auf",
        "Ida druckt bis 15.10.",
        "Ole holt Strom",
    ]


def test_few_tasks_and_nameless_ones_get_boxes() -> None:
    """A table of empty columns helps nobody."""
    assert "- [ ] Plakate kleben" in tasklist.rendered(items("Plakate kleben"))
    assert tasklist.rendered(items("a machen", "b machen", "c machen", "Ole fragt")).count("- [ ]") == 4


def test_a_task_below_another_stays_below_it() -> None:
    """Though its own date is nearer."""
    tasks = [
        *items("Ole baut bis 5.9."),
        *items("Holz holt Ida bis 1.2.", level=2),
        *items("Finn ruft bis 4.4. an"),
    ]
    text = tasklist.rendered(tasks)
    assert text.index("Finn") < text.index("Ole baut") < text.index("Holz")
