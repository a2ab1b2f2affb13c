"""Tracing: the sentences of a guide in a workspace, held against its ledger."""

from __future__ import annotations

from pipeline.guide.rules import SLUG
from pipeline.ingest import GUIDE, LEDGER
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.model.trace import Trace
from pipeline.structure import ledger
from pipeline.structure.trace import trace
from pipeline.workspace.folder import Workspace


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
