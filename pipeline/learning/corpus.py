"""Corpus: labelled documents of our own, as they were typed, and which of them are held apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
HEADING, CHATTER = "heading", "chatter"
LABELS = (
    "summary", "about", "background", "goals", "people", "steps", "timeline", "costs", "legal", "tips",
    "pitfalls", "examples", "checklist", "templates", "questions", "resources", "contact", "glossary",
    "decisions", "tasks", "feedback", "attendance", "metadata", HEADING, CHATTER,
)  # fmt: skip
_APART = 10
"""One document in ten is never learned from."""


@dataclass(frozen=True)
class Line:
    """One line and what it is for; the first of two labels is better."""

    labels: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Document:
    """Lines in their order. The first digit of the name is its series."""

    name: str
    lines: tuple[Line, ...]

    @property
    def series(self) -> str:
        """Return the series: one hand, or one kind of notes."""
        return self.name[:1]

    @property
    def apart(self) -> bool:
        """Tell whether the document is kept for measuring, now and always."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % _APART == 0


def parse(text: str) -> Iterator[Document]:
    """Yield the documents of one file.

    Raises:
        ValueError: a line is none, or its label is unknown.
    """
    name, lines = "", list[Line]()
    for row in text.splitlines():
        if row.startswith("= "):
            if lines:
                yield Document(name, tuple(lines))
            name, lines = row[2:].strip(), []
        elif row.strip():
            lines.append(_line(row, name))
    if lines:
        yield Document(name, tuple(lines))


def _line(row: str, name: str) -> Line:
    said, tab, text = row.partition("\t")
    labels = tuple(label.partition(":")[0] for label in said.split("|"))
    if not tab or not text.strip() or not set(labels) <= set(LABELS):
        raise ValueError(f"{name}: {row[:60]!r}")
    return Line(labels, text)


def another_hand(folder: Path) -> list[Document]:
    """Return the documents of a folder, one a file, that are only ever measured with."""
    files = sorted(folder.glob("*.tsv"))
    return [one for file in files for one in parse(f"= {file.stem}\n{file.read_text('utf-8')}")]


def documents() -> list[Document]:
    """Return all documents, in the order of their names."""
    files = sorted(FOLDER.glob("*.tsv"))
    return sorted((one for file in files for one in parse(file.read_text("utf-8"))), key=lambda one: one.name)
