"""Lesson: the blocks that a reader makes of labelled lines, with their labels and features."""

from __future__ import annotations

import enum
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.guess.context import Place
from pipeline.guess.guess import features
from pipeline.guess.weights import Features
from pipeline.learning.corpus import CHATTER, HEADING, Document, Line
from pipeline.model.notes import Block, Kind
from pipeline.notes import pad, plain
from pipeline.structure.cues import Cues
from pipeline.structure.marks import marks
from pipeline.structure.outspoken import outspoken

_MARKED = re.compile(r"\s*(?:[-*•]\s|#|\d+[.)]\s|\|)")
_OFTEN = 0.1
_STRAY = 0.08
"""Share of lines that stand under the wrong heading in notes by headings."""
_UNMARKED = 0.02
"""Share of items that somebody forgot the sign of."""
_PUBLIC_SHARE = 3.0
"""What a line of public notes counts: they are few, and of the kind that is hardest."""
_SIGNS = ("-", "-", "*", "•", "–")
"""Before the items of a list, as often as people use them."""
_NO_ITEM = {"metadata", "attendance", CHATTER}
_PUBLIC: Mapping[str, str] = {
    "metadata": "metadata",
    "participants": "attendance",
    "goal": "goals",
    "background": "background",
    "step/how-to": "steps",
    "tip": "tips",
    "pitfall": "pitfalls",
    "example": "examples",
    "checklist": "checklist",
    "timeline": "timeline",
    "roles": "people",
    "decision": "decisions",
    "task": "tasks",
    "open-question": "questions",
    "resource": "resources",
    "contact": "contact",
    "feedback": "feedback",
    "other": CHATTER,
}
"""What the labels of public notes are called here."""


class Way(enum.Enum):
    """How people might have typed the same notes."""

    TYPED = "as typed"
    """As somebody did type them; public notes are always so."""
    MARKED = "with marks"
    """With the signs of headings and of lists."""
    LISTED = "with lists"
    """With the signs of lists; headings are lines like others."""
    SORTED = "by headings"
    """Sorted under headings that the cues know, with some in the wrong place."""


@dataclass(frozen=True)
class Lesson:
    """One file of notes as a reader gives it; blocks without labels are only context."""

    name: str
    group: str
    """Who wrote it: a group is learned from or measured with, never both."""
    share: float
    """How much it counts; the same document read in two ways counts half each time."""
    own: bool
    """Whether words may be taken from it; those of others only confirm ours."""
    way: Way
    """How its document was read."""
    blocks: tuple[Block, ...]
    labels: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]
    features: tuple[Features, ...]

    def labelled(self) -> Iterator[int]:
        """Yield the numbers of the blocks that are to be guessed; headings that look like some are known."""
        for number, (block, labels) in enumerate(zip(self.blocks, self.labels, strict=True)):
            if labels and block.kind is not Kind.HEADING:
                yield number


def of_document(document: Document, cues: Cues) -> Iterator[Lesson]:
    """Yield a document as it was typed, sorted under headings and, where it has none, with signs put in."""
    marked = sum(bool(_MARKED.match(line.text)) for line in document.lines) > _OFTEN * len(document.lines)
    ways: list[tuple[Way, Sequence[Line], str, float]] = [
        (Way.TYPED, document.lines, ".md" if marked else ".txt", 0.8)
    ]
    if not marked:
        ways = [
            (Way.TYPED, document.lines, ".txt", 0.3),
            (Way.MARKED, tuple(_structured(document.lines)), ".md", 0.3),
            (Way.LISTED, tuple(_listed(document)), ".txt", 0.2),
        ]
    ways.append((Way.SORTED, tuple(_sorted(document, cues)), ".md", 0.2))
    for way, lines, suffix, share in ways:
        text, numbers = _text(lines)
        labels = {number: line.labels for number, line in zip(numbers, lines, strict=True)}
        head = (document.name, document.series, share, True, way)
        yield _lesson(head, f"{document.name}{suffix}", text, labels, cues)


