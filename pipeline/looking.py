"""Looking: what has to be made anew, and why, by the content of everything that flows into a file.

Inputs are names with check sums; two files of the same inputs are the same. What a guide takes from
templates/ is written down when it is made (`needs`), so a funder's profile concerns its guides alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import alike, formats
from pipeline.guide.programmefile import PATH as PROGRAMME
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble
from pipeline.workspace.folder import Workspace
from pipeline.workspace.state import State

Inputs = dict[str, str]
"""What flows in: the name of a file, program or setting → check sum, version or value."""

_PROGRAM = "howtomake"
_EPOCH = "SOURCE_DATE_EPOCH"
_SHARED = ("brand.yml", "howtomake/")
_CATALOGUE = ("brand.yml", "catalogue/", "fonts/", "html/base.css.jinja")


class Look:
    """One look at a workspace."""

    def __init__(self, workspace: Workspace, state: State) -> None:
        """Take stock of what all guides share."""
        self.workspace, self.state = workspace, state
        self._sums: dict[Path, str] = {}
        base = workspace.root / "templates"
        self._kit = {path.relative_to(base).as_posix(): path for path in workspace.files(base)}
        self._tools = {_PROGRAM: self._code(), **alike.around()}
        if given := os.environ.get(_EPOCH, ""):
            self._tools[_EPOCH] = given
        self._groups: dict[tuple[str, ...], Inputs] = {}
        for path in (*self._kit.values(), workspace.root / PROGRAMME):
            self._sum(path)

    def _code(self) -> str:
        program = Path(__file__).parent
        paths = (path for ending in ("py", "mo", "txt") for path in program.glob(f"**/*.{ending}"))
        return self.state.fingerprint(sorted(paths))[:16]

    def _below(self, starts: tuple[str, ...]) -> Inputs:
        """Return the templates whose path begins with one of these."""
        if starts not in self._groups:
            self._groups[starts] = {
                f"templates/{name}": self._sum(path)
                for name, path in self._kit.items()
                if name.startswith(starts)
            }
        return self._groups[starts]

    def _sum(self, path: Path) -> str:
        """Return the check sum of a file at first sight; what is saved meanwhile is for the next look."""
        if path not in self._sums:
            self._sums[path] = self.state.digest(path)[:16]
        return self._sums[path]

    def of_guide(self, slug: str, needs: Sequence[str]) -> dict[str, Inputs]:
        """Return the inputs of each format of a guide; `needs` is what it takes beside its own folder."""
        own = {self.workspace.name(path): self._sum(path) for path in self.workspace.inputs(slug)}
        taken = {name: self._need(name) for name in needs}
        return {
            name: {**own, **taken, **self._below(_SHARED + made.templates), **self._tools}
            for name, made in formats.FORMATS.items()
        }

    def _need(self, name: str) -> str:
        path, _part, workshop = name.partition("#")
        if not workshop:
            return self._sum(self.workspace.root / path)
        return self._workshops().get(workshop, "")

    def _workshops(self) -> Mapping[str, str]:
        """Return a check sum of each workshop of the programme; read anew only when the programme moved."""
        digest = self.state.digest(self.workspace.root / PROGRAMME)
        if self.state.programme.get("sha256") != digest:
            from pipeline.guide import programmefile

            try:
                programme = programmefile.parse(self.workspace.read_text(self.workspace.root / PROGRAMME))
            except Trouble:  # a build says so; until then every guide with a workshop has changed
                return {}
            sums = {
                one.id: hashlib.sha256(repr(one).encode()).hexdigest()[:16] for one in programme.workshops
            }
            self.state.programme = {"sha256": digest, "workshops": sums}
        found: Mapping[str, str] = self.state.programme["workshops"]
        return found

    def of_catalogue(self) -> Inputs:
        """Return what flows into the pages about all guides, beside the guides."""
        beside = [PROGRAMME, "guides/decisions.yml"]
        files = {name: self._sum(self.workspace.root / name) for name in beside}
        return {**files, **self._below(_CATALOGUE), **self._tools}

    def stale(self, slugs: Iterable[str], to: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return which formats of which guides have to be made: slug → format → why."""
        found: dict[str, dict[str, str]] = {}
        for slug in slugs:
            record = self.state.guides.get(slug, {})
            now = self.of_guide(slug, record.get("needs", ()))
            whys = {name: self._why(record, name, now[name]) for name in to}
            if whys := {name: why for name, why in whys.items() if why}:
                found[slug] = whys
        return found

    def _why(self, record: Mapping[str, Any], name: str, now: Inputs) -> str:
        """Say why a format has to be made; the empty string when there is nothing to do.

        A guide without the section that a format is of has no file of it.
        """
        before = record.get("inputs", {}).get(name)
        if before is None:
            return _("never made yet")
        if before != now:
            return "; ".join(_changes(before, now))
        made = record["files"].get(name)
        if made and not self.state.intact({made["path"]: made["sha256"]}):
            return _("{path} is missing or was changed").format(path=f"dist/{made['path']}")
        return ""


