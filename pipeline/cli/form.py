"""`form`: the blank form for those who take notes."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import speech
from pipeline.messages import _

KINDS = ("docx", "odt", "md")


@click.command(
    "form", help=_("Write the blank form for taking notes: what stands in it is placed without guessing.")
)
@click.option(
    "--to",
    type=click.Choice(KINDS),
    help=_("Word (docx, the default), LibreOffice (odt), or text for a pad (md)."),
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=_("Where to write it."))
def command(to: str | None, output: Path | None) -> None:
    """Write the form into the current folder, and say where it is and what to do with it."""
    from pipeline import forming, shelf
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    shared = shelf.load(workspace)
    kind = to or _suffix(output) or KINDS[0]
    path = output or Path(forming.name(forming.load(workspace, shared.template), kind))
    forming.make(workspace, shared, kind, path.absolute())
    click.echo(str(path))
    speech.hint(
        _("Filled in, it is read with `howtomake ingest my-topic {file}`.").format(file=path.name), err=False
    )


def _suffix(output: Path | None) -> str:
    """Return the kind that the name of the file asks for."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if suffix and suffix not in KINDS:
        raise click.BadParameter(
            _("“{name}” is no format. Known: {known}.").format(name=suffix, known=", ".join(KINDS)),
            param_hint="-o",
        )
    return suffix
