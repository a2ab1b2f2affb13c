"""Making: the unit of work: the bytes of one guide's folder in, its verified files out.

1. Check  – read the guide and name all its problems.
2. Render – one settled tree, every format that is asked for.
3. Verify – read the finished files back; a missing acknowledgement is a problem like any other.

Nothing here touches a disk: it runs in this process, in another or on another machine, with the same bytes.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from pipeline import formats, load
from pipeline.engine import calls, lasting
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
    keep: bool = False
    """Whether what a step that fails had before it is wanted."""


@dataclass(frozen=True)
class File:
    """A verified file of a guide."""

    format: str
    path: str
    """Relative to dist/."""
    size: int
    """Bytes."""
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
    files: tuple[tuple[File, bytes], ...] = ()
    page: Mapping[str, Any] = field(default_factory=dict)
    """What the catalogue says of the guide (render/page.py); empty when it could not be loaded."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the catalogue finds it by (publish/search.py)."""
    search: Search = NOTHING
    """For what must not get out."""
    needs: tuple[str, ...] = ()
    """What the guide takes beside its folder and what every guide takes."""
    commands: tuple[str, ...] = ()
    """What tools were asked to do, in this order for each file."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """What the steps that failed had before them, with the commands, by path."""

    @property
    def wrong(self) -> bool:
        """Tell whether a person has to mend something first."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def make(task: Task, shelf: Shelf, say: Say = lambda _path: None, jobs: int = 1) -> Outcome:
    """Do a task, `jobs` formats at the same time; `say` hears which file is being made."""
    folder = task.folder
    with _calm(), lasting.within(task.seconds), calls.recorded() as heard:
        try:
            item, problems = load.load(folder, shelf, task.epoch)
        except ToolFailure as failure:
            kept = _kept("guide.md", heard) if task.keep else {}
            return Outcome(folder.slug, failure=failure.at(folder.name(GUIDE)), kept=kept)
        if item is None:
            return Outcome(folder.slug, tuple(problems))
        results = _results(task, item, shelf, say, jobs)
    return Outcome(
        folder.slug,
        (*problems, *(problem for result in results for problem in result.problems)),
        failure=next((result.failure for result in results if result.failure), None),
        files=tuple(result.made for result in results if result.made),
        page=item.document.page,
        words=search.words(item.document),
        search=item.expectation.forbidden,
        needs=item.needs,
        commands=(*(call.command for call in heard), *(line for one in results for line in one.commands)),
        kept={name: data for one in results for name, data in one.kept.items()} if task.keep else {},
    )


@dataclass
class _Result:
    """What came of one format."""

    made: tuple[File, bytes] | None = None
    problems: list[Problem] = field(default_factory=list)
    failure: ToolFailure | None = None
    commands: list[str] = field(default_factory=list)
    kept: Mapping[str, bytes] = field(default_factory=dict)


def _results(task: Task, item: Loaded, shelf: Shelf, say: Say, jobs: int) -> list[_Result]:
    def one(name: str) -> _Result:
        path = formats.FORMATS[name].path(task.folder.slug)
        say(path)
        with calls.recorded() as heard:
            result = _result(item, shelf, name)
        result.commands = [call.command for call in heard]
        if result.failure:
            result.kept = _kept(name, heard)
        return result

    wanted = [name for name in task.formats if item.part(formats.FORMATS[name].part)]
    if jobs == 1 or len(wanted) == 1:
        return [one(name) for name in wanted]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, wanted))


def _result(item: Loaded, shelf: Shelf, name: str) -> _Result:
    """Write and read back one file of a guide; a file with something wrong in it is kept for whoever asks."""
    kind = formats.FORMATS[name]
    path, part = kind.path(item.document.guide.slug), item.part(kind.part)
    if part is None:
        return _Result()
    try:
        data = formats.writer(name).write(part.document, shelf.kit, epoch=item.epoch)
    except ToolFailure as failure:
        return _Result(failure=failure.at(path))
    kept = {f"{name}/{path.rpartition('/')[2]}": data}
    try:
        back = readers.read(data, f"dist/{path}")
        results = checks.results(data, back, f"dist/{path}", part.expectation)
    except Trouble as trouble:
        return _Result(problems=list(trouble.problems), kept=kept)
    problems = [problem for found in results.values() for problem in found]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return _Result(problems=problems, kept=kept)
    passed = tuple(check for check, found in results.items() if not found)
    file = File(name, path, len(data), hashlib.sha256(data).hexdigest(), back.pages, passed)
    return _Result((file, data), problems)


def _kept(step: str, heard: Sequence[calls.Call]) -> dict[str, bytes]:
    """Return the files of the last call, which failed, and its command as a file beside them."""
    last = heard[-1]
    return {
        f"{step}/command.txt": f"{last.command}\n".encode(),
        **{f"{step}/{name}": data for name, data in last.files.items()},
    }


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
