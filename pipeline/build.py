"""Building: the story from guides/ to dist/, top to bottom.

1. Look    – which guides and formats changed since the last build?
2. Make    – check, render and verify them (making.py), many side by side; a problem stops the build here.
3. Publish – rename into dist/, take away what is no longer made, write the catalogue.

Nothing in dist/ changes before step 3.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import formats, looking, publishing
from pipeline.messages import _
from pipeline.model.event import Event, Kind, Tell
from pipeline.model.folder import GUIDE
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.publishing import Made
from pipeline.workspace.folder import Workspace, is_draft, write_whole

if TYPE_CHECKING:
    from pipeline.making import Outcome, Task
    from pipeline.shelf import Shelf

_FEW = 4
"""Guides from which on starting processes saves more time than it takes (docs/geschwindigkeit.md)."""
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
    plan = looking.plan(workspace, slugs, to, force=force)
    if plan.is_empty:
        if plan.state.moved:
            plan.state.save()
        return Report(current=plan.current)

    from pipeline import shelf
    from pipeline.workspace import lock

    with lock.held(workspace):
        if plan.state.is_old:  # another build has ended meanwhile
            plan = looking.plan(workspace, slugs, to, force=force)
        report = Report(current=plan.current)
        for event in _events(plan):
            tell(event)
        _sweep(workspace)
        shared = shelf.load(workspace)
        done = _make(workspace, plan.stale, shared, how, tell)
        report.warnings = sorted(done.warnings)
        guides = {slug: _guide(plan, outcome) for slug, outcome in done.guides.items()}
        news = publishing.News(guides, done.made, plan.left(guides), plan.gone, shared, plan.around)
        report.removed = publishing.publish(workspace, plan.state, news)
        report.made = [item.file.path for item in done.made]
    if done.failed:
        raise _together(sorted(done.failed, key=lambda failure: failure.message))
    return report


def explain(workspace: Workspace, slugs: Sequence[str], to: Sequence[str]) -> list[Event]:
    """Return what a build would make, and why, without making it."""
    plan = looking.plan(workspace, slugs, to)
    return list(_events(plan))


def _events(plan: looking.Plan) -> Iterator[Event]:
    for slug, names in plan.stale.items():
        for name in names:
            why = plan.outdated.get(slug, {}).get(name) or _("asked for")
            yield Event(Kind.STALE, slug, f"dist/{formats.FORMATS[name].path(slug)}", why=why)


def _guide(plan: looking.Plan, outcome: Outcome) -> publishing.Guide:
    inputs = plan.look.of_guide(outcome.slug, outcome.needs)
    taken = {name: inputs[name] for name in plan.stale[outcome.slug]}
    return publishing.Guide(outcome.page, outcome.words, outcome.search, outcome.needs, taken)


def _together(failed: Sequence[ToolFailure]) -> ToolFailure:
    first, *rest = failed
    more = [f"{other.tool}: {other.message}" for other in rest]
    return ToolFailure(first.tool, "\n".join([first.message, *more]), first.hint)


def _sweep(workspace: Workspace) -> None:
    """Remove what a build that was killed left behind: staged files, half-written ones, scratch folders."""
    from pipeline.engine import scratch

    drafts = filter(is_draft, [*workspace.dist.rglob(".*"), *workspace.cache.glob(".*")])
    for path in [*workspace.cache.glob("stage/*"), *drafts]:
        if path.is_file():
            path.unlink()
    scratch.sweep()


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
    for file, data in outcome.files:
        staged = workspace.cache / "stage" / Path(file.path).name
        write_whole(staged, data)
        done.made.append(Made(outcome.slug, file, staged))
        tell(Event(Kind.MADE, outcome.slug, f"dist/{file.path}", done=done.done, of=done.of))


def _keep(workspace: Workspace, outcome: Outcome, tell: Tell) -> None:
    folder = workspace.cache / "kept" / outcome.slug
    for path in workspace.files(folder):
        path.unlink()  # of an earlier failure
    for name, data in outcome.kept.items():
        write_whole(folder / name, data)
    if outcome.kept:
        tell(Event(Kind.KEPT, outcome.slug, workspace.name(folder)))
