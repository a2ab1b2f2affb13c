"""`ingest`: notes in; draft, ledger, follow-up and a short report out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext

if TYPE_CHECKING:
    from pipeline.ingest import Report


@click.command("ingest", help=_("Read notes: sort them into the guide, keep a ledger, lose nothing."))
@click.argument("slug")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--title", default="", help=_("What the guide is about; “HowToMake …” is put before it."))
@click.option("--workshop", default="", help=_("Id of the workshop in programme.yml."))
def command(slug: str, files: tuple[Path, ...], title: str, workshop: str) -> None:
    """Write what came of the notes below guides/SLUG/, and say what did."""
    from pipeline import ingesting

    report = ingesting.run(Path(), slug, files, title=title, workshop=workshop)
    for line in _lines(slug, report):
        click.echo(line)
    for remark in report.remarks:
        speech.hint(remark, err=False)


def _lines(slug: str, report: Report) -> list[str]:
    from pipeline.model.ledger import Fate

    if not report.new:
        return [_("Nothing new: all {n} passages were known.").format(n=report.known)]
    said = {
        Fate.PLACED: _("placed in sections"),
        Fate.OPEN: _("open, in guide.md under “Still to be sorted”"),
        Fate.FOLLOW_UP: _("for the group, in follow-up.md"),
        Fate.METADATA: _("about the meeting or the file"),
        Fate.WITHHELD: _("kept back"),
        Fate.REPEATED: _("said elsewhere already"),
    }
    head = ngettext("{n} new passage", "{n} new passages", report.new).format(n=report.new)
    lines = [f"guides/{slug}/guide.md: {head}"]
    lines += [f"  {report.fates[fate]:5d}  {words}" for fate, words in said.items() if report.fates.get(fate)]
    if report.withheld:
        lines.append(_("Kept back, because a passage …"))
        lines += [
            f"  {times:5d}  {reason}"
            for reason, times in sorted(report.withheld.items(), key=lambda row: -row[1])
        ]
    for name, repairs in report.repairs.items():
        mended = ", ".join(f"{repair.what} ({repair.times})" for repair in repairs)
        lines.append(_("Mended in {name}: {what}").format(name=name, what=mended))
    return lines
