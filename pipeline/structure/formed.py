"""Formed: notes taken in our own form, placed by the field they stand in; nothing is guessed.

What the form itself says (headings, advice, empty rows) is told from what people wrote, and counts as
words of the form. What stands outside of its fields is sorted as notes are. Marks get lost on the way
through other programs, so a field is known by the tag of its control, else by the heading above it:
by the bookmark of that heading, else by its words.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.form import FORM, FREE, PARKING, Form, Shape
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.model.template import Template
from pipeline.notes import formmarks, personal
from pipeline.structure.letters import key
from pipeline.structure.placement import ATTENDANCE, METADATA, Placed

Sort = Callable[[Notes], list[Placed]]
"""How notes are sorted that stand in no form."""

_TOPIC = 0
"""The first fact of the form is what the workshop is about."""
_ENOUGH = 3
"""So many of the form's own sentences make a file the form, whatever became of its marks."""
_SENTENCE = 20
"""Letters from which words of the form are found in no other notes by chance."""
_REAL = 6
"""Headings of a deeper level are bold lines that people typed."""
_SPOKEN = {Layer.BODY, Layer.FOOTNOTE, Layer.TEXTBOX}
_CHECKLIST, _TASKS = "checklist", "tasks"


@dataclass(frozen=True)
class _Known:
    """The form as it is recognised in a file, by the letters of what it says."""

    sections: Mapping[str, str]
    """Mark → section, `free` or `parking`."""
    headings: Mapping[str, str]
    """Heading → mark, of those that stand on the form; the last of several counts for none."""
    facts: Mapping[str, str]
    """Label → section."""
    asks: frozenset[str]
    own: frozenset[str]
    """Everything the form says."""
    heads: frozenset[str]
    """First rows of its tables."""
    title: str


def known(form: Form) -> _Known:
    """Return what the form says, and where what is written there belongs."""
    facts = [fact for part in form.parts for fact in part.facts]
    asks = {key(text) for part in form.parts for text in (*part.asks, part.ask)} | {key(f.ask) for f in facts}
    says = [form.title, form.subtitle, *form.intro, *("".join(form.words),)]
    for part in form.parts:
        says += [part.heading, part.hint, *part.sentences, "".join(part.columns), "".join(part.asks)]
    says += [fact.label for fact in facts] + [f"{fact.label} {fact.ask}" for fact in facts]
    return _Known(
        {part.mark: part.section for part in form.parts if part.mark},
        {key(part.heading): part.mark for part in form.parts},
        {key(fact.label): fact.section for fact in facts},
        frozenset(asks - {""}),
        frozenset({key(text) for text in says} | asks),
        frozenset({key("".join(part.columns)) for part in form.parts} | {key("".join(form.words))}) - {""},
        key(form.title),
    )


def is_form(notes: Notes, form: Form) -> bool:
    """Tell whether notes were taken in the form: they say so, have its marks, or say what only it says."""
    if notes.marks.said or notes.marks.fields or notes.marks.headings:
        return True
    own = {said for said in known(form).own if len(said) >= _SENTENCE}
    return len({key(block.text) for block in notes.blocks} & own) >= _ENOUGH


def topic(notes: Notes, form: Form) -> str:
    """Return what was written into the first field of the form; empty when it was not, or is no form."""
    if not is_form(notes, form):
        return ""
    first = next((part.facts[_TOPIC] for part in form.parts if part.shape is Shape.FACTS), None)
    asks = known(form).asks
    for block in notes.blocks:
        label, _sep, said = _labelled(block)
        if first and key(label) == key(first.label) and said and key(said) not in asks:
            return said
    return ""


def place(notes: Notes, form: Form, template: Template, people: frozenset[str], sort: Sort) -> list[Placed]:
    """Give every block its fate; `sort` decides about those that stand in no field.

    Private things are looked for by `sort` in all that people wrote, and stay kept back.
    """
    if not is_form(notes, form):
        return sort(notes)
    spots = list(_Walk(known(form), template, notes).spots())
    written = [spot.block for spot in spots if not spot.own]
    usual = iter(sort(replace(notes, blocks=tuple(written))))
    placed = [_own(spot) if spot.own else _settled(spot, next(usual), template, people) for spot in spots]
    return list(_heads_of_tables(placed, spots))


