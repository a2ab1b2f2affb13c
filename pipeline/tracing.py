"""Tracing: the sentences of a guide in a workspace, held against its ledger."""

from __future__ import annotations

from pathlib import Path

from pipeline import shelf
from pipeline.guide import source
from pipeline.guide.rules import SLUG
from pipeline.ingest import GUIDE, LEDGER
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.model.trace import How, Trace
from pipeline.publish import tracepage
from pipeline.structure import ledger
from pipeline.structure.trace import changes, trace
from pipeline.workspace.folder import Workspace, write_whole

PAGES = ".howtomake/trace"
"""Notes stand on these pages; what is in .howtomake/ is neither published nor in git."""


def of(workspace: Workspace, slug: str) -> Trace:
    """Return where each sentence of a guide comes from.

    Raises:
        Trouble: there is no guide, or no ledger to hold it against.
    """
    folder = workspace.guide_folder(slug)
    if not SLUG.fullmatch(slug) or not (folder / LEDGER).exists():
        raise Trouble.at(
            f"guides/{slug}/{LEDGER}",
            _("There is no ledger, so there is nothing to trace sentences to."),
            _("It is made by `howtomake ingest`, and is private: ask whoever has read the notes in."),
        )
    entries = ledger.load(workspace.read_text(folder / LEDGER), workspace.name(folder / LEDGER))
    return trace(workspace.read_text(folder / GUIDE), entries)


def page(workspace: Workspace, slug: str, found: Trace) -> Path:
    """Write guide and notes side by side as a page, and return its path: away from dist/ and from git.

    Raises:
        Trouble: a template is missing or wrong.
    """
    shared = shelf.load(workspace)
    changed = {
        (number, at): list(changes(origin, one.text))
        for number, one in enumerate(found.sentences)
        for at, origin in enumerate(one.sources)
        if origin.how is How.EDITED
    }
    there = workspace.guide_folder(slug) / GUIDE
    guide = source.parse(workspace.read_text(there), slug, workspace.name(there))
    path = workspace.root / PAGES / f"{slug}.html"
    write_whole(path, tracepage.page(guide, found, changed, shared.kit).encode())
    return path
