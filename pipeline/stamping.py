"""Stamping: the acknowledgement onto finished files from elsewhere, each one whole or not at all.

1. Gather – files, and what lies in folders; all that is wrong with the call at once.
2. Stamp  – what a file lacks is added, the file is read back, and held against what it was.
3. Write  – only what passed; a file that cannot be stamped stays as it is and stops no other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import shelf
from pipeline.messages import _
from pipeline.model.funder import Funder
from pipeline.model.problem import Problem, Trouble
from pipeline.render import stylesheet
from pipeline.stamp import pdf, proof
from pipeline.verify.readers import MOST_BYTES
from pipeline.workspace.folder import Workspace, write_whole

SUFFIX = "-stamped"
"""What a new file is called by, beside the one it was made of."""


@dataclass
class Report:
    """What became of the files, by the names of those that were given."""

    stamped: dict[str, tuple[Path, tuple[str, ...]]] = field(default_factory=dict)
    """Where the new file is, and the spots that were added."""
    complete: list[str] = field(default_factory=list)
    """Files that carried everything already."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """Where stamped files go: into their own place, or to a file or folder; else beside them."""

    in_place: bool = False
    out: Path | None = None


def stamp(workspace: Workspace, files: Sequence[Path], names: Sequence[str], target: Target) -> Report:
    """Stamp files and the files of folders with profiles of the workspace.

    Raises:
        Trouble: an unknown profile, a file that is not there, an answer to `-o` that does not fit.
    """
    shared = shelf.load(workspace)
    funders = _funders(shared, names)
    faces = pdf.Faces(*(_face(shared, weight) for weight in ("400", "700")))
    jobs = [*_jobs(files, target)]
    report = Report()
    for path, goal in jobs:
        try:
            _one(path, goal, funders, faces, report)
        except Trouble as trouble:
            report.problems += [replace(problem, path=str(path)) for problem in trouble.problems]
    report.problems.sort()
    return report


def _one(path: Path, goal: Path, funders: Sequence[Funder], faces: pdf.Faces, report: Report) -> None:
    name = str(path)
    real = path.resolve()
    made = proof.stamp(Workspace(real.parent).read(real, MOST_BYTES), name, funders, faces)
    report.remarks += [(name, remark) for remark in made.remarks]
    if not made.added:
        report.complete.append(name)
        if goal.parent == path.parent:
            return  # beside it, or it itself: there is nothing new to write
    else:
        report.stamped[name] = (goal, made.added)
    write_whole(goal.resolve(), made.data)


def _funders(shared: shelf.Shelf, names: Sequence[str]) -> list[Funder]:
    unknown = [
        Problem(
            "templates/funders",
            0,
            _("`{key}`: “{name}” is not known.").format(key="--funder", name=name),
            _("Known: {known}.").format(known=", ".join(sorted(shared.funders)) or "–"),
        )
        for name in names
        if name not in shared.funders
    ]
    if unknown:
        raise Trouble(unknown)
    return [shared.funders[name] for name in dict.fromkeys(names)]


def _face(shared: shelf.Shelf, weight: str) -> bytes:
    """Return the brand's typeface of text, in a weight it has."""
    upright = [
        face
        for face in shared.brand["fonts"]["files"]
        if face["family"] == "text"
        and face["style"] == "normal"
        and str(face["file"]).endswith((".ttf", ".otf"))
    ]
    found = next((face for face in upright if str(face["weight"]) == weight), upright[0])
    return stylesheet.typeface(shared.kit, str(found["file"]))


# Which files, and where to


def _jobs(files: Sequence[Path], target: Target) -> Iterator[tuple[Path, Path]]:
    """Yield each file and where it goes; `-o` is a folder as soon as there is more than one."""
    several = len(files) > 1 or any(path.is_dir() for path in files)
    found = [
        (path, given)
        for given in files
        for path in ([*_inside(given, target.out)] if given.is_dir() else [given])
    ]
    given_too = {path for path, _given in found}
    taken: dict[Path, Path] = {}
    for path, given in found:
        goal = _goal(path, given, target, several=several)
        if goal == path and not target.in_place and _made_of(path) in given_too:
            continue  # what an earlier run has made of another of these files
        if taken.setdefault(goal, path) != path:
            raise Trouble.at(
                str(path),
                _("Two files would become {goal}.").format(goal=goal),
                _("Rename one of them, or stamp them one after the other."),
            )
        yield path, goal


def _made_of(path: Path) -> Path:
    return path.with_name(f"{path.stem.removesuffix(SUFFIX)}{path.suffix}")


def _inside(folder: Path, out: Path | None) -> Iterator[Path]:
    """Yield what can be stamped in a folder and below; hidden files, locks of Word and `out` are left out."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and Path(base, name) != out)
        for name in sorted(names):
            ending = name.lower().rpartition(".")[2]
            if ending in proof.FORMATS and not name.startswith((".", "~")):
                yield Path(base, name)


def _goal(path: Path, given: Path, target: Target, *, several: bool) -> Path:
    if target.in_place:
        return path
    if target.out is None:
        own = _made_of(path)
        return own.with_name(f"{own.stem}{SUFFIX}{own.suffix}")
    if several or target.out.is_dir():
        return target.out / (path.relative_to(given) if given.is_dir() else path.name)
    return target.out