@dataclass(frozen=True)
class _Spot:
    """A block and where on the form it stands: a section, `parking`, or nowhere."""

    block: Block
    section: str = ""
    own: bool = False
    head: bool = False
    field: str = ""
    """The heading of the field, as a reason names it."""


@dataclass
class _Walk:
    """A way through the blocks of a file, past the headings of the form."""

    form: _Known
    template: Template
    notes: Notes
    mark: str = ""
    heading: str = ""
    level: int = 0
    fields: deque[tuple[str, str]] = field(default_factory=deque)
    """Letters and mark of the paragraphs in fields that are still to come."""

    def spots(self) -> Iterator[_Spot]:
        self.fields = deque((key(one.text), one.mark) for one in self.notes.marks.fields)
        marked = {key(one.text): one.mark for one in reversed(self.notes.marks.headings)}
        waiting = deque((key(one.text), one.mark) for one in self.notes.marks.headings)
        asks = self.form.asks | {key(text) for text in self.notes.marks.asks}
        for block in map(_bare, self.notes.blocks):
            if block.layer not in _SPOKEN:
                yield _Spot(block, own=self.is_beside(block))
            elif self.is_heading(block, waiting, marked):
                yield _Spot(block, own=True)
            else:
                yield self.spot(block, asks)

    def is_beside(self, block: Block) -> bool:
        """Tell whether a footer, a property or a comment is the form's own."""
        said = key(block.text)
        ours = self.form.title and self.form.title in said and block.layer is Layer.FURNITURE
        return bool(ours or said in self.form.own or said.startswith(key(FORM)))

    def is_heading(self, block: Block, waiting: deque[tuple[str, str]], marked: Mapping[str, str]) -> bool:
        """Tell whether a block is a heading of the form, and remember what stands below it."""
        said = {key(block.raw), key(block.text)}
        mark = next((mark for text, mark in waiting if text in said), "")
        if mark:
            while waiting.popleft()[1] != mark:
                continue
        elif said & set(marked):
            mark = marked[next(iter(said & set(marked)))]
        elif block.kind in {Kind.HEADING, Kind.PARAGRAPH} and key(block.text) in self.form.headings:
            mark = self.form.headings[key(block.text)]
        else:
            if block.kind is Kind.HEADING and 0 < block.level <= min(self.level, _REAL):
                self.mark = self.heading = ""
            return False
        self.mark, self.heading = mark, block.text
        self.level = block.level or self.level
        return True

    def spot(self, block: Block, asks: frozenset[str]) -> _Spot:
        said = key(block.text)
        if block.kind is Kind.ROW:
            return self.row(block, asks)
        if not said or ((said in asks or said in self.form.own) and not block.checked):
            return _Spot(block, own=True)
        label, sep, value = _labelled(block)
        if sep and key(label) in self.form.facts and self.section() == METADATA:
            return self.fact(block, label, own=not key(value) or key(value) in asks)
        return _Spot(block, self.section(said), field=self.heading)

    def row(self, block: Block, asks: frozenset[str]) -> _Spot:
        """Tell empty rows and heads of tables from rows that people filled; what waits in a cell goes out."""
        label = next(iter(block.cells), "")
        kept = label if key(label) in self.form.facts and self.section() == METADATA else ""
        cells = tuple("" if key(cell) in asks and cell != kept else cell for cell in block.cells)
        if key(block.text) in self.form.heads:
            return _Spot(block, self.section(), own=True, head=True, field=self.heading)
        if not any(map(key, cells)) or key(block.text) in self.form.own:
            return _Spot(block, own=True)
        if cells != block.cells:
            block = replace(block, cells=cells, text=" | ".join(cells), typed=block.raw)
        if kept:
            return self.fact(block, label, own=not any(map(key, cells[1:])))
        return _Spot(block, self.section(), field=self.heading)

    def fact(self, block: Block, label: str, *, own: bool) -> _Spot:
        return _Spot(block, self.form.facts[key(label)], own=own, field=label)

    def section(self, said: str = "") -> str:
        """Return the section of the field a block stands in: its control knows, else the heading above."""
        mark = self.mark
        for number, (text, other) in enumerate(self.fields):
            near = number == 0 or other == mark or len(said) >= _SENTENCE
            if said and near and (said == text or (len(said) >= _SENTENCE and said in text)):
                mark = other
                for _passed in range(number):
                    self.fields.popleft()
                break
        name = self.form.sections.get(mark) or re.sub(r"_\d+$", "", mark)
        return name if name in {*self.template.ids, FREE, PARKING} else ""


