"""Assembling: a guide as read, its pictures and its funders become one Document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model.document import Document
from pipeline.model.funder import Funder, Spot
from pipeline.model.programme import Workshop
from pipeline.render import code, cover
from pipeline.render.imprint import acknowledgement, at, imprint
from pipeline.render.logos import Mark
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
    marks: Mapping[str, Mark] | None = None,
    covered: bool = False,
) -> Document:
    """Settle the tree; add the acknowledgement to the text where a profile asks for it, and the imprint.

    `pictures` maps each address as typed in guide.md to name and bytes of the cleaned picture, `marks` each
    file of a funder's logo to its picture; `covered` says that something in this draft was covered, which
    its title page says, too.
    """
    front = source.guide.front
    targets = {typed: name for typed, (name, _data) in pictures.items()}
    blocks = settle(source.blocks, front.lang, targets)
    marks = marks or {}
    head = page(front, blocks, funders, workshop, brand, marks)
    if covered and head["status_text"]:
        head["status_text"] = cover.badge(str(head["status_text"]), front.lang)
    shown = dict(pictures.values()) | {mark.name: mark.data for mark in marks.values()}
    name = ""
    if head["address"]:
        head["address"] = f"{head['address'].rstrip('/')}/{source.guide.slug}/"
        name, data = code.qr(head["address"])
        shown[name] = data
    blocks += [acknowledgement(entry, Spot.BODY) for entry in at(head, Spot.BODY)]
    blocks += imprint(head, name)
    head["sections"].append({"id": "imprint", "heading": head["words"]["imprint"]})
    return Document(source.guide, tuple(blocks), shown, tuple(funders), head)
