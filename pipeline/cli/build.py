"""`build`: everything that changed, verified, into dist/."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.formats import FORMATS
from pipeline.messages import _, ngettext


def _formats(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in chosen:
        if name not in FORMATS:
            raise click.BadParameter(
                _("“{name}” is no format. Known: {known}.").format(name=name, known=", ".join(FORMATS))
            )
    return chosen


@click.command("build", help=_("Make what changed, verified, into dist/."))
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--to", default=",".join(FORMATS), callback=_formats, help=_("Formats, separated by commas."))
@click.option("--force", is_flag=True, help=_("Make everything anew."))
@click.option("--jobs", type=click.IntRange(min=1), help=_("How many files at the same time."))
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON object for programs."))
@click.option("-q", "--quiet", is_flag=True, help=_("Say nothing but problems."))
def command(
    slugs: tuple[str, ...], to: tuple[str, ...], jobs: int | None, *, force: bool, as_json: bool, quiet: bool
) -> None:
    """Build, then say what was made."""
    from pipeline.build import build
    from pipeline.workspace.folder import Workspace

    def say(line: str) -> None:
        if not quiet and not as_json:
            click.echo(line, err=True)

    workspace = Workspace.find(Path())
    report = build(workspace, slugs, to, force=force, jobs=jobs or 0, say=say)
    if as_json:
        click.echo(json.dumps({"made": report.made, "current": report.current, "removed": report.removed}))
        return
    speech.problems(report.warnings, err=True)
    if quiet:
        return
    for path in report.made:
        click.echo(f"dist/{path}")
    for path in report.removed:
        click.echo(_("removed: {path}").format(path=f"dist/{path}"))
    if report.made:
        click.echo(
            ngettext("{n} file made and verified.", "{n} files made and verified.", len(report.made)).format(
                n=len(report.made)
            )
        )
    elif not report.removed:
        click.echo(_("Everything is up to date."))
