"""Form: templates/howtomake/form.yml and the template's sections as the blank form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.form import FREE, PARKING, Fact, Form, Part, Shape
from pipeline.model.problem import Problem, Trouble
from pipeline.model.strict import STRICT
from pipeline.model.template import SectionRule, Template

PATH = "templates/howtomake/form.yml"
_MOST_TIMES = 20
_MOST_ROWS = 60


@dataclass(frozen=True)
class Grid:
    """A table with empty rows, and what its cells ask for."""

    __pydantic_config__: ClassVar = STRICT

    columns: tuple[str, ...]
    asks: tuple[str, ...]
    rows: int = 3


@dataclass(frozen=True)
class Plan:
    """One part as form.yml has it."""

    __pydantic_config__: ClassVar = STRICT

    heading: str = ""
    hint: str = ""
    section: str = ""
    facts: tuple[Fact, ...] = ()
    columns: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    rows: int = 0
    agreed: tuple[str, ...] = ()
    times: int = 1
    sections: bool = False
    parts: tuple[Plan, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """form.yml as it is written."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    ask: str
    words: tuple[str, str]
    subtitle: str = ""
    intro: tuple[str, ...] = ()
    parts: tuple[Plan, ...] = ()
    tables: Mapping[str, Grid] = field(default_factory=dict)
    boxes: Mapping[str, int] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    """Section → advice for those who take notes, where the template's is for those who write the guide."""


def parse(text: str, path: str, template: Template) -> Form:
    """Read form.yml.

    Raises:
        Trouble: unknown keys or sections, or more rows than a form can have; all at once.
    """
    value, lines = yamltext.load_mapping(text, path)
    sheet = schema.read(Sheet, value, lines)
    known = {*template.ids, FREE, PARKING}
    named = [*_named(sheet.parts), *sheet.tables, *sheet.boxes, *sheet.hints]
    problems = [
        Problem(
            path,
            0,
            _("Unknown section id `{id}`.").format(id=name),
            _("Known: {known}.").format(known=", ".join([*template.ids, FREE, PARKING])),
        )
        for name in dict.fromkeys(named)
        if name not in known
    ]
    problems += [
        Problem(path, 0, _("`{key}`: at most {most}, got {got}.").format(key=key, most=most, got=got))
        for key, most, got in _numbers(sheet)
        if not 0 <= got <= most
    ]
    if problems:
        raise Trouble(problems)
    return Form(sheet.title, sheet.subtitle, sheet.intro, tuple(_Sheet(sheet, template).parts()), sheet.words)


def _named(plans: Iterable[Plan]) -> Iterator[str]:
    for plan in plans:
        yield from filter(None, [plan.section, *(fact.section for fact in plan.facts)])
        yield from _named(plan.parts)


def _numbers(sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    def of(plans: Iterable[Plan]) -> Iterator[tuple[str, int, int]]:
        for plan in plans:
            yield "rows", _MOST_ROWS, plan.rows
            yield "times", _MOST_TIMES, plan.times
            yield from of(plan.parts)

    yield from of(sheet.parts)
    yield from (("rows", _MOST_ROWS, grid.rows) for grid in sheet.tables.values())
    yield from (("boxes", _MOST_ROWS, number) for number in sheet.boxes.values())


class _Sheet:
    """A sheet on its way to parts, each with a mark of its own."""

    def __init__(self, sheet: Sheet, template: Template) -> None:
        self.sheet, self.template = sheet, template
        self.marks: Counter[str] = Counter()
        self.once = {plan.section for plan in _single(sheet.parts) if plan.section}

    def parts(self) -> Iterator[Part]:
        for plan in self.sheet.parts:
            yield from self.part(plan, 1)

    def part(self, plan: Plan, level: int) -> Iterator[Part]:
        for number in range(1, plan.times + 1):
            rule = self.template.get(plan.section)
            heading = plan.heading or (rule.heading if rule else "")
            yield self.filled(plan, heading.replace("{n}", str(number)), level, rule)
            for inner in plan.parts:
                yield from self.part(inner, level + 1)
            if plan.sections:
                yield from (self.of_section(rule, level + 1) for rule in self.left())

    def left(self) -> Iterator[SectionRule]:
        """Yield the published sections that have no place of their own elsewhere."""
        return (rule for rule in self.template.sections if rule.published and rule.id not in self.once)

    def of_section(self, rule: SectionRule, level: int) -> Part:
        return self.filled(Plan(rule.heading, section=rule.id), rule.heading, level, rule)

    def filled(self, plan: Plan, heading: str, level: int, rule: SectionRule | None) -> Part:
        """Return a part with its mark; a section's table and boxes stand where it comes first."""
        section = plan.section or ("metadata" if plan.facts else "")
        first = plan.times == 1 and self.marks[section] == 0 and not plan.columns
        grid = self.sheet.tables.get(section) if first else None
        boxes = self.sheet.boxes.get(section, 0) if first else 0
        shape = _shape(plan, table=bool(grid or plan.columns), boxes=bool(boxes), section=section)
        written = shape in {Shape.LINES, Shape.BOXES} or grid is not None
        table = grid or Grid(plan.columns, plan.asks, plan.rows)
        return Part(
            heading, level, self.mark(section), section, plan.hint or self.hint(heading, rule), shape,
            ask=self.sheet.ask if written else "",
            facts=plan.facts,
            columns=table.columns,
            asks=(*table.asks, *table.columns[len(table.asks) :]),
            rows=boxes or table.rows,
            sentences=plan.agreed,
        )  # fmt: skip

    def hint(self, heading: str, rule: SectionRule | None) -> str:
        """Return the advice of a section that stands here under its own name."""
        return self.sheet.hints.get(rule.id, rule.hint) if rule and rule.heading == heading else ""

    def mark(self, section: str) -> str:
        if not section:
            return ""
        self.marks[section] += 1
        number = self.marks[section]
        return section if number == 1 else f"{section}_{number}"


def _shape(plan: Plan, *, table: bool, boxes: bool, section: str) -> Shape:
    if plan.facts:
        return Shape.FACTS
    if plan.agreed:
        return Shape.AGREED
    if table:
        return Shape.TABLE
    if boxes:
        return Shape.BOXES
    return Shape.LINES if section else Shape.NOTHING


def _single(plans: Iterable[Plan]) -> Iterator[Plan]:
    """Yield the parts that stand on the form once."""
    for plan in plans:
        if plan.times == 1:
            yield plan
            yield from _single(plan.parts)