@dataclass(frozen=True)
class Plan:
    """What a build has to do, by the state it has found."""

    state: State
    look: Look
    stale: Mapping[str, tuple[str, ...]]
    """What has to be made of what was asked for: slug → formats."""
    outdated: Mapping[str, Mapping[str, str]]
    """Everything that is not as it would be made now: slug → format → why."""
    current: list[str]
    """Guides left alone."""
    gone: list[str]
    """Guides that are there no longer."""
    around: Inputs

    @property
    def is_empty(self) -> bool:
        """Whether dist/ is as it would be."""
        state = self.state
        to_do = self.stale or self.gone or state.pending
        return not to_do and state.around == self.around and state.intact(state.catalogue)

    def left(self, made: Collection[str]) -> list[tuple[str, str]]:
        """Return slug and format of what is outdated and was not asked for; nothing of guides that failed."""
        return [
            (slug, name)
            for slug, whys in self.outdated.items()
            for name in whys
            if slug not in self.stale or (slug in made and name not in self.stale[slug])
        ]


def plan(workspace: Workspace, slugs: Sequence[str], to: Sequence[str], *, force: bool = False) -> Plan:
    """Look at a workspace and say what is to be done; without `slugs` for all guides.

    Raises:
        Trouble: there is no guide of such a name.
    """
    state = State.load(workspace)
    chosen = _chosen(workspace, slugs)
    look = Look(workspace, state)
    outdated = look.stale(chosen, tuple(formats.FORMATS))
    stale = {slug: tuple(to) for slug in chosen} if force else _asked(outdated, to)
    current = [slug for slug in chosen if slug not in stale]
    gone = [] if slugs else sorted(set(state.guides) - set(chosen))
    return Plan(state, look, stale, outdated, current, gone, look.of_catalogue())


def _chosen(workspace: Workspace, slugs: Sequence[str]) -> list[str]:
    known = workspace.slugs()
    unknown = [
        Problem(
            f"guides/{slug}",
            0,
            _("There is no such guide."),
            _("Known: {known}.").format(known=", ".join(known) or "–"),
        )
        for slug in slugs
        if slug not in known
    ]
    if unknown:
        raise Trouble(unknown)
    return list(dict.fromkeys(slugs)) or known


def _asked(outdated: Mapping[str, Iterable[str]], to: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what has to be made of what was asked for."""
    found = {slug: tuple(name for name in to if name in names) for slug, names in outdated.items()}
    return {slug: names for slug, names in found.items() if names}


def _changes(before: Inputs, now: Inputs) -> Iterator[str]:
    for name in sorted({*before, *now}):
        old, new = before.get(name, ""), now.get(name, "")
        if old == new:
            continue
        if not old:
            yield _("{name} is new").format(name=name)
        elif not new:
            yield _("{name} is gone").format(name=name)
        elif name in {*alike.around(), _EPOCH}:
            yield _("{name} was {old} and is {new}").format(name=name, old=old, new=new)
        else:
            yield _("{name} has changed").format(name=name)
