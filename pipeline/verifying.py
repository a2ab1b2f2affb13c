"""Verifying: finished files against what their guides say, or, from elsewhere, against the rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import formats, keeping, load, shelf
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble
from pipeline.verify import checks
from pipeline.workspace.folder import Workspace


def verify(workspace: Workspace, files: Sequence[Path] = ()) -> tuple[int, list[Problem]]:
    """Return how many files were read and what is wrong with them; without `files`, all of dist/."""
    shared = shelf.load(workspace)
    problems: list[Problem] = []
    paths = [path.resolve() for path in files] or _dist(workspace)
    if not paths:
        raise Trouble.at("dist/", _("There is nothing to verify yet."), _("Run `howtomake build` first."))
    guides: dict[str, load.Loaded | None] = {}
    for path in paths:
        slug = _slug(workspace, path)
        if slug and slug not in guides:
            guides[slug], _found = load.load(workspace.folder(slug), shared)
        expected = _expected(guides.get(slug), path)
        try:
            data = workspace.read(path) if path.is_relative_to(workspace.root) else _read(path)
            problems += checks.verify(data, workspace.name(path), expected)
        except Trouble as trouble:
            problems += trouble.problems
    return len(paths), sorted(problems)


def _expected(guide: load.Loaded | None, path: Path) -> checks.Expectation | None:
    """Return what a file promises; one whose name says nothing is held against the whole guide."""
    name = formats.of(path)
    part = guide.part(formats.FORMATS[name].part if name else "") if guide else None
    return part.expectation if part else None


def _dist(workspace: Workspace) -> list[Path]:
    return [
        path
        for path in workspace.files(workspace.dist)
        if path.suffix.lstrip(".") in formats.ENDINGS and path.parent != workspace.dist
        if path.name != "index.html" and path.parent.parent.name != keeping.FOLDER
    ]


def _slug(workspace: Workspace, path: Path) -> str:
    """Return the guide a file of dist/ belongs to; the empty string for files from elsewhere."""
    folder = path.parent
    return folder.name if folder.parent == workspace.dist and folder.name in workspace.slugs() else ""


def _read(path: Path) -> bytes:
    """Read a file a person named, wherever it lies."""
    return Workspace(path.parent).read(path)
