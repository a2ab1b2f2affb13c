"""Noting: decisions about passages written at the end of decisions.yml, which stays as it is above them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pipeline.guide.frontmatter import quoted
from pipeline.messages import german
from pipeline.structure.decisions import Decision

_FLOW = re.compile(r"^\[(?P<inside>.*)\][ \t]*$\n?", re.MULTILINE | re.DOTALL)
"""A list in brackets, as an empty file has it: `[]`."""
_WORDED = {"text", "reason"}


def added(text: str, new: Sequence[Decision]) -> str:
    """Return decisions.yml with more decisions at its end; what stands in it stays as it is.

    Of two decisions about one passage the later one holds.
    """
    rows = [{key: value for key, value in asdict(one).items() if value} for one in new]
    flow = _FLOW.search(text)
    if flow and flow["inside"].strip():
        more = ", ".join(json.dumps(row, ensure_ascii=False) for row in rows)
        comma = "" if flow["inside"].rstrip().endswith(",") else ","
        return f"{text[: flow.end('inside')].rstrip()}{comma} {more}]{text[flow.end('inside') + 1 :]}"
    kept = text[: flow.start()] + text[flow.end() :].lstrip("\n") if flow else text or _head()
    gap = "" if not kept or kept.endswith("\n") else "\n"
    return kept + gap + "".join(map(_row, rows))


def _head() -> str:
    said = german("What a person has decided; it holds before every rule.")
    return f"# {said}\n"


def _row(row: Mapping[str, str]) -> str:
    lines = [f"{key}: {quoted(value) if key in _WORDED else value}" for key, value in row.items()]
    return "- " + "\n  ".join(lines) + "\n"
