"""Unreadable: a file that is not what its name says, in words for the person who brought it."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818  (the file's nature, not an error of ours)
    """Says what was expected, what was found, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the message and the hint apart, as `Problem` wants them."""
        self.message, self.hint = message, hint
        super().__init__(message)
