"""Form: the blank sheet on which a workshop is run and noted, as values for every format."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.model.strict import STRICT

FORM = "howtomake-form"
"""The property by which a file says that it is our form."""
FIELD = "htm_"
"""How marks of fields and headings begin in files; letters, digits and low lines go everywhere."""
FREE, PARKING = "free", "parking"
"""Fields whose words belong to no one section: sorted as notes are; questions apart from the rest."""


class Shape(enum.Enum):
    """What there is to write in below a heading of the form."""

    NOTHING = "nothing"
    """Only a heading and its hint; what belongs to it follows below."""
    LINES = "lines"
    """One field for as many lines as there are."""
    FACTS = "facts"
    """A table of labels, each with a field."""
    TABLE = "table"
    """A table of empty rows."""
    BOXES = "boxes"
    """Lines with a box to tick, to be filled in."""
    AGREED = "agreed"
    """Sentences with a box to tick: the form says them, people tick them."""


@dataclass(frozen=True)
class Fact:
    """One labelled field. `section` says where it belongs; `date` offers a calendar where there is one."""

    __pydantic_config__: ClassVar = STRICT

    label: str
    ask: str
    section: str = "metadata"
    date: bool = False


@dataclass(frozen=True)
class Part:
    """One heading of the form and what is below it.

    `mark` names it in files, whatever becomes of its heading: a section id, and a number from the
    second time on (`tips_2`). Empty for headings that lead to others.
    """

    heading: str
    level: int = 1
    mark: str = ""
    section: str = ""
    hint: str = ""
    shape: Shape = Shape.NOTHING
    ask: str = ""
    facts: tuple[Fact, ...] = ()
    columns: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """For tables: what an empty cell of each column asks for."""
    rows: int = 0
    """For tables and boxes: how many are empty."""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """The whole form, in reading order."""

    title: str
    subtitle: str = ""
    intro: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    words: tuple[str, ...] = field(default=())
    """Column heads of tables of facts: what stands above the labels and above the fields."""


NO_FORM = Form("")
"""Where a workspace has none: only marks are known then."""
