"""`watch`: build whatever changes, until Ctrl+C."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.messages import _
from pipeline.model.problem import Problem


@click.command("watch", help=_("Build whatever changes, until Ctrl+C."))
def command() -> None:
    """Say what was made, and what is wrong, as it happens."""
    from pipeline import watching
    from pipeline.workspace.folder import Workspace

    def made(paths: Sequence[str]) -> None:
        for path in paths:
            click.echo(f"dist/{path}")

    def troubled(found: Sequence[Problem]) -> None:
        speech.problems(found, err=True)

    workspace = Workspace.find(Path())
    click.echo(_("Watching guides/ and templates/ (Ctrl+C ends it)"), err=True)
    watching.watch(workspace, made, troubled, threading.Event())
