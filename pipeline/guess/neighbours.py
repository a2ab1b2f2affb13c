"""Neighbours: what was first thought of a block and of those around it, for the second look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.guess.context import SHORT, Place
from pipeline.guess.odds import Odds, mean
from pipeline.model.notes import Block, Kind

_STEPS = (-2, -1, 1, 2)
_SURE = 600
_MOSTLY = 400
_LIMITS = (100, 200, 300, 450, 600, 800, 900)
_WINDOW, _REACH = 4, 12
_FEW = 100
"""Per mille of a file; a label with less is none of its marks."""


def looks(blocks: Sequence[Block], places: Sequence[Place], odds: Sequence[Odds]) -> Iterator[list[str]]:
    """Yield for each block what the first look says about it and its surroundings."""
    whole = list(_whole(blocks, odds)) if len(blocks) >= SHORT else []
    for place in places:
        number = place.number
        yield [
            *_own(odds[number]),
            *_beside(number, blocks, odds),
            *_near(number, blocks, odds),
            *_above("below", place.parent, odds),
            *_above("led by", place.lead, odds),
            *whole,
        ]


def _above(how: str, other: int | None, odds: Sequence[Odds]) -> Iterator[str]:
    return (f"{how} {one}" for one in _names(odds[other])) if other is not None else iter(())


def _names(odds: Odds) -> Iterator[str]:
    """Yield the likeliest label, twice when it is likely by itself."""
    label, share = odds[0]
    yield label
    if share > _SURE:
        yield f"!{label}"


def _own(odds: Odds) -> Iterator[str]:
    for label, share in odds[:3]:
        yield f"own {label}"
        yield from (f"own>{limit} {label}" for limit in _LIMITS if share > limit)


def _beside(number: int, blocks: Sequence[Block], odds: Sequence[Odds]) -> Iterator[str]:
    for step in _STEPS:
        other = number + step
        if not 0 <= other < len(blocks):
            if len(blocks) >= SHORT:
                yield f"{step:+} end"
        elif blocks[other].kind is Kind.HEADING:
            yield f"{step:+} heading"
        else:
            yield from (f"{step:+} {one}" for one in _names(odds[other]))
            if abs(step) == 1 and blocks[other].kind is blocks[number].kind:
                yield from (f"{step:+} alike {one}" for one in _names(odds[other]))
    if 0 < number < len(blocks) - 1:
        yield f"between {odds[number - 1][0][0]} {odds[number + 1][0][0]}"


def _near(number: int, blocks: Sequence[Block], odds: Sequence[Odds]) -> Iterator[str]:
    """Yield what most blocks nearby are about, and most blocks under the same heading."""
    window = range(max(number - _WINDOW, 0), min(number + _WINDOW + 1, len(blocks)))
    near = _mean(_others(window, number, blocks), odds)
    for label, share in near[:2]:
        yield f"near {label}"
        if share > _MOSTLY:
            yield f"near !{label}"
    if path := blocks[number].path:
        reach = range(max(number - _REACH + 1, 0), min(number + _REACH, len(blocks)))
        below = _mean([n for n in _others(reach, number, blocks) if blocks[n].path == path], odds)
        for label, share in below[:1]:
            yield f"under {label}"
            if share > _MOSTLY:
                yield f"under !{label}"


def _others(numbers: range, own: int, blocks: Sequence[Block]) -> list[int]:
    return [n for n in numbers if n != own and blocks[n].kind is not Kind.HEADING]


def _mean(numbers: Sequence[int], odds: Sequence[Odds]) -> Odds:
    return mean([odds[number] for number in numbers]) if numbers else ()


def _whole(blocks: Sequence[Block], odds: Sequence[Odds]) -> Iterator[str]:
    """Yield what the file as a whole is about: minutes have more tasks than a guide has."""
    average = _mean(range(len(blocks)), odds)
    for label, share in average:
        if share > _FEW:
            yield f"file {label}{min(share // _FEW, 5)}"
    for label, _share in average[:1]:
        yield f"file most {label}"
