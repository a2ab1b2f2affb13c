"""Watching: build what changes while people write; a problem is said, and the last good files stay."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.build import build
from pipeline.model.problem import Problem, ToolFailure, Trouble
from pipeline.workspace.folder import Workspace

FIRST = ("html",)
"""What people look at while they write; the other formats follow."""
_PAUSE = 80
"""Milliseconds in which several files of one save count as one change."""

Made = Callable[[Sequence[str]], None]
Troubled = Callable[[Sequence[Problem]], None]


def watch(workspace: Workspace, made: Made, troubled: Troubled, stop: threading.Event) -> None:
    """Build everything, then again whatever changes below guides/ and templates/, until told to stop.

    `made` gets the paths of new files after each build without problems, be they none; `troubled` gets
    all problems at once.
    """
    import watchfiles

    _build(workspace, (), made, troubled)
    places = [path for name in ("guides", "templates") if (path := workspace.root / name).is_dir()]
    for changes in watchfiles.watch(*places, stop_event=stop, debounce=_PAUSE * 4, step=_PAUSE):
        _build(workspace, _slugs(workspace, [Path(name) for _change, name in changes]), made, troubled)


def _slugs(workspace: Workspace, changed: Sequence[Path]) -> tuple[str, ...]:
    """Return the guides that changed; none where something changed that all guides share."""
    guides, known = workspace.root / "guides", set(workspace.slugs())
    found = {path.relative_to(guides).parts[0] for path in changed if path.is_relative_to(guides)}
    alone = all(path.is_relative_to(guides) for path in changed) and found <= known
    return tuple(sorted(found)) if alone else ()


def _build(workspace: Workspace, slugs: Sequence[str], made: Made, troubled: Troubled) -> None:
    try:
        for formats in (FIRST, ()):
            report = build(workspace, slugs, formats) if formats else build(workspace)
            made(report.made)
    except Trouble as trouble:
        troubled(trouble.problems)
    except ToolFailure as failure:
        troubled([Problem(failure.tool, 0, failure.message, failure.hint)])
