"""Apart: the readers in a process of their own, because hostile bytes may hang or kill whoever reads them.

One process serves a whole ingest; after it was stopped, the next question starts another. It answers in
JSON, never in pickles: what has read hostile bytes is not trusted either.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from pipeline.messages import _
from pipeline.model import wire
from pipeline.model.bundle import Bundle
from pipeline.model.notes import Notes, Run
from pipeline.model.problem import Problem, Trouble

SECONDS = 60.0
"""For one step with one file; a Word book of 390,000 characters takes about two."""
MEGABYTES = 1_000
"""Address space of the process, where the system can bound it."""
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from pipeline.notes import worker; worker.main(int(sys.argv[2]))"
)


class Apart:
    """Answers as `notes/desk.py` says, from another process, within limits."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        """Set the limits of one question."""
        self._seconds, self._megabytes = seconds, megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the process already now: it warms up while we do other things."""
        self._started()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self._end()

    def members(self, name: str, data: bytes) -> Bundle | None:
        """Return what is in an archive; None when the file is none.

        Raises:
            Trouble: it is damaged, locked or a bomb; or a limit was reached.
        """
        bundle: Bundle | None = self._asked(Bundle | None, name, data, {"do": "members"})
        return bundle

    def read(self, name: str, data: bytes, others: frozenset[str]) -> Notes:
        """Read a file of notes.

        Raises:
            Trouble: it cannot be read, or a limit was reached.
        """
        notes: Notes = self._asked(Notes, name, data, {"do": "read", "others": sorted(others)})
        return notes

    def count(self, name: str, data: bytes, others: frozenset[str]) -> list[Run]:
        """Return every run of text in a file.

        Raises:
            Trouble: it cannot be counted, or a limit was reached.
        """
        question = {"do": "count", "others": sorted(others)}
        runs: list[Run] = self._asked(list[Run], name, data, question)
        return runs

    # The pipe

    def _asked(self, kind: Any, name: str, data: bytes, question: dict[str, Any]) -> Any:
        replies: queue.Queue[tuple[Any, list[bytes]] | None] = queue.Queue()
        process = self._started()
        asking = threading.Thread(
            target=_ask, args=(process, {**question, "name": name}, data, replies), daemon=True
        )
        asking.start()
        try:
            reply = replies.get(timeout=self._seconds)
        except queue.Empty:
            self._end()
            raise Trouble.at(name, *_too_long(self._seconds)) from None
        except BaseException:
            self._end()  # interrupted: the answer to this question must not be taken for the next one's
            raise
        return self._answer(kind, name, reply)

    def _answer(self, kind: Any, name: str, reply: tuple[Any, list[bytes]] | None) -> Any:
        try:
            value, blobs = reply or ({}, [])
            if problem := value.get("problem"):
                message, hint = map(str, problem)
                problems = [Problem(name, 0, message, hint)]
            else:
                return wire.noun(kind, value["answer"], blobs)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):
            problems = [Problem(name, 0, *self._broke_off())]
        raise Trouble(problems)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            paths = [path for path in sys.path if path and Path(path).is_absolute()]
            self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                [
                    sys.executable,
                    "-I",
                    "-B",
                    "-X",
                    "utf8",
                    "-c",
                    _START,
                    json.dumps(paths),
                    str(self._megabytes),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()
            process.wait()

    def _broke_off(self) -> tuple[str, str]:
        self._end()
        return (
            _("This file makes the reader break off, perhaps for want of memory ({n} MB).").format(
                n=self._megabytes
            ),
            _("Open it in its program and save it anew, or copy the text into a text file and bring that."),
        )


def _too_long(seconds: float) -> tuple[str, str]:
    return (
        _("Reading this file takes longer than {seconds:.0f} seconds.").format(seconds=seconds),
        _("Divide it into smaller files, or copy the text into a text file and bring that."),
    )


def _ask(
    process: subprocess.Popen[bytes],
    question: dict[str, Any],
    data: bytes,
    replies: queue.Queue[tuple[Any, list[bytes]] | None],
) -> None:
    """Send a question and wait for the answer; in a thread, because a pipe knows no time limit everywhere."""
    if process.stdin is None or process.stdout is None:  # never: both were asked for
        return
    try:
        wire.send(cast("BinaryIO", process.stdin), question, [data])
        replies.put(wire.receive(cast("BinaryIO", process.stdout)))
    except (OSError, ValueError, TypeError):
        replies.put(None)
