"""`check`: all problems of the guides at once."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.messages import _
from pipeline.model.problem import Severity


@click.command("check", help=_("List all problems of the guides at once."))
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--strict", is_flag=True, help=_("Count notes as problems."))
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON list for programs."))
@click.pass_context
def command(ctx: click.Context, slugs: tuple[str, ...], *, strict: bool, as_json: bool) -> None:
    """Print what is wrong; exit 1 when anything has to be mended."""
    from pipeline import checking
    from pipeline.workspace.folder import Workspace

    found = checking.check(Workspace.find(Path()), slugs)
    if as_json:
        click.echo(speech.as_json(found))
    else:
        speech.problems(found, err=False)
        if not found:
            click.echo(_("No problems found."))
    ctx.exit(int(any(strict or problem.severity is Severity.ERROR for problem in found)))
