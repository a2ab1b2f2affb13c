"""Decisions: decisions.yml, what a person decided about passages of the notes; it wins over every rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from pipeline.guide import schema, yamltext
from pipeline.messages import _, german
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block
from pipeline.model.problem import Problem, Trouble
from pipeline.model.strict import STRICT
from pipeline.model.template import Template
from pipeline.structure.placement import METADATA, Placed


@dataclass(frozen=True)
class Decision:
    """One passage, word for word, and where it goes: a section, or a fate such as `withheld`."""

    __pydantic_config__: ClassVar = STRICT

    text: str
    section: str = ""
    fate: str = ""
    reason: str = ""


def parse(text: str, path: str, template: Template) -> Mapping[str, Decision]:
    """Read decisions.yml; the result is keyed by the letters of the passage.

    Raises:
        Trouble: no list, unknown keys, sections or fates.
    """
    value, lines = yamltext.load(text, path)
    if value in ({}, ""):
        return {}
    if not isinstance(value, list):
        raise Trouble.at(path, _("Expected a list: lines that begin with `- text: …`."), line=1)
    problems: list[Problem] = []
    found: dict[str, Decision] = {}
    for number, row in enumerate(value):
        line = lines.of((number,))
        if not isinstance(row, dict):
            problems.append(Problem(path, line, _("Expected lines of the form `key: value`.")))
            continue
        try:
            decision = schema.read(Decision, row, yamltext.Lines(path, {(): line}))
        except Trouble as trouble:
            problems += trouble.problems
            continue
        problems += _wrong(decision, path, line, template)
        found[letters(decision.text)] = decision
    if problems:
        raise Trouble(problems)
    return found


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
    reason = german("decided by a person") + (f": {decision.reason}" if decision.reason else "")
    return replace(
        placed,
        fate=_fate(decision, template),
        section=decision.section,
        by=By.EDITOR,
        score=1.0,
        reasons=(reason,),
        suggestions=(),
    )


def _fate(decision: Decision, template: Template) -> Fate:
    if decision.fate:
        return Fate(decision.fate)
    rule = template.get(decision.section)
    if rule and rule.published:
        return Fate.PLACED
    return Fate.METADATA if decision.section == METADATA else Fate.FOLLOW_UP


def letters(text: str) -> str:
    """Return what counts when two passages are compared: the letters, without space and case of width."""
    return "".join(unicodedata.normalize("NFC", text).split())


def of(block: Block, decisions: Mapping[str, Decision]) -> bool:
    """Tell whether a person decided about a block."""
    return letters(block.text) in decisions or letters(block.raw) in decisions
