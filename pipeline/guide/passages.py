"""Passages: the text of guide.md or follow-up.md in its smallest pieces, each with the lines it takes.

A passage is a heading, a paragraph, an item with the lines that go on with it, a row of a table, a term
or a definition. Front matter, comments, fences of code and of boxes, and rules between rows are none.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
"""A line with its end, whatever kind that is."""
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t]*#*")
_ID = re.compile(r"\s*\{[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}\s*$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-+*]|\d{1,9}[.)])(?P<gap>[ \t]+)(?P<text>\S.*)")
_BOX = re.compile(r"\[[ xX]\][ \t]+")
_ROW = re.compile(r"\|.*\|?")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BREAK = re.compile(r"(?:[-*_][ \t]*){3,}")
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})")
_BOXED = re.compile(r":{3,}.*")
_NOTE = re.compile(r"\A\[\^[^\]\s]+\]:[ \t]+")
_TERM = re.compile(r"\A:[ \t]+")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_SECTION_LEVEL = 2


class Form(enum.Enum):
    """What a passage is on the page."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Passage:
    """One piece of text: its lines from `start` up to `end` (from 0, of the whole file), and its words."""

    form: Form
    start: int
    end: int
    section: str
    """Id of the section it stands in; empty above the first."""
    text: str
    """Its Markdown on one line, without the marks of list, quote, box and heading."""
    level: int = 0
    """Of headings, or columns by which an item is indented."""


def passages(text: str) -> list[Passage]:
    """Return the passages of a text in reading order."""
    return list(_Walk(LINE.findall(text)).walk())


class _Walk:
    """A way through the lines of a file."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = [line.rstrip("\r\n") for line in lines]
        self.section = ""
        self.open: Passage | None = None

    def walk(self) -> Iterator[Passage]:
        number = self._front()
        while number < len(self.lines):
            line = self.lines[number]
            bare = line.strip()
            skipped = self._skipped(number)
            if skipped > number or not bare or _BREAK.fullmatch(bare) or _BOXED.fullmatch(bare):
                yield from self._close()
                number = max(skipped, number + 1)
                continue
            yield from self._line(number, line)
            number += 1
        yield from self._close()

    def _front(self) -> int:
        """Return the line after the front matter."""
        if not self.lines or self.lines[0].lstrip("\ufeff").strip() != "---":
            return 0
        ends = (n for n, line in enumerate(self.lines[1:], start=1) if line.strip() in {"---", "..."})
        return next(ends, -1) + 1

    def _skipped(self, number: int) -> int:
        """Return the line after a comment or a fence of code that begins here; else the same line."""
        bare = self.lines[number].strip()
        if bare.startswith("<!--"):
            for end in range(number, len(self.lines)):
                if "-->" in self.lines[end]:
                    return end + 1
            return len(self.lines)
        if opening := _FENCE.match(bare):
            for end in range(number + 1, len(self.lines)):
                if self.lines[end].strip().startswith(opening["mark"]):
                    return end + 1
            return len(self.lines)
        return number

    def _line(self, number: int, line: str) -> Iterator[Passage]:
        bare = _QUOTE.sub("", line.strip(), count=1) if line.lstrip().startswith(">") else line.strip()
        if not bare:
            yield from self._close()
        elif match := _HEADING.fullmatch(bare):
            yield from self._close()
            yield self._heading(number, match)
        elif item := _ITEM.fullmatch(line):
            yield from self._close()
            indent = len(item["indent"].expandtabs(4))
            self.open = Passage(
                Form.ITEM, number, number + 1, self.section, _BOX.sub("", item["text"], count=1), indent
            )
        elif _ROW.fullmatch(bare) and bare.count("|") > 1:
            yield from self._close()
            if not _RULE.fullmatch(bare):
                yield Passage(Form.ROW, number, number + 1, self.section, bare.strip("|").strip())
        else:
            yield from self._text(number, bare)

    def _text(self, number: int, bare: str) -> Iterator[Passage]:
        said = _TERM.sub("", _NOTE.sub("", bare, count=1), count=1) if _begins(bare) else bare
        if self.open and not _begins(bare):
            before = self.open
            self.open = Passage(
                before.form, before.start, number + 1, before.section, f"{before.text} {said}", before.level
            )
            return
        yield from self._close()
        self.open = Passage(Form.TEXT, number, number + 1, self.section, said)

    def _heading(self, number: int, match: re.Match[str]) -> Passage:
        level, text = len(match["marks"]), match["text"]
        found = _ID.search(text)
        if level <= _SECTION_LEVEL:
            self.section = found["id"] if found else ""
        return Passage(Form.HEADING, number, number + 1, self.section, _ID.sub("", text), level)

    def _close(self) -> Iterator[Passage]:
        if self.open:
            yield self.open
            self.open = None


def _begins(bare: str) -> bool:
    return bool(_NOTE.match(bare) or _TERM.match(bare))
