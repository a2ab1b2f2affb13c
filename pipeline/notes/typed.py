"""Typed: what people mean by how they type, seen over all blocks of a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from pipeline.model.notes import Block, Notes
from pipeline.notes import agenda, numbered, outline, tasks, turns

STEPS: tuple[Callable[[Sequence[Block]], list[Block]], ...] = (
    agenda.apart,
    numbered.headed,
    agenda.apart,  # once more: the minutes may have had nothing but numbers for headings
    tasks.tabled,
    turns.signed,
)


def settled(notes: Notes) -> Notes:
    """Return notes with typed structure recognised that no single line betrays."""
    blocks = list(notes.blocks)
    for step in STEPS:
        blocks = step(blocks)
    return dataclasses.replace(notes, blocks=tuple(outline.with_paths(blocks)))
