"""Personal: what in the blocks of notes must not become public without a person's decision, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.messages import german
from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.model.notes import Block, Kind, Layer
from pipeline.privacy import find
from pipeline.privacy.marks import confidential, mark_alone
from pipeline.privacy.roster import Roster

__all__ = ["confidential", "listed", "mark_alone", "named", "people", "reasons"]

_NAME = re.compile(r"[A-ZÄÖÜ\u0130\u0160\u017d][\w’'-]+")
_PERSON = re.compile(r"\bname|teilnehm|vorname|nachname", re.IGNORECASE)
_SHORTEST_NAME = 3
_MOST_NAMES = 3
_AUTHORS = ("creator", "lastModifiedBy", "Manager")


def reasons(block: Block) -> tuple[str, ...]:
    """Say why a block must be kept back; empty when nothing speaks against it."""
    return tuple(dict.fromkeys([*_by_layer(block), *_by_text(block.text)]))


def _by_layer(block: Block) -> Iterator[str]:
    if block.layer is Layer.COMMENT:
        yield german("a comment: talk about the text, not the text")
    elif block.layer is Layer.DELETED:
        yield german("somebody has deleted it")
    elif block.layer is Layer.HIDDEN:
        yield german("it is hidden in the file")


def _by_text(text: str) -> Iterator[str]:
    said = {
        Sort.EMAIL: german("holds an e-mail address"),
        Sort.ACCOUNT: german("holds a bank account"),
        Sort.PHONE: german("holds a phone number"),
        Sort.BIRTH: german("holds a date of birth"),
        Sort.ADDRESS: german("holds an address"),
        Sort.NUMBER: german("holds the number of a person’s file"),
        Sort.PLATE: german("holds a number plate"),
        Sort.PASSWORD: german("holds a password"),
        Sort.LINK: german("holds a link that lets anybody in"),
    }
    found = {one.sort for one in find.contacts_in(text) if not _is_mere_hint(one)}
    yield from (reason for sort, reason in said.items() if sort in found)
    if confidential(text):
        yield german("marked as confidential")


def _is_mere_hint(one: Finding) -> bool:
    """Ages stand beside names, which are looked at by themselves; what is only possible is for `check`."""
    return one.certainty is Certainty.POSSIBLE or (one.sort is Sort.BIRTH and len(one.text) < 3)  # noqa: PLR2004


def people(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the names that the notes list or name plainly: attendance, authors, comments, `Frau X`, `Ada Y`.

    First and last names one by one; what else is a common word there (places, houses) stays out,
    because only the column of names is read.
    """
    return frozenset(roster(blocks).parts)


def roster(blocks: Iterable[Block]) -> Roster:
    """Return the people of notes by their names as they stand there."""
    blocks = list(blocks)
    return find.people((block.text for block in blocks), Roster.of(_named_by_the_file(blocks)))


def _named_by_the_file(blocks: Iterable[Block]) -> Iterator[str]:
    column: dict[tuple[str, int], int] = {}
    for block in blocks:
        if block.kind is Kind.ROW:
            column.setdefault((block.source, block.table), _name_column(block))
            number = column[block.source, block.table]
            if 0 <= number < len(block.cells) and not _PERSON.search(block.cells[number]):
                yield _names(block.cells[number])
        if block.layer is Layer.PROPERTY and block.place.endswith(_AUTHORS):
            yield _names(block.text)
        yield _names(block.by)


def _name_column(header: Block) -> int:
    return next((n for n, cell in enumerate(header.cells) if _PERSON.search(cell) and len(cell) < 30), -1)  # noqa: PLR2004


def _names(text: str) -> str:
    bare = re.sub(r"\([^)]*\)", " ", text)
    return " ".join(name for name in _NAME.findall(bare) if len(name) >= _SHORTEST_NAME)


def listed(text: str) -> frozenset[str]:
    """Return the names in a list of people, `Anna, Bernd Kuhlmann (Haus X)`, first and last one by one."""
    found: set[str] = set()
    for part in re.split(r"[,;/]|\bund\b", re.sub(r"\([^)]*\)?", " ", text)):
        pieces = part.split()
        if 0 < len(pieces) <= _MOST_NAMES and all(_NAME.fullmatch(piece.strip(".")) for piece in pieces):
            found |= {piece for piece in pieces if len(piece.strip(".")) >= _SHORTEST_NAME}
    return frozenset(found)


def named(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the people and the handles (`@mina`) that a text mentions, each once.

    Who is `known` counts wherever the name is no plain word; others only when they are likely to be people.
    """
    found = find.find(text, _known(known))
    return tuple(dict.fromkeys(one.text for one in found if _counts(one, known)))


def _counts(one: Finding, known: frozenset[str]) -> bool:
    if one.sort not in {Sort.NAME, Sort.HANDLE, Sort.INITIALS}:
        return False
    return one.certainty > Certainty.POSSIBLE or one.text in known


@lru_cache(maxsize=8)
def _known(names: frozenset[str]) -> Roster:
    return Roster.of(names)
