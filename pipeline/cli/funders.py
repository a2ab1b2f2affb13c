"""`funders`: the profiles there are, and the report for the proof of use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext

if TYPE_CHECKING:
    from pipeline.model.funder import Funder
    from pipeline.reporting import Profile

_KINDS = "docx,csv"


def _kinds(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in chosen:
        if name not in _KINDS.split(","):
            raise click.BadParameter(
                _("“{name}” is no format. Known: {known}.").format(name=name, known=_KINDS.replace(",", ", "))
            )
    return chosen


@click.command("funders", help=_("List the funder profiles, or report which files carry what."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]…")
@click.option("--report", is_flag=True, help=_("Write the report for the proof of use, over dist/ and FILE…"))
@click.option("--to", default=_KINDS, callback=_kinds, help=_("Formats of the report, separated by commas."))
@click.option(
    "-o",
    "--out",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Folder of the report."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON list for programs."))
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    to: tuple[str, ...],
    out: Path,
    *,
    report: bool,
    as_json: bool,
) -> None:
    """List profiles, or write the report; exit 1 when a finished file could not be read."""
    from pipeline import reporting
    from pipeline.workspace import clock
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    if not report:
        if files:
            raise click.UsageError(_("Files belong to --report."))
        profiles = reporting.listed(workspace)
        click.echo(
            _json(profiles) if as_json else "\n".join(line for one in profiles for line in _lines(one))
        )
        return
    written, problems = reporting.report(workspace, files, to, out, clock.today())
    for path in written:
        click.echo(path)
    speech.problems(problems, err=True)
    ctx.exit(int(bool(problems)))


def _lines(profile: Profile) -> list[str]:
    funder = profile.funder
    if funder is None:
        return [_("{id}: template; copy it and take the wording from the grant letter").format(id=profile.id)]
    head = click.style(f"{funder.id}: {funder.name}", bold=True)
    lines = [head, f"  {funder.wording}", f"  {_facts(funder)}"]
    missing = _("logo missing: {file}")
    lines += [f"  {missing.format(file=f'templates/funders/{file}')}" for file in profile.logos_missing]
    if funder.duties:
        text = ngettext("{n} duty, see --report", "{n} duties, see --report", len(funder.duties))
        lines.append("  " + text.format(n=len(funder.duties)))
    return lines


def _facts(funder: Funder) -> str:
    days = [day.isoformat() for day in (funder.period_from, funder.period_to) if day]
    parts = [
        " – ".join(days),
        funder.require.value.replace("_", " "),
        ", ".join(spot.value for spot in funder.spots),
        funder.confidence,
    ]
    return " · ".join(filter(None, parts))


def _json(profiles: list[Profile]) -> str:
    rows = [
        {
            "id": profile.id,
            "usable": profile.funder is not None,
            "name": profile.funder.name if profile.funder else "",
            "wording": profile.funder.wording if profile.funder else "",
            "logos_missing": list(profile.logos_missing),
        }
        for profile in profiles
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
