"""Event: what happens while guides are built, for a bar, for a program, for a person who asks why."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable
from dataclasses import dataclass


class Kind(enum.Enum):
    """What has happened."""

    STALE = "stale"
    """A file has to be made; `why` says why."""
    MAKING = "making"
    MADE = "made"
    """It is verified and waits to be published."""
    RAN = "ran"
    """`command` was done by a tool."""
    KEPT = "kept"
    """What a step that failed had before it lies in `file`, a folder of the workspace."""
    FAILED = "failed"
    """A tool failed at a guide; `why` says how."""


@dataclass(frozen=True)
class Event:
    """Something that has happened to a file of dist/ or to a whole guide."""

    kind: Kind
    guide: str
    file: str = ""
    """Path in the workspace."""
    why: str = ""
    command: str = ""
    done: int = 0
    """Files that are made, of `of`."""
    of: int = 0

    def row(self) -> dict[str, object]:
        """Return it for programs, without what it does not say."""
        row = {key: value for key, value in dataclasses.asdict(self).items() if value and key != "kind"}
        return {"event": self.kind.value, **row}


Tell = Callable[[Event], None]
