"""Worker: the readers' end of the pipe, in a process of its own that can do nothing but read and answer.

`engine/apart.py` starts it and speaks to it in the frames of `model/wire.py`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.messages import _
from pipeline.model import wire
from pipeline.model.problem import Trouble
from pipeline.notes.desk import Here

_CLOSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
           "os.system", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink",
           "os.chmod", "os.kill", "shutil.", "ftplib.", "smtplib.", "http.client.", "urllib.Request",
           "webbrowser.")  # fmt: skip
"""Audit events (PEP 578) that reading notes never needs."""


def main(megabytes: int) -> None:
    """Answer questions until nobody asks any more."""
    _limit_memory(megabytes)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    sys.addaudithook(_guard(tuple(os.path.realpath(path) for path in sys.path if path)))
    while (frame := wire.receive(asked)) is not None:
        question, blobs = frame
        wire.send(answers, *_answered(question, blobs, megabytes))


def _answered(question: Any, blobs: Sequence[bytes], megabytes: int) -> tuple[Any, list[bytes]]:
    """Return the answer, or the one problem that stands in its way."""
    again = _("Open it in its program and save it anew, or copy the text into a text file and bring that.")
    try:
        kept: list[bytes] = []
        return {"answer": wire.plain(_ask(question, blobs[0]), kept)}, kept
    except Trouble as trouble:
        (problem,) = trouble.problems
        return {"problem": [problem.message, problem.hint]}, []
    except MemoryError:
        what = _("Reading this file takes more than {n} MB of memory.").format(n=megabytes)
    except RecursionError:
        what = _("The file is nested more deeply than any notes are.")
    except Exception as error:  # noqa: BLE001  (a stranger's bytes: whatever a library says of them is about them)
        said = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        what = _("The file cannot be read: {what}.").format(what=said)
    return {"problem": [what, again]}, []


def _ask(question: Mapping[str, Any], data: bytes) -> Any:
    desk = Here()
    name, others = str(question["name"]), frozenset(map(str, question.get("others", ())))
    ways: Mapping[str, Callable[[], Any]] = {
        "members": lambda: desk.members(name, data),
        "read": lambda: desk.read(name, data, others),
        "count": lambda: desk.count(name, data, others),
    }
    return ways[question["do"]]()


# The walls


def _limit_memory(megabytes: int) -> None:
    """Bound the address space where the system can; macOS and Windows cannot, the time limit is left."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue


def _guard(ours: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook: nothing is fetched, started, written, or read but our own modules."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = (*arguments, None, None)[:3]
            if isinstance(path, str | bytes) and not _harmless(os.fsdecode(path), flags, ours):
                raise PermissionError(f"readers open no files: {os.fsdecode(path)}")
        elif event.startswith(_CLOSED):
            raise PermissionError(f"readers do nothing but read: {event}")

    return hook


def _harmless(path: str, flags: Any, ours: tuple[str, ...]) -> bool:
    writes = isinstance(flags, int) and flags & (
        os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
    )
    return not writes and os.path.realpath(path).startswith(ours)
