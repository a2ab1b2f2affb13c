"""Cues: templates/howtomake/cues.yml, and what headings, lines and tables say by it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from pipeline.guide import schema, yamltext
from pipeline.messages import _, german
from pipeline.model.problem import Problem, Trouble
from pipeline.model.strict import STRICT
from pipeline.model.template import Template

TOLD, CERTAIN, LIKELY, POSSIBLE = 1.0, 0.95, 0.8, 0.5
"""What a person says outright (`TODO …`, a heading that was taught), what cues say, nearly say, may say."""
ENOUGH = 0.75
"""Score from which a block is placed without asking."""
MOST_SUGGESTIONS = 3

_NEVER_SUGGESTED = {"attendance", "metadata"}
"""A word such as „Verteiler“ in running text says nothing for them."""
_NUMBERING = re.compile(
    r"^(?:(?:top|punkt|teil|kapitel|block)\s*\d+\b|\d{1,2}(?:\.\d{1,2})*[.)]|[ivx]{1,4}[.)]|[a-z][.)])[\s:.–-]*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s{0,3}[(\[][^)\]]{0,300}[)\]]")
_PARTS = re.compile(r"\s{0,3}(?:[,;/&+|]|\s[–—-]\s|\bund\b)\s*")
_LABEL = re.compile(r"(?P<label>[^:.!?]{1,70}):(?=\s|$)")
_SMALL = re.compile(r"\b(?!(?:und|oder|von|vom|aus|bis|ab|mit|für)\b)[a-zäöüß]{2,}")
_SENTENCE = 3
"""Words in small letters, those between names left out, from which a line tells and does not list."""
_TYPO = 92
"""Share of equal letters in per cent from which a heading is a cue with a slip of the pen."""
_LONG_WORD = 6
_LOOKED_AT = 2_000
"""Letters of a passage that suggestions are made from; hundreds of cues over megabytes take minutes."""


@dataclass(frozen=True)
class SectionCues:
    """What betrays one section."""

    __pydantic_config__: ClassVar = STRICT

    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sign:
    """What a heading, a line or a table says: a section with a score, or several to choose from."""

    section: str = ""
    score: float = 0.0
    reason: str = ""
    suggestions: tuple[str, ...] = ()
    neutral: bool = False


NONE = Sign()


@dataclass(frozen=True)
class Cues:
    """All cues, with the words of the template's own headings among them."""

    __pydantic_config__: ClassVar = STRICT

    sections: Mapping[str, SectionCues]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    neutral: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    """Headings, bare, whose section an editor has taught."""
    familiar: frozenset[str] = frozenset()
    """Headings, bare, of other notes of the same people."""

    @cached_property
    def _headings(self) -> Mapping[str, str]:
        return {bare(word): name for name, cues in self.sections.items() for word in cues.headings}

    @cached_property
    def _lines(self) -> Mapping[str, str]:
        own = {bare(word): name for name, cues in self.sections.items() for word in cues.lines}
        return {**self._headings, **own}

    @cached_property
    def _asked(self) -> Mapping[str, tuple[str, ...]]:
        return {bare(word): names for word, names in self.ambiguous.items()}

    @cached_property
    def _neutral(self) -> frozenset[str]:
        return frozenset(map(bare, self.neutral))

    @cached_property
    def _words(self) -> Sequence[tuple[str, str, re.Pattern[str], int]]:
        return [
            (name, word, _word(word), 2 if len(word) > _LONG_WORD else 1)
            for name, cues in self.sections.items()
            if name not in _NEVER_SUGGESTED
            for word in (*cues.words, *cues.headings)
        ]

    def heading(self, text: str) -> Sign:
        """Say which section a heading names."""
        whole = bare(text)
        if whole in self._neutral or re.sub(r"\s*\d+$", "", whole) in self._neutral:
            return Sign(neutral=True)
        sign = self._named(whole, self._headings)
        if sign.section or sign.suggestions:
            return _in_words_of(text, sign)
        if match := _LABEL.match(_BRACKETS.sub("", _NUMBERING.sub("", text.strip()))):
            before = bare(match["label"])
            sign = self._named(before, self._headings)
            if sign.section or sign.suggestions:
                return _in_words_of(text, sign)
            if before in self._neutral:
                return Sign(neutral=True)
        for name, cues in self.sections.items():
            if any(phrase.casefold() in whole for phrase in cues.phrases):
                return Sign(name, LIKELY, _says(text))
        return self._of_parts(text) or self._in_part(whole, text)

    def knows(self, text: str) -> bool:
        """Tell whether a line is a known heading word for word, be it sure, ambiguous or neutral."""
        said = bare(text)
        return any(said in known for known in (self._headings, self._asked, self._neutral, self.familiar))

    def is_common(self, word: str) -> bool:
        """Tell whether a word is a role or a group, `Vorstand`, `Team`, and so no name of a person."""
        return any(
            name == "people" and pattern.fullmatch(word) for name, _word, pattern, _weight in self._words
        )

    def line(self, text: str) -> Sign:
        """Say which section a line names before its colon: `Tipp: …`, `Beispiel [Haus]: …`, `TODO …`."""
        match = _LABEL.match(text)
        label = bare(match["label"]) if match else ""
        if label and label in self._lines:
            return Sign(self._lines[label], CERTAIN, _begins(match["label"] if match else ""))
        if label and label in self._asked:
            return Sign(suggestions=self._asked[label], reason=_begins(match["label"] if match else ""))
        if re.match(r"to[- ]?do\b(?! list)", text, re.IGNORECASE):
            return Sign("tasks", TOLD, _begins("TODO"))
        first, _space, rest = label.partition(" ")
        if rest and first in self._lines:
            return Sign(self._lines[first], LIKELY, _begins(match["label"] if match else ""))
        for name, cues in self.sections.items():
            if label and any(phrase.casefold() in label for phrase in cues.phrases):
                return Sign(name, LIKELY, _begins(match["label"] if match else ""))
        return NONE

    @staticmethod
    def describes(text: str) -> bool:
        """Tell whether what stands behind a colon says what somebody does: `Moderation: hält Zeit ein`."""
        return len(_SMALL.findall(text.partition(":")[2])) >= _SENTENCE

    def whole_line(self, text: str) -> Sign:
        """Say which section a line names that is nothing but a cue, or asks `Wer macht was …?`."""
        start = text.partition("?")[0]
        for name, cues in self.sections.items():
            if any(start.casefold().startswith(phrase.casefold()) for phrase in cues.phrases):
                return Sign(name, LIKELY, _begins(start))
        found = self._lines.get(bare(text))
        return Sign(found, LIKELY, _says(text)) if found else NONE

    def table(self, cells: Iterable[str]) -> Sign:
        """Say which section a table belongs to by its first row; the most columns win."""
        heads = [cell.casefold() for cell in cells]
        best, score = "", 0
        for name, cues in self.sections.items():
            for row in cues.tables:
                wanted = [word.strip().casefold() for word in row.split(",")]
                if len(wanted) > score and all(
                    any(head.startswith(word) for head in heads) for word in wanted
                ):
                    best, score = name, len(wanted)
        said = german("table with the columns {columns}").format(
            columns=", ".join(cell for cell in cells if cell)
        )
        return Sign(best, LIKELY + 0.1, said) if best else NONE

    def suggest(self, text: str, first: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to three sections that a text may belong to, the likeliest first."""
        points: dict[str, int] = {}
        beginning = text[:_LOOKED_AT]
        small = beginning.lower()
        for name, word, pattern, weight in self._words:
            # looking for the letters first spares nearly all of the slower searches
            if word in (small if word.islower() else beginning) and pattern.search(beginning):
                points[name] = points.get(name, 0) + weight
        ranked = sorted(points, key=lambda name: -points[name])
        return tuple(dict.fromkeys([*first, *ranked]))[:MOST_SUGGESTIONS]

    def _named(self, text: str, known: Mapping[str, str]) -> Sign:
        if text in self._asked:
            return Sign(
                suggestions=self._asked[text],
                reason=german("“{word}” may mean several things").format(word=text),
            )
        if text in known:
            return Sign(known[text], TOLD if text in self.told else CERTAIN, _says(text))
        if len(text) > _LONG_WORD:
            from rapidfuzz import fuzz, process

            near = process.extractOne(text, known.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO)
            if near:
                return Sign(known[near[0]], LIKELY, _says(near[0]))
        return NONE

    def _of_parts(self, text: str) -> Sign | None:
        """Read `Rollen, Zeit, Geld`: one section when all parts agree, else several to choose from."""
        parts = [
            part
            for part in map(bare, _PARTS.split(_BRACKETS.sub("", _NUMBERING.sub("", text.strip()))))
            if part
        ]
        if len(parts) < 2:  # noqa: PLR2004  (a heading of one part has been read already)
            return None
        signs = [self._named(part, self._headings) for part in parts]
        sections = {sign.section for sign in signs}
        if len(sections) == 1 and "" not in sections:
            return Sign(signs[0].section, LIKELY, _says(text))
        possible = [name for sign in signs for name in (sign.section, *sign.suggestions) if name]
        if not possible:
            return None
        reason = german("the heading “{heading}” has several topics").format(heading=text)
        return Sign(suggestions=tuple(dict.fromkeys(possible))[:MOST_SUGGESTIONS], reason=reason)

    def _in_part(self, whole: str, text: str) -> Sign:
        """Read `Tipps für den Anfang` and `Unsere Ziele`; a cue in the middle is a suggestion only."""
        words = whole.split()
        for word, name in self._headings.items():
            if whole.startswith(f"{word} ") or (whole.endswith(f" {word}") and len(words) <= 3):  # noqa: PLR2004
                return Sign(name, LIKELY, _says(text))
        for word, names in self._asked.items():
            if whole.startswith(f"{word} ") or whole.endswith(f" {word}"):
                return Sign(
                    suggestions=names, reason=german("“{word}” may mean several things").format(word=word)
                )
        inside = [name for word, name in self._headings.items() if f" {word} " in f" {whole} "]
        return (
            Sign(suggestions=tuple(dict.fromkeys(inside))[:MOST_SUGGESTIONS], reason=_says(text))
            if inside
            else NONE
        )


def bare(text: str) -> str:
    """Return a heading without number, brackets, case and the signs at its end."""
    text = _BRACKETS.sub("", _NUMBERING.sub("", text.strip()))
    return " ".join(text.replace("'", "’").casefold().strip(" :?!.…-–—*_").split())


def parse_cues(text: str, path: str, template: Template) -> Cues:
    """Read the cues; sections they name must be in the template, whose own headings are cues too.

    Raises:
        Trouble: unknown keys or sections.
    """
    value, lines = yamltext.load_mapping(text, path)
    cues = schema.read(Cues, value, lines)
    known = set(template.ids)
    problems = [
        Problem(
            path,
            lines.of((kind, key)),
            _("Unknown section id `{id}`.").format(id=name),
            _("Known: {known}.").format(known=", ".join(template.ids)),
        )
        for kind, key, names in (
            *(("sections", name, (name,)) for name in cues.sections),
            *(("ambiguous", word, names) for word, names in cues.ambiguous.items()),
        )
        for name in names
        if name not in known
    ]
    if problems:
        raise Trouble(problems)
    asked = {bare(word) for word in cues.ambiguous}
    sections = {
        rule.id: _with_heading(cues.sections.get(rule.id, SectionCues()), rule.heading, asked)
        for rule in template.sections
    }
    return Cues(sections, cues.ambiguous, cues.neutral)


def _with_heading(cues: SectionCues, heading: str, asked: set[str]) -> SectionCues:
    return cues if bare(heading) in asked else dataclasses.replace(cues, headings=(*cues.headings, heading))


def _word(word: str) -> re.Pattern[str]:
    start = r"(?<!\w)" if word[:1].isalnum() else ""
    end = r"(?!\w)" if word[-1:].isalnum() and len(word) <= _LONG_WORD else ""
    return re.compile(start + re.escape(word) + end, re.IGNORECASE if word.islower() else 0)


def _in_words_of(text: str, sign: Sign) -> Sign:
    """Give the reason with the heading as it was typed."""
    return dataclasses.replace(sign, reason=_says(text)) if sign.section else sign


def _says(text: str) -> str:
    return german("the heading “{heading}” names the section").format(heading=text.strip())


def _begins(label: str) -> str:
    return german("the line begins with “{label}”").format(label=label.strip())
