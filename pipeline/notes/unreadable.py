"""Unreadable: a file that is not what its name says, in words for the person who brought it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from pipeline.model.problem import Problem, Trouble


class Unreadable(Exception):  # noqa: N818  (the file's nature, not an error of ours)
    """Says what was expected, what was found, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint apart, as `Problem` wants them."""
        self.message, self.hint = message, hint
        super().__init__(message)


@contextlib.contextmanager
def refused(name: str) -> Iterator[None]:
    """Turn what is unreadable into the one problem of a file."""
    try:
        yield
    except Unreadable as reason:
        raise Trouble([Problem(name, 0, reason.message, reason.hint)]) from reason
