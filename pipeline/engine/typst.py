"""Typst: a small file tree in, a tagged PDF out, in lasting processes that a time limit can end."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.messages import _
from pipeline.model.problem import ToolFailure

STANDARDS = ("ua-1", "a-2a")
"""What every PDF claims. ua-1 goes together with a-2a, not with a-1a, a-4 or PDF 2.0."""
SECONDS = 60.0
_MOST_JOBS = 40
"""Of one process; what typst remembers of earlier documents would grow without end."""


def compile_pdf(
    files: Mapping[str, bytes],
    *,
    fonts: Mapping[str, bytes],
    timestamp: int,
    seconds: float = SECONDS,
) -> bytes:
    """Typeset `files["main.typ"]` as a tagged PDF; paths in `files` are relative to the typesetter's root.

    The root holds nothing but `files`, so `read()` reaches nothing else; fonts of the machine are
    ignored, because they would change the bytes. `timestamp` is in seconds since 1970.

    Raises:
        ToolFailure: the compiler rejected the document or took longer than `seconds`.
    """
    job = {"format": "pdf", "pdf_standards": list(STANDARDS), "timestamp": timestamp}
    return _compile(files, fonts, job, seconds)


def compile_png(
    files: Mapping[str, bytes],
    *,
    fonts: Mapping[str, bytes],
    timestamp: int,
    ppi: float,
    seconds: float = SECONDS,
) -> bytes:
    """Typeset a document of one page as a picture of `ppi` pixels an inch, as `compile_pdf` does.

    Raises:
        ToolFailure: the compiler rejected the document or took longer than `seconds`.
    """
    return _compile(files, fonts, {"format": "png", "ppi": ppi, "timestamp": timestamp}, seconds)


def _compile(
    files: Mapping[str, bytes], fonts: Mapping[str, bytes], job: Mapping[str, Any], seconds: float
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="howtomake-") as folder, _typesetter(fonts) as typesetter:
        root = Path(folder, "root")
        _written(root, files)
        reply = typesetter.asked({"folder": folder, "job": job}, seconds)
        if reply != "made":
            raise ToolFailure("typst", reply[:4000], _older() if "unknown variable" in reply else "")
        return Path(folder, "out").read_bytes()


def _older() -> str:
    return _(
        "Perhaps templates/typst/guide.typ is older than the program: compare it with the one that "
        "`howtomake init` writes into a new folder."
    )


def _written(root: Path, files: Mapping[str, bytes]) -> None:
    root.mkdir()
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


# The processes

_idle: dict[str, list[_Typesetter]] = {}
"""By a hash of their fonts; one that works stands in none."""
_changing = threading.Lock()


@contextlib.contextmanager
def _typesetter(fonts: Mapping[str, bytes]) -> Iterator[_Typesetter]:
    """Lend a process that knows these fonts; one in which anything went wrong is not lent again."""
    with _changing:
        waiting = _idle.setdefault(_name_of(fonts), [])
        one = waiting.pop() if waiting else None
    if one is not None and not one.lives:
        one.end()
        one = None
    one = one or _Typesetter(fonts)
    try:
        yield one
    except BaseException:
        one.end()
        raise
    if one.jobs >= _MOST_JOBS:
        one.end()
        return
    with _changing:
        waiting.append(one)


def _name_of(fonts: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in sorted(fonts.items()):
        total.update(f"{name} {len(data)}\n".encode() + data)
    return total.hexdigest()


@atexit.register
def close() -> None:
    """End the processes that wait."""
    with _changing:
        waiting = [one for group in _idle.values() for one in group]
        _idle.clear()
    for one in waiting:
        one.end()


class _Typesetter:
    """One process. Typst has no time limit of its own, and a thread cannot be stopped; a process can."""

    def __init__(self, fonts: Mapping[str, bytes]) -> None:
        self.jobs = 0
        self._home = tempfile.TemporaryDirectory(prefix="howtomake-")
        _written(Path(self._home.name, "fonts"), fonts)
        self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-I", "-c", _WORKER, self._home.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def lives(self) -> bool:
        """Whether the process is there to be asked; somebody may have ended it."""
        return self._process.poll() is None

    def asked(self, question: Mapping[str, Any], seconds: float) -> str:
        """Return the answer, `made` when all went well.

        Raises:
            ToolFailure: none came in time, or the process broke off.
        """
        self.jobs += 1
        replies: queue.Queue[bytes] = queue.Queue()
        asking = threading.Thread(target=self._ask, args=(question, replies), daemon=True)
        asking.start()
        try:
            reply = replies.get(timeout=seconds)
        except queue.Empty:
            message = _("gave no answer within {seconds:.0f} seconds").format(seconds=seconds)
            raise ToolFailure("typst", message) from None
        if not reply:
            raise ToolFailure("typst", _("broke off"))
        return str(json.loads(reply))

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
        self._home.cleanup()


_WORKER = """
import json, pathlib, sys, typst
home = pathlib.Path(sys.argv[1])
fonts = typst.Fonts(include_system_fonts=False, font_paths=[home / "fonts"])
for line in sys.stdin:
    question = json.loads(line)
    folder = pathlib.Path(question["folder"])
    try:
        compiler = typst.Compiler(root=folder / "root", font_paths=fonts, ignore_system_fonts=True,
                                  package_path=home / "none", package_cache_path=home / "none")
        made = compiler.compile(folder / "root" / "main.typ", **question["job"])
        (folder / "out").write_bytes(made)
        answer = "made"
    except typst.TypstError as error:
        answer = error.diagnostic or error.message
    print(json.dumps(answer), flush=True)
"""
