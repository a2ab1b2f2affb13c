"""Folder: a guide's own files as bytes; with what all guides share, they are all that a build needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.problem import Problem

GUIDE = "guide.md"
LEDGER, DECISIONS, PEOPLE = "ledger.jsonl", "decisions.yml", "people.txt"
"""Files that need not be there: they are private and may not be in git."""
PICTURES = "images/"


@dataclass(frozen=True)
class Folder:
    """What lies in guides/<slug>; notes are not among it."""

    slug: str
    files: Mapping[str, bytes]
    """By their path in the folder, with forward slashes."""
    problems: tuple[Problem, ...] = ()
    """Files that are there and cannot be read."""

    def name(self, file: str) -> str:
        """Return how people call a file of it."""
        return f"guides/{self.slug}/{file}" if self.slug else f"guides/{file}"
