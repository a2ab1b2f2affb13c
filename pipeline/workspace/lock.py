"""Lock: one build at a time in a workspace; the system lets go of it when the process ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO

from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.workspace.folder import Workspace


@contextlib.contextmanager
def held(workspace: Workspace) -> Iterator[None]:
    """Hold the lock of a workspace.

    Raises:
        Trouble: another build holds it, or the folder cannot be written to.
    """
    path = workspace.cache / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
    except OSError as error:
        raise Trouble.at(
            workspace.name(path),
            _("The file cannot be written: {why}.").format(why=error.strerror),
            _("Make room or check the rights of the folder."),
        ) from error
    with file:
        try:
            _take(file)
        except OSError as error:
            raise Trouble.at(
                "dist/", _("Another build is running in this workspace."), _("Wait until it has ended.")
            ) from error
        yield


def _take(file: IO[str]) -> None:
    """Take the lock or fail at once; Windows and the others have different calls for it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
