"""Passages: every text of a guide that a reader may meet, with its line, and how to put other words there."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.document import Node
from pipeline.model.guide import FrontMatter, Guide
from pipeline.render.reader import Source, is_wrapper, position_line
from pipeline.render.settle.comments import is_comment

_SIGNS = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_AROUND: dict[str, int | None] = {
    **dict.fromkeys(("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline")),
    **dict.fromkeys(("Quoted", "Cite", "Link", "Span"), 1),
}
"""Inlines around others → where in their content these stand."""
_INLINES = {*_SIGNS, *_AROUND, "Str", "Code", "Math", "RawInline", "Image", "Note"}
_FRONT = (
    "title",
    "subtitle",
    "summary",
    "keywords",
    "audience",
    "roles",
    "effort",
    "contact",
    "authors",
    "description",
    "changes",
)
"""Keys of the front matter that are printed somewhere."""
_KEY = re.compile(r"([a-z]+):")


@dataclass
class _Piece:
    """One stretch of text in the tree; `box[key]` holds it, a key of None stands for a space or line end."""

    start: int
    text: str
    box: Any
    key: Any


@dataclass
class Passage:
    """One text in one go: a paragraph, a heading, a cell, an alternative text, the target of a link."""

    line: int
    text: str = ""
    pieces: list[_Piece] = field(default_factory=list)
    inlines: list[Node] | None = None
    offset: int = 0
    """Of the lines that the inlines name, until somebody asks for a line: most passages are never asked."""
    link: Node | None = None
    """The link whose target this is: it has to go when its address must not be seen."""
    key: str = ""
    """The key of the front matter this is the value of."""

    def line_of(self, index: int) -> int:
        """Return the line of guide.md in which a sign stands."""
        if self.inlines is None:
            return self.line
        starts = list(_lines(self.inlines, self.line, self.offset))
        return starts[max(bisect.bisect_right([start for start, _line in starts], index) - 1, 0)][1]

    def replace(self, start: int, end: int, words: str) -> None:
        """Put other words there; do it from the end of the text to its beginning."""
        if self.link is not None:
            attributes, inlines, _target = self.link["c"]
            self.link.update(t="Span", c=[attributes, inlines])
            return
        for piece in self.pieces:
            low, high = max(start - piece.start, 0), min(end - piece.start, len(piece.text))
            if low >= high:
                continue
            piece.text = piece.text[:low] + words + piece.text[high:]
            words = ""
            if piece.key is None:
                piece.box.clear()
                piece.box.update(t="Str", c=piece.text)
                piece.key = "c"
            else:
                piece.box[piece.key] = piece.text

    def add(self, text: str, box: Any, key: Any) -> None:
        """Add a stretch of text at the end."""
        self.pieces.append(_Piece(len(self.text), text, box, key))
        self.text += text


def of_body(source: Source) -> list[Passage]:
    """Return the passages below the front matter, in reading order; comments reach no output and are none."""
    walk = _Walk(source.guide.body_line - 1)
    walk.content(source.raw, source.guide.body_line)
    return [passage for passage in walk.found if passage.text.strip()]


class _Walk:
    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.found: list[Passage] = []

    def content(self, part: Any, line: int) -> None:
        """Walk through blocks, lists of blocks, rows and cells."""
        if isinstance(part, list):
            if part and isinstance(part[0], dict) and part[0].get("t") in _INLINES:
                self._run(part, line)
            else:
                for child in part:
                    self.content(child, line)
        elif isinstance(part, dict) and "t" in part:
            line = position_line(part, line, self.offset)
            if part["t"] in {"CodeBlock", "RawBlock"}:
                if part["t"] == "CodeBlock" or not is_comment(part["c"][1]):
                    self._string(part["c"], 1, line)
            else:
                self._attributes(part, line)
                self.content(part.get("c"), line)

    def _run(self, inlines: list[Node], line: int) -> None:
        passage = Passage(line, inlines=inlines, offset=self.offset)
        self.found.append(passage)
        later: list[tuple[Any, int]] = []
        self._inlines(inlines, passage, later)
        for part, at in later:
            self.content(part, at)

    def _inlines(self, inlines: list[Node], passage: Passage, later: list[tuple[Any, int]]) -> None:
        for node in inlines:
            kind = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                passage.add(content, node, "c")
            elif kind in _SIGNS:
                passage.add(_SIGNS[kind], node, None)
            elif kind in {"Code", "Math"} or (kind == "RawInline" and not is_comment(content[1])):
                passage.add(content[1], content, 1)
            elif kind in _AROUND:
                self._around(node, passage, later)
            elif kind in {"Image", "Note"}:
                line = passage.line_of(len(passage.text))
                later.append((content[1] if kind == "Image" else content, line))
                if kind == "Image":
                    self._string(content[2], 1, line)

    def _around(self, node: Node, passage: Passage, later: list[tuple[Any, int]]) -> None:
        kind, content = node["t"], node["c"]
        if kind == "Link" or (kind == "Span" and not is_wrapper(node)):
            line = passage.line_of(len(passage.text))
            self._attributes(node, line)
            if kind == "Link":
                self._target(node, line)
        place = _AROUND[kind]
        self._inlines(content if place is None else content[place], passage, later)

    def _target(self, link: Node, line: int) -> None:
        self._string(link["c"][2], 1, line)
        self.found.append(Passage(line, link["c"][2][0], link=link))

    def _attributes(self, node: Node, line: int) -> None:
        """Take the values of attributes: a box may have a title."""
        content = node.get("c")
        places = content if isinstance(content, list) else []
        for place in places[:2]:
            if isinstance(place, list) and len(place) == 3 and isinstance(place[2], list):  # noqa: PLR2004
                for pair in place[2]:
                    if isinstance(pair, list) and len(pair) == 2 and pair[0] not in {"data-pos", "wrapper"}:  # noqa: PLR2004
                        self._string(pair, 1, line)

    def _string(self, box: Any, key: int, line: int) -> None:
        if isinstance(box[key], str) and box[key].strip():
            passage = Passage(line)
            passage.add(box[key], box, key)
            self.found.append(passage)


def _lines(inlines: list[Node], line: int, offset: int) -> Iterator[tuple[int, int]]:
    """Yield from which sign on the text of inlines stands in which line; the first row is the beginning."""
    at = 0
    stack: list[tuple[Node, int]] = [(node, line) for node in reversed(inlines)]
    yield 0, line
    while stack:
        node, line = stack.pop()
        line = position_line(node, line, offset)
        kind, content = node["t"], node.get("c")
        yield at, line
        if kind in _AROUND:
            place = _AROUND[kind]
            inside = content if place is None else content[place]  # type: ignore[index]
            stack += [(child, line) for child in reversed(inside)]  # type: ignore[arg-type]
        elif kind == "Str" or kind in _SIGNS:
            at += len(_SIGNS.get(kind, "")) or len(content)  # type: ignore[arg-type]
        elif kind in {"Code", "Math", "RawInline"}:
            at += len(content[1]) if kind != "RawInline" or not is_comment(content[1]) else 0  # type: ignore[index]


# The front matter


def of_front(guide: Guide, text: str) -> list[Passage]:
    """Return the values of the front matter that are printed; `text` is guide.md, for their lines."""
    head = text.splitlines()[: guide.body_line]
    lines = {match[1]: number for number, line in enumerate(head, start=1) if (match := _KEY.match(line))}
    found = []
    for key in _FRONT:
        for said in _said(getattr(guide.front, key)):
            passage = Passage(lines.get(key, 1), key=key)
            passage.add(said, [said], 0)
            found.append(passage)
    return found


def _said(value: Any) -> list[str]:
    """Return what a key of the front matter says: a text, several, or what versions brought."""
    texts = [value] if isinstance(value, str) else [getattr(one, "text", one) for one in value]
    return [text for text in texts if text]


def front_with(front: FrontMatter, passages: Sequence[Passage]) -> FrontMatter:
    """Return the front matter with the words that now stand in its passages."""
    changed: dict[str, Any] = {}
    for key in _FRONT:
        texts = tuple(str(passage.pieces[0].text) for passage in passages if passage.key == key)
        value = getattr(front, key)
        if key == "changes":
            said = iter(texts)
            changed[key] = tuple(
                dataclasses.replace(one, text=next(said)) if one.text else one for one in value
            )
        elif texts:
            changed[key] = texts[0] if isinstance(value, str) else texts
    return dataclasses.replace(front, **changed)
