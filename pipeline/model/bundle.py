"""Bundle: an archive or a folder that came as notes, and each file in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """One file of a bundle: its path in it with forward slashes, and its content.

    `why` says, in German because the ledger keeps it, why a file is left out; its data is empty then.
    """

    path: str
    data: bytes = b""
    why: str = ""
    system: bool = False
    """Left out because programs made it, not people: nobody needs to look at it."""


@dataclass(frozen=True)
class Bundle:
    """A bundle by its name, `Notizen.zip` or `Notizen/`, and all files in it, however deep."""

    name: str
    members: tuple[Member, ...]
