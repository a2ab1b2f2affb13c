"""Follow-up: follow-up.md, what the group has to do and remember, and what is never published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.messages import german
from pipeline.model.ledger import Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.template import Template
from pipeline.structure import draft
from pipeline.structure.growth import Place, grow, of_notes
from pipeline.structure.placement import METADATA, Placed

_TASKS = "tasks"


def belongs(placed: Placed) -> bool:
    """Tell whether a block is shown to the group: follow-up, and facts about the meeting."""
    if placed.fate is Fate.FOLLOW_UP:
        return True
    about = placed.fate is Fate.METADATA and placed.section == METADATA
    return about and placed.block.kind is not Kind.HEADING and placed.block.layer is not Layer.PROPERTY


def text(existing: str, placed: Sequence[Placed], template: Template) -> str:
    """Return follow-up.md with the new blocks added to it; unchanged when there are none."""
    places = [Place(rule.id, rule.heading) for rule in template.sections if not rule.published]
    additions = _additions([item for item in placed if belongs(item)], {place.id for place in places})
    if not additions:
        return existing
    return grow(existing or _head(), additions, places, of_notes)


def _additions(placed: Sequence[Placed], known: set[str]) -> Mapping[str, str]:
    sections: dict[str, list[Placed]] = {}
    for item in placed:
        sections.setdefault(item.section if item.section in known else METADATA, []).append(item)
    return {
        id_: draft.section([_to_do(item) if id_ == _TASKS else item for item in items])
        for id_, items in sections.items()
    }


def _to_do(item: Placed) -> Placed:
    """Give a task a box to tick."""
    import dataclasses

    block = item.block
    if block.kind not in {Kind.PARAGRAPH, Kind.ITEM} or block.text.rstrip().endswith(":"):
        return item
    level = block.level or 1
    checked = bool(block.checked)
    changed: Block = dataclasses.replace(block, kind=Kind.ITEM, level=level, ordered=False, checked=checked)
    return dataclasses.replace(item, block=changed)


def _head() -> str:
    title = german("For the group")
    advice = german("Decisions, tasks and feedback out of the notes. This file is never published.")
    limits = german("About people the program finds hints; it replaces no reading.")
    return f"# {title}\n\n{advice} {limits}\n"
