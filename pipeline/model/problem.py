"""Problem: something a person has to mend, with its place and what to do about it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Severity(enum.Enum):
    """How far a problem lets us go."""

    ERROR = "error"
    """The step stops; nothing is written."""
    WARNING = "warning"
    """The step goes on; `check --strict` counts it as an error."""


class Topic(enum.Enum):
    """What a problem is about, where something has to be said once about all of its kind."""

    PRIVACY = "privacy"
    """People: a program finds hints, a person decides."""


@dataclass(frozen=True)
class Problem:
    """One finding in a file of the workspace.

    `path` is relative to the workspace with forward slashes, `line` counts from 1 (0: the file as a
    whole), `message` says what is wrong (expected and got), `hint` what to do.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    topic: Topic | None = None

    def __lt__(self, other: Problem) -> bool:
        """Sort by place, then message."""
        return (self.path, self.line, self.message) < (other.path, other.line, other.message)

    @property
    def place(self) -> str:
        """`guides/x/guide.md:31`, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Trouble(Exception):  # noqa: N818  (what a person has made, not an error of ours)
    """The guide or the notes have problems; all of them, at once. Exit code 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(problems))
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in self.problems))

    @classmethod
    def at(cls, path: str, message: str, hint: str = "", line: int = 0) -> Trouble:
        """Make the trouble of one single problem."""
        return cls([Problem(path, line, message, hint)])


class ToolFailure(Exception):  # noqa: N818
    """A tool we rely on is missing, failed or ran out of time. Exit code 4."""

    def __init__(self, tool: str, message: str, hint: str = "") -> None:
        """Name the tool, what it said, and what to do."""
        self.tool, self.message, self.hint = tool, message, hint
        super().__init__(f"{tool}: {message}")

    def __reduce__(self) -> tuple[type[ToolFailure], tuple[str, str, str]]:
        """Travel between processes whole."""
        return ToolFailure, (self.tool, self.message, self.hint)

    def at(self, place: str) -> ToolFailure:
        """Return the same failure with the file at which it happened."""
        return ToolFailure(self.tool, f"{place}: {self.message}", self.hint)
