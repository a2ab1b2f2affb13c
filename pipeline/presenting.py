"""Presenting: what lies in dist/ beside the guides: the catalogue, what was checked, and earlier versions."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline import formats, keeping
from pipeline.publish.entry import Check, Entry, File, Version
from pipeline.workspace.folder import Workspace
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.shelf import Shelf


@dataclass(frozen=True)
class Site:
    """What lies in dist/ beside the files of the guides that are made in this build or stay as they were."""

    files: dict[str, bytes]
    """The catalogue and the records, by path."""
    standing: dict[str, str]
    """What stays as it is, pages of guides that did not change and earlier versions: path → SHA-256."""
    moving: dict[str, str]
    """Files of earlier versions that are not in their place yet: path → where they are."""
    guides: dict[str, str]
    """Files of the guides, drafts too: path → SHA-256."""
    shown: frozenset[str]
    """Slugs of guides in the catalogue."""

    def sums(self) -> dict[str, str]:
        """Return the check sums of everything but the guides' own files."""
        return {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()} | self.standing

    def old(self, workspace: Workspace, slugs: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the texts among the earlier versions of some guides."""
        for name in self.standing:
            slug, _slash, below = name.partition("/")
            path = workspace.dist / self.moving.get(name, name)
            if below.startswith(f"{keeping.FOLDER}/") and below.endswith(".html") and slug in slugs:
                yield name, path.read_bytes()


def site(
    workspace: Workspace,
    state: State,
    shared: Shelf,
    around: Mapping[str, str],
    planned: list[keeping.Copies],
) -> Site:
    """Return the catalogue over all guides that are no drafts, a record for each guide, and what is kept."""
    from pipeline.publish import catalogue

    standing: dict[str, str] = {}
    entries = []
    for slug, record in sorted(state.guides.items()):
        if not record["files"]:
            continue
        versions = keeping.kept(workspace, state, slug, record["page"], planned)
        for version in versions:
            standing |= keeping.sums(slug, version)
        if record["page"]["status"] != "draft":
            entries.append(_entry(slug, record, versions))
    pages = _standing(state, entries, around)
    standing |= pages
    current = {name.partition("/")[0] for name in pages}
    files = catalogue.catalogue(entries, shared.programme, shared.kit, current=current)
    files |= {
        f"{slug}/{slug}.conformance.json": _record(made)
        for slug, made in state.guides.items()
        if made["files"] and slug not in current
    }
    moving = {
        file.path: source
        for copies in planned
        for file, source in zip(copies.version.files, copies.sources, strict=True)
    }
    guides = {
        made["path"]: made["sha256"] for record in state.guides.values() for made in record["files"].values()
    }
    return Site(files, standing, moving, guides, frozenset(entry.slug for entry in entries))


def _standing(state: State, entries: Sequence[Entry], around: Mapping[str, str]) -> dict[str, str]:
    """Return the files beside guides that would be made of the same as before, and note what that is.

    A page takes three milliseconds and its QR code seven; a hundred guides of which one has changed are many.
    """
    from pipeline.publish import catalogue

    found: dict[str, str] = {}
    colours = catalogue.covers(entries)
    for entry in entries:
        record = state.guides[entry.slug]
        made_of = [
            record["page"],
            record["files"],
            entry.versions,
            entry.editions,
            colours[entry.slug],
            around,
        ]
        key = hashlib.sha256(json.dumps(made_of, default=vars).encode()).hexdigest()
        there = {
            name: state.catalogue[name]
            for name in (entry.address, entry.picture, entry.record)
            if name in state.catalogue
        }
        if record.get("beside") == key and entry.address in there and state.intact(there):
            found |= there
        record["beside"] = key
    return found


def _entry(slug: str, record: Mapping[str, Any], versions: tuple[Version, ...]) -> Entry:
    made = [_file(record["files"][name], name) for name in formats.FORMATS if name in record["files"]]
    return Entry(slug, record["page"], tuple(made), record["words"], versions)


def _record(made: dict[str, Any]) -> bytes:
    """Return what was checked in the files of a guide."""
    from pipeline.verify import record

    files = [
        record.Checked(file["path"], kind.ending, file["sha256"], file["passed"])
        for name, kind in formats.FORMATS.items()
        if (file := made["files"].get(name))
    ]
    return record.record(made["page"], files, _versions())


@cache
def _versions() -> dict[str, str]:
    """Return the versions of what reads finished files back."""
    from pipeline.verify import record

    names = {name for by in record.BY.values() for name in by}
    return {name: importlib.metadata.version(name) for name in sorted(names)}


def _file(made: dict[str, Any], name: str) -> File:
    from pipeline.verify import record

    return File(
        format=name,
        path=made["path"],
        size=made["size"],
        sha256=made["sha256"],
        pages=made["pages"] or None,
        checks=tuple(
            Check(check, record.WHAT[check]["de"], record.WHAT[check]["en"]) for check in made["passed"]
        ),
    )
