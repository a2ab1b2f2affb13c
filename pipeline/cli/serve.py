"""`serve`: the catalogue in the browser of this machine, built anew whenever something is saved."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.messages import _
from pipeline.model.problem import Problem


@click.command("serve", help=_("Show the catalogue in the browser; pages come anew when you save."))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1024, 65535), help=_("Port."))
def command(port: int) -> None:
    """Serve until Ctrl+C."""
    import uvicorn

    from pipeline import watching
    from pipeline.serve.app import HOST, app
    from pipeline.serve.bell import Bell
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    bell, stop = Bell(), threading.Event()

    def made(paths: Sequence[str]) -> None:
        for path in paths:
            click.echo(f"dist/{path}", err=True)
        if bell.news[1] or any(path.endswith(".html") for path in paths):
            bell.ring()

    def troubled(found: Sequence[Problem]) -> None:
        speech.problems(found, err=True)
        bell.ring("\n".join(f"{one.place}: {one.message}\n  {one.hint}".rstrip() for one in found))

    builder = threading.Thread(target=watching.watch, args=(workspace, made, troubled, stop), daemon=True)
    builder.start()
    click.echo(_("The catalogue: {address} (Ctrl+C ends it)").format(address=f"http://{HOST}:{port}/"))
    site = app(workspace.dist, bell, port)
    try:
        uvicorn.run(site, host=HOST, port=port, log_level="error", timeout_graceful_shutdown=1)
    finally:
        stop.set()
        builder.join(timeout=5)
