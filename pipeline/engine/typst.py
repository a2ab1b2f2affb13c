"""Typst: a small file tree in, a tagged PDF out, in a process of its own within a time limit."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.messages import _
from pipeline.model.problem import ToolFailure

STANDARDS = ("ua-1", "a-2a")
"""What every PDF claims. ua-1 goes together with a-2a, not with a-1a, a-4 or PDF 2.0."""
SECONDS = 60.0


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
    with tempfile.TemporaryDirectory(prefix="howtomake-") as folder:
        root = Path(folder)
        for base, tree in (("root", files), ("fonts", fonts)):
            (root / base).mkdir()
            for name, content in tree.items():
                path = root / base / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603  (our own interpreter and module)
                [sys.executable, "-I", "-c", _WORKER], input=json.dumps([folder, job]).encode(),
                capture_output=True, timeout=seconds, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ToolFailure(
                "typst", _("gave no answer within {seconds:.0f} seconds").format(seconds=seconds)
            ) from error
        if done.returncode != 0:
            raise ToolFailure("typst", done.stderr.decode("utf-8", "replace").strip()[:4000])
        return (root / "out").read_bytes()


# Typst has no time limit of its own, and a thread cannot be stopped: so a process, which can.
_WORKER = """
import json, pathlib, sys, typst
folder, job = json.load(sys.stdin)
folder = pathlib.Path(folder)
compiler = typst.Compiler(root=folder / "root", font_paths=[folder / "fonts"], ignore_system_fonts=True,
                          package_path=folder / "none", package_cache_path=folder / "none")
try:
    made = compiler.compile(folder / "root" / "main.typ", **job)
except typst.TypstError as error:
    sys.exit(error.diagnostic or error.message)
(folder / "out").write_bytes(made)
"""
