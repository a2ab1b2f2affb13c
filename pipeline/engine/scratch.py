"""Scratch: folders in the system's temporary place; those that killed processes left are swept.

Whoever uses a folder holds a lock in it, which the system takes from the dead. Windows, which has no such
locks, is left to its own tidying.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from multiprocessing import util
from pathlib import Path
from typing import IO

_NAMES = ("howtomake-*", "pymp-*")
"""Ours, and those in which `multiprocessing` has its sockets."""
_MARK = ".in-use-by-howtomake"


class Scratch:
    """A folder for as long as somebody needs it."""

    def __init__(self) -> None:
        """Make it."""
        self.path = Path(tempfile.mkdtemp(prefix="howtomake-"))
        self._held = _claimed(self.path)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._held:
            self._held.close()


_own: list[IO[bytes] | None] = []


def claim_own() -> None:
    """Claim what `multiprocessing` lays into the temporary place for this process."""
    if not _own:
        _own.append(_claimed(Path(util.get_temp_dir())))


def sweep() -> None:
    """Remove the folders that nobody uses any more."""
    with contextlib.suppress(OSError):  # where there is no temporary place, whoever needs one says so
        place = Path(tempfile.gettempdir())
        for mark in (mark for name in _NAMES for mark in place.glob(f"{name}/{_MARK}")):
            if (file := _locked(mark)) is not None:
                shutil.rmtree(mark.parent, ignore_errors=True)
                file.close()


def _claimed(folder: Path) -> IO[bytes] | None:
    """Hold the lock of a folder; it is there under its name when it is held, and never before."""
    draft = folder / f"{_MARK}-"
    draft.touch()
    file = _locked(draft)
    draft.replace(folder / _MARK)
    return file


def _locked(path: Path) -> IO[bytes] | None:
    """Return the file as long as nobody else holds it; the lock ends with the file."""
    try:
        import fcntl
    except ImportError:
        return None
    with contextlib.suppress(OSError):
        file = path.open("r+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
        else:
            return file
    return None
