"""Word look: what the styles, lists and links of a Word file say about its paragraphs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.notes.ooxml import Package, W
from pipeline.notes.wordtext import Look, on

_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_BULLETS = {"bullet", "none", "picture"}
DEEPEST = 9


@dataclass(frozen=True)
class Styles:
    """The styles of a file by what they do."""

    levels: Mapping[str, int]
    """Style id → heading level."""
    hidden: frozenset[str]
    bold: frozenset[str]
    lists: Mapping[str, tuple[str, int]]
    """Style id → list id and level."""


def styles(package: Package) -> Styles:
    """Read the style sheet; a style inherits from what it is based on."""
    root = package.xml("word/styles.xml")
    found = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    levels: dict[str, int] = {}
    lists: dict[str, tuple[str, int]] = {}
    hidden, bold = set(), set()
    for name in found:
        for style in _chain(name, found):
            text = style.find(f"{W}rPr")
            if level := _level(style):
                levels.setdefault(name, level)
            if (numbering := _numbering(style.find(f"{W}pPr"))) is not None:
                lists.setdefault(name, numbering)
            if on(text, "vanish"):
                hidden.add(name)
            if on(text, "b"):
                bold.add(name)
    return Styles(levels, frozenset(hidden), frozenset(bold), lists)


def _chain(name: str, found: Mapping[str, Any]) -> list[Any]:
    chain: list[Any] = []
    while name in found and found[name] not in chain:
        chain.append(found[name])
        based = found[name].find(f"{W}basedOn")
        name = "" if based is None else based.get(f"{W}val", "")
    return chain


def _level(style: Any) -> int:
    name = style.find(f"{W}name")
    said = "" if name is None else str(name.get(f"{W}val", ""))
    if match := _HEADING.match(said):
        return int(match[1])
    return _TITLES.get(said.lower(), 0) or outline(style.find(f"{W}pPr"))


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
    depth = "0" if level is None else level.get(f"{W}val", "0")
    return ("" if number is None else number.get(f"{W}val", "")), int(depth) if depth.isdecimal() else 0


def listed(properties: Any, style: str, known: Styles) -> tuple[str, int] | None:
    """Return list id and level of a paragraph, its own or its style's; None outside lists."""
    own = _numbering(properties)
    if own and own[0] == "0":
        return None
    inherited = known.lists.get(style)
    if own and not own[0] and inherited:
        own = (inherited[0], own[1])
    return own or inherited


def ordered(package: Package) -> Mapping[tuple[str, int], bool]:
    """Return for each list id and level whether it counts."""
    root = package.xml("word/numbering.xml")
    if root is None:
        return {}
    abstract = {
        node.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl", "0")): _counts(level) for level in node.iter(f"{W}lvl")
        }
        for node in root.iter(f"{W}abstractNum")
    }
    found = {}
    for node in root.iter(f"{W}num"):
        link = node.find(f"{W}abstractNumId")
        for depth, counts in abstract.get(None if link is None else link.get(f"{W}val"), {}).items():
            found[node.get(f"{W}numId", ""), depth] = counts
    return found


def _counts(level: Any) -> bool:
    form = level.find(f"{W}numFmt")
    return form is not None and form.get(f"{W}val", "bullet") not in _BULLETS


def links(package: Package, part: str) -> Mapping[str, str]:
    """Return the relations of a part: id → address, or the name of another part."""
    folder, name = posixpath.split(part)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    found = {}
    for link in root.iter(_LINK):
        target = link.get("Target", "")
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[link.get("Id", "")] = target
    return found


def look(package: Package, part: str, known: Styles) -> Look:
    """Return what paragraphs of a part need to know."""
    return Look(known.hidden, known.bold, links(package, part))
