"""Advising: the language model that an editor has configured, ready to be asked for a section.

Nobody is asked unless `templates/howtomake/adviser.yml` names an address and `ingest` is told `--ask`.
"""

from __future__ import annotations

import os

from pipeline.engine import chat
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.structure import adviser
from pipeline.structure.adviser import Ask
from pipeline.workspace.folder import Workspace


def load(workspace: Workspace) -> Ask:
    """Return the way to the model.

    Raises:
        Trouble: nothing is configured, or another machine is and nobody has said that it may be asked.
    """
    path = workspace.root / adviser.PATH
    if not path.exists():
        raise Trouble.at(
            adviser.PATH,
            _("No language model is configured."),
            _("Write into it `address: http://127.0.0.1:11434/v1` and `model: …`, as your own server says."),
        )
    settings = adviser.parse(workspace.read_text(path))
    model = chat.Model(settings.address, settings.model, os.environ.get(adviser.KEY, ""))
    if not model.is_local and not settings.elsewhere:
        raise Trouble.at(
            adviser.PATH,
            _("“{address}” is another machine.").format(address=settings.address),
            _("Passages of the notes would go there. If that is agreed, write `elsewhere: true`."),
        )
    return lambda rules, question: chat.ask(model, rules, question)
