"""Numbering: the numbers and bullets that people see before paragraphs and no file keeps as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.notes import signs

_SILENT = {"bullet", "none", "picture"}
_PLACE = re.compile(r"%([1-9])")
_LETTERS = 26
_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MOST = 5_000
"""A list with more items is no list of a protocol; its Roman numbers would be as long as the text."""


@dataclass(frozen=True)
class Level:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""
    """`%1.%2`, or the bullet."""
    font: str = ""
    start: int = 1
    restarts: bool = True
    legal: bool = False
    """Whether all numbers in it are Arabic."""

    @property
    def counts(self) -> bool:
        """Whether it shows numbers."""
        return self.form not in _SILENT

    @property
    def box(self) -> bool | None:
        """Whether the bullet is a box to tick, and ticked; None for other bullets."""
        if self.form != "bullet" or not self.text:
            return None
        shown = signs.sign(self.font, ord(self.text[0])).strip() if self.font else self.text[0]
        return signs.BOXES.get("☐" if self.text[0] in "❑❒❏□" else shown)


@dataclass
class Numbers:
    """The lists of a file, and how far each has counted."""

    lists: dict[str, tuple[str, Mapping[int, Level]]] = field(default_factory=dict)
    """List id → id of what it is an instance of, and its levels."""
    starts: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """List id and level → the number an instance begins with anew."""
    of_styles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """List id and style → the level a style stands for."""
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level(self, number: str, depth: int) -> Level | None:
        """Return how a level counts; None where the file does not say."""
        levels = self.lists.get(number, ("", {}))[1]
        above = [other for other in levels if other <= depth]
        return levels[max(above)] if above else None

    def next(self, number: str, depth: int, start: int | None = None) -> str:
        """Count one paragraph; return its number as people see it (`1.2`, `TOP 3:`); none for bullets."""
        level = self.level(number, depth)
        if level is None:
            return ""
        abstract, levels = self.lists[number]
        counted = self._counted.setdefault(abstract, {})
        if start is None and (number, depth) in self.starts and (number, depth) not in self._begun:
            start = self.starts[number, depth]
        self._begun.add((number, depth))
        if start is not None:
            counted[depth] = min(start, MOST)
        else:
            counted[depth] = min(counted[depth] + 1, MOST) if depth in counted else level.start
        for deeper in [other for other in counted if other > depth]:
            if deeper not in levels or levels[deeper].restarts:
                del counted[deeper]
        return _shown(level, levels, counted) if level.counts else ""


def _shown(level: Level, levels: Mapping[int, Level], counted: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        own = levels.get(depth, level)
        form = "decimal" if level.legal else own.form
        return _spelled(counted.get(depth, own.start), form)

    return _PLACE.sub(number, level.text).strip()


def _spelled(number: int, form: str) -> str:
    if form in {"lowerRoman", "upperRoman"}:
        said = _roman(number)
    elif form in {"lowerLetter", "upperLetter"}:
        said = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1) if number > 0 else ""
    else:
        return f"{number:02}" if form == "decimalZero" else "" if form == "none" else str(number)
    return said.upper() if form.startswith("upper") else said


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said
