"""The cluster: a scheduler and two workers as real processes on loopback."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import deeds
import pytest

from pipeline.build import How, build
from pipeline.engine import cluster
from pipeline.engine.cluster import Place
from pipeline.engine.crew import Lost
from pipeline.model.event import Event, Kind
from pipeline.model.problem import ToolFailure
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SLUG = "kleiner-leitfaden"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc"),
    pytest.mark.xdist_group("cluster"),
]


class Cluster:
    """A scheduler and the workers it was given."""

    def __init__(self, folder: Path) -> None:
        """Start the scheduler."""
        self.folder, self.started = folder, []
        self.file = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))
        self._until(self.file.exists)
        self.address: str = json.loads(self.file.read_text("utf-8"))["address"]

    def worker(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread."""
        words = ("--nthreads", "1", "--local-directory", str(self.folder), "--host", "127.0.0.1", *words)
        return self._start("worker", self.address, *words, **environment)

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        path = f"{ROOT}{os.pathsep}{HERE}"
        with (self.folder / f"{words[0]}-{len(self.started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--no-dashboard"],
                cwd=self.folder, env={**os.environ, "PYTHONPATH": path, **environment}, stdout=log, stderr=log,
            )  # fmt: skip
        self.started.append(process)
        return process

    def _until(self, true: Any) -> None:
        until = time.monotonic() + 60
        while not true():
            assert time.monotonic() < until, [path.read_text("utf-8") for path in self.folder.glob("*.log")]
            time.sleep(0.1)

    def client(self) -> Any:
        """Return a client that looks on."""
        import distributed

        return distributed.Client(self.address, timeout=20, set_as_default=False)

    def ready(self, workers: int) -> None:
        """Wait until so many workers are there."""
        with self.client() as client:
            client.wait_for_workers(workers, timeout=60)

    def end(self) -> None:
        """End all."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Yield a scheduler without workers."""
    one = Cluster(folder)
    try:
        yield one
    finally:
        one.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a scheduler with two workers; each comes back when it has died."""
    with running(tmp_path_factory.mktemp("cluster")) as one:
        one.worker()
        one.worker()
        one.ready(2)
        yield one


def sent(address: str, work: Any, jobs: Any, shared: Any = None, seconds: float = 60.0) -> dict[Any, Any]:
    """Return what comes of jobs."""
    results = cluster.each(
        work, jobs, shared, at=Place(address, deeds.versions), seconds=seconds, say=lambda _what: None
    )
    return dict(results)


def guides(root: Workspace, number: int) -> None:
    """Make more guides of the one."""
    for count in range(number):
        folder = root.root / "guides" / f"leitfaden-{count}"
        shutil.copytree(root.guide_folder(SLUG), folder)
        text = (folder / "guide.md").read_text("utf-8")
        (folder / "guide.md").write_text(
            text.replace("title: HowToMake", f"title: HowToMake {count}"), "utf-8"
        )


def test_jobs_are_done_by_both_and_come_with_their_results(two: Cluster) -> None:
    """More jobs than hands, drawn as there is room; what is shared is there, what is told is heard."""
    drawn: list[int] = []
    heard: list[str] = []

    def jobs() -> Iterator[int]:
        for number in range(40):
            drawn.append(number)
            yield number

    results = cluster.each(
        deeds.add, jobs(), 1000, at=Place(two.address, deeds.versions), seconds=60, say=heard.append
    )
    first = next(results)
    assert len(drawn) <= 8
    answers = dict([first, *results])
    assert {job: answer[0] for job, answer in answers.items()} == {n: n + 1000 for n in range(40)}
    assert len({pid for _sum, pid in answers.values()}) == 2
    assert sorted(heard) == sorted(f"adding {number}" for number in range(40))


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(two: Cluster, tmp_path: Path) -> None:
    """Its jobs are done by the other, or by the one that follows it."""
    killed: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(10):
            begun = list(tmp_path.iterdir())
            if begun and not killed:
                pid = int(begun[-1].name.partition("-")[2])
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            yield number

    assert sent(two.address, deeds.tell, jobs(), str(tmp_path)) == {n: n for n in range(10)}
    assert killed


def test_a_job_that_kills_every_worker_is_lost_alone(two: Cluster) -> None:
    """All others are done, those that waited beside it, too."""
    names = ["a", "b", "die", "c", "d", "e", "f"]
    answers = sent(two.address, deeds.trouble, names, 7)
    lost = answers.pop("die")
    assert isinstance(lost, Lost)
    assert lost.why
    assert answers == {name: (name, 7) for name in "abcdef"}


def test_a_job_that_hangs_is_lost_alone(two: Cluster) -> None:
    """Its time is over on every worker that tries."""
    answers = sent(two.address, deeds.trouble, ["a", "hang", "b"], seconds=0.5)
    assert isinstance(answers.pop("hang"), Lost)
    assert set(answers) == {"a", "b"}


def test_what_the_work_raises_is_heard(two: Cluster) -> None:
    """With the traceback of the worker."""
    with pytest.raises(RuntimeError, match="something nobody thought of"):
        sent(two.address, deeds.trouble, ["a", "raise"])


def test_other_versions_are_refused(two: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides are named."""
    monkeypatch.setenv("DEEDS_VERSION", "2")
    with pytest.raises(ToolFailure, match="howtomake 1 ≠ 2"):
        sent(two.address, deeds.add, [1, 2, 3], 0)


