"""Settling: a chain of small transforms after which the tree says the same thing in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.model.document import Node
from pipeline.render.settle import (
    boxes,
    callouts,
    comments,
    definitions,
    figures,
    headings,
    quotes,
    slots,
    spaces,
    steps,
)

Transform = Callable[[list[Node], str], list[Node]]

CHAIN: tuple[Transform, ...] = (
    comments.drop,
    headings.raise_,
    definitions.part,
    boxes.find,
    callouts.find,
    steps.number,
    figures.find,
    slots.find,
    quotes.settle,
    spaces.settle,
)
"""In this order; each takes the tree and the guide's language tag."""


def settle(blocks: Sequence[Node], lang: str, targets: Mapping[str, str]) -> list[Node]:
    """Run the chain, then point pictures to their cleaned files (`targets`: as typed → name)."""
    settled = list(blocks)
    for transform in CHAIN:
        settled = transform(settled, lang)
    return figures.point(settled, targets)