def _bare(block: Block) -> Block:
    """Take the marks of a pad from headings; what was typed is kept for the ledger."""
    path = tuple(map(formmarks.unmarked, block.path))
    text = formmarks.unmarked(block.text) if block.kind in {Kind.HEADING, Kind.PARAGRAPH} else block.text
    typed = block.typed or (block.text if text != block.text else "")
    return replace(block, path=path, text=text, typed=typed)


def _labelled(block: Block) -> tuple[str, str, str]:
    """Split `Ort: Kulturkessel`, in a line or a row."""
    if block.kind is Kind.ROW and len(block.cells) > 1:
        return block.cells[0], ":", " ".join(block.cells[1:]).strip()
    label, sep, value = block.text.partition(":")
    return label.strip(), sep, value.strip()


def _own(spot: _Spot) -> Placed:
    reason = german("words of the form itself")
    return Placed(spot.block, Fate.METADATA, "", By.TEMPLATE, 1.0, (reason,))


def _settled(spot: _Spot, usual: Placed, template: Template, people: frozenset[str]) -> Placed:
    """Place a block by its field, unless it must be kept back or names somebody."""
    block, section = spot.block, spot.section
    if not section or section == FREE or block.kind is Kind.PICTURE:
        return replace(usual, block=replace(usual.block, path=block.path))
    if usual.fate is Fate.WITHHELD and usual.reasons != (german("says who was there"),):
        return usual
    reason = german("stands in the field “{field}” of the form").format(field=spot.field)
    if section == PARKING:
        return _parked(block, reason, people)
    if section == ATTENDANCE:
        why = (german("says who was there"), reason)
        return Placed(block, Fate.WITHHELD, ATTENDANCE, By.TEMPLATE, 1.0, why)
    rule = template.get(section)
    if rule is None or not rule.published:
        fate = Fate.METADATA if section == METADATA else Fate.FOLLOW_UP
        return Placed(block, fate, section, By.TEMPLATE, 1.0, (reason,))
    if named := personal.named(block.text, people):
        why = (german("names {people}: word it without names").format(people=", ".join(named)), reason)
        return Placed(block, Fate.OPEN, "", By.TEMPLATE, 1.0, why, (section,))
    return Placed(_boxed(block, section), Fate.PLACED, section, By.TEMPLATE, 1.0, (reason,))


def _parked(block: Block, reason: str, people: frozenset[str]) -> Placed:
    """Place what was left for later: questions as questions, the rest waits for a person."""
    asks = block.text.rstrip(" “\"')").endswith("?")
    if asks and not personal.named(block.text, people):
        return Placed(block, Fate.PLACED, "questions", By.TEMPLATE, 1.0, (reason,))
    return Placed(block, Fate.OPEN, "", By.TEMPLATE, 1.0, (reason,), ("questions", _TASKS))


def _boxed(block: Block, section: str) -> Block:
    """Make lines of a checklist items, so that they get their box."""
    if section != _CHECKLIST or block.kind is not Kind.PARAGRAPH:
        return block
    return replace(block, kind=Kind.ITEM, level=1, checked=False, typed=block.raw)


def _heads_of_tables(placed: Sequence[Placed], spots: Sequence[_Spot]) -> Iterator[Placed]:
    """Let the first row of a table go with the rows that people filled; above none it is the form's word."""
    filled: dict[tuple[int, str], Placed] = {}
    for item, spot in zip(placed, spots, strict=True):
        if item.block.kind is Kind.ROW and not spot.own and not spot.head:
            filled.setdefault((item.block.table, spot.section), item)
    for item, spot in zip(placed, spots, strict=True):
        below = filled.get((item.block.table, spot.section)) if spot.head else None
        if below and below.fate is not Fate.WITHHELD:
            yield replace(below, block=item.block)
        else:
            yield item
