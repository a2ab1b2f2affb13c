"""Growth: text added to a document that a person may have written in; no byte of theirs changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.guide import source

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_HEADING = re.compile(r"##[ \t]+\S.*\{[^{}]*#([^\s{}]+)[^{}]*\}\s*")
_BREAK = "\0"
"""A line end of ours, until it is known which kind the document has."""

Starts: TypeAlias = Callable[[str], list[tuple[str, int]]]
"""Finds id and line (from 0) of each section."""


@dataclass(frozen=True)
class Place:
    """A section that may have to be made: its id and how its heading reads."""

    id: str
    heading: str


def grow(text: str, additions: Mapping[str, str], places: Sequence[Place], starts: Starts) -> str:
    """Put each addition at the end of its section; a section that is missing is made in its order.

    `text` keeps its line ends and every one of its characters; `places` gives the order.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    order = [place.id for place in places]
    for place in places:
        if addition := additions.get(place.id, ""):
            added = _add(text, place, addition.replace("\n", _BREAK), order, starts)
            text = added.replace(_BREAK, end)
    return text


def _add(text: str, place: Place, addition: str, order: Sequence[str], starts: Starts) -> str:
    lines = _LINE.findall(text)
    found = starts(text)
    known = [id_ for id_, _line in found]
    if place.id in known:
        after = known.index(place.id) + 1
        stop = found[after][1] if after < len(found) else len(lines)
        return _insert(lines, stop, addition)
    later = set(order[order.index(place.id) + 1 :])
    stop = next((line for id_, line in found if id_ in later), len(lines))
    return _insert(lines, stop, f"## {place.heading} {{#{place.id}}}{_BREAK * 2}{addition}")


def _insert(lines: Sequence[str], stop: int, addition: str) -> str:
    """Insert after the last line before `stop` that is not blank."""
    while stop and not lines[stop - 1].strip():
        stop -= 1
    before, after = "".join(lines[:stop]), "".join(lines[stop:])
    gap = _BREAK * (0 if not before else 1 if before.endswith(("\n", "\r")) else 2)
    return f"{before}{gap}{addition}{_BREAK}{after}"


def of_guide(slug: str, path: str) -> Starts:
    """Return what finds the sections of a guide.md; it raises Trouble where the guide is broken."""

    def starts(text: str) -> list[tuple[str, int]]:
        return [(section.id, section.line - 1) for section in source.parse(text, slug, path).sections]

    return starts


def of_notes(text: str) -> list[tuple[str, int]]:
    """Find the sections of a file without front matter, such as follow-up.md."""
    rows = enumerate(_LINE.findall(text))
    return [(match[1], number) for number, row in rows if (match := _HEADING.fullmatch(row))]
