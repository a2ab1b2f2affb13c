"""Cues: how notes betray where they belong; the vocabulary of `templates/howtomake/cues.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.model.strict import STRICT


@dataclass(frozen=True)
class Doubt:
    """Words that may mean several sections: they lead to a question, never to a place."""

    __pydantic_config__: ClassVar = STRICT

    words: tuple[str, ...]
    sections: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Secret:
    """Words by which people ask that something stays among them."""

    __pydantic_config__: ClassVar = STRICT

    anywhere: tuple[str, ...]
    """Count wherever they stand."""
    marks: tuple[str, ...]
    """Count only as a mark: alone, in brackets, before a colon or after a dash."""


@dataclass(frozen=True)
class Columns:
    """Headings of table columns by what they hold."""

    __pydantic_config__: ClassVar = STRICT

    who: tuple[str, ...]
    what: tuple[str, ...]
    until: tuple[str, ...]
    name: tuple[str, ...]
    reach: tuple[str, ...]
    """Mail, telephone, house, signature: beside names they make a list of participants."""


@dataclass(frozen=True)
class Cues:
    """All cues. Keys of the mappings are section ids; `labels` maps facts of a meeting to their spellings."""

    __pydantic_config__: ClassVar = STRICT

    headings: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, tuple[str, ...]]
    """Beginnings of a line that settle its section."""
    hints: Mapping[str, tuple[str, ...]]
    """Words that suggest a section and settle nothing."""
    doubts: tuple[Doubt, ...]
    neutral: tuple[str, ...]
    """Headings that name a container, such as an agenda or a table of a world café."""
    agenda: tuple[str, ...]
    """Headings below which short lines are the plan of the day."""
    labels: Mapping[str, tuple[str, ...]]
    persons: tuple[str, ...]
    """Labels after which names of people stand."""
    secret: Secret
    columns: Columns
    fillers: tuple[str, ...] = field(default=())
    """Words of a heading that say nothing about its subject."""
