"""Memory: what a team has decided before, so that nothing is asked twice.

In this order: the same passage (decisions.yml of the guide, then what was learned from others), a heading
that always goes to one section, a passage that resembles a decided one; then only model and rules.
`guides/learned.yml` is shared by the team and holds no text of anybody: headings, and check sums.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from pipeline.guide import schema, yamltext
from pipeline.guide.frontmatter import quoted
from pipeline.messages import _, german
from pipeline.model.ledger import Fate
from pipeline.model.notes import Kind
from pipeline.model.problem import Problem, Trouble
from pipeline.model.strict import STRICT
from pipeline.model.template import Template
from pipeline.notes import personal
from pipeline.structure.cues import CERTAIN, ENOUGH, Cues, SectionCues, bare
from pipeline.structure.decisions import Decision, fate_of
from pipeline.structure.letters import key
from pipeline.structure.placement import Placed
from pipeline.structure.words import stems

PATH = "guides/learned.yml"
SIMILAR_MOST = 0.85
"""Score that a resemblance can give at most: what a line says of itself (`Tipp: …`) is surer."""
_LEAST_ALIKE = 60
"""Per cent of alike words from which a decided passage is worth a suggestion."""
_LONG_ENOUGH = 24
"""Letters; shorter passages (`dito`) mean something else elsewhere, and a check sum would hide no name."""
_FEWEST_WORDS = 3
_DIGITS = 16
_MOST = 5_000
"""Decided passages that new ones are compared with; the latest."""
_ASKED = {Kind.PARAGRAPH, Kind.ITEM, Kind.ROW}


@dataclass(frozen=True)
class Learned:
    """guides/learned.yml. Sections are ids of the template."""

    __pydantic_config__: ClassVar = STRICT

    headings: Mapping[str, str] = field(default_factory=dict)
    """Heading → section: „diese Überschrift künftig immer → Tipps“."""
    passages: Mapping[str, str] = field(default_factory=dict)
    """Check sum of a decided passage → section."""


@dataclass(frozen=True)
class Memory:
    """All that is remembered when notes are sorted."""

    learned: Learned = field(default_factory=Learned)
    decided: tuple[Decision, ...] = ()
    """Decisions of this guide and of others on this machine, the latest last."""


NO_MEMORY = Memory()


def parse(text: str, path: str, template: Template) -> Learned:
    """Read learned.yml.

    Raises:
        Trouble: unknown keys or sections.
    """
    value, lines = yamltext.load_mapping(text, path)
    learned = schema.read(Learned, value, lines)
    problems = [
        Problem(
            path,
            lines.of((kind, name)),
            _("Unknown section id `{id}`.").format(id=section),
            _("Known: {known}.").format(known=", ".join(template.ids)),
        )
        for kind, pairs in (("headings", learned.headings), ("passages", learned.passages))
        for name, section in pairs.items()
        if template.get(section) is None
    ]
    if problems:
        raise Trouble(problems)
    return learned


def dump(learned: Learned) -> str:
    """Return the text of learned.yml, sorted, so that two people's additions rarely collide."""
    head = [
        german("What the program has learned from your decisions; it holds for all guides."),
        german("Lines may be changed and removed. Passages are kept as check sums only."),
    ]
    lines = [f"# {line}" for line in head]
    for kind, pairs in (("headings", learned.headings), ("passages", learned.passages)):
        if pairs:
            lines.append(f"{kind}:")
            lines += [f"  {quoted(name)}: {pairs[name]}" for name in sorted(pairs)]
    return "\n".join(lines) + "\n"


def checksum(text: str) -> str:
    """Return what stands for a passage in learned.yml; empty for one that is too short to be told apart."""
    said = key(text)
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS] if len(said) >= _LONG_ENOUGH else ""


def with_heading(learned: Learned, heading: str, section: str) -> Learned:
    """Return what is known once a heading always goes to a section."""
    kept = {name: other for name, other in learned.headings.items() if bare(name) != bare(heading)}
    return dataclasses.replace(learned, headings={**kept, heading.strip(): section})


def with_passages(learned: Learned, texts: Iterable[str], section: str) -> Learned:
    """Return what is known once passages have been decided."""
    new = {total: section for text in texts if (total := checksum(text))}
    return dataclasses.replace(learned, passages={**learned.passages, **new})


