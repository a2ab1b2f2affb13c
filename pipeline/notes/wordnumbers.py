"""Word numbers: the numbers and bullets that Word draws before paragraphs and keeps in no text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.notes import wordsigns
from pipeline.notes.ooxml import Package, W

_SILENT = {"bullet", "none", "picture"}
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9
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
_MOST = 5_000
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
        shown = wordsigns.sign(self.font, ord(self.text[0])).strip() if self.font else self.text[0]
        return wordsigns.BOXES.get("☐" if self.text[0] in "❑❒❏□" else shown)


@dataclass
class Numbers:
    """The lists of a file, and how far each has counted."""

    lists: Mapping[str, tuple[str, Mapping[int, Level]]] = field(default_factory=dict)
    """List id → id of what it is an instance of, and its levels."""
    starts: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """List id and level → the number an instance begins with anew."""
    of_styles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """List id and style → the level a style stands for."""
    _counted: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level(self, number: str, depth: int) -> Level | None:
        """Return how a level counts; None where the file does not say."""
        return self.lists.get(number, ("", {}))[1].get(depth)

    def next(self, number: str, depth: int) -> str:
        """Count one paragraph; return its number as Word shows it (`1.2`, `TOP 3:`); none for bullets."""
        level = self.level(number, depth)
        if level is None:
            return ""
        abstract, levels = self.lists[number]
        counted = self._counted.setdefault(abstract, {})
        fresh = (number, depth) in self.starts and (number, depth) not in self._begun
        self._begun.add((number, depth))
        if fresh:
            counted[depth] = self.starts[number, depth]
        else:
            counted[depth] = min(counted[depth] + 1, _MOST) if depth in counted else level.start
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


def read(package: Package, part: str) -> Numbers:
    """Read the lists that a file defines."""
    root = package.xml(part)
    if root is None:
        return Numbers()
    defined = {str(node.get(f"{W}abstractNumId")): node for node in root.iter(f"{W}abstractNum")}
    lists: dict[str, tuple[str, dict[int, Level]]] = {}
    starts: dict[tuple[str, int], int] = {}
    styles: dict[tuple[str, str], int] = {}
    for node in root.iter(f"{W}num"):
        number, abstract = str(node.get(f"{W}numId", "")), _value(node, "abstractNumId")
        levels = dict(_levels(_defining(abstract, defined)))
        for other in node.iter(f"{W}lvlOverride"):
            depth = _number(other.get(f"{W}ilvl"), 0)
            levels |= dict(_levels(other))
            if other.find(f"{W}startOverride") is not None:
                starts[number, depth] = _number(_value(other, "startOverride"), 1)
        lists[number] = (abstract, {depth: level for depth, (level, _style) in levels.items()})
        styles |= {(number, style): depth for depth, (_level, style) in levels.items() if style}
    return Numbers(lists, starts, styles)


def _defining(abstract: str, defined: Mapping[str, Any]) -> Any:
    """Return the definition of a list; one that only names a style is defined where the style is."""
    node = defined.get(abstract)
    named = "" if node is None else _value(node, "numStyleLink")
    linked = [other for other in defined.values() if named and _value(other, "styleLink") == named]
    return linked[0] if linked else node


def _levels(node: Any) -> Iterator[tuple[int, tuple[Level, str]]]:
    for level in () if node is None else node.iter(f"{W}lvl"):
        depth = _number(level.get(f"{W}ilvl"), 0)
        fonts = level.find(f"{W}rPr/{W}rFonts")
        restart = _value(level, "lvlRestart")
        yield (
            depth,
            (
                Level(
                    form=_value(level, "numFmt") or "decimal",
                    text=_value(level, "lvlText"),
                    font="" if fonts is None else str(fonts.get(f"{W}ascii", "")),
                    start=min(_number(_value(level, "start"), 1), _MOST),
                    restarts=restart != "0",
                    legal=level.find(f"{W}isLgl") is not None,
                ),
                _value(level, "pStyle"),
            ),
        )


def _value(node: Any, name: str) -> str:
    found = node.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _number(text: Any, otherwise: int) -> int:
    return int(text) if text and str(text).isdecimal() else otherwise
