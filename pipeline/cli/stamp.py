"""`stamp`: the acknowledgement onto finished PDF and Word files from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext

if TYPE_CHECKING:
    from pipeline.stamping import Report


@click.command("stamp", help=_("Put the acknowledgement onto finished PDF and Word files from elsewhere."))
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--funder",
    "funders",
    multiple=True,
    required=True,
    metavar="ID",
    help=_("Profile of templates/funders/; may be given again."),
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help=_("File or folder for what is made; else FILE-stamped beside it."),
)
@click.option("--in-place", is_flag=True, help=_("Change the files themselves."))
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON object for programs."))
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    funders: tuple[str, ...],
    out: Path | None,
    *,
    in_place: bool,
    as_json: bool,
) -> None:
    """Stamp files and folders; exit 1 when a file could not be stamped, the others are written."""
    from pipeline import stamping
    from pipeline.workspace.folder import Workspace

    if in_place and out:
        raise click.UsageError(_("--in-place and -o exclude each other."))
    workspace = Workspace.find(Path())
    report = stamping.stamp(workspace, files, funders, stamping.Target(in_place, out))
    if as_json:
        click.echo(_json(report))
    else:
        _say(report)
    ctx.exit(int(bool(report.problems)))


def _say(report: Report) -> None:
    for name, (goal, spots) in report.stamped.items():
        click.echo(f"{name} → {goal}: {', '.join(spots)}")
        for remark in (text for file, text in report.remarks if file == name):
            speech.hint(remark, err=False)
    for name in report.complete:
        click.echo(_("{name}: carries it already, nothing changed.").format(name=name))
    speech.problems(report.problems, err=True)
    done, refused = len(report.stamped), len({problem.path for problem in report.problems})
    text = ngettext(
        "{n} file stamped and read back; {complete} complete before, {refused} not stamped.",
        "{n} files stamped and read back; {complete} complete before, {refused} not stamped.",
        done,
    )
    click.echo(text.format(n=done, complete=len(report.complete), refused=refused))


def _json(report: Report) -> str:
    return json.dumps(
        {
            "stamped": [
                {"file": name, "to": str(goal), "spots": list(spots)}
                for name, (goal, spots) in report.stamped.items()
            ],
            "complete": report.complete,
            "remarks": [{"file": name, "text": text} for name, text in report.remarks],
            "problems": json.loads(speech.as_json(report.problems)),
        },
        ensure_ascii=False,
        indent=2,
    )
