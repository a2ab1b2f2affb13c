"""Building: the story from guides/ to dist/, top to bottom.

1. Look   – which guides and formats changed since the last build?
2. Check  – read them; every problem of every guide at once, then stop.
3. Render – one settled tree, all formats, side by side.
4. Verify – read the finished files back; a missing acknowledgement stops the build here.
5. Publish – rename into dist/, take away what is no longer made, write the catalogue.

Nothing in dist/ changes before step 5.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import formats, publishing
from pipeline.messages import _
from pipeline.model.problem import Problem, Severity, ToolFailure, Trouble
from pipeline.publishing import Job, Made
from pipeline.workspace.folder import Workspace, write_whole
from pipeline.workspace.state import State

if TYPE_CHECKING:
    from pipeline.load import Loaded
    from pipeline.shelf import Shelf

_TOOLS = (
    "pypandoc_binary", "typst", "pypdf", "pypdfium2", "python-docx", "jinja2", "pillow", "lxml",
    "pikepdf", "fonttools", "segno",
)  # fmt: skip
"""Whose versions decide over the bytes."""

Say = Callable[[str], None]


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
    jobs: int = 0,
    say: Say = lambda _line: None,
) -> Report:
    """Build what changed, verify it and publish it.

    Without `slugs` all guides are built, and what no guide makes any more leaves dist/.

    Raises:
        Trouble: problems in guides or finished files; dist/ is as it was.
        ToolFailure: pandoc or typst failed at some guides; they are as they were, all others are made.
    """
    state = State.load(workspace)
    chosen = _chosen(workspace, slugs)
    report = Report()
    marks = _fingerprints(workspace, state, chosen)
    stale = [
        (slug, name)
        for slug in chosen
        for name in to
        if force or not _is_current(state, slug, name, marks[slug])
    ]
    report.current = [slug for slug in chosen if slug not in {job[0] for job in stale}]
    gone = [] if slugs else sorted(set(state.guides) - set(chosen))
    if not stale and not gone and state.intact(state.catalogue):
        state.save()
        return report

    from pipeline import load, shelf
    from pipeline.workspace import lock

    with lock.held(workspace), _calm():
        _sweep(workspace)
        shared = shelf.load(workspace)
        loaded, report.warnings, failed = load.load_all(workspace, sorted({job[0] for job in stale}), shared)
        jobs = jobs or os.cpu_count() or 1
        done = _render(workspace, loaded, shared, _possible(loaded, stale), jobs, say)
        report.warnings += done.warnings
        left = {slug for slug, _name in stale if slug not in loaded or slug in done.failed}
        well = [job for job in stale if job[0] not in left]
        marks = {slug: mark for slug, mark in marks.items() if slug not in left}
        news = publishing.News(loaded, shared, well, done.made, marks, gone)
        report.removed = publishing.publish(workspace, state, news)
        report.made = [item.path for item in done.made]
    if failed := [*failed, *done.failed.values()]:
        raise _together(failed)
    return report


def _together(failed: Sequence[ToolFailure]) -> ToolFailure:
    first, *rest = failed
    more = [f"{other.tool}: {other.message}" for other in rest]
    return ToolFailure(first.tool, "\n".join([first.message, *more]), first.hint)


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """Let the collector of garbage look rarely: trees are many small things, and nothing in them is a circle.

    At its usual pace it takes a third of the time in which guides are read.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _sweep(workspace: Workspace) -> None:
    """Remove what a build that was killed left behind: staged files and half-written ones."""
    for path in [*workspace.cache.glob("stage/*"), *workspace.dist.rglob(".*")]:
        if path.is_file():
            path.unlink()


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


def _fingerprints(workspace: Workspace, state: State, slugs: Iterable[str]) -> dict[str, str]:
    """Return a hash for each guide over everything that flows into it."""
    program = Path(__file__).parent
    code = state.fingerprint(
        sorted(path for pattern in ("**/*.py", "**/*.mo", "**/*.txt") for path in program.glob(pattern)),
        *(f"{tool} {importlib.metadata.version(tool)}" for tool in _TOOLS),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )
    shared = state.fingerprint([*workspace.files(workspace.root / "templates"), *_programme(workspace)], code)
    return {slug: state.fingerprint(_inputs(workspace, slug), shared) for slug in slugs}


def _programme(workspace: Workspace) -> list[Path]:
    paths = [workspace.root / "guides" / name for name in ("programme.yml", "decisions.yml")]
    return [path for path in paths if path.exists()]


def _inputs(workspace: Workspace, slug: str) -> list[Path]:
    folder = workspace.guide_folder(slug)
    names = ("ledger.jsonl", "decisions.yml", "people.txt")
    private = [folder / name for name in names if (folder / name).exists()]
    return [folder / "guide.md", *private, *workspace.files(folder / "images")]


def _is_current(state: State, slug: str, name: str, mark: str) -> bool:
    """Tell whether there is nothing to do for a format; a guide without the section has no file of it."""
    known = state.guides.get(slug, {"marks": {}, "files": {}})
    made = known["files"].get(name)
    return known["marks"].get(name) == mark and (made is None or state.intact({made["path"]: made["sha256"]}))


def _possible(loaded: Mapping[str, Loaded], jobs: Iterable[Job]) -> list[Job]:
    """Leave out guides that could not be read, and parts that a guide does not have."""
    return [
        (slug, name)
        for slug, name in jobs
        if slug in loaded and loaded[slug].part(formats.FORMATS[name].part)
    ]


@dataclass
class _Done:
    """What came of rendering: files of guides that went well, warnings, and guides that a tool failed at."""

    made: list[Made] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    failed: dict[str, ToolFailure] = field(default_factory=dict)


def _render(
    workspace: Workspace,
    loaded: dict[str, Loaded],
    shared: Shelf,
    stale: Sequence[Job],
    jobs: int,
    say: Say,
) -> _Done:
    """Make and verify every stale file.

    Raises:
        Trouble: all problems of all files at once.
    """
    stage = workspace.cache / "stage"
    done = _Done()

    def one(job: Job) -> tuple[Made | None, list[Problem]]:
        slug, name = job
        path = formats.FORMATS[name].path(slug)
        say(Path(path).name)
        try:
            return _make(loaded[slug], shared, name, stage / Path(path).name)
        except ToolFailure as failure:
            done.failed[slug] = failure.at(path)
            return None, []

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for result, found in pool.map(one, stale):
            done.warnings += found
            if result:
                done.made.append(result)
    wrong = any(problem.severity is Severity.ERROR for problem in done.warnings)
    for item in list(done.made):
        if wrong or item.slug in done.failed:
            item.staged.unlink(missing_ok=True)
            done.made.remove(item)
    if wrong:
        raise Trouble(done.warnings)
    return done


def _make(item: Loaded, shared: Shelf, name: str, staged: Path) -> tuple[Made | None, list[Problem]]:
    from pipeline.verify import checks, readers

    kind, slug = formats.FORMATS[name], item.document.guide.slug
    path, part = kind.path(slug), item.part(kind.part)
    if part is None:
        return None, []
    data = formats.writer(name).write(part.document, shared.kit, epoch=item.epoch)
    try:
        back = readers.read(data, f"dist/{path}")
        results = checks.results(data, back, f"dist/{path}", part.expectation)
    except Trouble as trouble:
        return None, list(trouble.problems)
    problems = [problem for found in results.values() for problem in found]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    write_whole(staged, data)
    digest = hashlib.sha256(data).hexdigest()
    passed = tuple(name for name, found in results.items() if not found)
    return Made(slug, name, path, staged, len(data), digest, back.pages, passed), problems
