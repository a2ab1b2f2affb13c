"""Publishing: verified files renamed into dist/, what is stale taken away, catalogue and state written."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import formats, keeping
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.publish.entry import ARCHIVE, Check, Entry, File, Version
from pipeline.workspace import zipped
from pipeline.workspace.folder import Workspace, move_whole, write_whole
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.privacy.secrets import Search
    from pipeline.shelf import Shelf

SUMS = "SHA256SUMS"
FOLDER = "leitfaeden"
"""Into which it unpacks."""
TEXTS = (".html", ".json", ".xml", ".js", ".svg")
"""Endings of files in dist/ that are searched for what must not be there."""
Job = tuple[str, str]
"""A guide's slug and the name of a format."""


@dataclass(frozen=True)
class Made:
    """A verified file of a guide, staged."""

    slug: str
    name: str
    """Of the format."""
    path: str
    """Relative to dist/."""
    staged: Path
    size: int
    sha256: str
    pages: int
    passed: tuple[str, ...]
    """Names of the checks that found nothing."""


@dataclass(frozen=True)
class News:
    """What a build has found out: guides, files made of them, their fingerprints, and guides that went."""

    pages: Mapping[str, Mapping[str, Any]]
    """Of each guide that was made, what the catalogue says of it."""
    words: Mapping[str, Mapping[str, str]]
    """Of each of them, what it can be found by (publish/search.py)."""
    searches: Mapping[str, Search]
    """For what each of them keeps back."""
    shared: Shelf
    jobs: list[Job]
    made: list[Made]
    marks: dict[str, str]
    gone: list[str]


def publish(workspace: Workspace, state: State, news: News) -> list[str]:
    """Rename into dist/, take away what is stale, then write catalogue and state; return what went away.

    Raises:
        Trouble: something private would stand in the catalogue; nothing is renamed then.
    """
    removed = _noted(state, news)
    planned = keeping.plan(workspace, {slug: record["page"] for slug, record in state.guides.items()})
    site = _site(workspace, state, news.shared, planned)
    _nothing_private(workspace, site, news)
    for copies in planned:
        keeping.keep(workspace, copies)
    for item in news.made:
        move_whole(item.staged, workspace.dist / item.path)
    now = site.sums()
    _remove(workspace, [*removed, *(set(state.catalogue) - set(now) - {ARCHIVE})])
    for name, data in site.files.items():
        if state.catalogue.get(name) != now[name] or not state.intact({name: now[name]}):
            write_whole(workspace.dist / name, data)
    state.catalogue = now | _rest(workspace, site)
    state.save()
    return removed


@dataclass(frozen=True)
class _Site:
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


def _rest(workspace: Workspace, site: _Site) -> dict[str, str]:
    """Write the ZIP of what is in the catalogue, then all check sums; return those of both."""
    sums = site.sums() | site.guides
    ours = {
        name: digest for name, digest in sums.items() if "/" not in name or name.split("/")[0] in site.shown
    }
    last = {}
    if site.shown:
        inside = {name: workspace.dist / name for name in ours} | {SUMS: _listed(ours)}
        named = ((f"{FOLDER}/{name}", inside[name]) for name in sorted(inside))
        last[ARCHIVE] = zipped.write(workspace.dist / ARCHIVE, named)
    else:
        _remove(workspace, [ARCHIVE])
    listed = _listed(sums | last)
    write_whole(workspace.dist / SUMS, listed)
    return last | {SUMS: hashlib.sha256(listed).hexdigest()}


def _listed(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def _noted(state: State, news: News) -> list[str]:
    """Note in the state what was made, and return the paths that are no longer."""
    before = _paths(state)
    for slug, name in news.jobs:
        record = state.guides.setdefault(slug, {"marks": {}, "files": {}})
        record["page"] = dict(news.pages[slug])
        record["words"] = dict(news.words[slug])
        record["marks"][name] = news.marks[slug]
        record["files"].pop(name, None)
    for item in news.made:
        state.guides[item.slug]["files"][item.name] = {
            "path": item.path,
            "size": item.size,
            "sha256": item.sha256,
            "pages": item.pages,
            "passed": item.passed,
        }
    for slug, mark in news.marks.items():
        record = state.guides.get(slug, {"marks": {}, "files": {}})
        for name in [name for name, known in record["marks"].items() if known != mark]:
            del record["marks"][name]
            record["files"].pop(name, None)
    for slug in news.gone:
        del state.guides[slug]
    return sorted(before - _paths(state))


def _paths(state: State) -> set[str]:
    return {made["path"] for record in state.guides.values() for made in record["files"].values()}


def _nothing_private(workspace: Workspace, site: _Site, news: News) -> None:
    """Search the catalogue for what the guides keep back; what another guide may say is no leak.

    What lies in the folder of a guide is searched for what this guide keeps back: catalogue.json tells the
    same of all guides, and is searched for everything. Earlier versions are searched as well: who is to be
    named no longer is named in none of them.

    Raises:
        Trouble: something was found.
    """
    from pipeline import load

    back = _("Take the version back: `withdrawn: true` in `changes` of the guide.")
    texts = [(name, data, "") for name, data in site.files.items() if name.endswith(TEXTS)]
    texts += [(name, data, back) for name, data in site.old(workspace, news.searches)]
    problems = [
        replace(problem, hint=hint or problem.hint)
        for name, data, hint in texts
        for problem in load.leaks(workspace, news.shared, _keepers(name, news.searches), f"dist/{name}", data)
    ]
    if problems:
        for item in news.made:
            item.staged.unlink(missing_ok=True)
        raise Trouble(problems)


def _keepers(name: str, searches: Mapping[str, Search]) -> Iterable[Search]:
    """Return the searches for what must not stand in a file."""
    slug, _slash, below = name.partition("/")
    if not below:
        return searches.values()
    return [searches[slug]] if slug in searches else []


def _remove(workspace: Workspace, paths: Iterable[str]) -> None:
    """Remove files of dist/, and the folders that are empty then."""
    for path in paths:
        target = workspace.dist / path
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == workspace.dist or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def _site(workspace: Workspace, state: State, shared: Shelf, planned: list[keeping.Copies]) -> _Site:
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
    pages = _standing(state, entries, shared)
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
    return _Site(files, standing, moving, guides, frozenset(entry.slug for entry in entries))


def _standing(state: State, entries: Sequence[Entry], shared: Shelf) -> dict[str, str]:
    """Return the files beside guides that would be made of the same as before, and note what that is.

    A page takes three milliseconds and its QR code ten; a hundred guides of which one has changed are many.
    """
    from pipeline.publish import catalogue

    found: dict[str, str] = {}
    colours = catalogue.covers(entries)
    look = hashlib.sha256(repr(shared.programme).encode())
    for name in sorted(shared.kit):
        look.update(name.encode() + hashlib.sha256(shared.kit[name]).digest())
    for entry in entries:
        record = state.guides[entry.slug]
        made_of = [record["page"], record["files"], record["marks"], entry.versions, entry.editions]
        text = json.dumps([*made_of, colours[entry.slug], look.hexdigest()], default=vars)
        key = hashlib.sha256(text.encode()).hexdigest()
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
