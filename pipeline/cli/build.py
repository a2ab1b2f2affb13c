"""`build`: everything that changed, verified, into dist/."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import progress, speech
from pipeline.formats import FORMATS
from pipeline.messages import _, ngettext
from pipeline.model.event import Event, Kind, Tell
from pipeline.model.problem import Trouble

if TYPE_CHECKING:
    from pipeline.build import Report


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
@click.option("--explain", is_flag=True, help=_("Say what would be made, and why; make nothing."))
@click.option("--keep", is_flag=True, help=_("Keep what a step that fails had before it, to replay it."))
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON object for programs, one a line."))
@click.option("-v", "--verbose", is_flag=True, help=_("Say why files are made, and each command of a tool."))
@click.option("-q", "--quiet", is_flag=True, help=_("Say nothing but problems."))
def command(  # noqa: PLR0913  (the options of one verb)
    slugs: tuple[str, ...],
    to: tuple[str, ...],
    jobs: int | None,
    *,
    force: bool,
    explain: bool,
    keep: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Build, then say what was made."""
    from pipeline import build
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    if explain:
        _explained(build.explain(workspace, slugs, to), as_json=as_json)
        return
    how = build.How(jobs or 0, keep=keep)
    try:
        with progress.bar(moves=not (quiet or as_json or verbose), eta=True) as bar:
            tell = _row if as_json else _told(bar, verbose=verbose)
            report = build.build(workspace, slugs, to, force=force, how=how, tell=tell)
    except Trouble as trouble:
        for row in speech.rows(trouble.problems) if as_json else ():
            click.echo(json.dumps({"event": "problem", **row}, ensure_ascii=False))
        raise
    if as_json:
        ended = {"made": report.made, "current": report.current, "removed": report.removed}
        click.echo(json.dumps({"event": "end", **ended}))
        return
    speech.problems(report.warnings, err=True)
    if not quiet:
        _reported(report)


def _row(event: Event) -> None:
    click.echo(json.dumps(event.row(), ensure_ascii=False))


def _told(bar: Callable[[str, int, int], None], *, verbose: bool) -> Tell:
    """Return what moves the bar, or says each step to whoever wants to see them all."""

    def tell(event: Event) -> None:
        if event.kind is Kind.KEPT:
            message = _("{path}: what the step had before it, and its command.")
            click.echo(message.format(path=event.file), err=True)
        elif event.kind in {Kind.MAKING, Kind.MADE}:
            bar(event.file.rpartition("/")[2], event.done, event.of)
        if verbose and event.kind in {Kind.STALE, Kind.RAN}:
            click.echo(event.command or f"{event.file}: {event.why}", err=True)

    return tell


def _explained(events: Sequence[Event], *, as_json: bool) -> None:
    for event in events:
        if as_json:
            _row(event)
        else:
            click.echo(f"{event.file}: {event.why}")
    if not events and not as_json:
        click.echo(_("Everything is up to date."))


def _reported(report: Report) -> None:
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
