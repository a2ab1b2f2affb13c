"""Speech: how problems, failures and our own bugs are said to a person."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from pipeline import __version__
from pipeline.messages import _, ngettext
from pipeline.model.problem import Problem, Severity, ToolFailure, Topic


def summaries() -> dict[str, str]:
    """Return one line for each verb, in the order of the work."""
    return {
        "init": _("make a new workspace"),
        "new": _("begin an empty guide from the standard template"),
        "form": _("write the blank form for taking notes"),
        "ingest": _("read notes: draft, ledger and follow-up come out"),
        "place": _("go through the open passages and decide where they go"),
        "trace": _("say where each sentence of a guide comes from"),
        "check": _("list all problems of the guides at once"),
        "build": _("make what changed, verified, into dist/"),
        "verify": _("read finished files back"),
        "stamp": _("put the acknowledgement onto finished files from elsewhere"),
        "funders": _("list the funder profiles, report which files carry what"),
        "watch": _("build whatever changes, until Ctrl+C"),
        "serve": _("show the catalogue in the browser, anew with each save"),
        "doctor": _("say what is installed and what is missing"),
        "clean": _("empty dist/ and the working files"),
    }


def problems(found: Sequence[Problem], *, err: bool) -> None:
    """Print problems as `place: what is wrong` and `hint: what to do`, then their number."""
    for problem in found:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        mark = "" if problem.severity is Severity.ERROR else _("note: ")
        click.echo(f"{click.style(problem.place, fg=colour, bold=True)}: {mark}{problem.message}", err=err)
        if problem.hint:
            hint(problem.hint, err=err)
    if any(problem.topic is Topic.PRIVACY for problem in found):
        click.echo(_("About people the program finds hints; it replaces no reading."), err=err)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if errors:
        click.echo(ngettext("{n} problem.", "{n} problems.", errors).format(n=errors), err=err)


def hint(text: str, *, err: bool) -> None:
    """Print what to do, below what is wrong."""
    label = _("hint:")
    click.echo(f"  {click.style(label, fg='cyan')} {text}", err=err)


def as_json(found: Iterable[Problem]) -> str:
    """Return problems as a JSON list for programs."""
    return json.dumps(rows(found), ensure_ascii=False, indent=2)


def rows(found: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as values for programs."""
    return [
        {
            "path": problem.path,
            "line": problem.line,
            "severity": problem.severity.value,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in found
    ]


def tool_failure(failure: ToolFailure) -> None:
    """Say which tool failed, and what to do."""
    click.echo(f"{click.style(failure.tool, fg='red', bold=True)}: {failure.message}", err=True)
    if failure.hint:
        hint(failure.hint, err=True)


def bug(error: Exception) -> None:
    """Write a report file and say where it is; `HOWTOMAKE_DEBUG` shows the traceback instead."""
    report = "".join(traceback.format_exception(error))
    if os.environ.get("HOWTOMAKE_DEBUG"):
        click.echo(report, err=True)
    handle, name = tempfile.mkstemp(prefix="howtomake-", suffix=".txt", text=True)
    head = f"howtomake {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n"
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(head + report)
    click.echo(
        _("This is our fault, not yours: {what}. Please send us this report: {path}").format(
            what=type(error).__name__, path=Path(name)
        ),
        err=True,
    )
