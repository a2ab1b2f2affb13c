"""Placed: a block of the notes with its fate."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block


@dataclass(frozen=True)
class Placed:
    """One block and what became of it."""

    block: Block
    fate: Fate
    section: str = ""
    by: By = By.RULE
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
