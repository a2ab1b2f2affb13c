"""Suggesting: up to three sections for an open passage, the likeliest first, and what speaks for each.

What has been decided speaks loudest: under the same heading, right before, of passages with the same
words. Then the ledger, which has its suggestions from rules and model; then single words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.messages import _, ngettext
from pipeline.model.ledger import By, Entry
from pipeline.model.notes import Block
from pipeline.model.template import Template
from pipeline.structure.asking import ASIDE, Question, Suggestion, paths_of
from pipeline.structure.cues import Cues, bare
from pipeline.structure.memory import Memory
from pipeline.structure.words import Weights, stems

MOST = 3
_UNDER, _BEFORE, _ALIKE, _LEDGER, _WORDS, _USUAL = 2.0, 1.5, 3.0, (2.0, 1.4, 1.0), 0.4, 0.3
"""Points for a section: all decided under the heading, the passage before, one of the same words, its
place in the ledger, words of the cues, what is often chosen."""
_NEAR = 4
"""Decided passages with the most words in common that speak for their sections."""
_OFTEN = ("tips", "pitfalls", "examples", "steps", "background")
"""Where most of what people say belongs, should nothing else speak."""
_NEVER = {"attendance", "metadata", ASIDE}
_WORD = re.compile(r"\w+")
_Point = tuple[str, float, str]


class Suggester:
    """What has been decided so far, ready to speak for a section."""

    def __init__(
        self,
        entries: Sequence[Entry],
        blocks: Mapping[str, Block],
        memory: Memory,
        cues: Cues,
        template: Template,
    ) -> None:
        """Gather decisions by heading, by neighbour and by word."""
        self.cues, self.template = cues, template
        self.under: dict[str, Counter[str]] = defaultdict(Counter)
        self.usual: Counter[str] = Counter()
        self.before: dict[str, str] = {}
        paths, last, source = paths_of(entries, blocks), "", ""
        for entry in entries:
            last = last if entry.source == source else ""
            self.before[entry.id], source = last, entry.source
            if entry.by is By.EDITOR and entry.section:
                self.usual[entry.section] += 1
                last = entry.section
                for heading in paths[entry.id][-1:]:
                    self.under[bare(heading)][entry.section] += 1
        self.decided = [one for one in memory.decided if one.section]
        self.words = [tuple(dict.fromkeys(stems(one.text))) for one in self.decided]
        self.weights = Weights(self.words)
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self.words):
            for word in found:
                self.by_word[word].append(number)

    def suggested(self, question: Question) -> Question:
        """Return the question with its suggestions; of several reasons the strongest is said."""
        points: dict[str, float] = defaultdict(float)
        reasons: dict[str, tuple[float, str]] = {}
        for section, weight, reason in self._points(question):
            points[section] += weight
            if weight > reasons.get(section, (0.0, ""))[0] and reason:
                reasons[section] = (weight, reason)
        order = {rule.id: number for number, rule in enumerate(self.template.sections)}
        best = sorted(
            (section for section in points if section in order and section not in _NEVER),
            key=lambda section: (-points[section], order[section]),
        )
        suggestions = tuple(
            self._suggestion(section, reasons.get(section, (0.0, ""))[1]) for section in best[:MOST]
        )
        return replace(question, suggestions=suggestions)

    def _suggestion(self, section: str, reason: str) -> Suggestion:
        rule = self.template.get(section)
        return Suggestion(section, rule.heading if rule else section, reason)

    def _points(self, question: Question) -> Iterator[_Point]:
        text = " ".join(entry.text for entry in question.entries)
        yield from self._by_heading(question)
        if before := self.before.get(question.ids[0], ""):
            yield before, _BEFORE, _("the passage before it went there")
        yield from self._by_likeness(text)
        suggested = dict.fromkeys(name for entry in question.entries for name in entry.suggestions)
        for section, weight in zip(suggested, _LEDGER, strict=False):
            yield section, weight, self._said(section, text) or question.reason
        for section in self.cues.suggest(text):
            yield section, _WORDS, self._said(section, text)
        every = self.usual.total()
        for section, times in self.usual.items():
            yield section, _USUAL + times / every, _("often chosen")
        for number, section in enumerate(_OFTEN):
            yield section, _USUAL / (number + 1), _("often chosen")

    def _by_heading(self, question: Question) -> Iterator[_Point]:
        votes = self.under.get(bare(question.heading), Counter()) if question.heading else Counter[str]()
        for section, times in votes.items():
            said = ngettext(
                "{n} passage under “{heading}” went there", "{n} passages under “{heading}” went there", times
            )
            yield section, _UNDER * times / votes.total(), said.format(n=times, heading=question.heading)

    def _by_likeness(self, text: str) -> Iterator[_Point]:
        """Let decided passages speak that share the most weight of words."""
        mine = tuple(dict.fromkeys(stems(text)))
        shared: dict[int, float] = defaultdict(float)
        for word in mine:
            for number in self.by_word.get(word, ()):
                shared[number] += self.weights.of(word)
        whole = self.weights.sum(mine)
        near = sorted(shared, key=lambda number: (-shared[number], -number))[:_NEAR]
        for number in near:
            alike = 2 * shared[number] / (whole + self.weights.sum(self.words[number]))
            yield self.decided[number].section, _ALIKE * alike * alike, _("a passage like this went there")

    def _said(self, section: str, text: str) -> str:
        """Say which words of a passage speak for a section."""
        cues = self.cues.sections.get(section)
        said = f" {_bare(text)} "
        known = (*cues.lines, *cues.headings, *cues.words) if cues else ()
        found = [word for word in known if (words := _bare(word)) and f" {words} " in said]
        if section == "questions" and "?" in text:
            found.append("?")
        shown = ", ".join(_("“{word}”").format(word=word) for word in dict.fromkeys(found[:MOST]))
        return _("says {words}").format(words=shown) if found else ""


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
