"""Assembling: a guide as read, its pictures and its funders become one Document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model.document import Document
from pipeline.model.funder import Funder
from pipeline.model.programme import Workshop
from pipeline.render import code
from pipeline.render.imprint import imprint
from pipeline.render.page import page
from pipeline.render.reader import Source
from pipeline.render.settle import settle


def assemble(
    source: Source,
    *,
    pictures: Mapping[str, tuple[str, bytes]],
    funders: Sequence[Funder],
    workshop: Workshop | None,
    brand: Mapping[str, Any],
) -> Document:
    """Settle the tree and add the imprint.

    `pictures` maps each address as typed in guide.md to name and bytes of the cleaned picture.
    """
    front = source.guide.front
    targets = {typed: name for typed, (name, _data) in pictures.items()}
    blocks = settle(source.blocks, front.lang, targets)
    head = page(front, blocks, funders, workshop, brand)
    shown = dict(pictures.values())
    name = ""
    if head["address"]:
        name, data = code.qr(head["address"])
        shown[name] = data
    blocks += imprint(head, funders, name)
    head["sections"].append({"id": "imprint", "heading": head["words"]["imprint"]})
    return Document(source.guide, tuple(blocks), shown, tuple(funders), head)
