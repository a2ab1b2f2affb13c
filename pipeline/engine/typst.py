"""Typst: a small file tree in, a tagged PDF out, in lasting processes that a time limit can end."""

from __future__ import annotations

import hashlib
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.engine import calls, lasting
from pipeline.messages import _
from pipeline.model.problem import ToolFailure

STANDARDS = ("ua-1", "a-2a")
"""What every PDF claims. ua-1 goes together with a-2a, not with a-1a, a-4 or PDF 2.0."""
_MOST_JOBS = 12
"""More were not quicker, and took more memory; six were slower (docs/geschwindigkeit.md)."""


def compile_pdf(
    files: Mapping[str, bytes],
    *,
    fonts: Mapping[str, bytes],
    timestamp: int,
) -> bytes:
    """Typeset `files["main.typ"]` as a tagged PDF; paths in `files` are relative to the typesetter's root.

    The root holds nothing but `files`, so `read()` reaches nothing else; fonts of the machine are
    ignored, because they would change the bytes. `timestamp` is in seconds since 1970.

    Raises:
        ToolFailure: the compiler rejected the document or took too long.
    """
    job = {"format": "pdf", "pdf_standards": list(STANDARDS), "timestamp": timestamp}
    return _compile(files, fonts, job)


def compile_png(
    files: Mapping[str, bytes],
    *,
    fonts: Mapping[str, bytes],
    timestamp: int,
    ppi: float,
) -> bytes:
    """Typeset a document of one page as a picture of `ppi` pixels an inch, as `compile_pdf` does.

    Raises:
        ToolFailure: the compiler rejected the document or took too long.
    """
    return _compile(files, fonts, {"format": "png", "ppi": ppi, "timestamp": timestamp})


def _compile(files: Mapping[str, bytes], fonts: Mapping[str, bytes], job: Mapping[str, Any]) -> bytes:
    def command(home: Path) -> list[str]:
        folder = home / "fonts"
        folder.mkdir()
        for name, data in fonts.items():
            (folder / name).write_bytes(data)
        return [sys.executable, "-I", "-c", _WORKER, str(home)]

    calls.record(_call(files, fonts, job))
    program = lasting.Program("typst", f"typst {_name_of(fonts)}", command, _MOST_JOBS)
    with lasting.lend(program) as typesetter:
        typesetter.lay(files, "root")
        reply = typesetter.asked(job)
        if reply != "made":
            raise ToolFailure("typst", reply[:4000], _older() if "unknown variable" in reply else "")
        return (typesetter.folder / "out").read_bytes()


def _call(files: Mapping[str, bytes], fonts: Mapping[str, bytes], job: Mapping[str, Any]) -> calls.Call:
    given = ", ".join(f"{name}={value!r}" for name, value in job.items())
    code = (
        f'import typst; typst.compile("root/main.typ", output="out.{job["format"]}", root="root", '
        f'font_paths=["fonts"], ignore_system_fonts=True, {given})'
    )
    laid = {f"root/{name}": data for name, data in files.items()}
    laid |= {f"fonts/{name}": data for name, data in fonts.items()}
    return calls.Call(shlex.join(["python", "-c", code]), laid)


def _older() -> str:
    return _(
        "Perhaps templates/typst/guide.typ is older than the program: compare it with the one that "
        "`howtomake init` writes into a new folder."
    )


def _name_of(fonts: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in sorted(fonts.items()):
        total.update(f"{name} {len(data)}\n".encode() + data)
    return total.hexdigest()


_WORKER = """
import json, pathlib, sys, typst
home = pathlib.Path(sys.argv[1])
folder = home / "job"
fonts = typst.Fonts(include_system_fonts=False, font_paths=[home / "fonts"])
for line in sys.stdin:
    try:
        compiler = typst.Compiler(root=folder / "root", font_paths=fonts, ignore_system_fonts=True,
                                  package_path=home / "none", package_cache_path=home / "none")
        made = compiler.compile(folder / "root" / "main.typ", **json.loads(line))
        (folder / "out").write_bytes(made)
        answer = "made"
    except typst.TypstError as error:
        answer = error.diagnostic or error.message
    except OSError as error:
        answer = str(error)
    print(json.dumps(answer), flush=True)
"""
