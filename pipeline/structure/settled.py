"""Settled: tables and headings follow what became of the blocks that belong to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.messages import german
from pipeline.model.ledger import Fate
from pipeline.model.notes import Kind
from pipeline.structure.cues import LIKELY
from pipeline.structure.placed import Placed


def tables_together(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Keep the rows of a table in one place: one open row opens all that would be placed."""
    opened = {
        item.block.table: item
        for item in placed
        if item.block.kind is Kind.ROW and item.fate is Fate.OPEN and item.block.table
    }
    for item in placed:
        other = opened.get(item.block.table) if item.block.kind is Kind.ROW else None
        if other and item.fate is Fate.PLACED:
            reason = german("belongs to a table with an open row")
            yield replace(
                item, fate=Fate.OPEN, section="", reasons=(*item.reasons, reason), suggestions=(item.section,)
            )
        else:
            yield item


def headings_settled(placed: Iterable[Placed]) -> Iterator[Placed]:
    """Leave a heading out of the guide when nothing below it goes where it would stand."""
    placed = list(placed)
    for number, item in enumerate(placed):
        block = item.block
        if block.kind is not Kind.HEADING or item.fate not in {Fate.OPEN, Fate.PLACED}:
            yield item
            continue
        chain = (*block.path, block.text)
        below = [
            other for other in _below(placed[number + 1 :], chain) if other.block.kind is not Kind.HEADING
        ]
        here = [other for other in below if other.block.path == chain or item.fate is Fate.PLACED]
        if not below or any(other.fate is item.fate and other.section == item.section for other in here):
            yield item
        else:
            reason = (
                german("no open passage stands right under it")
                if item.fate is Fate.OPEN
                else german("all that stood under it went elsewhere")
            )
            yield replace(
                item,
                fate=Fate.METADATA,
                section="",
                score=LIKELY,
                reasons=(*item.reasons, reason),
                suggestions=(),
            )


def _below(rest: Iterable[Placed], chain: tuple[str, ...]) -> Iterator[Placed]:
    for other in rest:
        if other.block.kind is Kind.HEADING and other.block.path[: len(chain)] != chain:
            return
        if other.block.path[: len(chain)] == chain:
            yield other
