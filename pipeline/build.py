"""Building: the story from guides/ to dist/, top to bottom.

1. Look    – which guides and formats changed since the last build?
2. Make    – check, render and verify them (making.py), many side by side; a problem stops the build here.
3. Publish – rename into dist/, take away what is no longer made, write the catalogue.

Nothing in dist/ changes before step 3.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import formats, publishing
from pipeline.looking import Look
from pipeline.messages import _
from pipeline.model.event import Event, Kind, Tell
from pipeline.model.folder import GUIDE
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.publishing import Made
from pipeline.workspace.folder import Workspace, is_draft, write_whole
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.making import Outcome, Task
    from pipeline.shelf import Shelf

_FEW = 4
"""Guides for which starting processes would take longer than they save."""
_STEPS = 5
"""Of a tool's limit: what a guide as a whole may take before its process is taken for dead."""


@dataclass(frozen=True)
class How:
    """In what way guides are made; none of it changes a byte."""

    jobs: int = 0
    """At the same time; as many as there are processors when 0."""
    seconds: float = 60.0
    """Limit of each step of a tool."""
    keep: bool = False
    """Whether what a step that failed had before it is kept below .howtomake/kept."""
    scheduler: str = ""
    """Address of a Dask scheduler whose workers do it instead of this machine."""


@dataclass
class Report:
    """What a build did: files made (relative to dist/), guides left alone, warnings."""

    made: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def build(
    workspace: Workspace,
    slugs: Sequence[str] = (),
    to: Sequence[str] = tuple(formats.FORMATS),
    *,
    force: bool = False,
    how: How = How(),
    tell: Tell = lambda _event: None,
) -> Report:
    """Build what changed, verify it and publish it.

    Without `slugs` all guides are built, and what no guide makes any more leaves dist/.

    Raises:
        Trouble: problems in guides or finished files; dist/ is as it was.
        ToolFailure: pandoc or typst failed at some guides; they are as they were, all others are made.
    """
    state = State.load(workspace)
    chosen = _chosen(workspace, slugs)
    look = Look(workspace, state)
    outdated = look.stale(chosen, tuple(formats.FORMATS))
    stale = {slug: tuple(to) for slug in chosen} if force else _asked(outdated, to)
    for event in _events(stale, outdated):
        tell(event)
    report = Report(current=[slug for slug in chosen if slug not in stale])
    gone = [] if slugs else sorted(set(state.guides) - set(chosen))
    around = look.of_catalogue()
    if not (stale or gone or state.pending) and state.around == around and state.intact(state.catalogue):
        if state.moved:
            state.save()
        return report

    from pipeline import shelf
    from pipeline.workspace import lock

    with lock.held(workspace):
        _sweep(workspace)
        shared = shelf.load(workspace)
        done = _make(workspace, stale, shared, how, tell)
        report.warnings = sorted(done.warnings)
        guides = {slug: _guide(look, outcome, stale[slug]) for slug, outcome in done.guides.items()}
        left = [
            (slug, name)
            for slug, whys in outdated.items()
            for name in whys
            if slug not in stale or (slug in guides and name not in stale[slug])
        ]
        news = publishing.News(guides, done.made, left, gone, shared, around)
        report.removed = publishing.publish(workspace, state, news)
        report.made = [item.path for item in done.made]
    if done.failed:
        raise _together(sorted(done.failed, key=lambda failure: failure.message))
    return report


def explain(workspace: Workspace, slugs: Sequence[str], to: Sequence[str]) -> list[Event]:
    """Return what a build would make, and why, without making it."""
    state = State.load(workspace)
    outdated = Look(workspace, state).stale(_chosen(workspace, slugs), to)
    return list(_events(_asked(outdated, to), outdated))


def _events(stale: Mapping[str, Sequence[str]], outdated: Mapping[str, Mapping[str, str]]) -> Iterator[Event]:
    for slug, names in stale.items():
        for name in names:
            why = outdated.get(slug, {}).get(name) or _("asked for")
            yield Event(Kind.STALE, slug, f"dist/{formats.FORMATS[name].path(slug)}", why=why)


