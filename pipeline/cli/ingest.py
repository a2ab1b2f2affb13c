"""`ingest`: notes in; draft, ledger, follow-up and a short report out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext
from pipeline.model.problem import Trouble

if TYPE_CHECKING:
    from pipeline.ingest import Existing, Report
    from pipeline.workspace.folder import Workspace

CUES = "templates/howtomake/cues.yml"


@click.command("ingest", help=_("Read notes: sort them into the guide, keep a ledger, lose nothing."))
@click.argument("slug")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--title", default="", help=_("What the guide is about; “HowToMake …” is put before it."))
@click.option("--workshop", default="", help=_("Id of the workshop in programme.yml."))
@click.option(
    "--ask",
    is_flag=True,
    help=_("Ask the language model of adviser.yml, too; names are taken out."),
)
def command(slug: str, files: tuple[Path, ...], title: str, workshop: str, *, ask: bool) -> None:
    """Write what came of the notes below guides/SLUG/, and say what did."""
    report = _run(Path(), slug, files, title=title, workshop=workshop, ask=ask)
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
    lines.append(_("About people the program finds hints; it replaces no reading."))
    for name, repairs in report.repairs.items():
        mended = ", ".join(f"{repair.what} ({repair.times})" for repair in repairs)
        lines.append(_("Mended in {name}: {what}").format(name=name, what=mended))
    return lines


def _run(
    start: Path, slug: str, files: Iterable[Path], *, title: str = "", workshop: str = "", ask: bool = False
) -> Report:
    """Ingest files into guides/<slug>/ of the workspace around `start`.

    Raises:
        Trouble: what is wrong with the files, the guide or the workspace; nothing is written then.
    """
    from pipeline import advising, forming, remembering, shelf
    from pipeline.cli import progress
    from pipeline.engine.apart import Apart
    from pipeline.guide.rules import SLUG
    from pipeline.ingest import ingest
    from pipeline.structure.cues import parse_cues
    from pipeline.workspace import clock, given
    from pipeline.workspace.folder import Workspace, write_whole

    workspace = Workspace.find(start)
    if not SLUG.fullmatch(slug):
        raise Trouble.at(
            f"guides/{slug}",
            _("The folder name “{slug}” cannot be an address.").format(slug=slug),
            _("Use small letters a–z, digits and hyphens only."),
        )
    shared = shelf.load(workspace)
    if workshop and shared.workshop(workshop) is None:
        known = ", ".join(one.id for one in shared.programme.workshops)
        raise Trouble.at(
            "guides/programme.yml",
            _("`{key}`: “{name}” is not known.").format(key="workshop", name=workshop),
            _("Known: {known}.").format(known=known),
        )
    cues = parse_cues(workspace.read_text(workspace.root / CUES), CUES, shared.template)
    named, folders = given.read(files, workspace.root)
    existing = _existing(workspace, workspace.guide_folder(slug))
    with Apart() as desk, progress.bar() as tell:
        outcome = ingest(
            slug,
            named,
            shared.template,
            cues,
            existing,
            today=clock.today(),
            title=title,
            workshop=workshop,
            form=forming.load(workspace, shared.template),
            remembered=remembering.load(workspace, shared.template, slug),
            usual=remembering.habits(workspace),
            bundles=folders,
            desk=desk,
            tell=tell,
            ask=advising.load(workspace) if ask else None,
        )
    for name, data in outcome.writes.items():
        write_whole(workspace.guide_folder(slug) / name, data)
    return outcome.report


def _existing(workspace: Workspace, folder: Path) -> Existing:
    from pipeline.ingest import DECISIONS, FOLLOW_UP, GUIDE, LEDGER, NOTES, PEOPLE, Existing

    def text(name: str) -> str | None:
        path = folder / name
        if not path.exists():
            return None
        workspace.read_text(path)  # says so where it is not UTF-8; line ends and the mark must stay
        return workspace.read(path).decode()

    notes = {
        path.name: workspace.read(path)
        for path in workspace.files(folder / NOTES)
        if path.parent.name == NOTES
    }
    return Existing(text(GUIDE), text(LEDGER), text(FOLLOW_UP), text(DECISIONS), notes, text(PEOPLE))
