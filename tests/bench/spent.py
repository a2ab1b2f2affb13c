"""Spent: what work costs in time, processor time of all processes, and memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of linux/prctl.h."""
_LOOK = 0.1
"""Seconds between two looks at the memory."""


class Spent(NamedTuple):
    """Seconds on the wall, seconds of the processor, and the most memory at a time in MiB (0: not looked at)."""

    wall: float
    processor: float
    memory: float = 0.0


def adopt() -> None:
    """Become the parent of processes whose own has ended, so that their work is counted; Linux alone can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def spent(work: Callable[[], object], *, memory: bool = False) -> Spent:
    """Return what some work costs; what it starts and leaves is waited for."""
    peak = [0.0]
    before, start = _processor(), time.perf_counter()
    with _watched(peak) if memory else contextlib.nullcontext():
        work()
    took = time.perf_counter() - start
    return Spent(took, _processor() - before, peak[0])


def rounds(times: int, *sides: Callable[[], Spent]) -> list[Spent]:
    """Return the medians of each side; they take turns, so that a slow minute is slow for all."""
    found: list[list[Spent]] = [[] for _side in sides]
    for _round in range(times):
        for number, side in enumerate(sides):
            found[number].append(side())
    return [Spent(*map(statistics.median, zip(*one, strict=True))) for one in found]


def _processor() -> float:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0):
            pass
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextlib.contextmanager
def _watched(peak: list[float]) -> Iterator[None]:
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK):
            peak[0] = max(peak[0], sum(map(_share, _below(os.getpid()))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _below(parent: int) -> Iterator[int]:
    """Yield the processes that descend from one."""
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _below(int(child))


def _share(process: int) -> float:
    """Return the memory of a process in MiB; what it shares with others counts in part (PSS)."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