def taught(cues: Cues, learned: Learned) -> Cues:
    """Return the cues with the learned headings among them; they are asked about no more."""
    named = {bare(heading): section for heading, section in learned.headings.items()}
    sections = {
        name: dataclasses.replace(own, headings=tuple(h for h in own.headings if bare(h) not in named))
        for name, own in cues.sections.items()
    }
    for heading, section in named.items():
        own = sections.get(section, SectionCues())
        sections[section] = dataclasses.replace(own, headings=(*own.headings, heading))
    return dataclasses.replace(
        cues,
        sections=sections,
        ambiguous={word: names for word, names in cues.ambiguous.items() if bare(word) not in named},
        neutral=tuple(word for word in cues.neutral if bare(word) not in named),
        told=frozenset(named),
    )


def recall(
    placed: Sequence[Placed], memory: Memory, template: Template, people: frozenset[str]
) -> list[Placed]:
    """Let what was decided before decide again; what is kept back stays so, and tables stay whole."""
    remembered = _Remembered(memory, template, people)
    found = {number: new for number, item in enumerate(placed) if (new := remembered.of(item)) is not item}
    for number in _torn(placed, found):
        found.pop(number, None)
    sure = {number for number, item in found.items() if item.fate is not Fate.OPEN}
    return list(_with_children([found.get(n, item) for n, item in enumerate(placed)], sure))


def _torn(placed: Sequence[Placed], found: Mapping[int, Placed]) -> set[int]:
    """Return the rows of tables whose rows are not all remembered for the same section."""
    tables: dict[tuple[str, int], list[int]] = {}
    for number, item in enumerate(placed):
        if item.block.kind is Kind.ROW:
            tables.setdefault((item.block.source, item.block.table), []).append(number)
    return {
        number
        for rows in tables.values()
        if len({(item.fate, item.section) for n in rows for item in [found.get(n, placed[n])]}) > 1
        for number in rows
    }


def _with_children(placed: Sequence[Placed], sure: set[int]) -> Iterator[Placed]:
    """Let items that wait go with the item above them, if that was remembered."""
    above: Placed | None = None
    for number, item in enumerate(placed):
        deeper = item.block.kind is Kind.ITEM and above and item.block.level > above.block.level
        if not deeper:
            above = item if number in sure and item.block.kind is Kind.ITEM else None
        elif above and item.fate is Fate.OPEN:
            why = (german("belongs to the passage above it"),)
            yield replace(above, block=item.block, reasons=why)
            continue
        yield item


class _Remembered:
    """Decided passages, ready to be compared with."""

    def __init__(self, memory: Memory, template: Template, people: frozenset[str]) -> None:
        self.memory, self.template, self.people = memory, template, people
        self.texts = [decision for decision in memory.decided if decision.section][-_MOST:]
        self.alike = [_comparable(decision.text) for decision in self.texts]

    def of(self, item: Placed) -> Placed:
        """Return a block as it was decided before, or as it is."""
        block = item.block
        if item.fate in {Fate.WITHHELD, Fate.REPEATED} or block.kind not in _ASKED:
            return item
        if section := self.memory.learned.passages.get(checksum(block.text), ""):
            return self._decided(item, section, CERTAIN, german("decided so by a person in another guide"))
        if item.fate is Fate.METADATA or item.score >= CERTAIN:
            return item
        return self._resembling(item)

    def _resembling(self, item: Placed) -> Placed:
        mine = _comparable(item.block.text)
        if not self.alike or len(mine.split()) < _FEWEST_WORDS:
            return item
        from rapidfuzz import fuzz, process

        near = process.extract(
            mine, self.alike, scorer=fuzz.token_sort_ratio, score_cutoff=_LEAST_ALIKE, limit=3
        )
        if not near:
            return item
        _text, percent, number = near[0]
        score = min(percent / 100 * 0.9, SIMILAR_MOST)
        section = self.texts[number].section
        sure = score >= ENOUGH and score > item.score and not personal.named(item.block.text, self.people)
        if sure:
            reason = german("resembles a passage that a person put there")
            return self._decided(item, section, score, reason)
        if item.fate is not Fate.OPEN:
            return item
        first = [self.texts[other].section for _said, _percent, other in near]
        return replace(item, suggestions=tuple(dict.fromkeys([*first, *item.suggestions]))[:3])

    def _decided(self, item: Placed, section: str, score: float, reason: str) -> Placed:
        fate = fate_of(section, self.template)
        return replace(item, fate=fate, section=section, score=score, reasons=(reason,), suggestions=())


def _comparable(text: str) -> str:
    return " ".join(stems(text))
