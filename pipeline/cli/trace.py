"""`trace`: where each sentence of a guide comes from, and what it has lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.messages import _, ngettext

if TYPE_CHECKING:
    from pipeline.model.trace import Sentence, Source, Trace

_LONGEST = 300


@click.command(
    "trace", help=_("Say where each sentence of a guide comes from, and which notes it has no more.")
)
@click.argument("slug")
@click.option("--editorial", is_flag=True, help=_("Only sentences that no notes are behind."))
@click.option(
    "--missing", is_flag=True, help=_("Only passages of the notes that are not in the guide any more.")
)
@click.option("--html", "as_page", is_flag=True, help=_("Write a page with guide and notes side by side."))
@click.option("--json", "as_json", is_flag=True, help=_("Print a JSON object for programs."))
def command(slug: str, *, editorial: bool, missing: bool, as_page: bool, as_json: bool) -> None:
    """Print sentence by sentence, the passages that are gone, and the counts."""
    from pipeline import tracing
    from pipeline.workspace.folder import Workspace

    workspace = Workspace.find(Path())
    found = tracing.of(workspace, slug)
    if as_page:
        page = tracing.page(workspace, slug, found)
        said = _("{path}: open it in a browser. It shows notes, and is for editors only.")
        click.echo(said.format(path=workspace.name(page)))
        return
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
        return
    if not missing:
        for line in _sentences(slug, found, editorial=editorial):
            click.echo(line)
    if not editorial:
        for line in _missing(found):
            click.echo(line)
    for line in _counts(found):
        click.echo(line)


def _sentences(slug: str, found: Trace, *, editorial: bool) -> Iterator[str]:
    section = None
    for one in found.sentences:
        if editorial and not one.editorial:
            continue
        if one.section != section:
            section = one.section
            yield ""
            yield click.style(f"guides/{slug}/guide.md:{one.line}  {{#{section}}}", fg="cyan", bold=True)
        mark = click.style(_("editorial"), fg="yellow") if one.editorial else ""
        yield f"{one.line:4d}  {one.text[:_LONGEST]}{f'  [{mark}]' if mark and not editorial else ''}"
        yield from (f"      {_source(source, one)}" for source in one.sources)


def _source(source: Source, one: Sentence) -> str:
    from pipeline.model.trace import How
    from pipeline.structure.trace import changes

    where = f"{source.entry.source}, {source.entry.place}"
    if source.how is How.EXACT:
        return click.style(f"= {where}", fg="green")
    percent = f"{source.similarity:.0%}".replace("%", " %")
    if source.how is How.PART:
        said = _("part of it")
        return f"{click.style(f'+ {percent} {said}: {where}', fg='green')}  {source.said[:_LONGEST]}"
    words = " ".join(_changed(kind, text) for kind, text in changes(source, one.text))
    return f"{click.style(f'~ {percent} {where}', fg='green')}  {words[: 2 * _LONGEST]}"


def _changed(kind: str, text: str) -> str:
    if kind == "-":
        return click.style(f"[-{text}-]", fg="red")
    return click.style(f"{{+{text}+}}", fg="blue") if kind == "+" else text


def _missing(found: Trace) -> Iterator[str]:
    for title, entries in (
        (_("Not in the guide any more, though the ledger has placed it:"), found.missing),
        (_("Open by the ledger, and not in guide.md:"), found.waiting),
    ):
        if entries:
            yield ""
            yield click.style(title, bold=True)
            for entry in entries:
                section = f"[{entry.section}] " if entry.section else ""
                yield f"  {section}{entry.source}, {entry.place}: {entry.text[:_LONGEST]}"


def _counts(found: Trace) -> Iterator[str]:
    counts = found.counts
    yield ""
    yield ngettext("{n} sentence", "{n} sentences", len(found.sentences)).format(n=len(found.sentences))
    for number, words in (
        (counts["exact"], _("word for word from the notes")),
        (counts["edited"], _("edited")),
        (counts["several"], _("from parts of the notes")),
        (counts["editorial"], _("editorial")),
        (len(found.missing), _("placed passages not in the guide any more")),
        (len(found.waiting), _("open passages not in the guide")),
    ):
        yield f"{number:6d}  {words}"


def _plain(found: Trace) -> dict[str, Any]:
    return {
        "sentences": [
            {
                "line": one.line,
                "section": one.section,
                "text": one.text,
                "editorial": one.editorial,
                "sources": [_plain_source(source, one) for source in one.sources],
            }
            for one in found.sentences
        ],
        "missing": [_entry(entry) for entry in found.missing],
        "waiting": [_entry(entry) for entry in found.waiting],
        "counts": {**found.counts, "missing": len(found.missing), "waiting": len(found.waiting)},
    }


def _plain_source(source: Source, one: Sentence) -> dict[str, Any]:
    from pipeline.model.trace import How
    from pipeline.structure.trace import changes

    row = {
        **_entry(source.entry),
        "how": source.how.value,
        "similarity": source.similarity,
        "said": source.said,
    }
    return row | (
        {"changes": [list(pair) for pair in changes(source, one.text)]} if source.how is How.EDITED else {}
    )


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "id": entry.id,
        "source": entry.source,
        "place": entry.place,
        "text": entry.text,
        "fate": entry.fate.value,
        "section": entry.section,
    }
