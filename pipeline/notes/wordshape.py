"""Word shape: whether a paragraph is a heading, a list item or running text, by style or as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import lines, outline, wordlook
from pipeline.notes.ooxml import W
from pipeline.notes.wordlook import Styles
from pipeline.notes.wordnumbers import Level, Numbers

_LONGEST_HEADING = 250
"""People give whole pages the outline level of a heading; nobody means that."""
_TAB = 708
"""Word's tab stop, in twentieths of a point."""
_DEEPEST_TAB = 4


@dataclass(frozen=True)
class Shape:
    """What Word knows of a paragraph."""

    level: int = 0
    """Of a heading; 0 for others."""
    listed: tuple[str, int] | None = None
    """List id and level."""
    counted: Level | None = None
    shown: str = ""
    """Its number as Word shows it."""
    indent: int = 1
    """Level of a typed item by its indent."""


def of(paragraph: Any, known: Styles, numbers: Numbers, *, counts: bool) -> Shape:
    """Look at a paragraph's properties; `counts` says whether it takes part in the numbering."""
    properties = paragraph.find(f"{W}pPr")
    named = None if properties is None else properties.find(f"{W}pStyle")
    style = "" if named is None else str(named.get(f"{W}val", ""))
    own = None if properties is None else properties.find(f"{W}outlineLvl")
    level = wordlook.outline(properties) if own is not None else known.levels.get(style, 0)
    listed = wordlook.listed(properties, style, known, numbers)
    return Shape(
        level,
        listed,
        numbers.level(*listed) if listed else None,
        numbers.next(*listed) if listed and counts else "",
        _indent(properties),
    )


def block(bare: Block, shape: Shape, *, strong: bool, tabs: int = 0) -> Block:
    """Return a block of text as what it is; `strong` says that it is bold or underlined as a whole."""
    text, layer = bare.text, bare.layer
    typed = lines.item(text)
    if layer is Layer.BODY and 0 < len(text) <= _LONGEST_HEADING and shape.level:
        return replace(bare, kind=Kind.HEADING, level=shape.level)
    spoken = layer in {Layer.BODY, Layer.TEXTBOX}
    counts = shape.counted.counts if shape.counted else False
    if (
        spoken
        and shape.listed
        and outline.looks_like_heading(f"{shape.shown} {text}", bold=strong and counts)
    ):
        return replace(bare, kind=Kind.HEADING, level=outline.TYPED)
    if shape.listed:
        box = shape.counted.box if shape.counted else None
        inner = typed if typed and typed.checked is not None else lines.Item(text, counts, box)
        return _item(bare, inner, shape.listed[1] + 1, ordered=counts)
    if spoken and outline.looks_like_heading(text, bold=strong):
        return replace(bare, kind=Kind.HEADING, level=outline.TYPED)
    level = min(shape.indent + tabs, _DEEPEST_TAB + 1)
    return _item(bare, typed, level, ordered=typed.ordered) if typed else bare


def _item(bare: Block, found: lines.Item, level: int, *, ordered: bool) -> Block:
    typed = "" if found.text == bare.text else bare.text
    return replace(
        bare,
        kind=Kind.ITEM,
        text=found.text,
        level=level,
        ordered=ordered,
        checked=found.checked,
        typed=typed,
    )


def _indent(properties: Any) -> int:
    found = None if properties is None else properties.find(f"{W}ind")
    value = "0" if found is None else (found.get(f"{W}left") or found.get(f"{W}start") or "0")
    return 1 + min(int(value) // _TAB, _DEEPEST_TAB) if value.isdecimal() else 1


@dataclass(frozen=True)
class Row:
    """One line of a paragraph: people press Shift+Enter for a new item."""

    number: int
    text: str
    tabs: int = 0
    """How many tabs stand before it."""


def rows(text: str) -> Iterator[Row]:
    """Yield the lines of a paragraph; a sentence that goes on over a line end stays whole."""
    said: Row | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        new = " ".join(line.split())
        if said and new and not lines.item(new) and lines.continues(said.text, new):
            said = replace(said, text=lines.joined(said.text, new))
        else:
            if said:
                yield said
            said = Row(number, new, len(line) - len(line.lstrip("\t"))) if new else None
    if said:
        yield said
