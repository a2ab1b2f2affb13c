"""Pandoc: bytes in, bytes out, in its sandbox, within a time limit."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.messages import _
from pipeline.model.problem import ToolFailure

SECONDS = 60.0
"""Default limit of one call; 60 nested brackets keep the Markdown reader busy for 20 s and more."""


@functools.cache
def find() -> Path:
    """Return the pandoc that came with the package; pypandoc knows where that is."""
    import pypandoc

    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise ToolFailure("pandoc", str(error), _("Run `make setup` again.")) from error


def convert(
    data: bytes,
    *,
    source: str,
    target: str,
    options: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    epoch: int = 0,
    seconds: float = SECONDS,
) -> bytes:
    """Convert `data` from pandoc format `source` to `target`.

    The call runs with `--sandbox` in an empty folder that holds only `files` (name → content), so
    nothing else can be read and nothing fetched; pictures belong into the tree as data addresses.
    `epoch` (seconds since 1970) is what pandoc takes for the time.

    Raises:
        ToolFailure: pandoc is missing, failed, or took longer than `seconds`.
    """
    with tempfile.TemporaryDirectory(prefix="howtomake-") as folder:
        for name, content in (files or {}).items():
            Path(folder, name).write_bytes(content)
        out = Path(folder, "howtomake-output")
        command = [str(find()), "--sandbox", "-f", source, "-t", target, "-o", out.name, *options]
        environment = {"HOME": folder, "XDG_DATA_HOME": folder, "SOURCE_DATE_EPOCH": str(epoch)}
        try:
            done = subprocess.run(  # noqa: S603  (a list, no shell, fixed program)
                command,
                input=data,
                capture_output=True,
                cwd=folder,
                env=environment,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ToolFailure(
                "pandoc",
                _("gave no answer within {seconds:.0f} seconds").format(seconds=seconds),
                _("Deeply nested brackets or lists do this; simplify the passage."),
            ) from error
        if done.returncode != 0:
            raise ToolFailure("pandoc", done.stderr.decode("utf-8", "replace").strip()[:2000])
        return out.read_bytes()


def version() -> str:
    """Return pandoc's version, `3.9`.

    Raises:
        ToolFailure: it is missing or does not run.
    """
    try:
        done = subprocess.run([str(find()), "--version"], capture_output=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolFailure("pandoc", str(error)) from error
    return done.stdout.decode("utf-8", "replace").split()[1]


@functools.cache
def default_reference() -> bytes:
    """Return pandoc's own reference DOCX, which has every style its writer asks for.

    Raises:
        ToolFailure: pandoc is missing or does not run.
    """
    command = [str(find()), "--print-default-data-file", "reference.docx"]
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolFailure("pandoc", str(error)) from error
