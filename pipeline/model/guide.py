"""Guide: guide.md as values; the hinge between helping an author and building."""

from __future__ import annotations

import datetime
import enum
import re
from dataclasses import dataclass
from typing import ClassVar

from pipeline.model.strict import STRICT

SERIES = "HowToMake …"
"""How every title of the series begins: U+2026, then a space."""


class Status(enum.Enum):
    """How far a guide has come."""

    DRAFT = "draft"
    """Being written; builds, but never enters the catalogue."""
    REVIEW = "review"
    """Complete, marked as a sample until the association releases it."""
    RELEASED = "released"


@dataclass(frozen=True)
class Change:
    """What a version of a guide brought."""

    __pydantic_config__: ClassVar = STRICT

    version: str
    date: datetime.date
    text: str
    withdrawn: bool = False
    """Its files are offered no longer; what it brought is told all the same."""


@dataclass(frozen=True)
class FrontMatter:
    """The head of guide.md. Dates are calendar days, `lang` a BCP 47 tag."""

    __pydantic_config__: ClassVar = STRICT

    title: str
    version: str
    date: datetime.date
    status: Status
    subtitle: str = ""
    lang: str = "de-DE"
    summary: str = ""
    keywords: tuple[str, ...] = ()
    audience: str = ""
    roles: tuple[str, ...] = ()
    """The same in single words, by which the catalogue sorts: Vorstand, Leitung."""
    effort: str = ""
    licence: str = "CC-BY-SA-4.0"
    workshop: str = ""
    """Id of a workshop in programme.yml."""
    funders: tuple[str, ...] = ()
    """Ids of profiles in templates/funders/."""
    contact: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    changes: tuple[Change, ...] = ()
    """In any order."""

    @property
    def topic(self) -> str:
        """The title without the series' name."""
        return re.sub(r"^HowToMake[ \u2026.]*", "", self.title) or self.title


@dataclass(frozen=True)
class Section:
    """One `##` section: its id, heading as worded, first line (1-based) and Markdown text."""

    id: str
    heading: str
    line: int
    text: str


@dataclass(frozen=True)
class Guide:
    """One guide as a person left it. `body` is guide.md below the front matter, verbatim."""

    slug: str
    path: str
    front: FrontMatter
    body: str
    body_line: int
    """Line of guide.md on which `body` begins."""
    sections: tuple[Section, ...]
