"""Plain: text as people type it into an editor or a mail, line by line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Notes
from pipeline.notes import lines, normalise, numbered, outline, places
from pipeline.notes.unreadable import Unreadable

_RULE = re.compile(r"[-=_*~#\s]{3,}")
_UNDERLINE = re.compile(r"=+|-{3,}|~{3,}")
_LABEL_ALONE = re.compile(r"[A-ZÄÖÜ][^:.!?]{1,60}:")
_TAB = 4


def read(name: str, data: bytes) -> Notes:
    """Read a text file.

    Raises:
        Unreadable: the bytes are no text.
    """
    try:
        text, repairs = normalise.decode(data)
    except normalise.Undecodable as error:
        raise Unreadable(
            _("Expected text, but these bytes are none."), _("Save the notes as text anew.")
        ) from error
    return Notes(name, tuple(outline.with_paths(blocks(name, text, places.line))), repairs)


def blocks(name: str, text: str, place: Callable[[int], str]) -> Iterator[Block]:
    """Yield a block a line; a sentence broken over lines is one, lines with the same columns are a table."""
    rows = text.split("\n")
    table, number, broken = 0, 0, lines.broken(rows)
    waiting: Block | None = None
    while number < len(rows):
        row = rows[number]
        if not row.strip() or _RULE.fullmatch(row):
            number += 1
            if waiting:
                yield waiting
            waiting = None
            continue
        block, used = _block(rows, number, name, place, table)
        if block.kind is Kind.ROW and not (waiting and waiting.kind is Kind.ROW):
            table += 1
            block = dataclasses.replace(block, table=table)
        if (
            waiting
            and block.kind is Kind.PARAGRAPH
            and _goes_on(waiting, block, row, wrapped=number in broken)
        ):
            waiting = _longer(waiting, block)
        else:
            if waiting:
                yield waiting
            waiting = block
        number += used
    if waiting:
        yield waiting


def _block(
    rows: list[str], number: int, name: str, place: Callable[[int], str], table: int
) -> tuple[Block, int]:
    row, where = rows[number], place(number + 1)
    bare = " ".join(row.split())
    below = rows[number + 1].strip() if number + 1 < len(rows) else ""
    if _UNDERLINE.fullmatch(below) and len(below) >= len(bare) // 2:
        return Block(name, where, Kind.HEADING, bare, level=1 if below[0] == "=" else 2), 2
    if found := lines.item(row.strip()):
        level = 1 + _depth(row)
        text = " ".join(found.text.split())
        return Block(
            name,
            where,
            Kind.ITEM,
            text,
            level=level,
            ordered=found.ordered,
            checked=found.checked,
            typed=bare,
        ), 1
    if (cells := lines.columns(row)) and _in_table(rows, number, len(cells)):
        return Block(name, where, Kind.ROW, " | ".join(cells), cells=cells, table=table, typed=bare), 1
    if outline.looks_like_heading(bare, bold=False) or (
        not below and _LABEL_ALONE.fullmatch(bare) and _alone(rows, number)
    ):
        return Block(name, where, Kind.HEADING, bare.removesuffix(":"), level=7, typed=bare), 1
    return Block(name, where, Kind.PARAGRAPH, bare), 1


def _depth(row: str) -> int:
    indent = row[: len(row) - len(row.lstrip())].expandtabs(_TAB)
    return min(len(indent) // 2, _TAB)


def _in_table(rows: list[str], number: int, width: int) -> bool:
    near = (rows[other] for other in (number - 1, number + 1) if 0 <= other < len(rows))
    return any(len(lines.columns(row)) == width for row in near)


def _alone(rows: list[str], number: int) -> bool:
    return number == 0 or not rows[number - 1].strip()


def _goes_on(before: Block, block: Block, row: str, *, wrapped: bool) -> bool:
    """Tell whether a line belongs to the block before: a line below an item, or a broken sentence."""
    if before.kind is Kind.ITEM and row[:1] in " \t":
        return not numbered.titles(before, block)
    return before.kind in {Kind.ITEM, Kind.PARAGRAPH} and lines.continues(
        before.text, block.text, wrapped=wrapped
    )


def _longer(before: Block, block: Block) -> Block:
    typed = lines.joined(before.raw, block.raw) if before.typed else ""
    return dataclasses.replace(before, text=lines.joined(before.text, block.text), typed=typed)