def _structured(lines: Sequence[Line]) -> Iterator[Line]:
    for number, line in enumerate(lines):
        bare = line.text.lstrip()
        indent = line.text[: len(line.text) - len(bare)]
        if _MARKED.match(line.text) or "|" in line.text or line.labels[0] in _NO_ITEM:
            yield line
        elif line.labels[0] == HEADING:
            yield Line(line.labels, f"{'#' if number == 0 else '##'} {bare}")
        else:
            yield Line(line.labels, f"{indent}- {bare}")


def _listed(document: Document) -> Iterator[Line]:
    """Yield the lines as most people type lists: a sign before each item, a bare line above them all."""
    dice = random.Random(f"listed {document.name}")  # noqa: S311  (as above)
    sign = dice.choice(_SIGNS)
    for line in document.lines:
        bare = {HEADING, *_NO_ITEM} & set(line.labels) or _MARKED.match(line.text) or "|" in line.text
        yield line if bare or dice.random() < _UNMARKED else Line(line.labels, f"{sign} {line.text.lstrip()}")


def _sorted(document: Document, cues: Cues) -> Iterator[Line]:
    """Yield the lines as somebody keeps them who takes notes by headings, with some in the wrong place."""
    dice = random.Random(document.name)  # noqa: S311  (no secret; the same document gives the same order)
    groups: dict[str, list[Line]] = {}
    for line in document.lines:
        label = line.labels[0]
        if label == HEADING:
            continue
        if groups and dice.random() < _STRAY:
            label = dice.choice(list(groups))
        groups.setdefault(label, []).append(line)
    yield Line((HEADING,), f"# {document.lines[0].text.lstrip('# ')}")
    yield from groups.pop("metadata", ())
    yield from groups.pop(CHATTER, ())
    for label, lines in groups.items():
        yield Line((HEADING,), f"## {dice.choice(cues.sections[label].headings)}")
        yield from _structured(lines)


def _text(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Return the lines with blank ones between, but for rows of a table, and the number of each."""
    rows: list[str] = []
    numbers: list[int] = []
    before = ""
    for line in lines:
        if rows and not ("|" in line.text and "|" in before):
            rows.append("")
        rows.append(line.text)
        numbers.append(len(rows))
        before = line.text
    return "\n".join(rows), numbers


def of_public(table: str, folder: Path, cues: Cues) -> Iterator[Lesson]:
    """Yield public notes that a table labels by line; their text is read in `folder`/repository/path."""
    files: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {}
    for row in table.splitlines()[1:]:
        repository, _commit, path, number, label, *other = row.split("\t")
        labels = (_PUBLIC[label], *(_PUBLIC[one] for one in other if one))
        files.setdefault((repository, path), {})[int(number)] = labels
    for (repository, path), known in files.items():
        text = (folder / repository / path).read_bytes()
        yield _lesson((path, repository, _PUBLIC_SHARE, False, Way.TYPED), "public.md", text, known, cues)


def _lesson(
    head: tuple[str, str, float, bool, Way],
    file: str,
    text: str | bytes,
    labels: Mapping[int, tuple[str, ...]],
    cues: Cues,
) -> Lesson:
    read = pad.read if file.endswith(".md") else plain.read
    data = text if isinstance(text, bytes) else text.encode()
    blocks = outspoken(read(file, data).blocks, cues)
    found, _traits, places = features(blocks, marks(blocks, cues))
    known = tuple(labels.get(_line_number(block), ()) for block in blocks)
    return Lesson(
        *head,
        tuple(blocks),
        known,
        tuple(places),
        tuple({k: list(v) for k, v in one.items()} for one in found),
    )


def _line_number(block: Block) -> int:
    found = re.search(r"\d+", block.place)
    return int(found[0]) if found else 0
