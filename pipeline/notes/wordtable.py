"""Word tables: the rows and cells of a table as they stand in the grid, merged cells and deleted rows too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.model.notes import Layer
from pipeline.notes.ooxml import W
from pipeline.notes.wordtext import on

_THROUGH = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo"}
_GONE = {f"{W}del", f"{W}moveFrom"}
_WIDEST = 100


@dataclass(frozen=True)
class Cell:
    """One cell: its element, how many columns it takes, and the layer of all that is in it."""

    node: Any
    span: int
    layer: Layer
    prompt: bool = False
    """Whether it stands in a form and nobody has filled it in."""


@dataclass(frozen=True)
class Row:
    """One row; `before` counts the columns it leaves out at its start."""

    cells: tuple[Cell, ...]
    layer: Layer
    before: int = 0


def rows(table: Any, layer: Layer) -> Iterator[Row]:
    """Yield the rows of a table, also those inside content controls and tracked changes."""
    for child in table:
        if child.tag == f"{W}tr":
            properties = child.find(f"{W}trPr")
            own = _layer(properties, layer)
            yield Row(tuple(_cells(child, own)), own, _number(properties, "gridBefore", 0))
        elif child.tag in _THROUGH:
            yield from rows(child, layer)
        elif child.tag in _GONE:
            yield from rows(child, Layer.DELETED)


def _layer(properties: Any, layer: Layer) -> Layer:
    """Return the layer of a row: a deleted or hidden row says nothing on the page."""
    if properties is not None and properties.find(f"{W}del") is not None:
        return Layer.DELETED
    return Layer.HIDDEN if on(properties, "hidden") and layer is not Layer.DELETED else layer


def _cells(row: Any, layer: Layer, *, prompt: bool = False) -> Iterator[Cell]:
    for child in row:
        if child.tag == f"{W}tc":
            properties = child.find(f"{W}tcPr")
            gone = properties is not None and properties.find(f"{W}cellDel") is not None
            span = _number(properties, "gridSpan", 1)
            yield Cell(child, span, Layer.DELETED if gone else layer, prompt)
        elif child.tag in _THROUGH:
            asks = on(child.find(f"{W}sdtPr"), "showingPlcHdr")
            yield from _cells(child, layer, prompt=prompt or asks)
        elif child.tag in _GONE:
            yield from _cells(child, Layer.DELETED, prompt=prompt)


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    value = "" if found is None else str(found.get(f"{W}val", ""))
    return max(otherwise, min(int(value), _WIDEST)) if value.isdecimal() else otherwise
