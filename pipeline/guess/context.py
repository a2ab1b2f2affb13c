"""Context: what stands around a block: headings, the item above, the line that leads in, neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.guess import words
from pipeline.guess.traits import Traits
from pipeline.model.notes import Block, Kind

_EIGHTHS = 8
_BEGINNING, _END = 4, 3
SHORT = 12
"""Blocks; the weights were learned from whole files, which begin with facts and end with tasks."""


@dataclass(frozen=True)
class Place:
    """Where a block stands among the others: numbers of blocks, None where there is none."""

    number: int
    total: int
    parent: int | None = None
    """The item it hangs below."""
    lead: int | None = None
    """The paragraph with a colon or question mark that leads into its list."""


def places(blocks: Sequence[Block]) -> list[Place]:
    """Find for each block what it hangs below."""
    found: list[Place] = []
    items: dict[int, int] = {}
    lead: int | None = None
    for number, block in enumerate(blocks):
        if block.kind is Kind.ITEM:
            items = {level: other for level, other in items.items() if level < block.level}
            parent = items[max(items)] if items else None
            items[block.level] = number
            found.append(Place(number, len(blocks), parent, None if parent is not None else lead))
        else:
            items = {}
            leads = block.kind is Kind.PARAGRAPH and block.text.rstrip().endswith((":", "?"))
            lead = number if leads else None
            found.append(Place(number, len(blocks)))
    return found


def _position(place: Place) -> Iterator[str]:
    """Yield where in the file a block stands; on a flip chart of six lines that says nothing."""
    if place.total < SHORT:
        yield from (f"from start={_BEGINNING}", f"from end={_END}")
        return
    yield f"eighth={_EIGHTHS * place.number // place.total}"
    yield f"from start={min(place.number, _BEGINNING)}"
    yield f"from end={min(place.total - 1 - place.number, _END)}"


def around(place: Place, traits: Sequence[Traits], marks: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield what the surroundings of a block look like; `marks` is what the cues say of each block."""
    number = place.number
    yield from _position(place)
    block = traits[number].block
    if block.path:
        yield from (f"heading {words.stem(word)}" for word in words.words(block.path[-1]))
    else:
        yield "no heading"
    for step, name in ((-1, "before"), (1, "after")):
        if 0 <= number + step < place.total:
            other = traits[number + step]
            yield from (f"{name}:{shape}" for shape in other.shape)
            yield from (f"{name}:{mark}" for mark in marks[number + step] if mark.startswith("label"))
            yield f"{name}:first={other.first}"
    for name, above in (("parent", place.parent), ("lead", place.lead)):
        if above is not None:
            yield from (f"{name} {stem}" for stem in traits[above].stems)
            yield from (f"{name}:{shape}" for shape in traits[above].shape if shape[:3] in {"que", "end"})
