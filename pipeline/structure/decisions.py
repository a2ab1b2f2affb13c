"""Decisions: decisions.yml, what a person decided about passages, people, pictures; it wins over rules."""

from __future__ import annotations

import datetime
import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

from pipeline.guide import schema, yamltext
from pipeline.messages import _, german
from pipeline.model.finding import PictureRuling, PictureVerdict, Ruling, Verdict
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block
from pipeline.model.problem import Problem, Trouble
from pipeline.model.strict import STRICT
from pipeline.model.template import Template
from pipeline.privacy import rulings
from pipeline.structure.placement import METADATA, Placed

Noun = TypeVar("Noun")


@dataclass(frozen=True)
class Decision:
    """One passage, word for word, and where it goes: a section, or a fate such as `withheld`."""

    __pydantic_config__: ClassVar = STRICT

    text: str
    section: str = ""
    fate: str = ""
    reason: str = ""


@dataclass(frozen=True)
class About:
    """One name, number or address, and what may become of it wherever it stands."""

    __pydantic_config__: ClassVar = STRICT

    find: str
    decision: str
    instead: str = ""
    """For `role`: the words that stand for it."""
    date: datetime.date | None = None
    """For `consent`: when the person agreed."""
    purpose: str = ""
    """For `consent`: to what."""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Looked:
    """One picture that somebody has looked at: these very bytes, under this name."""

    __pydantic_config__: ClassVar = STRICT

    picture: str
    sha256: str
    decision: str
    date: datetime.date | None = None
    purpose: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Known:
    """Names and handles of people to look out for."""

    __pydantic_config__: ClassVar = STRICT

    people: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """Everything in decisions.yml."""

    passages: Mapping[str, Decision] = field(default_factory=dict)
    """By the letters of the passage."""
    rulings: tuple[Ruling, ...] = ()
    pictures: tuple[PictureRuling, ...] = ()
    people: tuple[str, ...] = ()


NOUNS: Mapping[str, type] = {"text": Decision, "find": About, "picture": Looked, "people": Known}
"""The key that tells what an entry is about."""
_SHORTEST_FIND = 2
_DIGITS = 16
"""Of a picture's SHA-256, as hints print it."""
_DIGEST = re.compile(r"[0-9a-f]{12,64}")


def parse(text: str, path: str, template: Template) -> Mapping[str, Decision]:
    """Return the decisions about passages alone; see `read`."""
    return read(text, path, template).passages


def read(text: str, path: str, template: Template) -> Decided:
    """Read decisions.yml: a list; each entry begins with `text:`, `find:`, `picture:` or `people:`.

    Raises:
        Trouble: no list, unknown keys, sections, fates or decisions, what a decision lacks, and what is
            decided twice and differently; all of it.
    """
    value, lines = yamltext.load(text, path)
    if value in ({}, ""):
        return Decided()
    if not isinstance(value, list):
        raise Trouble.at(
            path,
            _("Expected a list: lines that begin with `- text: …`, `- find: …`, `- picture: …`."),
            line=1,
        )
    desk = _Desk(path, template)
    for number, row in enumerate(value):
        desk.take(row, lines.of((number,)))
    desk.compare()
    if desk.problems:
        raise Trouble(desk.problems)
    return Decided(desk.passages, tuple(desk.rulings), tuple(desk.pictures), tuple(desk.people))


class _Desk:
    """Takes one entry after the other and keeps what is wrong with them."""

    def __init__(self, path: str, template: Template) -> None:
        self.path, self.template = path, template
        self.problems: list[Problem] = []
        self.passages: dict[str, Decision] = {}
        self.rulings: list[Ruling] = []
        self.lines: dict[str, int] = {}
        self.pictures: list[PictureRuling] = []
        self.people: list[str] = []

    def take(self, row: object, line: int) -> None:
        if not isinstance(row, dict):
            self._wrong(line, _("Expected lines of the form `key: value`."))
            return
        kind = next((key for key in NOUNS if key in row), "")
        if not kind:
            first = str(next(iter(row), ""))
            near = difflib.get_close_matches(first, NOUNS, n=1)
            hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
            known = _("Known: {known}.").format(known=", ".join(NOUNS))
            self._wrong(line, _("The entry does not say what it is about."), hint or known)
            return
        try:
            entry: Any = schema.read(NOUNS[kind], row, yamltext.Lines(self.path, {(): line}))
        except Trouble as trouble:
            self.problems += trouble.problems
            return
        takers: dict[str, Callable[[Any, int], None]] = {
            "text": self._passage,
            "find": self._about,
            "picture": self._looked,
            "people": self._known,
        }
        takers[kind](entry, line)

    def _wrong(self, line: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.path, line, message, hint))

    def _passage(self, entry: Decision, line: int) -> None:
        self.problems += _wrong(entry, self.path, line, self.template)
        self.passages[letters(entry.text)] = entry

    def _about(self, entry: About, line: int) -> None:
        verdict = self._verdict(Verdict, entry.decision, line)
        if len(rulings.signs(entry.find)) < _SHORTEST_FIND:
            self._wrong(line, _("`find` is too short: it would be found anywhere."))
        if verdict is None:
            return
        if verdict is Verdict.ROLE and not entry.instead:
            self._wrong(
                line,
                _("The decision `role` lacks the words that stand for the name."),
                _("Add `instead: …`, for example “die Moderatorin”."),
            )
        self._consent(verdict is Verdict.CONSENT, entry, line)
        self.rulings.append(Ruling(entry.find, verdict, entry.instead))
        self.lines[entry.find] = line

    def _looked(self, entry: Looked, line: int) -> None:
        verdict = self._verdict(PictureVerdict, entry.decision, line)
        digest = entry.sha256.lower()
        if not _DIGEST.fullmatch(digest):
            self._wrong(
                line,
                _("`sha256`: expected at least 12 digits and letters a–f, got “{got}”.").format(
                    got=digest[:70]
                ),
                _("`howtomake check` prints the line with the right ones."),
            )
        if verdict is None:
            return
        self._consent(verdict is PictureVerdict.CONSENT, entry, line)
        self.pictures.append(PictureRuling(entry.picture.removeprefix("images/"), digest, verdict))

    def _consent(self, given: bool, entry: About | Looked, line: int) -> None:  # noqa: FBT001
        if given and not (entry.date and entry.purpose):
            self._wrong(
                line,
                _("A consent needs to say when it was given and for what."),
                _("Add `date: 2026-11-24` and `purpose: …`."),
            )

    def _known(self, entry: Known, _line: int) -> None:
        self.people += entry.people

    def _verdict(self, kind: type[Noun], word: str, line: int) -> Noun | None:
        known = [verdict.value for verdict in kind]  # type: ignore[attr-defined]
        if word in known:
            return kind(word)  # type: ignore[call-arg]
        near = difflib.get_close_matches(word, known, n=1)
        hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
        all_known = _("Known: {known}.").format(known=", ".join(known))
        self._wrong(line, _("Unknown decision `{word}`.").format(word=word), hint or all_known)
        return None

    def compare(self) -> None:
        """Complain about what is decided twice and differently."""
        for find in rulings.contradictions(self.rulings):
            message = _("“{find}” is decided twice, and differently.").format(find=find)
            self._wrong(self.lines[find], message, _("Keep one of the entries."))
        seen: dict[tuple[str, str], PictureVerdict] = {}
        for one in self.pictures:
            if seen.setdefault((one.picture, one.sha256[:12]), one.verdict) is not one.verdict:
                message = _("“{find}” is decided twice, and differently.").format(find=one.picture)
                self._wrong(1, message, _("Keep one of the entries."))


