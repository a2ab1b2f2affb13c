"""Trust: a heading counts as far as the lines below it bear it out."""

from __future__ import annotations

from pathlib import Path

from pipeline.model.ledger import By, Fate
from pipeline.notes import pad
from pipeline.structure import headings, placement, trust
from pipeline.structure.cues import parse_cues
from pipeline.structure.placed import Placed
from pipeline.structure.suggest import opinions
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)

TIPS = """\
# Werkstatt

## Tipps
- früh mit der Presse reden, am besten persönlich
- lieber ein gutes Foto als fünf schlechte
- Verteiler nach Wichtigkeit ordnen
- immer zurückrufen, auch bei Absagen

## Ziele
- mehr Leute unter 30 im Publikum
"""

MIXED = """\
# Sitzung

## Vorgehen
- Lena schickt das Protokoll bis 3.5. rum
- Wer haftet, wenn jemand stürzt?
- Miete 300 €, Technik 150 €, Honorar 400 €
- beschlossen mit 6/0/1: Fest findet statt
- § 22 KUG: Fotos nur mit Einwilligung
- Ole fragt beim Ordnungsamt nach, bis Montag
- Wer bezahlt die GEMA?
"""


def placed(text: str) -> list[Placed]:
    """Place the blocks of a pad."""
    return placement.place(pad.read("pad.md", text.encode()), CUES, TEMPLATE, frozenset())


def borne_out(text: str) -> frozenset[str]:
    """Return the headings that are trusted."""
    blocks = pad.read("pad.md", text.encode()).blocks
    return trust.trusted(blocks, opinions(blocks, CUES), headings.signs(blocks, CUES))


def test_a_heading_over_what_it_names_is_trusted() -> None:
    """Then every line below it goes there, and the rule says so."""
    assert "Tipps" in borne_out(TIPS)
    tips = [item for item in placed(TIPS) if item.block.path[-1:] == ("Tipps",)]
    assert {(item.fate, item.section) for item in tips} == {(Fate.PLACED, "tips")}
    assert {item.by for item in tips} == {By.RULE}


def test_a_heading_over_everything_is_not() -> None:
    """Questions, tasks and sums stay what they are; none of them becomes a step."""
    assert "Vorgehen" not in borne_out(MIXED)
    found = {item.block.text: item for item in placed(MIXED)}
    assert all(item.section != "steps" for item in found.values() if item.block.path[-1:] == ("Vorgehen",))
    task = found["Lena schickt das Protokoll bis 3.5. rum"]
    assert (task.fate, task.section, task.by) == (Fate.FOLLOW_UP, "tasks", By.MODEL)


def test_the_title_of_the_whole_says_nothing_of_its_parts() -> None:
    """„Auswertung“ over everything makes no feedback of tips."""
    text = TIPS.replace("# Werkstatt", "# Auswertung Sommerfest")
    assert [item.section for item in placed(text)][2:] == [item.section for item in placed(TIPS)][2:]


def test_an_agenda_only_announces() -> None:
    """Short lines below „Tagesordnung“ are facts about the day, though they sound like questions and costs."""
    found = placed(
        "# Sitzung\n\n## Tagesordnung\n- Wer macht was?\n- Kosten\n- Tipps\n\n## Tisch 1\n- Wer haftet?\n"
    )
    agenda = [item for item in found if item.block.path[-1:] == ("Tagesordnung",)]
    assert {(item.fate, item.section) for item in agenda} == {(Fate.METADATA, "metadata")}
