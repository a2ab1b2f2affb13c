"""`init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.messages import _


@click.command("init", help=_("Make a new workspace with templates, Makefile and an empty programme."))
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
def command(folder: Path) -> None:
    """Write the workspace and say how to go on."""
    from pipeline import starting

    made = starting.init(folder)
    click.echo(_("{n} files written to {folder}.").format(n=len(made), folder=folder))
    click.echo(_('Next: `howtomake new my-topic --title "…"` or `howtomake ingest my-topic notes.docx`.'))
