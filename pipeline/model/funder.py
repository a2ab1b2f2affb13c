"""Funder: the profile of one grant and period, with the wording it asks for."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.model.strict import STRICT


class Spot(enum.Enum):
    """Where in a finished guide the acknowledgement must stand as real text."""

    TITLE = "title"
    """Title page (PDF: page 1; DOCX: before the first heading; HTML: the page head)."""
    IMPRINT = "imprint"


@dataclass(frozen=True)
class Funder:
    """One profile of `templates/funders/`. `wording` is compared letter by letter, never reworded."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    name: str
    wording: str
    spots: tuple[Spot, ...] = (Spot.TITLE, Spot.IMPRINT)
    url: str = ""
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    source: str = ""
    """Where the wording was read."""
    source_seen: datetime.date | None = None
    confidence: str = "assumed"
    """quoted, grant-letter or assumed."""
    notes: tuple[str, ...] = field(default=())
