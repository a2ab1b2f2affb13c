"""Marks: what the cues say of each block, in the words that the learned weights know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.notes import Block, Kind
from pipeline.structure import headings
from pipeline.structure.cues import NONE, Cues, Sign


def marks(blocks: Sequence[Block], cues: Cues) -> list[tuple[str, ...]]:
    """Return the marks of each block: `label tips` for a line that begins with `Tipp:`, and the like."""
    signs = headings.signs(blocks, cues)
    tables: dict[int, Sign] = {}
    for block in blocks:
        if block.kind is Kind.ROW and block.table not in tables:
            tables[block.table] = cues.table(block.cells)
    return [tuple(_marks(block, cues, signs, tables)) for block in blocks]


def _marks(block: Block, cues: Cues, signs: Mapping[str, Sign], tables: Mapping[int, Sign]) -> Iterator[str]:
    own = cues.line(f"{block.cells[0]}: " if block.kind is Kind.ROW else block.text)
    yield from _sayings("label", own)
    if block.kind is Kind.ROW:
        yield from _sayings("table", tables[block.table])
    above = next((sign for heading in reversed(block.path) if _speaks(sign := signs[heading])), NONE)
    yield from _sayings("under", above)
    yield from (f"cue {section}" for section in cues.suggest(block.text))


def _speaks(sign: Sign) -> bool:
    return bool(sign.section or sign.suggestions)


def _sayings(how: str, sign: Sign) -> Iterator[str]:
    if sign.section:
        yield f"{how} {sign.section}"
    yield from (f"{how}? {section}" for section in sign.suggestions)
