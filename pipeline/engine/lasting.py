"""Lasting: programs that stay for many jobs, so that their start is paid once; a time limit ends them.

A job lies in a folder, the question and the answer are one line of JSON each. A process in which anything
went wrong, or that has had its share of jobs, is followed by a fresh one.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.engine import scratch
from pipeline.messages import _
from pipeline.model.problem import ToolFailure

SECONDS = 60.0
"""Limit of one job; 60 nested brackets keep pandoc's Markdown reader busy for 20 s and more."""
_limit = SECONDS


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give every job another limit for a while."""
    global _limit  # noqa: PLW0603  (of the whole process: jobs run in several threads)
    before, _limit = _limit, seconds
    try:
        yield
    finally:
        _limit = before


@dataclass(frozen=True)
class Program:
    """How a process is started, and who may share one."""

    tool: str
    """Its name, for people."""
    key: str
    """Jobs with the same key may have the same process."""
    command: Callable[[Path], Sequence[str]]
    """Takes the process's own folder, where it may lay out what all its jobs need."""
    most_jobs: int
    """Of one process: what it remembers of earlier jobs would grow without end."""


class Lasting:
    """One process. Its tool has no time limit of its own, and a thread cannot be stopped; a process can."""

    def __init__(self, program: Program) -> None:
        """Start it."""
        self.jobs = 0
        self._tool = program.tool
        self._scratch = scratch.Scratch()
        home = self._scratch.path
        self.folder = home / "job"
        """Of the job at hand; empty when one begins."""
        self._process = subprocess.Popen(  # noqa: S603  (a list, no shell, a program of ours)
            list(program.command(home)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=home,
            env={
                **_kept(),
                **dict.fromkeys(("TEMP", "TMP", "TMPDIR", "HOME", "XDG_DATA_HOME"), str(home)),
                "SOURCE_DATE_EPOCH": "0",
            },
        )

    @property
    def lives(self) -> bool:
        """Whether the process is there to be asked; somebody may have ended it."""
        return self._process.poll() is None

    def clear(self) -> None:
        """Make room for the next job; folders stay, removing them is slow on some disks."""
        for base, _folders, names in os.walk(self.folder):
            for name in names:
                Path(base, name).unlink()
        self.folder.mkdir(exist_ok=True)
        self.jobs += 1

    def lay(self, files: Mapping[str, bytes], below: str = "") -> None:
        """Lay files into the folder of the job; their paths are relative to it."""
        for name, content in files.items():
            path = self.folder / below / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def asked(self, question: Mapping[str, Any]) -> Any:
        """Return the answer to a question, both of JSON.

        Raises:
            ToolFailure: none came in time, or the process broke off.
        """
        replies: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._ask, args=(question, replies), daemon=True).start()
        try:
            reply = replies.get(timeout=_limit)
        except queue.Empty:
            message = _("gave no answer within {seconds:.0f} seconds").format(seconds=_limit)
            raise ToolFailure(self._tool, message) from None
        if not reply:
            raise ToolFailure(self._tool, _("broke off"))
        return json.loads(reply)

    def _ask(self, question: Mapping[str, Any], replies: queue.Queue[bytes]) -> None:
        """Send a question and wait; in a thread, because a pipe knows no time limit everywhere."""
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
            replies.put(self._process.stdout.readline())  # type: ignore[union-attr]
        except (OSError, ValueError):
            replies.put(b"")

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                pipe.close()  # type: ignore[union-attr]
        self._process.wait()
        self._scratch.remove()


def _kept() -> dict[str, str]:
    """Return what a process needs of this one's environment to start at all; Windows has needs of its own."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


_idle: dict[str, list[Lasting]] = {}
"""By their key; one that works stands in none."""
_changing = threading.Lock()


@contextlib.contextmanager
def lend(program: Program) -> Iterator[Lasting]:
    """Lend a process with an empty folder; one in which anything went wrong is not lent again.

    Raises:
        ToolFailure: the temporary folder is full or cannot be written to, or the program does not start.
    """
    try:
        with _lent(program) as one:
            yield one
    except OSError as error:
        message = _("cannot work in the temporary folder: {why}").format(why=error.strerror)
        raise ToolFailure(program.tool, message, _("Make room or check the rights of the folder.")) from error


@contextlib.contextmanager
def _lent(program: Program) -> Iterator[Lasting]:
    with _changing:
        waiting = _idle.setdefault(program.key, [])
        one = waiting.pop() if waiting else None
    if one is not None and not one.lives:
        one.end()
        one = None
    one = one or Lasting(program)
    try:
        one.clear()
        yield one
    except BaseException:
        one.end()
        raise
    if one.jobs >= program.most_jobs:
        one.end()
        return
    with _changing:
        waiting.append(one)


def waiting() -> list[Lasting]:
    """Return the processes that nobody has borrowed."""
    with _changing:
        return [one for group in _idle.values() for one in group]


@atexit.register
def close() -> None:
    """End the processes that wait."""
    ended = waiting()
    with _changing:
        _idle.clear()
    for one in ended:
        one.end()
