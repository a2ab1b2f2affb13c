"""Headings: what each heading of a file says, read once; the title of the whole says nothing of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model.notes import Block, Kind
from pipeline.structure.cues import CERTAIN, NONE, Cues, Sign

ATTENDANCE = "attendance"
PEOPLE = "people"


def signs(blocks: Sequence[Block], cues: Cues) -> Mapping[str, Sign]:
    """Return the sign of each heading for what stands below it.

    „Auswertung Sommerfest“ over everything is a title: it makes no feedback of tips and tasks.
    """
    found = {heading: cues.heading(heading) for heading in dict.fromkeys(_headings(blocks))}
    title = _title(blocks)
    if (
        title
        and found[title].section != ATTENDANCE
        and (found[title].score < CERTAIN or _parts(blocks, title))
    ):
        found[title] = NONE
    return found


def _headings(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from block.path
        if block.kind is Kind.HEADING:
            yield block.text


def _title(blocks: Sequence[Block]) -> str:
    """Return the heading that stands over all that follows, if there is one."""
    first = next((number for number, block in enumerate(blocks) if block.kind is Kind.HEADING), None)
    if first is None:
        return ""
    title = blocks[first].text
    below = [block for block in blocks[first + 1 :] if block.path]
    return title if below and all(block.path[0] == title for block in below) and len(below) > 1 else ""


def _parts(blocks: Sequence[Block], title: str) -> bool:
    return any(block.kind is Kind.HEADING and block.path[:1] == (title,) for block in blocks)
