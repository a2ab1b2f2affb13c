"""Remembering: what a workspace knows from earlier decisions, its own and those of its guides."""

from __future__ import annotations

import contextlib

from pipeline.ingest import DECISIONS, GUIDE, LEDGER
from pipeline.model.ledger import Entry
from pipeline.model.problem import Trouble
from pipeline.model.template import Template
from pipeline.structure import decisions, ledger, memory
from pipeline.structure.decisions import Decision
from pipeline.structure.habits import Habits, standing
from pipeline.structure.habits import habits as of_ledgers
from pipeline.structure.memory import Learned, Memory
from pipeline.workspace.folder import Workspace


def learned(workspace: Workspace, template: Template) -> Learned:
    """Return guides/learned.yml; nothing where there is no such file.

    Raises:
        Trouble: the file is broken.
    """
    path = workspace.root / memory.PATH
    return memory.parse(workspace.read_text(path), memory.PATH, template) if path.exists() else Learned()


def load(workspace: Workspace, template: Template, slug: str) -> Memory:
    """Return what is remembered for a guide; its own decisions are the latest.

    What other guides have decided is private and may not be there; a broken file of theirs is their trouble.

    Raises:
        Trouble: learned.yml or the guide's own decisions.yml is broken.
    """
    found: list[Decision] = []
    for other in workspace.slugs():
        if other != slug:
            with contextlib.suppress(Trouble):
                found += _decided(workspace, template, other)
    found += _decided(workspace, template, slug)
    return Memory(learned(workspace, template), tuple(found))


def habits(workspace: Workspace) -> Habits:
    """Return what the ledgers of all guides show; they are private and may not be there."""
    found: list[list[Entry]] = []
    for slug in workspace.slugs():
        with contextlib.suppress(Trouble):
            found.append(_sorted(workspace, slug))
    return of_ledgers(found)


def _sorted(workspace: Workspace, slug: str) -> list[Entry]:
    folder = workspace.guide_folder(slug)
    path = folder / LEDGER
    if not path.exists():
        return []
    entries = ledger.load(workspace.read_text(path), workspace.name(path))
    return standing(entries, workspace.read_text(folder / GUIDE))


def _decided(workspace: Workspace, template: Template, slug: str) -> list[Decision]:
    path = workspace.guide_folder(slug) / DECISIONS
    if not path.exists():
        return []
    return list(decisions.parse(workspace.read_text(path), workspace.name(path), template).values())
