"""The labelled sentences: what is marked in them, and how much of it is found."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.privacy import find

FILE = Path(__file__).parent / "labelled.txt"
_MARK = re.compile(r"\{([a-z-]+):([^}]*)\}")


@dataclass
class Figures:
    """Of one kind: found whole, missed, and found where nothing is."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """How much of what is there is found."""
        return self.found / max(1, self.found + len(self.missed))

    @property
    def precision(self) -> float:
        """How much of what is found is there."""
        return self.found / max(1, self.found + len(self.false))


def texts() -> Iterator[list[tuple[str, list[tuple[str, int, int]]]]]:
    """Yield texts of one or more passages, each with its marks: kind, start, end."""
    group: list[str] = []
    for line in [*FILE.read_text("utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if group and line:
            group.append(line)
        elif group:
            yield [_parsed(one) for one in group]
            group = []
        elif line.startswith("~"):
            group = [line[1:]]
        elif line:
            yield [_parsed(line)]


def _parsed(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, marks, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        marks.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + line[at:], marks


def measure() -> dict[str, Figures]:
    """Return the figures by kind; a mark counts as found when one finding of its kind covers all of it."""
    figures: dict[str, Figures] = {}
    for group in texts():
        for (text, marks), found in zip(group, find.find_all([text for text, _marks in group]), strict=True):
            for kind, start, end in marks:
                one = figures.setdefault(kind, Figures())
                if any(f.sort.value == kind and f.start <= start and end <= f.end for f in found):
                    one.found += 1
                else:
                    one.missed.append(text)
            for f in found:
                if not any(
                    f.sort.value == kind and f.start < end and start < f.end for kind, start, end in marks
                ):
                    figures.setdefault(f.sort.value, Figures()).false.append(f"{f.text} in: {text}")
    return figures


def sizes() -> Counter[str]:
    """Return how often each kind is marked."""
    return Counter(kind for group in texts() for _text, marks in group for kind, _start, _end in marks)


def table() -> str:
    """Return the figures as text: `python tests/privacy/labelled.py`."""
    return "\n".join(
        f"{kind:10} {one.found + len(one.missed):4} recall {one.recall:.2f} precision {one.precision:.2f}"
        for kind, one in sorted(measure().items())
    )


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
