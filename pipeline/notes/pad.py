"""Pad: Markdown as pads export it and as people type it, line by line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.messages import _
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.notes import lines, markdown, normalise, outline, places
from pipeline.notes.unreadable import Unreadable

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_].*?)(?:\*\*|__)(?P<colon>:?)")
_STARS = re.compile(r"(?P<stars>(?:\\?\*){1,6})[ \t]+(?P<text>\S.*)")
"""A bullet whose depth is its number of stars, with backslashes where the export put them."""
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_FENCE = re.compile(r"(```+|~~~+)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<address>[^)]*)\)")
_KEY = re.compile(r"[\w-]+:(?:[ \t]+\S.*)?")
_MACHINE = re.compile(r"\[toc\]|\[\[toc\]\]|\{%.*%\}", re.IGNORECASE)
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


@dataclass(frozen=True)
class _Row:
    number: int
    text: str

    @property
    def bare(self) -> str:
        return " ".join(self.text.split())


def _visible(name: str, text: str) -> Iterator[tuple[int, Block]]:
    rows = [_Row(number, row) for number, row in enumerate(text.split("\n"), start=1)]
    front = _front_length(rows)
    for row in rows[1 : max(front - 1, 1)]:
        if row.bare:
            yield row.number, Block(name, places.line(row.number), Kind.META, row.bare)
    yield from _body(name, rows[front:])


def _front_length(rows: list[_Row]) -> int:
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


def _body(name: str, rows: list[_Row]) -> Iterator[tuple[int, Block]]:
    waiting: tuple[_Row, Block] | None = None
    table, fence, wrapped = 0, "", lines.wrapped([row.text for row in rows])
    for index, row in enumerate(rows):
        below = rows[index + 1].text.strip() if index + 1 < len(rows) else ""
        above = rows[index - 1].text.strip() if index else ""
        opening = _FENCE.match(row.text.strip())
        if opening and (not fence or row.text.strip() == opening[1]):
            fence, block = ("" if fence else opening[1]), _fence_word(name, row)
        elif fence:
            block = Block(name, places.line(row.number), Kind.PARAGRAPH, row.bare) if row.bare else None
        elif _is_structure(row, above):
            block = None
        else:
            block = _block(name, row, below, above)
        if block and block.kind is Kind.ROW:
            table += not (waiting and waiting[1].kind is Kind.ROW)
            block = dataclasses.replace(block, table=table)
        if waiting and block and _goes_on(waiting[1], block, row, wrapped=wrapped):
            waiting = (waiting[0], _longer(waiting[1], block))
            continue
        if waiting and (block or not _TABLE_RULE.fullmatch(row.text.strip())):
            yield waiting[0].number, waiting[1]
            waiting = None
        waiting = (row, block) if block else waiting
    if waiting:
        yield waiting[0].number, waiting[1]


def _fence_word(name: str, row: _Row) -> Block | None:
    word = row.bare.strip("`~ ")
    return Block(name, places.line(row.number), Kind.META, word, typed=row.bare) if word else None


def _is_structure(row: _Row, above: str) -> bool:
    """Tell whether a line only draws: blank, rule, underline of a heading, rule of a table."""
    bare = row.text.strip()
    if _UNDERLINE.fullmatch(bare) and _can_be_heading(above):
        return True
    return not bare or bool(_RULE.fullmatch(bare)) or (bool(_TABLE_RULE.fullmatch(bare)) and "-" in bare)


def _can_be_heading(text: str) -> bool:
    return bool(text) and not _HEADING.fullmatch(text) and not _STARS.fullmatch(text) and not lines.item(text)


def _block(name: str, row: _Row, below: str, above: str) -> Block:
    where = places.line(row.number)
    quoted = (
        _QUOTE.sub("", row.text.strip(), count=1) if row.text.lstrip().startswith(">") else row.text.strip()
    )
    if match := _HEADING.fullmatch(quoted):
        return Block(name, where, Kind.HEADING, markdown.text(match[2]), level=len(match[1]), typed=row.bare)
    if _UNDERLINE.fullmatch(below) and _can_be_heading(quoted) and not lines.columns(quoted):
        level = 1 if below[0] == "=" else 2
        return Block(name, where, Kind.HEADING, markdown.text(quoted), level=level, typed=row.bare)
    if _MACHINE.fullmatch(quoted):
        return Block(name, where, Kind.META, quoted)
    if match := _IMAGE.fullmatch(quoted):
        said = " ".join(f"{match['alt']} ({match['address']})".split())
        return Block(name, where, Kind.PICTURE, said, typed=row.bare)
    if bold := _BOLD.fullmatch(quoted):
        said = markdown.text(bold["text"]).removesuffix(":")
        if outline.looks_like_heading(said, bold=True):
            return Block(name, where, Kind.HEADING, said, level=7, typed=row.bare)
    return (
        _item(name, where, row, quoted)
        or _row(name, where, row, quoted, (above, below))
        or _line(name, where, row, quoted)
    )


def _item(name: str, where: str, row: _Row, quoted: str) -> Block | None:
    indent = len(row.text[: len(row.text) - len(row.text.lstrip())].expandtabs(4))
    if match := _STARS.fullmatch(quoted):
        depth = match["stars"].count("*") + indent // 2
        inner = lines.item(match["text"])
        found: lines.Item | None = lines.Item(match["text"])
        found = inner if inner and (inner.checked is not None or inner.ordered) else found
    else:
        found = lines.item(re.sub(r"^(\d{1,3})\\([.)])", r"\1\2", re.sub(r"^\\([-+])", r"\1", quoted)))
        depth = 1 + indent // 2
    if not found:
        return None
    said = markdown.text(found.text)
    return Block(
        name,
        where,
        Kind.ITEM,
        said,
        level=depth,
        ordered=found.ordered,
        checked=found.checked,
        typed=row.bare,
    )


def _row(name: str, where: str, row: _Row, quoted: str, near: tuple[str, str]) -> Block | None:
    cells = tuple(markdown.text(cell) for cell in lines.columns(quoted)) if "|" in quoted else ()
    in_table = quoted.startswith("|") or any(
        (_TABLE_RULE.fullmatch(other) and "|" in other) or len(lines.columns(other)) == len(cells)
        for other in near
    )
    if not cells or not in_table:
        return None
    return Block(name, where, Kind.ROW, " | ".join(cells), cells=cells, typed=row.bare)


def _line(name: str, where: str, row: _Row, quoted: str) -> Block:
    said = markdown.text(quoted)
    return Block(name, where, Kind.PARAGRAPH, said or row.bare, typed="" if said == row.bare else row.bare)


def _goes_on(before: Block, block: Block, row: _Row, *, wrapped: bool) -> bool:
    """Tell whether a line belongs to the block before: a line below an item, or a broken sentence."""
    if block.kind is not Kind.PARAGRAPH:
        return False
    if before.kind is Kind.ITEM and row.text[:1] in " \t":
        return True
    return before.kind in {Kind.ITEM, Kind.PARAGRAPH} and lines.continues(
        before.text, block.text, wrapped=wrapped
    )


def _longer(before: Block, block: Block) -> Block:
    typed = lines.joined(before.raw, block.raw)
    text = lines.joined(before.text, block.text)
    return dataclasses.replace(before, text=text, typed="" if typed == text else typed)
