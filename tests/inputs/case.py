"""Case: one input as a facilitator would bring it, what must be found again, and what must never come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One file of notes with its truth.

    `truth` are strings that must have a fate in the ledger; `private` are strings that must not stand
    in any finished file as long as nobody has decided; `beside` are files brought along with it.
    """

    name: str
    data: bytes
    truth: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Hostile:
    """A file that somebody made to do harm, or that is broken.

    Either it is refused in words, or it is read harmlessly; `never` must not be found in any file
    the program writes, beside the untouched copy in notes/.
    """

    name: str
    data: bytes
    refused: bool | None = None
    """True: it must be refused; False: it must be read; None: both will do."""
    never: tuple[str, ...] = ()
