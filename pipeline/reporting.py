"""Reporting: what funders ask for, and the proof of it out of the finished files themselves.

1. Read   – every file of dist/, and finished files a person names; which wording stands where.
2. Recall – the last report, for the version since which each guide carries it.
3. Write  – one Word file and two tables.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import formats, keeping, shelf
from pipeline.guide import funders as profiles
from pipeline.messages import _
from pipeline.model.funder import Funder, Spot
from pipeline.model.problem import Problem, Trouble
from pipeline.publish import proofofuse, proofofuseword
from pipeline.publish.proofofuse import Carried, Report
from pipeline.verify import funding, readers
from pipeline.verify.readback import Readback
from pipeline.verify.readers import MOST_BYTES
from pipeline.workspace.folder import Workspace, write_whole

NAME = "foerderbericht"
KINDS = ("docx", "csv")


@dataclass(frozen=True)
class Profile:
    """One file of templates/funders/ as a list shows it: a profile, or a template with what it lacks."""

    id: str
    funder: Funder | None
    logos_missing: tuple[str, ...] = ()


def listed(workspace: Workspace) -> list[Profile]:
    """Return all profiles, then the templates, which cannot be chosen."""
    shared = shelf.load(workspace)
    usable = [
        Profile(
            funder.id,
            funder,
            tuple(logo.file for logo in funder.logos if f"funders/{logo.file}" not in shared.kit),
        )
        for _id, funder in sorted(shared.funders.items())
    ]
    names = sorted(name for name in shared.kit if name.startswith("funders/") and name.endswith(".yml"))
    return [*usable, *(Profile(Path(name).stem, None) for name in names if not profiles.usable(name))]


def report(
    workspace: Workspace, files: Sequence[Path], kinds: Sequence[str], out: Path, today: datetime.date
) -> tuple[list[Path], list[Problem]]:
    """Write the report into a folder; return what was written, and which files could not be read.

    Raises:
        Trouble: there is nothing to report on.
    """
    shared = shelf.load(workspace)
    problems: list[Problem] = []
    carried: list[Carried] = []
    paths = [*_dist(workspace), *(path.resolve() for path in files)]
    if not paths:
        raise Trouble.at("dist/", _("There is nothing to report on yet."), _("Run `howtomake build` first."))
    for path in paths:
        try:
            data = Workspace(path.parent).read(path, MOST_BYTES)
            carried += _carried(workspace, path, data, list(shared.funders.values()))
        except Trouble as trouble:
            problems += [Problem(workspace.name(path), 0, p.message, p.hint) for p in trouble.problems]
    earlier = out / f"{NAME}.csv"
    told = earlier.read_bytes() if earlier.is_file() else b""
    since = proofofuse.since(told, carried)
    due = proofofuse.duties(shared.funders.values(), since)
    made = Report(today, str(shared.brand["publisher"]), dict(sorted(shared.funders.items())), since, due)
    written = {}
    if "docx" in kinds:
        written[f"{NAME}.docx"] = proofofuseword.write(made)
    if "csv" in kinds:
        written[f"{NAME}.csv"] = proofofuse.files_csv(made)
        written[f"{NAME}-pflichten.csv"] = proofofuse.duties_csv(made)
    for name, data in written.items():
        write_whole(out / name, data)
    return [out / name for name in written], problems


def _dist(workspace: Workspace) -> Iterator[Path]:
    """Yield the guides' files; pages of the catalogue and earlier versions are none of them."""
    for path in workspace.files(workspace.dist):
        beside = path.name == "index.html" or path.parent.parent.name == keeping.FOLDER
        if path.suffix.lstrip(".") in formats.ENDINGS and path.parent != workspace.dist and not beside:
            yield path


def _carried(workspace: Workspace, path: Path, data: bytes, funders: Sequence[Funder]) -> Iterator[Carried]:
    """Yield what a file carries, and what it should: the profiles whose wording stands anywhere in it."""
    name = workspace.name(path)
    back = readers.read(data, name)
    digest = hashlib.sha256(data).hexdigest()
    guide, record = _record(workspace, path, digest)
    kind = formats.of(path)
    if kind and formats.FORMATS[kind].part:
        funders = [funder.on_a_page() for funder in funders]
    for funder, spots in funding.known_wordings(back, funders):
        yield Carried(
            funder=funder.id,
            guide=guide,
            title=" ".join(back.title.split()) or path.stem,
            version=str(record.get("version", "")),
            date=str(record.get("date", "")),
            format=kind or back.format,
            path=name if path.is_relative_to(workspace.root) else path.name,
            sha256=digest,
            spots=spots,
            missing=tuple(_missing(funder, back, spots)),
            pages=back.pages,
        )


def _missing(funder: Funder, back: Readback, spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield where the wording should stand and does not; a web page and a book have no foot of a page."""
    for spot in funder.spots if funder.asks(back.format) else ():
        if spot not in spots and not (spot is Spot.EVERY_PAGE and not back.feet):
            yield spot


def _record(workspace: Workspace, path: Path, digest: str) -> tuple[str, dict[str, Any]]:
    """Return the guide a file belongs to, and its record, if that is about these very bytes."""
    if not path.is_relative_to(workspace.dist):
        return path.stem, {}
    slug = path.relative_to(workspace.dist).parts[0]
    try:
        record = json.loads((workspace.dist / slug / f"{slug}.conformance.json").read_text("utf-8"))
        if any(file["sha256"] == digest for file in record["files"]):
            return slug, dict(record)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return slug, {}
