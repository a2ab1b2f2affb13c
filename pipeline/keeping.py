"""Keeping: the files of earlier versions, which stay in dist/ beside the new ones.

1. Plan – before anything is renamed: the catalogue in dist/ says what is published; whichever guide now has
   another version leaves its files, as far as they are what they were.
2. Keep – copies into dist/<slug>/versions/<version>/, and version.json last, which says that they are whole.
3. List – what lies there is what there is: no state of a build knows it, so it outlives `.howtomake/`.

dist/ is the only place that has them. Whoever empties it, or builds in another place, begins without: the
build makes the current version out of the files in git, and older ones are made from older commits.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.publish.entry import File, Version, ascending
from pipeline.workspace.folder import Workspace, write_whole
from pipeline.workspace.state import State

FOLDER = "versions"
NOTE = "version.json"
"""Beside the files of a version: what they are."""
_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")


@dataclass(frozen=True)
class Copies:
    """The files of a version that is about to be replaced: where from, where to, and what is said of them."""

    version: Version
    folder: str
    """Relative to dist/."""
    sources: tuple[str, ...]


def plan(workspace: Workspace, coming: Mapping[str, Mapping[str, Any]]) -> list[Copies]:
    """Return what has to be kept; `coming` holds the page values of each guide as it is about to be."""
    found = []
    for guide in _published(workspace):
        page = coming.get(str(guide["slug"]))
        if page is None or page["version"] == guide["version"] or guide["version"] in withdrawn(page):
            continue
        folder = f"{guide['slug']}/{FOLDER}/{_name(guide['version'])}"
        files = [file for file in map(_file, guide["files"]) if _is_whole(workspace, file)]
        kept = tuple(_moved(file, folder) for file in files)
        version = Version(guide["version"], guide["date"], kept)
        if files:
            found.append(Copies(version, folder, tuple(file.path for file in files)))
    return found


def keep(workspace: Workspace, copies: Copies) -> None:
    """Copy the files of a version, and say last that they are there."""
    for source, file in zip(copies.sources, copies.version.files, strict=True):
        write_whole(workspace.dist / file.path, (workspace.dist / source).read_bytes())
    write_whole(workspace.dist / copies.folder / NOTE, note(copies.version))


def note(version: Version) -> bytes:
    """Return version.json."""
    return (json.dumps(asdict(version), ensure_ascii=False, indent=1) + "\n").encode()


def kept(
    workspace: Workspace, state: State, slug: str, page: Mapping[str, Any], planned: list[Copies]
) -> tuple[Version, ...]:
    """Return the earlier versions of a guide whose files are there or about to be, newest first."""
    found = {
        copies.version.version: copies.version for copies in planned if copies.folder.startswith(f"{slug}/")
    }
    for path in sorted((workspace.dist / slug / FOLDER).glob(f"*/{NOTE}")):
        version = _read(path, path.parent.relative_to(workspace.dist).as_posix())
        if version and version.version not in found:
            files = tuple(f for f in version.files if state.intact({f.path: f.sha256}))
            found[version.version] = Version(version.version, version.date, files)
    gone = {page["version"], *withdrawn(page)}
    there = [version for name, version in found.items() if name not in gone and version.files]
    return tuple(sorted(there, key=lambda old: (old.date, ascending(old.version)), reverse=True))


def withdrawn(page: Mapping[str, Any]) -> set[str]:
    """Return the versions that somebody has taken back."""
    return {change["version"] for change in page["changes"] if change["withdrawn"]}


def sums(slug: str, version: Version) -> dict[str, str]:
    """Return the check sum of each file of a version by its path, the note included."""
    name = f"{slug}/{FOLDER}/{_name(version.version)}/{NOTE}"
    return {
        **{file.path: file.sha256 for file in version.files},
        name: hashlib.sha256(note(version)).hexdigest(),
    }


def _published(workspace: Workspace) -> Iterator[Mapping[str, Any]]:
    """Yield the guides of the catalogue in dist/; one that cannot be read has none."""
    try:
        data = json.loads((workspace.dist / "catalogue.json").read_text("utf-8"))
        for guide in data["guides"]:
            if _PLAIN.fullmatch(guide["slug"]) and isinstance(guide["version"], str):
                yield guide
    except (OSError, ValueError, KeyError, TypeError):
        return


def _file(row: Mapping[str, Any]) -> File:
    return File(row["format"], row["path"], row["size"], row["sha256"], row["pages"])


def _moved(file: File, folder: str) -> File:
    name = file.path.rpartition("/")[2]
    return File(file.format, f"{folder}/{name}", file.size, file.sha256, file.pages)


def _is_whole(workspace: Workspace, file: File) -> bool:
    path = (workspace.dist / file.path).resolve()
    if not path.is_relative_to(workspace.dist.resolve()) or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def _read(path: Path, folder: str) -> Version | None:
    """Return what a note says; its files are those beside it, whatever it says."""
    try:
        data = json.loads(path.read_text("utf-8"))
        files = tuple(_moved(_file(row), folder) for row in data["files"])
        return Version(str(data["version"]), str(data["date"]), files)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(version: str) -> str:
    """Return a version as the name of a folder."""
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", version).strip(".-")
    return name or hashlib.sha256(version.encode()).hexdigest()[:8]
