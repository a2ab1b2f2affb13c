"""Clock: the one place that says what time a file carries."""

from __future__ import annotations

import datetime
import os

from pipeline.messages import _
from pipeline.model.problem import Trouble


def epoch(date: datetime.date) -> int:
    """Return seconds since 1970 for files of a guide of that date.

    `SOURCE_DATE_EPOCH` wins (reproducible-builds.org); else it is the guide's own date at midnight
    UTC, so that the same guide gives the same bytes on any day.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return int(datetime.datetime.combine(date, datetime.time(), datetime.UTC).timestamp())
    if not given.isdecimal():
        raise Trouble.at(
            "SOURCE_DATE_EPOCH", _("expected whole seconds since 1970, got “{got}”.").format(got=given)
        )
    return int(given)


def today() -> datetime.date:
    """Return the calendar day a new guide is dated with."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).astimezone().date()
