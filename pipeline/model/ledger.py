"""Ledger: one entry a block, where it came from, where it went, and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Fate(enum.Enum):
    """What became of a block. Each block has exactly one."""

    PLACED = "placed"
    """In a published section of guide.md."""
    OPEN = "open"
    """In guide.md under „Noch einzuordnen“, for a person to decide."""
    FOLLOW_UP = "follow-up"
    """In follow-up.md: tasks, decisions, feedback, attendance; for the group, never published."""
    WITHHELD = "withheld"
    """Kept back: personal data, hidden or deleted text, confidential passages, comments."""
    METADATA = "metadata"
    """Became front matter or programme data: title, date, place; headings that name a section."""
    REPEATED = "repeated"
    """Said word for word elsewhere; `reasons` names the other entry's id."""


class By(enum.Enum):
    """Who decided."""

    RULE = "rule"
    TEMPLATE = "template"
    """The notes were taken in our own form."""
    MODEL = "model"
    """The learned weights, where they were right often enough on notes they had not seen."""
    EDITOR = "editor"


@dataclass(frozen=True)
class Entry:
    """One line of ledger.jsonl. `score` runs from 0 (a guess) to 1 (certain)."""

    id: str
    source: str
    place: str
    text: str
    kind: str
    fate: Fate
    section: str = ""
    by: By = By.RULE
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
