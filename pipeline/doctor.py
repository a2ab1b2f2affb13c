"""Doctor: what the program relies on, and whether it is there."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from dataclasses import dataclass

from pipeline import __version__
from pipeline.engine import office, pandoc
from pipeline.messages import _
from pipeline.model.problem import ToolFailure


@dataclass(frozen=True)
class Tool:
    """One tool: its version, empty when it is missing; `needed` for building, else for tests only."""

    name: str
    version: str
    what: str
    needed: bool = True
    hint: str = ""


def examine() -> list[Tool]:
    """Look at everything once; nothing is installed or changed."""
    again = _("Run `make setup`, or `pip install howtomake`.")
    packages = {
        "typst": _("sets the PDF"),
        "pypdf": _("reads PDF structure back"),
        "pypdfium2": _("reads PDF text back"),
        "python-docx": _("reads and finishes Word files"),
        "jinja2": _("makes web pages"),
        "pillow": _("cleans pictures"),
        "simplemma": _("knows German word forms"),
    }
    tests = {
        "chromium": _("looks at the web pages"),
        "java": _("runs the PDF and HTML validators"),
    }
    return [
        Tool("howtomake", __version__, ""),
        Tool("python", platform.python_version(), ""),
        Tool("pandoc", _pandoc(), _("converts documents"), hint=again),
        Tool(
            "soffice",
            office.find(),
            _("reads old Word files (.doc); the tests open Word files with it"),
            needed=False,
            hint=_("Only for old Word files and tests; it is called LibreOffice."),
        ),
        *(Tool(name, _version(name), what, hint=again) for name, what in packages.items()),
        *(
            Tool(
                name,
                shutil.which(name) or "",
                _("tests only: {what}").format(what=what),
                needed=False,
                hint=_("Only for tests; install it with your system's package manager."),
            )
            for name, what in tests.items()
        ),
    ]


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pandoc() -> str:
    try:
        return pandoc.version()
    except ToolFailure:
        return ""
