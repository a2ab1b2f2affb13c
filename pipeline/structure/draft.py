"""Draft: placed blocks as Markdown, section by section."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.guide.frontmatter import quoted
from pipeline.messages import german
from pipeline.model.guide import SERIES
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.template import Template
from pipeline.structure import escape
from pipeline.structure.cues import MOST_SUGGESTIONS
from pipeline.structure.placement import Placed

_CHECKLIST = "checklist"
_DEEPEST = 5


def empty(
    title: str,
    template: Template,
    today: datetime.date,
    *,
    workshop: str = "",
    filled: Collection[str] = (),
) -> str:
    """Return front matter and the required sections with their advice, but for those that get text."""
    full = title if title.startswith("HowToMake") else f"{SERIES} {title}"
    lines = ["---", f"title: {quoted(full)}", "lang: de-DE", 'version: "0.1"', f"date: {today.isoformat()}"]
    lines += ["status: draft", "funders: []"]
    lines += [f"workshop: {quoted(workshop)}"] if workshop else []
    lines += ["---", ""]
    for rule in template.sections:
        if rule.published and rule.required and rule.id not in filled:
            lines += [f"## {rule.heading} {{#{rule.id}}}", "", escape.comment(rule.hint), ""]
    return "\n".join(lines)


def section(placed: Sequence[Placed], id_: str = "") -> str:
    """Return the Markdown of blocks that stand in one section, with their sources as comments."""
    parts = []
    for source, run in groupby(placed, key=lambda item: item.block.source):
        items = list(run)
        parts += [
            escape.comment(_from(source, items)),
            *chunks([item.block for item in items], boxes=id_ == _CHECKLIST),
        ]
    return "\n\n".join(parts)


def open_box(placed: Sequence[Placed], template: Template) -> str:
    """Return the Markdown of blocks that wait for a person, each group with suggestions and reason."""
    parts: list[str] = []
    for _source, run in groupby(placed, key=lambda item: item.block.source):
        shown = ""
        for group in _groups(run):
            block = group[0].block
            if block.kind is Kind.HEADING:
                shown = block.text
            elif block.kind is not Kind.PICTURE:
                parts.append(escape.comment(_advice(group, shown, template)))
            parts += chunks([item.block for item in group])
    return "\n\n".join(parts)


def _groups(items: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Yield blocks that stand together and are open for the same reason; lists and tables stay whole."""
    group: list[Placed] = []
    for item in items:
        if group and not _together(group[-1], item):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _together(before: Placed, item: Placed) -> bool:
    one, other = before.block, item.block
    if (
        Kind.HEADING in {one.kind, other.kind}
        or Kind.PICTURE in {one.kind, other.kind}
        or one.path != other.path
    ):
        return False
    if other.kind is Kind.ROW and one.table == other.table and one.kind is Kind.ROW:
        return True
    return before.reasons[:1] == item.reasons[:1] or (other.kind is Kind.ITEM and other.level > 1)


def _advice(group: Sequence[Placed], shown: str, template: Template) -> str:
    block = group[0].block
    above = block.path[-2:] if len(block.path) > 2 else block.path[-1:]  # noqa: PLR2004  (the title says nothing)
    votes = Counter(name for item in group for name in item.suggestions)
    likely = [name for name, _times in votes.most_common(MOST_SUGGESTIONS)]
    headings = [rule.heading for name in likely if (rule := template.get(name))]
    parts = [_from(block.source, group)]
    parts += [" › ".join(above)] if above and above != (shown,) else []
    parts += [german("Suggestion: {sections}").format(sections=", ".join(headings))] if headings else []
    return " · ".join([*parts, *group[0].reasons[:1]])


def _from(source: str, items: Sequence[Placed]) -> str:
    first, last = items[0].block.place, items[-1].block.place
    return f"{source}, {first}" if first == last else f"{source}, {first} – {last}"


def chunks(blocks: Iterable[Block], *, boxes: bool = False) -> Iterator[str]:
    """Yield one piece of Markdown for each heading, paragraph, list, table and picture."""
    for kind, run in groupby(_with_notes(blocks), key=lambda block: (block.kind, block.table)):
        items = list(run)
        if kind[0] is Kind.ITEM:
            yield "\n".join(_list(items, boxes=boxes))
        elif kind[0] is Kind.ROW and len(items) > 1:
            yield "\n".join(_table(items))
        else:
            yield from map(_single, items)


def _with_notes(blocks: Iterable[Block]) -> Iterator[Block]:
    """Hang a footnote below the item it belongs to."""
    before: Block | None = None
    for block in blocks:
        if (
            block.layer is Layer.FOOTNOTE
            and before
            and before.kind is Kind.ITEM
            and block.kind is Kind.PARAGRAPH
        ):
            yield dataclasses.replace(block, kind=Kind.ITEM, level=before.level + 1)
        else:
            before = block
            yield block


def _single(block: Block) -> str:
    if block.kind is Kind.HEADING:
        return f"### {escape.heading(block.text)}"
    if block.kind is Kind.PICTURE:
        return escape.comment(
            german("Picture: {name}. Look at it: what belongs into the guide?").format(name=block.text)
        )
    return escape.text(block.text)


def _list(items: Sequence[Block], *, boxes: bool) -> Iterator[str]:
    """Yield the lines of a list; a level is never more than one deeper than the line above."""
    lowest = min(block.level for block in items)
    indents, numbers = [0], [0]
    for block in items:
        level = min(block.level - lowest, len(indents) - 1, _DEEPEST)
        del indents[level + 1 :], numbers[level + 1 :]
        numbers[level] = numbers[level] + 1 if block.ordered else 0
        mark = f"{numbers[level]}." if block.ordered else "-"
        checked = False if boxes and block.checked is None else block.checked
        box = "" if checked is None else "[x] " if checked else "[ ] "
        yield f"{' ' * indents[level]}{mark} {box}{escape.text(block.text, numbered=block.ordered)}"
        indents.append(indents[level] + len(mark) + 1)
        numbers.append(0)


def _table(rows: Sequence[Block]) -> Iterator[str]:
    width = max(len(row.cells) for row in rows)
    for number, row in enumerate(rows):
        cells = [escape.text(cell, cell=True) for cell in (*row.cells, *[""] * (width - len(row.cells)))]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield "|" + "---|" * width
