"""Crew: processes that do one job after the other, side by side; who hangs or dies is replaced.

The job it was at is lost alone. A process gets what all jobs share once, when it starts.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from pipeline.engine import lasting, scratch
from pipeline.messages import _

_SOCKET = 107 if sys.platform == "linux" else 103
"""Bytes that the path of a socket may have."""
_IN_PLACE = len("/pymp-12345678/listener-12345678")
"""What of it `multiprocessing` puts behind the temporary place."""
Work = Callable[[Any, Any, Callable[[str], None]], Any]
"""Takes a job, what all jobs share, and whom to tell what is being done; a function of a module."""

_GRACE = 5.0
"""Seconds in which a process has to be gone that was let go, or asked to end."""


@dataclass(frozen=True)
class Lost:
    """Why there is no result of a job."""

    why: str


@dataclass
class _Member:
    process: Any
    pipe: Connection
    job: Any = None
    since: float = 0.0


def each(
    work: Work,
    jobs: Iterable[Any],
    shared: Any,
    *,
    size: int,
    seconds: float,
    say: Callable[[str], None],
) -> Iterator[tuple[Any, Any]]:
    """Yield every job with its result as it is done, or with `Lost`; the next job is drawn when one is free.

    `seconds` limit one job as a whole; `say` hears what the processes tell.

    Raises:
        RuntimeError: the work itself raised; the text is its traceback.
    """
    context = _context(work)
    waiting = iter(jobs)
    crew: dict[Connection, _Member] = {}
    try:
        for _number in range(size):
            _next(crew, _started(context, work, shared), waiting)
        while crew:
            ready = wait(list(crew), timeout=1.0)
            for pipe in ready or _late(crew, seconds):
                member = crew[pipe]  # type: ignore[index]
                kind, answer = _heard(member, seconds, ready=bool(ready))
                if kind == "said":
                    say(answer)
                    continue
                if kind == "raised":
                    raise RuntimeError(answer)
                del crew[member.pipe]
                job = member.job
                if isinstance(answer, Lost) or not member.process.is_alive():
                    _end(member)
                    member = _started(context, work, shared)
                _next(crew, member, waiting)
                yield job, answer
    finally:
        for member in crew.values():
            _end(member)


def _context(work: Work) -> Any:
    """Return how processes are started: from one that has our modules loaded already, where there is such."""
    far = len(os.fsencode(tempfile.gettempdir())) + _IN_PLACE > _SOCKET
    if far or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    scratch.claim_own()
    context.set_forkserver_preload([work.__module__])
    return context


def _started(context: Any, work: Work, shared: Any) -> _Member:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, shared), daemon=True)
    process.start()
    theirs.close()
    return _Member(process, ours)


def _next(crew: dict[Connection, _Member], member: _Member, waiting: Iterator[Any]) -> None:
    """Give a member its next job, or let it go."""
    for job in waiting:
        member.job, member.since = job, time.monotonic()
        with contextlib.suppress(OSError):  # it is gone: that is heard when its answer is due
            member.pipe.send(job)
        crew[member.pipe] = member
        return
    _end(member, idle=True)


def _late(crew: dict[Connection, _Member], seconds: float) -> list[Connection]:
    now = time.monotonic()
    return [pipe for pipe, member in crew.items() if now - member.since > seconds]


def _heard(member: _Member, seconds: float, *, ready: bool) -> tuple[str, Any]:
    if not ready:
        return "done", Lost(_("gave no answer within {seconds:.0f} seconds").format(seconds=seconds))
    try:
        kind, answer = member.pipe.recv()
    except (EOFError, OSError):
        return "done", Lost(_("broke off"))
    return str(kind), answer


def _end(member: _Member, *, idle: bool = False) -> None:
    """Let a process go that waits for work; end one that does not, with the programs that work for it."""
    member.pipe.close()
    if not idle:
        member.process.terminate()
    member.process.join(timeout=_GRACE)
    if member.process.is_alive():
        member.process.kill()
        member.process.join()


def _serve(pipe: Connection, work: Work, shared: Any) -> None:
    """Do jobs until there are no more, or until whoever gives them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who gives the jobs hears it, too, and ends us
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # not without the programs that work for us
    threading.Thread(target=_follow, daemon=True).start()
    try:
        while True:
            job = pipe.recv()
            try:
                answer = ("done", work(job, shared, lambda what: pipe.send(("said", what))))
            except Exception:  # noqa: BLE001  (whatever it is, who gives the jobs has to hear of it)
                answer = ("raised", traceback.format_exc())
            pipe.send(answer)
    except (EOFError, OSError):
        pass
    finally:
        lasting.close()


def _follow() -> None:
    """End when whoever gives the jobs has ended, in the middle of a job, too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
