"""Calls: what tools were asked to do, as commands that a person can type, with the files they need."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One job of a tool; our processes last, so the command is what a process of its own would be given."""

    command: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By their path in the folder where the command has to be typed."""


_heard = threading.local()


@contextlib.contextmanager
def recorded() -> Iterator[list[Call]]:
    """Collect the calls of this thread."""
    before = getattr(_heard, "calls", None)
    calls: list[Call] = []
    _heard.calls = calls
    try:
        yield calls
    finally:
        _heard.calls = before


def record(call: Call) -> None:
    """Write down a call, if somebody collects them."""
    calls: list[Call] | None = getattr(_heard, "calls", None)
    if calls is not None:
        calls.append(call)
