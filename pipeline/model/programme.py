"""Programme: working groups, workshops and what came of them (guides/programme.yml)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from pipeline.model.strict import STRICT


@dataclass(frozen=True)
class Link:
    """Something to read or have: a title, and an address or a file beside programme.yml."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """A working group or another standing offer."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    name: str
    text: str
    meets: str = ""
    join: str = ""


@dataclass(frozen=True)
class Workshop:
    """One workshop; `guide` is the slug of what came of it, or empty."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    title: str
    date: datetime.date
    participants: str = ""
    place: str = ""
    text: str = ""
    preparation: tuple[Link, ...] = ()
    guide: str = ""


@dataclass(frozen=True)
class Programme:
    """The whole programme, in the order of the file."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    text: str
    publisher: str
    contact: str
    groups: tuple[Group, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    offers: tuple[Group, ...] = ()
    planned: tuple[str, ...] = ()
    """Titles of guides of the programme that are not in this collection yet."""
