"""What processes are given to do in tests of who gives it to them; each takes a job, what is shared, and whom to tell."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Say = Callable[[str], None]


def add(job: int, shared: int, say: Say) -> tuple[int, int]:
    """Return a sum, and which process made it."""
    say(f"adding {job}")
    return job + shared, os.getpid()


def wait(job: float, _shared: Any, _say: Say) -> float:
    """Take as long as is asked."""
    time.sleep(job)
    return job


def tell(job: int, folder: str, _say: Say) -> int:
    """Say by a file that the job has begun and who does it, then take a while."""
    Path(folder, f"{job}-{os.getpid()}").touch()
    time.sleep(0.5)
    return job


def trouble(job: str, shared: Any, say: Say) -> Any:
    """Do as the job says: raise, hang, die, or nothing of the kind."""
    if job == "raise":
        raise ValueError("something nobody thought of")
    if job == "hang":
        time.sleep(600)
    if job == "die":
        os._exit(3)
    time.sleep(0.05)
    say(job)
    return job, shared


def versions() -> dict[str, str]:
    """Say of this process what a test has put into its environment."""
    return {"howtomake": os.environ.get("DEEDS_VERSION", "1")}


def is_there(pid: int) -> bool:
    """Tell whether a process lives; one that has ended and that nobody has asked after does not."""
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


def children(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that these have."""
    for task in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            if int(task.read_text("utf-8").rpartition(")")[2].split()[1]) == pid:
                child = int(task.parent.name)
                yield child
                yield from children(child)