def _asked(outdated: Mapping[str, Iterable[str]], to: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return what has to be made of what was asked for."""
    found = {slug: tuple(name for name in to if name in names) for slug, names in outdated.items()}
    return {slug: names for slug, names in found.items() if names}


def _guide(look: Look, outcome: Outcome, names: Sequence[str]) -> publishing.Guide:
    inputs = look.of_guide(outcome.slug, outcome.needs)
    taken = {name: inputs[name] for name in names}
    return publishing.Guide(outcome.page, outcome.words, outcome.search, outcome.needs, taken)


def _together(failed: Sequence[ToolFailure]) -> ToolFailure:
    first, *rest = failed
    more = [f"{other.tool}: {other.message}" for other in rest]
    return ToolFailure(first.tool, "\n".join([first.message, *more]), first.hint)


def _sweep(workspace: Workspace) -> None:
    """Remove what a build that was killed left behind: staged files, half-written ones, scratch folders."""
    from pipeline.engine import scratch

    staged, drafts = (
        workspace.cache.glob("stage/*"),
        [*workspace.dist.rglob(".*"), *workspace.cache.glob(".*")],
    )
    for path in [*staged, *filter(is_draft, drafts)]:
        if path.is_file():
            path.unlink()
    scratch.sweep()


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


@dataclass
class _Done:
    """What came of making: guides that went well and their files, warnings, and what a tool failed at."""

    made: list[Made] = field(default_factory=list)
    guides: dict[str, Outcome] = field(default_factory=dict)
    """Without the bytes of their files, which are staged."""
    warnings: list[Problem] = field(default_factory=list)
    failed: list[ToolFailure] = field(default_factory=list)
    wrong: bool = False
    done: int = 0
    """Files that nothing more will be done for, of `of`."""
    of: int = 0


def _make(
    workspace: Workspace, stale: Mapping[str, tuple[str, ...]], shared: Shelf, how: How, tell: Tell
) -> _Done:
    """Make and verify every stale file, and stage it; after a problem guides are only looked at.

    Raises:
        Trouble: all problems of all guides and files at once.
    """
    from pipeline import load, making
    from pipeline.workspace import clock

    done = _Done(warnings=load.programme(workspace, shared))
    done.wrong = any(problem.severity is Severity.ERROR for problem in done.warnings)
    done.of = sum(map(len, stale.values()))
    epoch = clock.given()

    def tasks() -> Iterator[Task]:
        for slug, names in stale.items():
            wanted = () if done.wrong else names
            yield making.Task(workspace.folder(slug), wanted, epoch, how.seconds, how.keep)

    def say(path: str) -> None:
        tell(Event(Kind.MAKING, path.partition("/")[0], f"dist/{path}", done=done.done, of=done.of))

    for outcome in _outcomes(tasks(), len(stale), shared, how, say):
        done.done += len(stale[outcome.slug])
        _take(workspace, done, outcome, tell)
    if done.wrong:
        for item in done.made:
            item.staged.unlink(missing_ok=True)
        raise Trouble(done.warnings)
    order = {slug: number for number, slug in enumerate(stale)}
    done.made.sort(key=lambda item: order[item.slug])
    return done


def _outcomes(
    tasks: Iterator[Task], count: int, shared: Shelf, how: How, say: Callable[[str], None]
) -> Iterator[Outcome]:
    """Yield what comes of each task as it is done: here, or where there are many, side by side."""
    from pipeline import alike, making
    from pipeline.engine import cluster, crew

    jobs = how.jobs or os.cpu_count() or 1
    if not how.scheduler and (jobs == 1 or count < _FEW):
        yield from (making.make(task, shared, say, jobs) for task in tasks)
        return
    limit = _STEPS * how.seconds
    if how.scheduler:
        where = cluster.Place(how.scheduler, alike.versions)
        answers = cluster.each(making.make, tasks, shared, at=where, seconds=limit, say=say)
    else:
        answers = crew.each(making.make, tasks, shared, size=min(jobs, count), seconds=limit, say=say)
    for task, answer in answers:
        if isinstance(answer, crew.Lost):
            place = task.folder.name(GUIDE)
            yield making.Outcome(task.folder.slug, failure=ToolFailure("howtomake", answer.why).at(place))
        else:
            yield answer


def _take(workspace: Workspace, done: _Done, outcome: Outcome, tell: Tell) -> None:
    """Note what came of a guide; its files are staged, all or none of them."""
    for command in outcome.commands:
        tell(Event(Kind.RAN, outcome.slug, command=command))
    _keep(workspace, outcome, tell)
    done.warnings += outcome.problems
    done.wrong = done.wrong or outcome.wrong
    if outcome.failure:
        tell(Event(Kind.FAILED, outcome.slug, why=str(outcome.failure)))
        done.failed.append(outcome.failure)
    if outcome.failure or done.wrong:
        return
    done.guides[outcome.slug] = dataclasses.replace(outcome, files=())
    for file in outcome.files:
        staged = workspace.cache / "stage" / Path(file.path).name
        write_whole(staged, file.data)
        size = len(file.data)
        done.made.append(
            Made(outcome.slug, file.format, file.path, staged, size, file.sha256, file.pages, file.passed)
        )
        tell(Event(Kind.MADE, outcome.slug, f"dist/{file.path}", done=done.done, of=done.of))


def _keep(workspace: Workspace, outcome: Outcome, tell: Tell) -> None:
    folder = workspace.cache / "kept" / outcome.slug
    for name, data in outcome.kept.items():
        write_whole(folder / name, data)
    if outcome.kept:
        tell(Event(Kind.KEPT, outcome.slug, workspace.name(folder)))
