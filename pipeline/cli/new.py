"""`new`: an empty guide from the standard template."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.messages import _


@click.command("new", help=_("Begin an empty guide from the standard template."))
@click.argument("slug")
@click.option("--title", required=True, help=_("What the guide is about; “HowToMake …” is put before it."))
def command(slug: str, title: str) -> None:
    """Write guides/SLUG/guide.md."""
    from pipeline import shelf, starting
    from pipeline.workspace import clock
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    path = starting.new(workspace, slug, title, shelf.load(workspace).template, clock.today())
    click.echo(workspace.name(path))
