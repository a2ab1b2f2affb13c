"""Publishing: verified files renamed into dist/, what is stale taken away, catalogue and state written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import keeping, presenting
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.presenting import Site
from pipeline.publish.entry import ARCHIVE
from pipeline.workspace import zipped
from pipeline.workspace.folder import Workspace, move_whole, write_whole
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.looking import Inputs
    from pipeline.making import File
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
    file: File
    staged: Path


@dataclass(frozen=True)
class News:
    """What a build has found out."""

    guides: Mapping[str, Guide]
    """Those that were made."""
    made: Sequence[Made]
    """Their files."""
    outdated: Sequence[Job]
    """Files that are no longer what their guide would give, and were not made anew."""
    gone: Sequence[str]
    """Guides that are there no longer."""
    shared: Shelf
    around: Inputs
    """What flows into the catalogue beside the guides."""


@dataclass(frozen=True)
class Guide:
    """A guide that was made: what the catalogue says of it, what it takes, what flowed into each format."""

    page: Mapping[str, Any]
    words: Mapping[str, str]
    """What it can be found by (publish/search.py)."""
    search: Search
    """For what it keeps back."""
    needs: Sequence[str]
    inputs: Mapping[str, Inputs]
    """By format; of one that the guide has no section for, too."""


def publish(workspace: Workspace, state: State, news: News) -> list[str]:
    """Rename into dist/, take away what is stale, then write catalogue and state; return what went away.

    Raises:
        Trouble: something private would stand in the catalogue; nothing is renamed then.
    """
    removed = _noted(state, news)
    planned = keeping.plan(workspace, {slug: record["page"] for slug, record in state.guides.items()})
    site = presenting.site(workspace, state, news.shared, news.around, planned)
    _nothing_private(workspace, site, news)
    now = site.sums()
    stale = {*removed, *state.catalogue, *state.pending} - _paths(state) - {*now, ARCHIVE, SUMS}
    _announce(workspace, [*(item.file.path for item in news.made), *site.files])
    for copies in planned:
        keeping.keep(workspace, copies)
    for item in news.made:
        move_whole(item.staged, workspace.dist / item.file.path)
    _remove(workspace, sorted(stale))
    for name, data in site.files.items():
        if state.catalogue.get(name) != now[name] or not state.intact({name: now[name]}):
            write_whole(workspace.dist / name, data)
    state.catalogue = now | _rest(workspace, site)
    state.around, state.pending = news.around, []
    state.save()
    return removed


def _announce(workspace: Workspace, paths: Iterable[str]) -> None:
    """Write down what is about to be put in place, so that a build that is killed leaves nothing unknown."""
    last = State.load(workspace)
    last.pending = sorted({*last.pending, *paths})
    last.save()


def _rest(workspace: Workspace, site: Site) -> dict[str, str]:
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
    for slug, guide in news.guides.items():
        record = state.guides.setdefault(slug, {"inputs": {}, "files": {}})
        record |= {"page": dict(guide.page), "words": dict(guide.words), "needs": list(guide.needs)}
        record["inputs"] |= guide.inputs
        for name in guide.inputs:
            record["files"].pop(name, None)
    for item in news.made:
        made = asdict(item.file)
        state.guides[item.slug]["files"][made.pop("format")] = made
    for slug, name in news.outdated:
        if slug in state.guides:
            state.guides[slug]["inputs"].pop(name, None)
            state.guides[slug]["files"].pop(name, None)
    for slug in news.gone:
        del state.guides[slug]
    return sorted(before - _paths(state))


def _paths(state: State) -> set[str]:
    return {made["path"] for record in state.guides.values() for made in record["files"].values()}


def _nothing_private(workspace: Workspace, site: Site, news: News) -> None:
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
    texts += [(name, data, back) for name, data in site.old(workspace, news.guides)]
    problems = [
        replace(problem, hint=hint or problem.hint)
        for name, data, hint in texts
        for problem in load.leaks(workspace, news.shared, _keepers(name, news.guides), f"dist/{name}", data)
    ]
    if problems:
        for item in news.made:
            item.staged.unlink(missing_ok=True)
        raise Trouble(problems)


def _keepers(name: str, guides: Mapping[str, Guide]) -> list[Search]:
    """Return the searches for what must not stand in a file."""
    slug, _slash, below = name.partition("/")
    return [guide.search for other, guide in guides.items() if other == slug or not below]


def _remove(workspace: Workspace, paths: Iterable[str]) -> None:
    """Remove files of dist/, and the folders that are empty then."""
    for path in paths:
        target = workspace.dist / path
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == workspace.dist or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
