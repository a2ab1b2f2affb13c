"""Draft: placed blocks as Markdown, section by section."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.template import Template
from pipeline.structure import escape
from pipeline.structure.placement import Placed

_CHECKLIST = "checklist"
_DEEPEST = 5


def section(placed: Sequence[Placed], id_: str = "") -> str:
    """Return the Markdown of blocks that stand in one section, with their sources as comments."""
    parts = []
    for source, run in groupby(placed, key=lambda item: item.block.source):
        items = list(run)
        parts += [escape.comment(_from(source, items)), *chunks([item.block for item in items], boxes=id_ == _CHECKLIST)]
    return "\n\n".join(parts)


def open_box(placed: Sequence[Placed], template: Template) -> str:
    """Return the Markdown of blocks that wait for a person, each group with suggestions and reason."""
    parts: list[str] = []
    for source, run in groupby(placed, key=lambda item: item.block.source):
        for key, group in groupby(_explained(list(run)), key=lambda pair: pair[0]):
            items = [item for _key, item in group]
            parts += [escape.comment(_advice(source, items, key, template))] if key else []
            parts += chunks([item.block for item in items])
    return "\n\n".join(parts)


def _explained(items: Sequence[Placed]) -> Iterator[tuple[tuple[str, ...], Placed]]:
    """Pair each block with what is said above its group: heading path, suggestions, reasons.

    The rows of a table and the items of a list keep together; the first of them speaks for all.
    """
    key: tuple[str, ...] = ()
    before: Block | None = None
    for item in items:
        block = item.block
        if block.kind is Kind.HEADING:
            key = ()
        elif not (before and _goes_with(before, block) and key):
            key = _key(item)
        elif block.kind is not Kind.ROW and block.level <= 1 and _key(item) != key:
            key = _key(item)
        before = block
        yield key, item


def _goes_with(before: Block, block: Block) -> bool:
    if block.kind is Kind.ROW:
        return before.kind is Kind.ROW and before.table == block.table
    return block.kind is Kind.ITEM and before.kind is Kind.ITEM


def _key(item: Placed) -> tuple[str, ...]:
    named = [reason for reason in item.reasons[:1]]
    return ("\0".join(item.block.path), "\0".join(item.suggestions), *named)


def _advice(source: str, items: Sequence[Placed], key: tuple[str, ...], template: Template) -> str:
    headings = [rule.heading for name in items[0].suggestions if (rule := template.get(name))]
    parts = [_from(source, items)]
    if len(items[0].block.path) > 1:
        parts.append(" › ".join(items[0].block.path))
    if headings:
        parts.append(german("Suggestion: {sections}").format(sections=", ".join(headings)))
    return " · ".join([*parts, *key[2:]])


def _from(source: str, items: Sequence[Placed]) -> str:
    first, last = items[0].block.place, items[-1].block.place
    return f"{source}, {first}" if first == last else f"{source}, {first} – {last}"


def chunks(blocks: Iterable[Block], *, boxes: bool = False) -> Iterator[str]:
    """Yield one piece of Markdown for each heading, paragraph, list, table and picture."""
    for kind, run in groupby(_with_notes(blocks), key=lambda block: (block.kind, block.table)):
        items = list(run)
        if kind[0] is Kind.ITEM:
            yield "\n".join(_list(items, boxes=boxes))
        elif kind[0] is Kind.ROW and len(items) > 1:
            yield "\n".join(_table(items))
        else:
            yield from map(_single, items)


def _with_notes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Hang a footnote below the item it belongs to."""
    before: Block | None = None
    for block in blocks:
        if block.layer is Layer.FOOTNOTE and before and before.kind is Kind.ITEM and block.kind is Kind.PARAGRAPH:
            yield dataclasses.replace(block, kind=Kind.ITEM, level=before.level + 1)
        else:
            before = block
            yield block


def _single(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"### {escape.heading(block.text)}"
    if block.kind is Kind.PICTURE:
        return escape.comment(german("Picture: {name}. Look at it: what belongs into the guide?").format(name=block.text))
    return escape.text(block.text)


def _list(items: Sequence[Block], *, boxes: bool) -> Iterator[str]:
    """Yield the lines of a list; a level is never more than one deeper than the line above."""
    lowest = min(block.level for block in items)
    indents, numbers = [0], [0]
    for block in items:
        level = min(block.level - lowest, len(indents) - 1, _DEEPEST)
        del indents[level + 1 :], numbers[level + 1 :]
        numbers[level] = numbers[level] + 1 if block.ordered else 0
        mark = f"{numbers[level]}." if block.ordered else "-"
        checked = False if boxes and block.checked is None else block.checked
        box = "" if checked is None else "[x] " if checked else "[ ] "
        yield f"{' ' * indents[level]}{mark} {box}{escape.item(block.text)}"
        indents.append(indents[level] + len(mark) + 1)
        numbers.append(0)


def _table(rows: Sequence[Block]) -> Iterator[str]:
    width = max(len(row.cells) for row in rows)
    for number, row in enumerate(rows):
        cells = [escape.text(cell, cell=True) for cell in (*row.cells, *[""] * (width - len(row.cells)))]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield "|" + "---|" * width
