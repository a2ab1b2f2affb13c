"""Pad: Markdown as pads export it and as people type it, line by line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import lines, markdown, normalise, numbered, outline, padline, places
from pipeline.notes.padline import Row
from pipeline.notes.unreadable import Unreadable

_FENCE = re.compile(r"(```+|~~~+)\s*(?P<language>[\w-]*)")
_DRAWN = {
    "mermaid", "sequence", "flow", "graphviz", "gantt", "abc", "vega", "plantuml", "markmap", "fretboard",
}  # fmt: skip
"""Languages that a pad draws a picture from."""
_KEY = re.compile(r"[\w-]+:(?:[ \t]+\S.*)?")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


def read(name: str, data: bytes) -> Notes:
    """Read Markdown.

    Raises:
        Unreadable: the bytes are no text.
    """
    try:
        text, repairs = normalise.decode(data)
    except normalise.Undecodable as error:
        raise Unreadable(
            _("Expected text (Markdown), but these bytes are none."),
            _("Export the pad as Markdown or text anew."),
        ) from error
    found = sorted(
        [*_comments(name, text), *_visible(name, _without_comments(text))], key=lambda pair: pair[0]
    )
    return Notes(name, tuple(outline.with_paths(block for _number, block in found)), repairs)


def _comments(name: str, text: str) -> Iterator[tuple[int, Block]]:
    for match in _COMMENT.finditer(text):
        said = " ".join(match[1].split())
        if said:
            number = text[: match.start()].count("\n") + 1
            yield number, Block(name, places.hidden(places.line(number)), Kind.PARAGRAPH, said, Layer.HIDDEN)


def _without_comments(text: str) -> str:
    """Take comments out and keep every line where it is."""
    return _COMMENT.sub(lambda match: " " + "\n" * match[0].count("\n"), text)


def _visible(name: str, text: str) -> Iterator[tuple[int, Block]]:
    rows: list[Row] = []
    for number, row in enumerate(text.split("\n"), start=1):
        kept, struck = markdown.struck(row)
        rows.append(Row(number, kept))
        if said := " ".join(struck.split()):
            place = places.deleted(places.line(number))
            yield number, Block(name, place, Kind.PARAGRAPH, markdown.text(said), Layer.DELETED, typed=said)
    front = _front_length(rows)
    for one in rows[1 : max(front - 1, 1)]:
        if one.bare:
            yield one.number, Block(name, places.line(one.number), Kind.META, one.bare)
    yield from _body(name, rows[front:])


def _front_length(rows: list[Row]) -> int:
    """Return how many lines the YAML head of a pad takes, its rules included; 0 when it has none."""
    if not rows or rows[0].text.strip() != "---":
        return 0
    for count, row in enumerate(rows[1:], start=2):
        if row.text.strip() in {"---", "..."}:
            return count
        if (
            row.text.strip()
            and not _KEY.fullmatch(row.text.strip())
            and not row.text.startswith((" ", "-", "#"))
        ):
            return 0
    return 0


def _body(name: str, rows: list[Row]) -> Iterator[tuple[int, Block]]:
    waiting: tuple[Row, Block] | None = None
    table, first = 0, rows[0].number if rows else 1
    broken = lines.broken([row.text for row in rows])
    for row, blocks in _pieces(name, rows):
        for piece in blocks:
            block = piece
            if block.kind is Kind.ROW:
                table += not (waiting and waiting[1].kind is Kind.ROW)
                block = dataclasses.replace(block, table=table)
            if waiting and _goes_on(waiting[1], block, row, wrapped=row.number - first in broken):
                waiting = (waiting[0], _longer(waiting[1], block))
                continue
            if waiting:
                yield waiting[0].number, waiting[1]
            waiting = (row, block)
        if not blocks and waiting and not padline.is_table_rule(row):
            yield waiting[0].number, waiting[1]
            waiting = None
    if waiting:
        yield waiting[0].number, waiting[1]


def _pieces(name: str, rows: list[Row]) -> Iterator[tuple[Row, list[Block]]]:
    """Yield each line with what it says; what stands between fences is text as it is, or a drawing."""
    fence, drawn = "", list[Row]()
    for index, row in enumerate(rows):
        bare = row.text.strip()
        opening = _FENCE.match(bare)
        if opening and not fence:
            fence = opening[1]
            drawn = [row] if opening["language"].lower() in _DRAWN else []
            yield row, [] if drawn else _fence_word(name, row)
        elif fence and opening and bare == opening[1]:
            yield drawn[0] if drawn else row, [_drawing(name, drawn)] if drawn else []
            fence, drawn = "", []
        elif drawn:
            drawn.append(row)
        elif fence:
            yield row, [Block(name, places.line(row.number), Kind.PARAGRAPH, row.bare)] if row.bare else []
        else:
            near = [
                rows[other].text.strip() if 0 <= other < len(rows) else "" for other in (index - 1, index + 1)
            ]
            yield row, padline.read(name, row, near[0], near[1])
    if drawn:
        yield drawn[0], [_drawing(name, drawn)]


def _fence_word(name: str, row: Row) -> list[Block]:
    word = row.bare.strip("`~ ")
    return [Block(name, places.line(row.number), Kind.META, word, typed=row.bare)] if word else []


def _drawing(name: str, rows: list[Row]) -> Block:
    """Return a diagram that is typed: a picture to look at, with all its words."""
    said = " ".join(row.bare for row in rows)
    return Block(name, places.line(rows[0].number), Kind.PICTURE, said.lstrip("`~ "), typed=said)


def _goes_on(before: Block, block: Block, row: Row, *, wrapped: bool) -> bool:
    """Tell whether a line belongs to the block before: a line below an item, or a broken sentence."""
    if block.kind is not Kind.PARAGRAPH or Layer.FOOTNOTE in {block.layer, before.layer}:
        return False
    if before.kind is Kind.ITEM and row.text[:1] in " \t":
        return not numbered.titles(before, block)
    return before.kind in {Kind.ITEM, Kind.PARAGRAPH} and lines.continues(
        before.text, block.text, wrapped=wrapped
    )


def _longer(before: Block, block: Block) -> Block:
    typed = lines.joined(before.raw, block.raw)
    text = lines.joined(before.text, block.text)
    return dataclasses.replace(before, text=text, typed="" if typed == text else typed)
