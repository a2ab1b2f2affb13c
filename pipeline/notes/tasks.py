"""Tasks: lines that say who does what until when, `Wer: …`, `Was: …`, `Bis wann: …`, as rows of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.notes import Block, Kind, Layer

_LABEL = re.compile(
    r"(?:^|(?<=[\s,;/|–—-]))(?P<what>wer|was|(?:bis\s+)?wann|mit\s+wem|wo|frist|termin|erledigt)\s*:\s*",
    re.IGNORECASE,
)
_NEEDED = {"wer", "was"}
_EDGE = " ,;/|–—-"


def tabled(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with such lines as rows, be it one line a task or a line for each of its parts."""
    found: list[Block] = []
    table, number = max((block.table for block in blocks), default=0) + 1, 0
    while number < len(blocks):
        used, row = _task(blocks, number)
        if row:
            goes_on = bool(found) and found[-1].kind is Kind.ROW and found[-1].table == table
            table += bool(found) and not goes_on and any(block.table == table for block in found)
            found.append(replace(row, table=table))
        else:
            found.append(blocks[number])
        number += used
    return found


def _task(blocks: Sequence[Block], start: int) -> tuple[int, Block | None]:
    """Return how many blocks a task takes, and its row; one block and none where there is no task."""
    labels: set[str] = set()
    end = start
    while end < len(blocks) and (more := _labels(blocks[end])) and not more & labels:
        labels |= more
        end += 1
    if not labels >= _NEEDED:
        return 1, None
    parts = blocks[start:end]
    cells = tuple(cell for part in parts for cell in _cells(part.text))
    typed = " ".join(part.raw for part in parts)
    return end - start, replace(
        parts[0],
        kind=Kind.ROW,
        text=" | ".join(cells),
        cells=cells,
        level=0,
        ordered=False,
        checked=None,
        typed=typed,
    )


def _labels(block: Block) -> set[str]:
    """Return the labels of a line that begins with one."""
    if block.kind not in {Kind.PARAGRAPH, Kind.ITEM} or block.layer is not Layer.BODY or block.table:
        return set()
    found = list(_LABEL.finditer(block.text))
    named = [match["what"].casefold() for match in found]
    return set(named) if found and found[0].start() == 0 and len(set(named)) == len(named) else set()


def _cells(text: str) -> tuple[str, ...]:
    starts = [match.start() for match in _LABEL.finditer(text)]
    ends = [*starts[1:], len(text)]
    return tuple(text[start:end].strip(_EDGE) for start, end in zip(starts, ends, strict=True))
