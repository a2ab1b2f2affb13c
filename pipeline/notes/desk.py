"""Desk: what an ingest asks of readers and inventory; `engine/apart.py` answers from another process."""

from __future__ import annotations

from typing import Protocol

from pipeline.model.bundle import Bundle
from pipeline.model.notes import Notes, Run
from pipeline.notes import archive, inventory, readers


class Desk(Protocol):
    """Three questions about the bytes of a stranger. Each raises Trouble where they cannot be answered."""

    def members(self, name: str, data: bytes) -> Bundle | None:
        """Return what is in an archive; None when the file is none."""

    def read(self, name: str, data: bytes, others: frozenset[str]) -> Notes:
        """Read a file of notes; `others` are the names of those that lie beside it."""

    def count(self, name: str, data: bytes, others: frozenset[str]) -> list[Run]:
        """Return every run of text in the file, by other code than `read`."""


class Here:
    """Answers in this process, without limits of time and memory: for tests and for bytes of our own."""

    def members(self, name: str, data: bytes) -> Bundle | None:
        """Return what is in an archive; None when the file is none."""
        return archive.members(name, data)

    def read(self, name: str, data: bytes, others: frozenset[str]) -> Notes:
        """Read a file of notes."""
        return readers.read(name, data, others)

    def count(self, name: str, data: bytes, others: frozenset[str]) -> list[Run]:
        """Return every run of text in the file."""
        return inventory.take(name, data, others)
