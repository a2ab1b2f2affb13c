"""`doctor`: what is installed, which versions, what is missing and how to get it."""

from __future__ import annotations

import click

from pipeline.messages import _


@click.command("doctor", help=_("Say what is installed, which versions, what is missing."))
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print a line a tool; exit 4 when something needed is missing."""
    from pipeline import doctor
    from pipeline.cli import speech

    missing = _("missing")
    found = doctor.examine()
    for tool in found:
        mark = (
            click.style("✓", fg="green")
            if tool.version
            else click.style("–", fg="red" if tool.needed else "yellow")
        )
        click.echo(f"{mark} {tool.name:<16} {tool.version or missing}  {tool.what}")
        if not tool.version and tool.hint:
            speech.hint(tool.hint, err=False)
    ctx.exit(4 if any(tool.needed and not tool.version for tool in found) else 0)
