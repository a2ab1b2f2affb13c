"""Shape: whether a paragraph is a heading, a list item or running text, by its style or as it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import lines, outline

_LONGEST_HEADING = 250
"""People give whole pages the outline level of a heading; nobody means that."""
_DEEPEST_TAB = 5


@dataclass(frozen=True)
class Shape:
    """What the program that wrote a file knows of a paragraph."""

    level: int = 0
    """Of a heading; 0 for others."""
    depth: int = 0
    """Of a list item, from 1; 0 outside lists."""
    counts: bool = False
    """Whether the list shows numbers."""
    box: bool | None = None
    """Whether its bullet is a box to tick, and ticked."""
    shown: str = ""
    """Its number as people see it."""
    indent: int = 1
    """Level of a typed item by its indent."""


def block(bare: Block, shape: Shape, *, strong: bool, tabs: int = 0) -> Block:
    """Return a block of text as what it is; `strong` says that it is bold or underlined as a whole."""
    text, layer = bare.text, bare.layer
    typed = lines.item(text)
    if layer is Layer.BODY and 0 < len(text) <= _LONGEST_HEADING and shape.level:
        return replace(bare, kind=Kind.HEADING, level=shape.level)
    spoken = layer in {Layer.BODY, Layer.TEXTBOX}
    if shape.depth:
        if spoken and outline.looks_like_heading(f"{shape.shown} {text}", bold=strong and shape.counts):
            return replace(bare, kind=Kind.HEADING, level=outline.TYPED)
        inner = typed if typed and typed.checked is not None else lines.Item(text, shape.counts, shape.box)
        return _item(bare, inner, shape.depth, ordered=shape.counts)
    if spoken and outline.looks_like_heading(text, bold=strong):
        return replace(bare, kind=Kind.HEADING, level=outline.TYPED)
    level = min(shape.indent + tabs, _DEEPEST_TAB)
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
