"""Pending: what decisions.yml asks for that ledger and guide do not show yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.model.template import Template
from pipeline.structure import asking, decisions
from pipeline.structure.decisions import Decision
from pipeline.structure.moving import Target

_IN_GUIDE = {Fate.OPEN, Fate.PLACED}


def targets(
    entries: Sequence[Entry],
    blocks: Mapping[str, Block],
    decided: Mapping[str, Decision],
    template: Template,
) -> dict[str, Target]:
    """Return where passages of the guide have to go, by their ids.

    A table goes as a whole, once one of its rows is decided; items that wait go with the item above them.
    """
    if not decided:
        return {}
    there = {entry.id for entry in entries if entry.fate in _IN_GUIDE and entry.id in blocks}
    found: dict[str, Target] = {}
    for question in asking.questions(entries, there, blocks):
        for piece in asking.pieces(question, blocks):
            found |= _of(piece.entries, blocks, decided, template)
    return {
        name: target
        for entry in entries
        if (target := found.get(name := entry.id))
        and (entry.fate, entry.section) != (target.fate, target.section)
    }


def _of(
    piece: Sequence[Entry], blocks: Mapping[str, Block], decided: Mapping[str, Decision], template: Template
) -> dict[str, Target]:
    own = {entry.id: _decision(blocks[entry.id], decided) for entry in piece}
    table = piece[0].kind == Kind.ROW.value
    first = next(filter(None, own.values()), None) if table else own[piece[0].id]
    found: dict[str, Target] = {}
    for entry in piece:
        follows = first if table or entry.fate is Fate.OPEN else None
        if decision := own[entry.id] or follows:
            found[entry.id] = _target(decision, template)
    return found


def _decision(block: Block, decided: Mapping[str, Decision]) -> Decision | None:
    return decided.get(decisions.letters(block.text)) or decided.get(decisions.letters(block.raw))


def _target(decision: Decision, template: Template) -> Target:
    fate = Fate(decision.fate) if decision.fate else decisions.fate_of(decision.section, template)
    return Target(decision.section, fate, decisions.reasons(decision))
