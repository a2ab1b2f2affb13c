"""Clock: the one place that says what time a file carries."""

from __future__ import annotations

import datetime
import os

from pipeline.messages import _
from pipeline.model.problem import Trouble


def epoch(date: datetime.date) -> int:
    """Return seconds since 1970 for files of a guide of that date, midnight UTC, whatever day it is."""
    return int(datetime.datetime.combine(date, datetime.time(), datetime.UTC).timestamp())


def given() -> int | None:
    """Return the seconds that `SOURCE_DATE_EPOCH` asks for instead (reproducible-builds.org).

    Raises:
        Trouble: it is no whole number.
    """
    asked = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Trouble.at(
            "SOURCE_DATE_EPOCH", _("expected whole seconds since 1970, got “{got}”.").format(got=asked)
        )
    return int(asked)


def today() -> datetime.date:
    """Return the calendar day a new guide is dated with."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).astimezone().date()