def _wrong(decision: Decision, path: str, line: int, template: Template) -> Iterable[Problem]:
    fates = [fate.value for fate in Fate if fate is not Fate.REPEATED]
    if decision.section and template.get(decision.section) is None:
        known = _("Known: {known}.").format(known=", ".join(template.ids))
        yield Problem(path, line, _("Unknown section id `{id}`.").format(id=decision.section), known)
    if decision.fate and decision.fate not in fates:
        known = _("Known: {known}.").format(known=", ".join(fates))
        yield Problem(path, line, _("Unknown fate `{fate}`.").format(fate=decision.fate), known)
    if not decision.section and decision.fate in {"", Fate.PLACED.value}:
        yield Problem(
            path,
            line,
            _("The decision does not say where the passage goes."),
            _("Add `section: tips` or `fate: withheld`."),
        )


def apply(placed: Placed, decisions: Mapping[str, Decision], template: Template) -> Placed:
    """Let a person's decision about a block win."""
    decision = decisions.get(letters(placed.block.text)) or decisions.get(letters(placed.block.raw))
    if decision is None:
        return placed
    return replace(
        placed,
        fate=_fate(decision, template),
        section=decision.section,
        by=By.EDITOR,
        score=1.0,
        reasons=reasons(decision),
        suggestions=(),
    )


def _fate(decision: Decision, template: Template) -> Fate:
    return Fate(decision.fate) if decision.fate else fate_of(decision.section, template)


def fate_of(section: str, template: Template) -> Fate:
    """Return what becomes of a passage that belongs to a section."""
    rule = template.get(section)
    if rule and rule.published:
        return Fate.PLACED
    return Fate.METADATA if section == METADATA else Fate.FOLLOW_UP


def reasons(decision: Decision) -> tuple[str, ...]:
    """Return why a decided passage is where it is."""
    return (german("decided by a person") + (f": {decision.reason}" if decision.reason else ""),)


def letters(text: str) -> str:
    """Return what counts when two passages are compared: the letters, without space and case of width."""
    return "".join(unicodedata.normalize("NFC", text).split())


def of(block: Block, decisions: Mapping[str, Decision]) -> bool:
    """Tell whether a person decided about a block."""
    return letters(block.text) in decisions or letters(block.raw) in decisions


# What to put into the file


def ways(find: str, where: str) -> str:
    """Return what can be decided about a name or a number, as lines to paste at the end of `where`."""
    return _paste(
        where,
        _line(find=find, decision="remove"),
        _line(find=find, decision="role", instead=_("the words instead")),
        _line(find=find, decision="consent", date=_("YYYY-MM-DD"), purpose=_("what for")),
        _line(find=find, decision="not-personal", reason=_("why")),
    )


def ways_of_passage(text: str, where: str) -> str:
    """Return how a passage that was kept back is released."""
    return _paste(where, _line(text=" ".join(text.split()), section=_("section id"), reason=_("why")))


def ways_of_picture(name: str, digest: str, where: str) -> str:
    """Return what can be decided about a picture."""
    sha256 = digest[:_DIGITS]
    return _paste(
        where,
        _line(picture=name, sha256=sha256, decision="no-people"),
        _line(picture=name, sha256=sha256, decision="consent", date=_("YYYY-MM-DD"), purpose=_("what for")),
        _line(picture=name, sha256=sha256, decision="leave-out"),
    )


def _paste(where: str, *lines: str) -> str:
    hint = _("Take it out, or decide: put one of these lines at the end of {where}:").format(where=where)
    return "\n".join([hint, *lines])


def _line(**values: str) -> str:
    """Return one entry on one line: `- {find: "…", decision: "remove"}`."""
    said = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"- {{{said}}}"
