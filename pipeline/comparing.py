"""Comparing: a guide held against its notes: what it leaves out, and what it has from notes that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline import load
from pipeline.ingest import GUIDE, NOTES
from pipeline.messages import _, ngettext
from pipeline.model.ledger import Entry, Fate
from pipeline.model.problem import Problem, Severity
from pipeline.model.template import Template
from pipeline.model.trace import Trace
from pipeline.notes import unpacked
from pipeline.privacy.roster import Roster
from pipeline.shelf import Shelf
from pipeline.structure import gaps
from pipeline.structure.trace import trace
from pipeline.workspace.folder import Workspace

_MOST_LINES, _MOST_PLACES = 8, 3


def compare(workspace: Workspace, slug: str, shelf: Shelf) -> list[Problem]:
    """Return warnings about a guide whose ledger is there; notes are private and may be elsewhere.

    Raises:
        Trouble: the ledger or decisions.yml is broken.
    """
    path = workspace.guide_folder(slug) / GUIDE
    known = load.private(workspace.folder(slug), shelf)
    if not known.entries or not path.exists():
        return []
    found = trace(workspace.read_text(path), known.entries)
    people = (known.people | Roster.of(known.decided.people)).parts
    left = gaps.gaps(found, known.entries, shelf.template, frozenset(part.casefold() for part in people))
    return [
        *_left_out(workspace.name(path), left, shelf.template),
        *_withdrawn(workspace, slug, found, known.entries),
    ]


def _left_out(guide: str, left: gaps.Gaps, template: Template) -> Iterator[Problem]:
    for name, entries in left.sections.items():
        rule = template.get(name)
        yield Problem(
            guide,
            0,
            ngettext(
                "The notes say something about “{heading}” ({n} passage), the guide does not.",
                "The notes say something about “{heading}” ({n} passages), the guide does not.",
                len(entries),
            ).format(heading=rule.heading if rule else name, n=len(entries)),
            _places(entries),
            Severity.WARNING,
        )
    for word, entries in left.nouns:
        yield Problem(
            guide,
            0,
            _("The notes speak of “{word}” ({n} passages), the guide never does.").format(
                word=word, n=len(entries)
            ),
            _places(entries),
            Severity.WARNING,
        )


def _places(entries: Sequence[Entry]) -> str:
    shown = "; ".join(f"{entry.source}, {entry.place}" for entry in entries[:_MOST_PLACES])
    said = _("See {places}.") if len(entries) <= _MOST_PLACES else _("See {places}, and others.")
    return said.format(places=shown)


def _withdrawn(workspace: Workspace, slug: str, found: Trace, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield notes that were read and lie in notes/ no more, with the lines that come of them."""
    folder = workspace.guide_folder(slug) / NOTES
    there = {path.name for path in workspace.files(folder)} if folder.is_dir() else set()
    if not there:
        return  # the notes as a whole are kept elsewhere
    for source, count in _sources(entries).items():
        if source in there:
            continue
        ours = (one for one in found.sentences if {made.entry.source for made in one.sources} == {source})
        lines = sorted({one.line for one in ours})
        shown = ", ".join(map(str, lines[:_MOST_LINES]))
        look = (
            _("If it was withdrawn, look at these lines of guide.md: {lines}.")
            if len(lines) <= _MOST_LINES
            else _("If it was withdrawn, look at these lines of guide.md: {lines}, and more.")
        )
        yield Problem(
            f"guides/{slug}/{NOTES}/{source}",
            0,
            ngettext(
                "This file was read ({n} passage) and is not there any more.",
                "This file was read ({n} passages) and is not there any more.",
                count,
            ).format(n=count),
            look.format(lines=shown) if lines else _("Nothing in guide.md comes from it alone."),
            Severity.WARNING,
        )


def _sources(entries: Sequence[Entry]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for entry in entries:
        if not unpacked.accounts(entry.place) and entry.fate is not Fate.REPEATED:
            counts[entry.source] = counts.get(entry.source, 0) + 1
    return counts
