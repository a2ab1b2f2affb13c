"""`init`: a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.messages import _


@click.command("init", help=_("Make a new workspace with templates, Makefile and an empty programme."))
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
@click.option("--brand", default="", help=_("Name of your association; its colours follow."))
@click.option("--website", default="", help=_("Address of your association."))
@click.option("--colour", default="", metavar="#RRGGBB", help=_("Your colour; a readable set is made of it."))
@click.option("--accent", default="", metavar="#RRGGBB", help=_("A second colour."))
def command(folder: Path, brand: str, website: str, colour: str, accent: str) -> None:
    """Write the workspace and say how to go on."""
    from pipeline import starting

    if not brand and (website or colour or accent):
        raise click.UsageError(_("--website, --colour and --accent go with --brand."))
    own = starting.Brand(brand, website, colour, accent) if brand else None
    made = starting.init(folder, own)
    click.echo(_("{n} files written to {folder}.").format(n=len(made), folder=folder))
    click.echo(_('Next: `howtomake new my-topic --title "…"` or `howtomake ingest my-topic notes.docx`.'))
