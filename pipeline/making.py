"""Making: the unit of work: the bytes of one guide's folder in, its verified files out.

1. Check  – read the guide and name all its problems.
2. Render – one settled tree, every format that is asked for.
3. Verify – read the finished files back; a missing acknowledgement is a problem like any other.

Nothing here touches a disk: it runs in this process, in another or on another machine, with the same bytes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from pipeline import formats, load
from pipeline.engine import lasting
from pipeline.load import Loaded
from pipeline.model.folder import GUIDE, Folder
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.privacy.secrets import NOTHING, Search
from pipeline.publish import search
from pipeline.shelf import Shelf
from pipeline.verify import checks, readers

Say = Callable[[str], None]


@dataclass(frozen=True)
class Task:
    """What to make of a guide."""

    folder: Folder
    formats: tuple[str, ...]
    """Names; none when the guide is only to be looked at."""
    epoch: int | None = None
    """Seconds since 1970 that the files carry; else the date of the guide."""
    seconds: float = lasting.SECONDS
    """Limit of each step of a tool."""


@dataclass(frozen=True)
class File:
    """A verified file of a guide."""

    format: str
    path: str
    """Relative to dist/."""
    data: bytes
    sha256: str
    pages: int
    passed: tuple[str, ...]
    """Names of the checks that found nothing."""


@dataclass(frozen=True)
class Outcome:
    """What came of a task."""

    slug: str
    problems: tuple[Problem, ...] = ()
    failure: ToolFailure | None = None
    files: tuple[File, ...] = ()
    page: Mapping[str, Any] = field(default_factory=dict)
    """What the catalogue says of the guide (render/page.py); empty when it could not be loaded."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the catalogue finds it by (publish/search.py)."""
    search: Search = NOTHING
    """For what must not get out."""
    needs: tuple[str, ...] = ()
    """What the guide takes beside its folder and what every guide takes."""

    @property
    def wrong(self) -> bool:
        """Tell whether a person has to mend something first."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def make(task: Task, shelf: Shelf, say: Say = lambda _path: None, jobs: int = 1) -> Outcome:
    """Do a task, `jobs` formats at the same time; `say` hears which file is being made."""
    folder = task.folder
    with _calm(), lasting.within(task.seconds):
        try:
            item, problems = load.load(folder, shelf, task.epoch)
        except ToolFailure as failure:
            return Outcome(folder.slug, failure=failure.at(folder.name(GUIDE)))
        if item is None:
            return Outcome(folder.slug, tuple(problems))
        outcome = Outcome(
            folder.slug,
            tuple(problems),
            page=item.document.page,
            words=search.words(item.document),
            search=item.expectation.forbidden,
            needs=item.needs,
        )
        return _made(outcome, item, task.formats, shelf, say, jobs)


def _made(
    outcome: Outcome, item: Loaded, names: tuple[str, ...], shelf: Shelf, say: Say, jobs: int
) -> Outcome:
    def one(name: str) -> tuple[File | None, list[Problem], ToolFailure | None]:
        path = formats.FORMATS[name].path(outcome.slug)
        say(path)
        try:
            return *_file(item, shelf, name), None
        except ToolFailure as failure:
            return None, [], failure.at(path)

    wanted = [name for name in names if item.part(formats.FORMATS[name].part)]
    if jobs > 1 and len(wanted) > 1:
        with ThreadPoolExecutor(jobs) as pool:
            results = list(pool.map(one, wanted))
    else:
        results = [one(name) for name in wanted]
    found = [problem for _file, problems, _failure in results for problem in problems]
    return dataclasses.replace(
        outcome,
        problems=(*outcome.problems, *found),
        failure=next((failure for *_rest, failure in results if failure), None),
        files=tuple(file for file, *_rest in results if file),
    )


def _file(item: Loaded, shelf: Shelf, name: str) -> tuple[File | None, list[Problem]]:
    """Write and read back one file of a guide."""
    kind = formats.FORMATS[name]
    path, part = kind.path(item.document.guide.slug), item.part(kind.part)
    if part is None:
        return None, []
    data = formats.writer(name).write(part.document, shelf.kit, epoch=item.epoch)
    try:
        back = readers.read(data, f"dist/{path}")
        results = checks.results(data, back, f"dist/{path}", part.expectation)
    except Trouble as trouble:
        return None, list(trouble.problems)
    problems = [problem for found in results.values() for problem in found]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    passed = tuple(name for name, found in results.items() if not found)
    return File(name, path, data, hashlib.sha256(data).hexdigest(), back.pages, passed), problems


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """Let the collector of garbage look rarely: trees are many small things, and nothing in them is a circle.

    At its usual pace it takes a third of the time in which guides are read.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
