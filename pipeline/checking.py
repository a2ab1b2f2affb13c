"""Checking: every problem of every guide, without building anything."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import comparing, load, shelf
from pipeline.guide import programmefile
from pipeline.messages import _
from pipeline.model.problem import Problem, Severity, Trouble
from pipeline.shelf import Shelf
from pipeline.workspace.folder import Workspace


def check(workspace: Workspace, slugs: Sequence[str] = ()) -> list[Problem]:
    """Return all problems, sorted by place: of the chosen guides, of what they share, of the programme."""
    try:
        shared = shelf.load(workspace)
    except Trouble as trouble:
        return list(trouble.problems)
    known = workspace.slugs()
    problems = [
        Problem(
            f"guides/{slug}",
            0,
            _("There is no such guide."),
            _("Known: {known}.").format(known=", ".join(known)),
        )
        for slug in slugs
        if slug not in known
    ]
    for slug in [slug for slug in slugs if slug in known] or ([] if slugs else known):
        problems += load.load(workspace.folder(slug), shared)[1]
        problems += [one for one in _compared(workspace, slug, shared) if one not in problems]
    if not slugs:
        problems += load.programme(workspace, shared)
        problems += programmefile.check_guides(shared.programme, set(known))
        problems += [
            Problem(
                f"guides/{name}",
                0,
                _("This folder has no guide.md yet."),
                _("Make one with `howtomake ingest {slug} …` or `howtomake new {slug}`.").format(slug=name),
                Severity.WARNING,
            )
            for name in workspace.folders_without_guide()
        ]
    return sorted(problems)


def _compared(workspace: Workspace, slug: str, shared: Shelf) -> list[Problem]:
    """Return what a guide leaves out, or what is broken in the files beside it."""
    try:
        return comparing.compare(workspace, slug, shared)
    except Trouble as trouble:
        return list(trouble.problems)
