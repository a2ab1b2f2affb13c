"""Follow-up: follow-up.md, what the group has to do and remember, and what is never published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from pipeline.messages import german
from pipeline.model.ledger import Fate
from pipeline.model.notes import Kind, Layer
from pipeline.model.template import Template
from pipeline.structure import draft, tasklist
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
    sections: dict[str, list[Placed]] = {}
    for item in placed:
        if belongs(item):
            sections.setdefault(shown(item.section, template), []).append(item)
    additions = {id_: rendered(id_, items) for id_, items in sections.items()}
    return grown(existing, additions, template) or ""


def grown(existing: str | None, additions: Mapping[str, str], template: Template) -> str | None:
    """Return follow-up.md with Markdown added to its sections; as it is when there is none."""
    if not any(additions.values()):
        return existing
    places = [Place(rule.id, rule.heading) for rule in template.sections if not rule.published]
    return grow(existing or _head(), additions, places, of_notes)


def shown(section: str, template: Template) -> str:
    """Return the section under which the group finds a passage; what has none here is about the meeting."""
    rule = template.get(section)
    return section if rule and not rule.published else METADATA


def rendered(section: str, placed: Sequence[Placed]) -> str:
    """Return the Markdown of passages in a section; tasks say who does them and until when."""
    if section != _TASKS:
        return draft.section(placed, section)
    runs = groupby(placed, key=lambda item: item.block.source)
    return "\n\n".join(tasklist.rendered(list(run)) for _source, run in runs)


def _head() -> str:
    title = german("For the group")
    advice = german("Decisions, tasks and feedback out of the notes. This file is never published.")
    limits = german("About people the program finds hints; it replaces no reading.")
    return f"# {title}\n\n{advice} {limits}\n"
