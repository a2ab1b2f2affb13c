"""Alike: what decides over the bytes beside the input; where it is the same, so are the bytes."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import sys
import zlib
from pathlib import Path

from pipeline import __version__
from pipeline.model.problem import ToolFailure

_TOOLS = (
    "pypandoc_binary", "typst", "pypdf", "pypdfium2", "python-docx", "jinja2", "pillow", "lxml",
    "pikepdf", "fonttools", "segno",
)  # fmt: skip
"""Packages whose versions decide over the bytes."""
_ELSEWHERE = ("learning", "starter", "__pycache__")
"""Folders that are not the same in a checkout and in a wheel, and that no build looks into."""


@functools.cache
def versions() -> dict[str, str]:
    """Return name → version of everything that has a hand in the bytes; what is missing has the version “–”.

    Asked once a process: a program that was changed on disk since then is not the one that runs.
    """
    return {
        "howtomake": f"{__version__} ({_code()})",
        "pandoc": _pandoc(),
        **around(),
    }


@functools.cache
def around() -> dict[str, str]:
    """Return the same of everything but this program and pandoc, which take longer to ask."""
    return {
        "python": "{}.{}".format(*sys.version_info),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{tool: _installed(tool) for tool in _TOOLS},
    }


def _code() -> str:
    base = Path(__file__).parent
    total = hashlib.sha256()
    for path in sorted(base.rglob("*")):
        inside = path.relative_to(base)
        if path.is_file() and not set(_ELSEWHERE) & set(inside.parts):
            total.update(f"{inside.as_posix()}\n".encode() + path.read_bytes())
    return total.hexdigest()[:8]


def _pandoc() -> str:
    from pipeline.engine import pandoc

    try:
        return pandoc.version()
    except ToolFailure:
        return "–"


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "–"
