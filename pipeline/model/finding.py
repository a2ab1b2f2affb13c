"""Finding: a hint that a text says something about a person, and what somebody decided about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Sort(enum.Enum):
    """What kind of thing was found."""

    NAME = "name"
    INITIALS = "initials"
    """Of a person whose name is known: `(AM)`."""
    HANDLE = "handle"
    """`@mina`, or a personal page in a social network."""
    EMAIL = "e-mail"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTH = "birth"
    """A date of birth, or an age beside a name."""
    ACCOUNT = "account"
    """IBAN, BIC, account number."""
    NUMBER = "number"
    """Of a customer, a member, an insurance, a tax file."""
    PLATE = "plate"
    PASSWORD = "password"  # noqa: S105  (the kind, not one)
    LINK = "link"
    """An address that lets anybody in: meetings, pads, shared folders."""


class Certainty(enum.IntEnum):
    """How sure the program is. Each of them asks for a decision."""

    POSSIBLE = 1
    """May as well be a word, a house, an office."""
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True)
class Finding:
    """One hint in one passage. `text` is what stands there, from `start` to `end`."""

    sort: Sort
    start: int
    end: int
    text: str
    certainty: Certainty
    reason: str
    """An English sentence that messages.py translates; `{clue}` in it stands for `clue`."""
    clue: str = ""


class Verdict(enum.Enum):
    """What a person decided about a finding."""

    REMOVE = "remove"
    """It never gets out; where a passage holds more than that, `[…]` stands in its place."""
    ROLE = "role"
    """Other words stand for it: `die Moderatorin`."""
    CONSENT = "consent"
    """The person agreed; when and for what is on record."""
    NOT_PERSONAL = "not-personal"
    """A street, a house, a book: no person is meant."""

    @property
    def releases(self) -> bool:
        """Whether the text itself may be published."""
        return self in {Verdict.CONSENT, Verdict.NOT_PERSONAL}


@dataclass(frozen=True)
class Ruling:
    """One decision about a name, a number or an address, wherever it stands."""

    find: str
    verdict: Verdict
    instead: str = ""
    """For ROLE: the words that stand for it."""


class PictureVerdict(enum.Enum):
    """What a person decided about a picture after looking at it."""

    NO_PEOPLE = "no-people"
    CONSENT = "consent"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True)
class PictureRuling:
    """One decision about the very picture whose bytes have this SHA-256 (its first digits are enough)."""

    picture: str
    sha256: str
    verdict: PictureVerdict


class How(enum.Enum):
    """How a text that must not get out is searched for."""

    PASSAGE = "passage"
    """Letter by letter, whatever the case and the spaces."""
    NAME = "name"
    """As whole words, as they are written, with a genitive s; not within the name of a house or street."""
    DIGITS = "digits"
    """By its digits, however they are grouped."""
    SIGNS = "signs"
    """An e-mail address, a handle, a code: its signs without spaces and case, standing by themselves."""


@dataclass(frozen=True)
class Secret:
    """A text that must be in no finished file; `where` says from where it is known."""

    text: str
    how: How
    where: str = ""
