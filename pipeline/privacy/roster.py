"""Roster: the people of a workshop by name and handle, to be followed through every text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.privacy import lists, words

_TITLE = re.compile(r"^(?:(?:herrn?|frau|fr\.|hr\.|dr\.|prof\.|liebe[rs]?|hallo)\s+)+", re.IGNORECASE)
_SHORTEST = 3


def bare(name: str) -> str:
    """Return a name without titles: `Frau Dr. Demirkol` is Demirkol."""
    return _TITLE.sub("", " ".join(name.split()))


@dataclass(frozen=True)
class Person:
    """Somebody by name (`Aylin Demirkol`, `Fritte`) or handle (`@fritte`)."""

    name: str
    sure: bool = True
    """Said to be one: by a list, a title, a label; else gathered from how the words stand."""

    @property
    def parts(self) -> tuple[str, ...]:
        """First name, surname; a nickname in quotation marks is a part of its own."""
        found = [word.text for word in words.words(bare(self.name)) if words.is_capital(word.text)]
        return tuple(part for part in found if len(part) >= _SHORTEST)

    @property
    def initials(self) -> str:
        """`AD` of Aylin Demirkol; empty when there is only one name."""
        return "".join(part[0] for part in self.parts).upper() if len(self.parts) > 1 else ""


@dataclass(frozen=True)
class Roster:
    """All people known for a text."""

    people: frozenset[Person] = field(default_factory=frozenset)

    @classmethod
    def of(cls, names: Iterable[str], *, sure: bool = True) -> Roster:
        """Make a roster of names and handles, one a person."""
        return cls(frozenset(Person(" ".join(name.split()), sure) for name in names if name.strip()))

    def __or__(self, other: Roster) -> Roster:
        """Join two rosters."""
        return Roster(self.people | other.people)

    @cached_property
    def parts(self) -> dict[str, bool]:
        """Return every single name of theirs; True when it is certain to be one."""
        found: dict[str, bool] = {}
        for person in self.people:
            for part in person.parts:
                found[part] = found.get(part, False) or person.sure
        return found

    @cached_property
    def handles(self) -> frozenset[str]:
        """Return handles without the @, in small letters."""
        return frozenset(person.name[1:].casefold() for person in self.people if person.name[:1] == "@")

    @cached_property
    def initials(self) -> dict[str, str]:
        """Return initials that could be meant, with the name they stand for."""
        known = lists.load("abbreviations").whole
        found = {person.initials: person.name for person in sorted(self.people, key=lambda one: one.name)}
        return {short: name for short, name in found.items() if short and short not in known}


def read(text: str) -> Roster:
    """Read a list of people, one name or handle a line; `#` begins a remark."""
    return Roster.of(_lines(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield line.partition("#")[0].strip(" \t-*•")
