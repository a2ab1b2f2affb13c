"""Publishing: verified files renamed into dist/, what is stale taken away, catalogue and state written."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import formats
from pipeline.model.problem import Trouble
from pipeline.workspace.folder import Workspace, move_whole, write_whole
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.looking import Inputs
    from pipeline.privacy.secrets import Search
    from pipeline.shelf import Shelf

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
    files = _catalogue(state, news.shared)
    _nothing_private(workspace, files, news)
    stale = {*removed, *state.catalogue, *state.pending} - _paths(state) - set(files)
    _announce(workspace, [*(item.path for item in news.made), *files])
    for item in news.made:
        move_whole(item.staged, workspace.dist / item.path)
    _remove(workspace, sorted(stale))
    for name, data in files.items():
        write_whole(workspace.dist / name, data)
    state.catalogue = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    state.around, state.pending = news.around, []
    state.save()
    return removed


def _announce(workspace: Workspace, paths: Iterable[str]) -> None:
    """Write down what is about to be put in place, so that a build that is killed leaves nothing unknown."""
    last = State.load(workspace)
    last.pending = sorted({*last.pending, *paths})
    last.save()


def _noted(state: State, news: News) -> list[str]:
    """Note in the state what was made, and return the paths that are no longer."""
    before = _paths(state)
    for slug, guide in news.guides.items():
        record = state.guides.setdefault(slug, {"inputs": {}, "files": {}})
        record |= {"page": dict(guide.page), "needs": list(guide.needs)}
        record["inputs"] |= guide.inputs
        for name in guide.inputs:
            record["files"].pop(name, None)
    for item in news.made:
        state.guides[item.slug]["files"][item.name] = {
            "path": item.path,
            "size": item.size,
            "sha256": item.sha256,
            "pages": item.pages,
            "passed": item.passed,
        }
    for slug, name in news.outdated:
        if slug in state.guides:
            state.guides[slug]["inputs"].pop(name, None)
            state.guides[slug]["files"].pop(name, None)
    for slug in news.gone:
        del state.guides[slug]
    return sorted(before - _paths(state))


def _paths(state: State) -> set[str]:
    return {made["path"] for record in state.guides.values() for made in record["files"].values()}


def _nothing_private(workspace: Workspace, files: Mapping[str, bytes], news: News) -> None:
    """Search the catalogue for what the guides keep back; what another guide may say is no leak.

    Raises:
        Trouble: something was found.
    """
    from pipeline import load

    searches = [guide.search for guide in news.guides.values()]
    problems = [
        problem
        for name, data in files.items()
        if name.endswith((".html", ".json"))
        for problem in load.leaks(workspace, news.shared, searches, f"dist/{name}", data)
    ]
    if problems:
        for item in news.made:
            item.staged.unlink(missing_ok=True)
        raise Trouble(problems)


def _remove(workspace: Workspace, paths: Iterable[str]) -> None:
    for path in paths:
        target = workspace.dist / path
        target.unlink(missing_ok=True)
        if target.parent != workspace.dist and target.parent.is_dir() and not any(target.parent.iterdir()):
            target.parent.rmdir()


def _catalogue(state: State, shared: Shelf) -> dict[str, bytes]:
    """Return the catalogue over all guides that are no drafts, a record for each guide, and SHA256SUMS."""
    from pipeline.publish import catalogue

    entries = [
        catalogue.Entry(
            slug=slug,
            page=record["page"],
            files=tuple(_file(record["files"][n], n) for n in formats.FORMATS if n in record["files"]),
        )
        for slug, record in sorted(state.guides.items())
        if record["files"] and record["page"]["status"] != "draft"
    ]
    files = catalogue.catalogue(entries, shared.programme, shared.kit)
    files |= {
        f"{slug}/{slug}.conformance.json": _record(made)
        for slug, made in state.guides.items()
        if made["files"]
    }
    sums = {
        made["path"]: made["sha256"] for record in state.guides.values() for made in record["files"].values()
    }
    sums |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files["SHA256SUMS"] = "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()
    return files


def _record(made: dict[str, Any]) -> bytes:
    """Return what was checked in the files of a guide."""
    from pipeline.verify import record

    names = {name for by in record.BY.values() for name in by}
    versions = {name: importlib.metadata.version(name) for name in sorted(names)}
    files = [
        record.Checked(file["path"], kind.ending, file["sha256"], file["passed"])
        for name, kind in formats.FORMATS.items()
        if (file := made["files"].get(name))
    ]
    return record.record(made["page"], files, versions)


def _file(made: dict[str, Any], name: str) -> Any:
    from pipeline.publish import catalogue

    return catalogue.File(
        format=name,
        path=made["path"],
        size=made["size"],
        sha256=made["sha256"],
        pages=made["pages"] or None,
    )