def test_a_worker_without_our_program_is_named(tmp_path: Path) -> None:
    """It says so, instead of failing somewhere."""
    with running(tmp_path) as one:
        (tmp_path / "pipeline").mkdir()
        (tmp_path / "pipeline" / "__init__.py").write_text("")
        one.worker(PYTHONPATH=f"{tmp_path}{os.pathsep}{HERE}")
        with pytest.raises(ToolFailure, match="dask"):
            sent(one.address, deeds.add, [1], 0)


def test_nobody_there_is_one_sentence(
    small: Workspace, program: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, and dist/ stays as it was."""
    monkeypatch.chdir(small.root)
    monkeypatch.setattr(cluster, "_ANSWER", 1.0)
    for address in ("tcp://127.0.0.1:9", "no such thing", "tls://127.0.0.1:9"):
        assert program("build", "--scheduler", address) == 4, address
        out, said = capfd.readouterr()
        assert address in said
        assert "Traceback" not in said
        assert not out
    assert not small.dist.exists()


def test_a_scheduler_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while in which one might come."""
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    with running(tmp_path) as one, pytest.raises(ToolFailure, match="dask"):
        sent(one.address, deeds.add, [1], 0)


def test_a_scheduler_that_goes_away_is_said(tmp_path: Path) -> None:
    """Nobody waits for it for ever."""
    with running(tmp_path) as one:
        one.worker("--no-nanny")
        one.ready(1)
        results = cluster.each(
            deeds.wait, [0.0, 600.0], None, at=Place(one.address, deeds.versions), seconds=600, say=print
        )
        assert next(results) == (0.0, 0.0)
        one.started[0].kill()
        with pytest.raises(ToolFailure, match="dask"):
            next(results)


def test_a_build_there_makes_the_bytes_of_a_build_here(small: Workspace, tmp_path: Path) -> None:
    """Though one of two workers is killed while it is at a guide, and stays away."""
    guides(small, 4)
    other = Workspace(tmp_path / "other")
    shutil.copytree(small.root, other.root)
    build(small, how=How(2))
    with running(tmp_path) as one, one.client() as looking:
        victim = one.worker("--no-nanny", "--name", "victim")
        one.worker("--name", "other")
        one.ready(2)
        at_work: list[int] = []

        def tell(event: Event) -> None:
            busy = looking.processing()
            names = {w["name"]: address for address, w in looking.scheduler_info()["workers"].items()}
            if event.kind is Kind.MADE and not at_work and "victim" in names and busy[names["victim"]]:
                victim.kill()
                at_work.append(len(busy[names["victim"]]))

        build(other, how=How(scheduler=one.address), tell=tell)
    assert at_work
    ours, theirs = ((one.dist / "SHA256SUMS").read_text("utf-8") for one in (small, other))
    assert ours == theirs
    assert len(ours.splitlines()) > 5 * 5
