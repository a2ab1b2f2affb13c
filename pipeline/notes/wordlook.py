"""Word look: what the styles, lists and links of a Word file say about its paragraphs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.notes import wordfields, wordparts
from pipeline.notes.numbering import Numbers
from pipeline.notes.ooxml import Package, W
from pipeline.notes.shape import Shape
from pipeline.notes.wordtext import Look, on, size_of

_HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
_NAMELESS = {
    "heading": 1,
    "überschrift": 1,
    "headline": 2,
    "zwischenüberschrift": 3,
    "subheading": 3,
    "subhead": 3,
}
"""Headings without a number: Pages, templates; what is based on them need be none."""
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|contents|table of (?:figures|authorities)|index)\s*\d*", re.IGNORECASE
)
"""Styles of the lines of a table of contents or an index."""
DEEPEST = 9
_USUAL_SIZE = 20
"""Ten points: what Word takes where a file says nothing (ECMA-376, 17.3.2.38)."""
_STANDS_OUT = 1.15
_TAB = 708
"""Word's tab stop, in twentieths of a point."""
_DEEPEST_TAB = 4


@dataclass(frozen=True)
class Styles:
    """The styles of a file by what they do."""

    levels: Mapping[str, int]
    """Style id → heading level."""
    hidden: frozenset[str]
    bold: frozenset[str]
    contents: frozenset[str]
    sizes: Mapping[str, int]
    """Style id → size of its letters in half points, 0 where it gives none; the empty id is the default."""
    lists: Mapping[str, tuple[str, int]]
    """Style id → list id and level; level -1 where the list says which."""


def styles(package: Package, part: str) -> Styles:
    """Read the style sheet; a style inherits from what it is based on."""
    root = package.xml(part)
    found = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    levels: dict[str, int] = {}
    lists: dict[str, tuple[str, int]] = {}
    switched: dict[str, set[str]] = {"vanish": set(), "b": set()}
    contents: set[str] = set()
    sizes = {"": _default_size(root)}
    for name in found:
        chain = _chain(name, found)
        levels[name] = next((level for level in map(_level, chain) if level is not None), 0)
        levels[name] = levels[name] or _NAMELESS.get(_name(chain[0]).lower(), 0)
        numberings = (_numbering(style.find(f"{W}pPr")) for style in chain)
        if (numbering := next(filter(None, numberings), None)) is not None:
            lists[name] = numbering
        sizes[name] = next((size for style in chain if (size := size_of(style.find(f"{W}rPr")))), 0)
        for switch, names in switched.items():
            texts = [style.find(f"{W}rPr") for style in chain]
            said = next(
                (text for text in texts if text is not None and text.find(f"{W}{switch}") is not None), None
            )
            if on(said, switch):
                names.add(name)
        if any(_CONTENTS.fullmatch(_name(style)) for style in chain):
            contents.add(name)
    return Styles(
        levels, frozenset(switched["vanish"]), frozenset(switched["b"]), frozenset(contents), sizes, lists
    )


def _default_size(root: Any) -> int:
    default = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return size_of(default) or _USUAL_SIZE


def _large(root: Any, sizes: Mapping[str, int]) -> float:
    """Return the size from which letters stand out from those that most of a part is written in."""
    letters: Counter[int] = Counter()
    for paragraph in root.iter(f"{W}p"):
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        own = sizes.get("" if named is None else str(named.get(f"{W}val", "")), 0) or sizes[""]
        for run in paragraph.iterchildren(f"{W}r"):
            letters[size_of(run.find(f"{W}rPr")) or own] += sum(len(t.text or "") for t in run.iter(f"{W}t"))
    usual = letters.most_common(1)
    return _STANDS_OUT * usual[0][0] if usual else math.inf


def _chain(name: str, found: Mapping[str, Any]) -> list[Any]:
    chain: list[Any] = []
    while name in found and found[name] not in chain:
        chain.append(found[name])
        based = found[name].find(f"{W}basedOn")
        name = "" if based is None else based.get(f"{W}val", "")
    return chain


def _name(style: Any) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else str(name.get(f"{W}val", ""))


def _level(style: Any) -> int | None:
    """Return the heading level of a style; None where it says nothing and its base is asked."""
    if match := _HEADING.match(_name(style)):
        return int(match[1])
    properties = style.find(f"{W}pPr")
    if properties is not None and properties.find(f"{W}outlineLvl") is not None:
        return outline(properties)
    return _TITLES.get(_name(style).lower())


def outline(properties: Any) -> int:
    """Return the outline level of paragraph properties from 1; 0 for running text."""
    found = None if properties is None else properties.find(f"{W}outlineLvl")
    value = "9" if found is None else found.get(f"{W}val", "9")
    return int(value) + 1 if value.isdecimal() and int(value) < DEEPEST else 0


def _numbering(properties: Any) -> tuple[str, int] | None:
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    depth = "" if level is None else level.get(f"{W}val", "")
    return ("" if number is None else number.get(f"{W}val", "")), int(depth) if depth.isdecimal() else -1


def listed(properties: Any, style: str, known: Styles, numbers: Numbers) -> tuple[str, int] | None:
    """Return list id and level of a paragraph, its own or its style's; None outside lists."""
    own, inherited = _numbering(properties), known.lists.get(style)
    if own and own[0] == "0":
        return None
    if own and not own[0] and inherited:
        own = (inherited[0], own[1])
    found = own or inherited
    if not found or found[0] in {"", "0"}:
        return None
    depth = found[1] if found[1] >= 0 else numbers.of_styles.get((found[0], style), 0)
    return found[0], min(depth, DEEPEST - 1)


def look(package: Package, part: str, root: Any, known: Styles) -> Look:
    """Return what paragraphs of a part need to know; `root` is its root element."""
    links = {id_: relation.target for id_, relation in wordparts.relations(package, part).items()}
    large = _large(root, known.sizes)
    return Look(known.hidden, known.bold, known.contents, links, known.sizes, large, wordfields.whole(root))


def shape(paragraph: Any, known: Styles, numbers: Numbers, *, counts: bool) -> Shape:
    """Return what Word knows of a paragraph; `counts` says whether it takes part in the numbering."""
    properties = paragraph.find(f"{W}pPr")
    named = None if properties is None else properties.find(f"{W}pStyle")
    style = "" if named is None else str(named.get(f"{W}val", ""))
    own = None if properties is None else properties.find(f"{W}outlineLvl")
    level = outline(properties) if own is not None else known.levels.get(style, 0)
    found = listed(properties, style, known, numbers)
    if found is None:
        return Shape(level, indent=_indent(properties))
    counted = numbers.level(*found)
    shown = numbers.next(*found) if counts else ""
    return Shape(
        level, found[1] + 1, bool(counted and counted.counts), counted.box if counted else None, shown
    )


def _indent(properties: Any) -> int:
    found = None if properties is None else properties.find(f"{W}ind")
    value = "0" if found is None else (found.get(f"{W}left") or found.get(f"{W}start") or "0")
    return 1 + min(int(value) // _TAB, _DEEPEST_TAB) if value.isdecimal() else 1
