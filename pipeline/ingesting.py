"""Ingesting: the files around `ingest`: what it reads from the disk and what it writes there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline import shelf
from pipeline.guide.rules import SLUG
from pipeline.ingest import DECISIONS, FOLLOW_UP, GUIDE, LEDGER, NOTES, Existing, Report, ingest
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble
from pipeline.structure.cues import parse_cues
from pipeline.workspace import clock
from pipeline.workspace.folder import Workspace, write_whole

CUES = "templates/howtomake/cues.yml"


def run(start: Path, slug: str, files: Iterable[Path], *, title: str = "", workshop: str = "") -> Report:
    """Ingest files into guides/<slug>/ of the workspace around `start`.

    Raises:
        Trouble: what is wrong with the files, the guide or the workspace; nothing is written then.
    """
    workspace = Workspace.find(start)
    if not SLUG.fullmatch(slug):
        raise Trouble.at(
            f"guides/{slug}",
            _("The folder name “{slug}” cannot be an address.").format(slug=slug),
            _("Use small letters a–z, digits and hyphens only."),
        )
    shared = shelf.load(workspace)
    if workshop and shared.workshop(workshop) is None:
        known = ", ".join(one.id for one in shared.programme.workshops)
        raise Trouble.at(
            "guides/programme.yml",
            _("`{key}`: “{name}” is not known.").format(key="workshop", name=workshop),
            _("Known: {known}.").format(known=known),
        )
    cues = parse_cues(workspace.read_text(workspace.root / CUES), CUES, shared.template)
    outcome = ingest(
        slug,
        _given(files),
        shared.template,
        cues,
        _existing(workspace, workspace.guide_folder(slug)),
        today=clock.today(),
        title=title,
        workshop=workshop,
    )
    for name, data in outcome.writes.items():
        write_whole(workspace.guide_folder(slug) / name, data)
    return outcome.report


def _given(files: Iterable[Path]) -> dict[str, bytes]:
    """Read the files a person named; they may lie anywhere. All problems at once."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            data = Workspace(path.resolve().parent).read(path.resolve())
        except Trouble as trouble:
            problems += (Problem(str(path), 0, one.message, one.hint) for one in trouble.problems)
            continue
        name = path.name
        while name in found and found[name] != data:
            name = f"_{name}"
        found[name] = data
    if problems:
        raise Trouble(problems)
    return found


def _existing(workspace: Workspace, folder: Path) -> Existing:
    def text(name: str) -> str | None:
        path = folder / name
        if not path.exists():
            return None
        workspace.read_text(path)  # says so when it is not UTF-8
        return workspace.read(path).decode()

    notes = {
        path.name: workspace.read(path)
        for path in workspace.files(folder / NOTES)
        if path.parent.name == NOTES
    }
    return Existing(text(GUIDE), text(LEDGER), text(FOLLOW_UP), text(DECISIONS), notes)
