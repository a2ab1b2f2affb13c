"""`verify`: read finished files back."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext
from pipeline.model.problem import Severity


@click.command("verify", help=_("Read finished files back: funder, language, title, tags, metadata."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON list for programs."))
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Verify the given files, without any all of dist/; exit 1 when anything is wrong."""
    from pipeline import verifying
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    checked, found = verifying.verify(workspace, files)
    if as_json:
        click.echo(speech.as_json(found))
    else:
        speech.problems(found, err=False)
        if not any(problem.severity is Severity.ERROR for problem in found):
            text = ngettext(
                "{n} file read back: automatic checks passed.",
                "{n} files read back: automatic checks passed.",
                checked,
            )
            click.echo(text.format(n=checked))
    ctx.exit(int(any(problem.severity is Severity.ERROR for problem in found)))
