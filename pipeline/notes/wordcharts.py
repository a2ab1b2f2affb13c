"""Word charts: what charts and diagrams say, which are parts of their own in a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notes.ooxml import A

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
NEW = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_CATEGORIES = {f"{C}cat", f"{C}xVal"}
_VALUES = {f"{C}val", f"{C}yVal", f"{C}bubbleSize"}
_DEEPEST = 9
_LONGEST = 12
"""Signs of the longest number that people write."""


def words(root: Any) -> Iterator[str]:
    """Yield what a chart says in sentences: title, axes, labels."""
    for paragraph in () if root.tag == f"{D}dataModel" else root.iter(f"{A}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{A}t"))
    for text in root.iter(f"{NEW}pt", f"{NEW}v"):
        yield text.text or ""


def rows(root: Any) -> Iterator[tuple[str, ...]]:
    """Yield the numbers of a chart as rows of a table: categories once, then one row a series."""
    shown: tuple[str, ...] = ()
    told: set[Any] = set()
    for series in root.iter(f"{C}ser"):
        name = tuple(_values(series.find(f"{C}tx"), told))
        for part in series:
            said = tuple(_values(part, told)) if part.tag in _CATEGORIES | _VALUES else ()
            if part.tag in _VALUES and said:
                yield (" ".join(name), *said)
                name = ()
            elif said and said != shown:
                shown = said
                yield ("", *said)
        if name:
            yield name
    rest = [node.text or "" for node in root.iter(f"{C}v") if node not in told]
    if any(rest):
        yield tuple(rest)


def _values(node: Any, told: set[Any]) -> Iterator[str]:
    for value in () if node is None else node.iter(f"{C}v"):
        told.add(value)
        yield _short(value.text or "")


def _short(number: str) -> str:
    """Return a number as people wrote it: 4.4, where the file keeps 4.4000000000000004."""
    if len(number) <= _LONGEST:
        return number
    try:
        return f"{float(number):.{_LONGEST - 2}g}"
    except ValueError:
        return number


def points(root: Any) -> Iterator[tuple[int, str]]:
    """Yield the points of a diagram, each with its depth from 1."""
    parents = {
        str(link.get("destId")): str(link.get("srcId"))
        for link in root.iter(f"{D}cxn")
        if link.get("type", "parOf") == "parOf"
    }
    for point in root.iter(f"{D}pt"):
        depth = _depth(str(point.get("modelId")), parents)
        for paragraph in point.iter(f"{A}p"):
            yield depth, "".join(text.text or "" for text in paragraph.iter(f"{A}t"))


def _depth(point: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while point in parents and depth < _DEEPEST:
        point, depth = parents[point], depth + 1
    return max(depth, 1)
