"""Word numbers: the lists that a Word file defines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notes.numbering import MOST, Level, Numbers
from pipeline.notes.ooxml import Package, W


def read(package: Package, part: str) -> Numbers:
    """Read the lists that a file defines."""
    root = package.xml(part)
    if root is None:
        return Numbers()
    defined = {str(node.get(f"{W}abstractNumId")): node for node in root.iter(f"{W}abstractNum")}
    lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
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
                    start=min(_number(_value(level, "start"), 1), MOST),
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
