"""Word fields: what Word works out itself (page, contents, links, ticked boxes), and how much of it is text.

A field is an instruction, a separator and the result that Word shows; it may hold other fields, and
a table of contents runs over many paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.notes import signs
from pipeline.notes.ooxml import W

_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:\\\w\s+)?"((?:https?://|mailto:)[^"]+)"', re.IGNORECASE)
_SYMBOL = re.compile(r'\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+"?([^"\\]+)"?)?', re.IGNORECASE)
_BUTTON = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.+)", re.IGNORECASE | re.DOTALL)
_LISTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
_ON, _OFF = "☑ ", "☐ "
_DEEPEST = 200


@dataclass
class Field:
    """A field that has begun and not ended."""

    code: str = ""
    shown: bool = False
    """Whether its separator is behind us: what comes now is its result."""
    said: bool = False
    """Whether the result says anything."""

    @property
    def address(self) -> str:
        """Where a link leads that is a field; empty for others."""
        match = _ADDRESS.match(self.code) if self.said else None
        return match[1].removeprefix("mailto:") if match else ""

    @property
    def lists(self) -> bool:
        """Whether the result repeats headings or words of the text: contents, index."""
        return bool(_LISTS.match(self.code))

    @property
    def drawn(self) -> str:
        """What Word shows of a field that keeps no result."""
        if self.shown:
            return ""
        if match := _SYMBOL.match(self.code):
            code = int(match[1], 16) if match[1].lower().startswith("0x") else int(match[1])
            return signs.sign((match[2] or "").strip(), code)
        match = _BUTTON.match(self.code)
        return match[1].strip() if match else ""


@dataclass
class Fields:
    """The fields that are open at one point of a text."""

    open: list[Field] = field(default_factory=list)
    trusted: bool = True
    """Whether all fields of the part begin and end as they should."""

    @property
    def unseen(self) -> bool:
        """Whether we stand in an instruction, which nobody sees."""
        return self.trusted and any(not one.shown for one in self.open)

    @property
    def contents(self) -> bool:
        """Whether we stand in the result of a table of contents or an index."""
        return self.trusted and any(one.lists and one.shown for one in self.open)

    def begin(self, mark: Any) -> str:
        """Enter a field, and return what a box or a choice of a form shows."""
        if len(self.open) < _DEEPEST:
            self.open.append(Field())
        return _filled(mark.find(f"{W}ffData"))

    def instruct(self, text: str) -> None:
        """Take a piece of the instruction."""
        if self.open:
            self.open[-1].code += text

    def separate(self) -> None:
        """Pass from the instruction to the result."""
        if self.open:
            self.open[-1].shown = True

    def end(self) -> Field:
        """Leave a field and return it."""
        return self.open.pop() if self.open else Field(shown=True)


def _filled(form: Any) -> str:
    """Return what a ticked box or a chosen line shows; the text of a text field is its result."""
    if form is None:
        return ""
    box, choice = form.find(f"{W}checkBox"), form.find(f"{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        ticked = state is not None and state.get(f"{W}val", "1") not in {"0", "false", "off"}
        return _ON if ticked else _OFF
    if choice is not None:
        lines = [str(line.get(f"{W}val", "")) for line in choice.iter(f"{W}listEntry")]
        chosen = choice.find(f"{W}result")
        chosen = choice.find(f"{W}default") if chosen is None else chosen
        number = "0" if chosen is None else str(chosen.get(f"{W}val", "0"))
        return lines[int(number)] if number.isdecimal() and int(number) < len(lines) else ""
    return ""


def whole(root: Any) -> bool:
    """Tell whether all fields of a part begin and end as they should; else nothing can be told from them."""
    depth = 0
    for mark in root.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        if depth < 0:
            return False
    return depth == 0
