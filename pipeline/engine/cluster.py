"""Cluster: jobs sent over the network to the workers of a Dask scheduler; no disk is shared.

What all jobs share is sent once and handed from worker to worker. A job whose worker dies is given to another
one; a job whose workers die again and again is tried once more when nothing else is under way, and is then
lost alone. Dask runs whatever its clients send: who reaches a scheduler reaches all machines behind it.
"""

from __future__ import annotations

import functools
import itertools
import logging
import os
import pickle
import queue
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.engine.crew import Lost, Work
from pipeline.messages import _
from pipeline.model.problem import ToolFailure

_ANSWER = 10.0
"""Seconds in which a scheduler has to answer."""
_PATIENCE = 60.0
"""Seconds for which a cluster may be without any worker: a nanny starts one that died anew within a few."""
_LOOK = 2.0
"""Seconds between two looks at who is there, when nothing is done meanwhile."""

Alike = Callable[[], Mapping[str, str]]
"""Says which versions do the work; a function of a module."""


@dataclass(frozen=True)
class Place:
    """Where jobs are sent."""

    address: str
    """Of the scheduler, tcp://host:8786; tls:// where Dask's configuration has certificates."""
    alike: Alike


@dataclass(frozen=True)
class _Sender:
    """What goes with every job."""

    client: Any
    work: Work
    alike: Alike
    kept: Any
    """Where on the cluster that lies which all jobs share."""
    seconds: float

    def send(self, job: Any) -> Any:
        """Return what will become the result."""
        words = (self.work, pickle.dumps(job), self.kept, self.alike, dict(self.alike()), self.seconds)
        return self.client.submit(_do, *words, pure=False)


def each(
    work: Work,
    jobs: Iterable[Any],
    shared: Any,
    *,
    at: Place,
    seconds: float,
    say: Callable[[str], None],
) -> Iterator[tuple[Any, Any]]:
    """Yield every job with its result as it is done, or with `Lost`; the next is drawn when there is room.

    `at.alike` has to say the same here and there. `seconds` limit one job as a whole: a worker over it
    ends itself, for a thread cannot be stopped. `say` hears what a job has told when it is done.

    Raises:
        RuntimeError: the work itself raised; the text is its traceback.
        ToolFailure: Dask is not installed, the scheduler or its workers are not there or no longer, or they
            have other versions.
    """
    with _connected(at.address) as client:
        kept = client.submit(_same, pickle.dumps(shared), key=f"howtomake-{secrets.token_hex(8)}")
        sender = _Sender(client, work, at.alike, kept, seconds)
        suspects = []
        for job, answer in _results(sender, jobs, say):
            if isinstance(answer, Lost):
                suspects.append(job)
            else:
                yield job, answer
        for job in suspects:  # each alone: what only waited beside one that kills is not to blame
            yield from _results(sender, [job], say)


def _connected(address: str) -> Any:
    try:
        import distributed
    except ImportError as error:
        hint = _('Install it with `pip install "howtomake[cluster]"`, or build without --scheduler.')
        raise ToolFailure("dask", _("dask.distributed is not installed."), hint) from error
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] == "distributed":  # what goes wrong is said here, in one sentence
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return distributed.Client(address, timeout=_ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ToolFailure(
            "dask",
            _("No scheduler answers at {address}: {why}").format(address=address, why=_first(error)),
            _("Is `dask scheduler` running there, and is the address right? It looks like tcp://HOST:8786."),
        ) from error


def _first(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _results(sender: _Sender, jobs: Iterable[Any], say: Callable[[str], None]) -> Iterator[tuple[Any, Any]]:
    """Keep as many jobs under way as there are hands for, and one more a worker, which need not wait then."""
    waiting = iter(jobs)
    flight: dict[Any, Any] = {}
    ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
    seen = time.monotonic()
    while True:
        workers = _workers(sender.client)
        seen = time.monotonic() if workers else seen
        if time.monotonic() - seen > _PATIENCE:
            hint = _("Start some with `dask worker`, or look into their log.")
            raise ToolFailure("dask", _("The scheduler has no workers."), hint)
        room = sum(workers.values()) + len(workers) or 1
        for job in itertools.islice(waiting, max(room - len(flight), 0)):
            future = sender.send(job)
            flight[future] = job
            future.add_done_callback(ended.put)
        if not flight:
            return
        for future in _done(ended):
            job = flight.pop(future)
            yield job, _answer(future, say)


def _workers(client: Any) -> dict[str, int]:
    """Return the threads of each worker."""
    if client.status != "running":  # it would wait for the scheduler for ever
        raise _gone()
    try:
        return dict(client.nthreads())
    except (OSError, TimeoutError) as error:
        raise _gone() from error


def _done(ended: queue.SimpleQueue[Any]) -> list[Any]:
    """Return what is done, if anything is soon."""
    try:
        return [ended.get(timeout=_LOOK)]
    except queue.Empty:
        return []


def _answer(future: Any, say: Callable[[str], None]) -> Any:
    import distributed

    try:
        kind, answer, said = future.result()
    except distributed.KilledWorker:
        return Lost(_("ended every worker that tried it"))
    except distributed.CancelledError as error:
        raise _gone() from error
    except Exception as error:
        raise ToolFailure(
            "dask",
            _("A worker could not read its task: {why}").format(why=_first(error)),
            _("Install the same version of howtomake, with the same Python, on all machines."),
        ) from error
    for what in said:
        say(what)
    if kind == "raised":
        raise RuntimeError(answer)
    if kind == "differs":
        raise ToolFailure(
            "dask",
            _("A worker has other versions, and would make other bytes: {what}").format(what=answer),
            _("Install the same version of howtomake, with the same Python, on all machines."),
        )
    return answer


def _gone() -> ToolFailure:
    hint = _("dist/ is as it was; build again when the scheduler is there.")
    return ToolFailure("dask", _("The scheduler broke off."), hint)


_ONE = threading.Lock()
"""A worker does one job at a time, whatever threads it has: what makes guides is made for processes."""
_opened = functools.lru_cache(maxsize=1)(pickle.loads)


def _same(data: bytes) -> bytes:
    """Return what was sent; as the result of a task it outlives the worker that holds it."""
    return data


def _do(
    work: Work, job: bytes, shared: bytes, alike: Alike, here: Mapping[str, str], seconds: float
) -> tuple[str, Any, list[str]]:
    """Do a job, on a worker; the versions are compared before anything is unpacked."""
    with _ONE:
        try:
            if (there := alike()) != here:
                return "differs", _difference(here, there), []
            said: list[str] = []
            end = threading.Timer(seconds, os._exit, (1,))
            end.daemon = True
            end.start()
            try:
                return "done", work(pickle.loads(job), _opened(shared), said.append), said  # noqa: S301  (Dask would unpickle it, too)
            finally:
                end.cancel()
        except Exception:  # noqa: BLE001  (whatever it is, who gives the jobs has to hear of it)
            return "raised", traceback.format_exc(), []


def _difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    return ", ".join(f"{name} {there.get(name, '–')} ≠ {here.get(name, '–')}" for name in names)
