"""Passages that decisions let into a guide: with other words, and word for word elsewhere."""

from __future__ import annotations

import datetime
from pathlib import Path

from pipeline import ingest as story
from pipeline.ingest import Existing, Outcome
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
PAD = """# Workshop „Leitungswechsel“

Anwesend: Ada Lindqvist, Bernd Kuhlmann

## Tipps
- früh anfangen, mindestens ein Jahr vorher
- Ada Lindqvist sagt: redet offen miteinander
- Wer Hilfe braucht, ruft 0171 3920014 an und fragt nach dem Schlüssel
- Frau Demirkol im Amt vorher anrufen
- Ada: 0171 3920014
"""
ROLES = """
- {find: Ada Lindqvist, decision: role, instead: die Moderatorin}
- {find: Frau Demirkol, decision: consent, date: 2026-11-24, purpose: im Leitfaden}
- {find: 0171 3920014, decision: remove}
"""


def ingest(existing: Existing) -> Outcome:
    """Ingest the pad."""
    day = datetime.date(2026, 11, 24)
    return story.ingest("a-b", {"pad.md": PAD.encode()}, TEMPLATE, CUES, existing, today=day)


def after(outcome: Outcome, decided: str | None = None, before: Existing | None = None) -> Existing:
    """Return what lies in the folder then, with decisions put beside it."""
    old = before or Existing()
    texts = {
        key: outcome.writes[name].decode() if name in outcome.writes else getattr(old, key)
        for key, name in (("guide", "guide.md"), ("ledger", "ledger.jsonl"), ("followup", "follow-up.md"))
    }
    return Existing(**texts, decisions=decided, notes={"pad.md": PAD.encode()})


def section(text: str, name: str) -> str:
    """Return one section of a guide."""
    return text.split(f"{{#{name}}}")[1].split("\n## ", maxsplit=1)[0]


def test_what_is_decided_goes_into_its_section_with_other_words() -> None:
    """Roles for names, an omission mark for what goes, released words as they are; the ledger keeps the notes."""
    outcome = ingest(Existing(decisions=ROLES))
    tips = section(outcome.writes["guide.md"].decode(), "tips")
    assert "- Die Moderatorin sagt: redet offen miteinander" in tips
    assert "- Wer Hilfe braucht, ruft […] an und fragt nach dem Schlüssel" in tips
    assert "- Frau Demirkol im Amt vorher anrufen" in tips
    assert "Lindqvist" not in tips
    ledger = outcome.writes["ledger.jsonl"].decode()
    assert "Ada Lindqvist sagt: redet offen miteinander" in ledger
    assert ledger.count("von einem Menschen entschieden") == 3


def test_what_is_left_of_a_list_of_people_stays_back() -> None:
    """A decision about names releases no attendance list, and no line of which only a mark is left."""
    guide = ingest(Existing(decisions=ROLES)).writes["guide.md"].decode()
    assert "Anwesend" not in guide
    assert "3920014" not in guide


def test_a_decision_after_the_first_ingest_adds_what_was_kept_back() -> None:
    """What stands in the guide already is left to the editors; again changes nothing."""
    first = after(ingest(Existing()), ROLES)
    assert "0171" not in (first.guide or "")
    outcome = ingest(first)
    assert "ruft […] an" in section(outcome.writes["guide.md"].decode(), "tips")
    assert len(outcome.report.remarks) == 2
    assert ingest(after(outcome, ROLES, first)).writes == {}


def test_a_list_of_people_is_looked_out_for() -> None:
    """Somebody whom no rule knows waits for a decision once the list names him."""
    listed = Existing(people="Früh\n")
    text = ingest(listed).writes["guide.md"].decode()
    assert "früh anfangen" in section(text, "tips")
    pad = PAD.replace("früh anfangen", "Fritte hilft, früh anfangen")
    day = datetime.date(2026, 11, 24)
    known = Existing(people="Fritte\n")
    found = story.ingest("a-b", {"pad.md": pad.encode()}, TEMPLATE, CUES, known, today=day)
    assert "Fritte" in section(found.writes["guide.md"].decode(), "open")
