"""Funder: the profile of one grant and period, with the wording it asks for."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.model.strict import STRICT


class Spot(enum.Enum):
    """Where in a finished guide the acknowledgement must stand as real text."""

    TITLE = "title"
    """Title page (PDF: page 1; DOCX: before the first heading; HTML: the page head)."""
    IMPRINT = "imprint"
    BODY = "body"
    """In the running text: the last paragraph before the imprint."""
    EVERY_PAGE = "every_page"
    """At the foot of every page, in formats that have pages; there the short form is enough."""


class Require(enum.Enum):
    """What the grant asks for. The text always stands; a logo can be missing, and then `check` says so."""

    TEXT = "text"
    LOGO = "logo"
    TEXT_OR_LOGO = "text_or_logo"
    TEXT_AND_LOGO = "text_and_logo"


class Size(enum.Enum):
    """How large the logos are beside those of others, measured in height."""

    FREE = "free"
    AT_LEAST_AS_LARGE = "at_least_as_large"
    """As large as the largest, like the emblem of the EU (Regulation 2021/1060, Annex IX)."""
    LARGEST = "largest"
    """Larger than all others."""


class DutyKind(enum.Enum):
    """What a grant asks for beside the acknowledgement."""

    APPROVAL = "approval"
    """Somebody says yes before the guide is published."""
    DEPOSIT = "deposit"
    """Copies for the funder."""
    REPORT = "report"
    """Proof of use, interim reports."""
    NOTICE = "notice"
    """Anything else one has to tell or to do."""


@dataclass(frozen=True)
class Logo:
    """One logo as it is drawn; the team supplies its file, which lies below templates/funders/."""

    __pydantic_config__: ClassVar = STRICT

    file: str
    """Relative to templates/funders/, PNG or JPEG: `logos/fonds.png`."""
    alt: str
    link: str = ""
    min_height_mm: float = 0.0
    min_width_mm: float = 0.0
    min_height_px: int = 0
    """On screens, in CSS pixels."""
    clear_mm: float = 0.0
    """White on each side."""
    group: str = ""
    """Logos of a group, also of other profiles, are equally high."""


@dataclass(frozen=True)
class Duty:
    """One more thing to do, with the day it is due or what it comes before."""

    __pydantic_config__: ClassVar = STRICT

    kind: DutyKind
    what: str
    due: datetime.date | None = None
    before: str = ""
    """In words, where there is no day: „vor dem Druck“."""
    copies: int = 0


@dataclass(frozen=True)
class Funder:
    """One profile of `templates/funders/`. `wording` is compared letter by letter, never reworded."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    name: str
    wording: str
    lang: str = "de"
    """Language of `wording`."""
    wordings: Mapping[str, str] = field(default_factory=dict)
    """The exact wording in further languages, by their tags."""
    short: str = ""
    """For social media, and for the foot of every page."""
    lead_in: str = ""
    """What stands before the logos: „Gefördert von:“."""
    disclaimer: str = ""
    """An exact sentence that goes with the wording in the imprint."""
    spots: tuple[Spot, ...] = (Spot.TITLE, Spot.IMPRINT)
    scope: tuple[str, ...] = ()
    """Formats the rule is for: pdf, docx, html, epub; empty: all."""
    require: Require = Require.TEXT
    logos: tuple[Logo, ...] = ()
    size: Size = Size.FREE
    first: bool = False
    """Named before all others."""
    exclusive: bool = False
    """No other funder beside it without consent."""
    duties: tuple[Duty, ...] = ()
    consequence: str = ""
    """What happens when the acknowledgement is missing."""
    url: str = ""
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    source: str = ""
    """Where the wording was read."""
    source_seen: datetime.date | None = None
    confidence: str = "assumed"
    """quoted, grant-letter or assumed."""
    notes: tuple[str, ...] = field(default=())

    def worded(self, lang: str) -> str:
        """Return the exact wording for a file of a language; where there is none, the one of the grant."""
        return self.wordings.get(lang.lower().split("-")[0], self.wording)

    def language(self, lang: str) -> str:
        """Return the language of what `worded` returns."""
        short = lang.lower().split("-")[0]
        return short if short in self.wordings else self.lang

    def texts(self, spot: Spot, lang: str) -> tuple[str, ...]:
        """Return what stands at a spot, a paragraph each, letter by letter."""
        if spot is Spot.EVERY_PAGE:
            return (self.short or self.worded(lang),)
        further = (self.disclaimer,) if spot is Spot.IMPRINT and self.disclaimer else ()
        return (self.worded(lang), *further)

    def on_a_page(self) -> Funder:
        """Return the rules for a file of one page: what stands at several places of a guide stands once."""
        foot = (Spot.EVERY_PAGE,) if Spot.EVERY_PAGE in self.spots else ()
        return dataclasses.replace(self, spots=(Spot.TITLE, *foot))

    def asks(self, ending: str) -> bool:
        """Say whether the rule is for a format."""
        return not self.scope or ending in self.scope

    @property
    def wants_logo(self) -> bool:
        """Whether the text alone is not enough."""
        return self.require in (Require.LOGO, Require.TEXT_AND_LOGO)
