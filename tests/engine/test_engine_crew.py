"""The crew: who hangs or dies is replaced, and takes one job along at most."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import deeds
import pytest

from pipeline.engine import crew, scratch
from pipeline.engine.crew import Lost

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
needs_proc = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")


def done(
    work: Any,
    jobs: Iterable[Any],
    shared: Any = None,
    *,
    seconds: float = 60.0,
    say: Callable[[str], Any] = print,
) -> Iterator[tuple[Any, Any]]:
    """Return what comes of jobs that two processes do."""
    return crew.each(work, jobs, shared, size=2, seconds=seconds, say=say)


def until(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait until something is true, and tell whether it is."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(true())


def test_jobs_are_done_by_all_with_what_they_share() -> None:
    """Every job has its result, what is told is heard, and jobs are drawn when one is free."""
    drawn: list[int] = []
    heard: list[str] = []

    def jobs() -> Iterator[int]:
        for number in range(20):
            drawn.append(number)
            yield number

    results = done(deeds.add, jobs(), 100, say=heard.append)
    first = next(results)
    assert len(drawn) <= 3
    answers = dict([first, *results])
    assert {job: answer[0] for job, answer in answers.items()} == {n: n + 100 for n in range(20)}
    assert len({pid for _sum, pid in answers.values()}) <= 2
    assert sorted(heard) == sorted(f"adding {number}" for number in range(20))


def test_results_come_as_they_are_done() -> None:
    """A long job keeps nobody waiting."""
    assert [job for job, _answer in done(deeds.wait, [2.0, 0.0, 0.1])] == [0.0, 0.1, 2.0]


def test_what_the_work_raises_is_heard() -> None:
    """It is our bug, so it stops everything, with the traceback."""
    with pytest.raises(RuntimeError, match="something nobody thought of"):
        list(done(deeds.trouble, ["a", "raise", "b"]))


@pytest.mark.parametrize("bad", ["die", "hang"])
def test_who_dies_or_hangs_takes_one_job_along(bad: str) -> None:
    """All others are done, as many as come after it."""
    answers = dict(done(deeds.trouble, ["a", bad, "b", "c", "d"], 5, seconds=2.0))
    assert isinstance(answers[bad], Lost)
    assert answers[bad].why
    assert {job: answer for job, answer in answers.items() if job != bad} == {n: (n, 5) for n in "abcd"}


def test_one_that_is_killed_while_it_waits_takes_nothing_along() -> None:
    """It has told its result; the job after that is given to somebody else."""
    answers = {}
    for job, answer in done(deeds.add, range(6), 0):
        if not answers:
            time.sleep(1.5)  # it has done what it was given meanwhile
            os.kill(answer[1], signal.SIGKILL)
            time.sleep(0.2)
        answers[job] = answer if isinstance(answer, Lost) else answer[0]
    assert answers == {n: n for n in range(6)}


@needs_proc
def test_nobody_is_left_when_the_work_is_done_or_given_up() -> None:
    """Neither after the last job, nor when whoever asked has heard enough."""
    mine = os.getpid()
    pids = {answer[1] for _job, answer in done(deeds.add, range(4), 0)}
    assert until(lambda: not any(map(deeds.is_there, pids)))
    before = set(deeds.children(mine))
    results = done(deeds.wait, [0.0, 60.0, 60.0])
    assert next(results) == (0.0, 0.0)
    assert set(deeds.children(mine)) - before
    begun = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 8
    assert until(lambda: not set(deeds.children(mine)) - before)


STORY = """
import deeds
from pipeline.engine import crew
if __name__ == "__main__":
    for job, answer in crew.each(deeds.add, [1, 2], 0, size=2, seconds=600, say=print):
        print(answer[1], flush=True)
    for job, answer in crew.each(deeds.wait, [600.0, 600.0], 0, size=2, seconds=600, say=print):
        pass
"""


def test_a_temporary_place_with_a_long_name_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket in it would have too long a name, so processes are started without one."""
    place = tmp_path / ("x" * 100)
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    story = tmp_path / "story.py"
    story.write_text(STORY.partition("    for job, answer in crew.each(deeds.wait")[0], "utf-8")
    where = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"}
    command = [sys.executable, str(story)]
    done = subprocess.run(command, env=where, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.count("adding") == 2


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path is short enough for a socket in it; pytest's own may not be."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@needs_proc
def test_who_gives_the_jobs_is_not_outlived(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is killed, all end in the middle of their jobs; what it left in the temporary place is swept."""
    monkeypatch.setenv("TMPDIR", str(short))
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    (short / "story.py").write_text(STORY, "utf-8")
    with subprocess.Popen(
        [sys.executable, "story.py"], cwd=short, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"},
    ) as giver:  # fmt: skip
        try:
            assert giver.stdout
            giver.stdout.readline()
            giver.stdout.readline()
            assert until(lambda: len(set(deeds.children(giver.pid))) >= 3)
            time.sleep(0.5)
            started = set(deeds.children(giver.pid))
            scratch.sweep()
            assert list(short.glob("pymp-*"))
        finally:
            giver.kill()  # else a failure would wait for ten minutes
    assert until(lambda: not any(map(deeds.is_there, started)))
    assert list(short.glob("pymp-*"))
    scratch.sweep()
    assert not list(short.glob("pymp-*"))


def test_scratch_folders_are_swept_when_nobody_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that somebody has, and those that are not ours, stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    own = scratch.Scratch()
    (own.path / "file").write_bytes(b"x")
    foreign = tmp_path / "howtomake-foreign"
    foreign.mkdir()
    dead = tmp_path / "howtomake-dead"
    dead.mkdir()
    (dead / own.path.joinpath(scratch._MARK).name).touch()
    scratch.sweep()
    assert own.path.is_dir()
    assert foreign.is_dir()
    if sys.platform != "win32":
        assert not dead.exists()
    own.remove()
    assert not own.path.exists()
