"""`clean`: empty dist/ and the working files."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.messages import _


@click.command("clean", help=_("Empty dist/ and the working files."))
def command() -> None:
    """Remove what a build makes; guides and templates stay."""
    import shutil

    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    for folder in (workspace.dist, workspace.cache):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            click.echo(_("removed: {path}").format(path=f"{workspace.name(folder)}/"))
