"""Unpacked: the files in archives and folders, and the account of each: taken or left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.messages import german
from pipeline.model.bundle import Bundle, Member
from pipeline.model.notes import Block, Kind, Notes
from pipeline.model.problem import Problem, Trouble
from pipeline.notes import archive, kinds, readers
from pipeline.notes.desk import Desk


@dataclass(frozen=True)
class Unpacked:
    """Files to read, by the path they came with, and the accounts of the bundles they came in."""

    files: tuple[tuple[str, bytes], ...]
    accounts: tuple[Notes, ...]
    left_out: tuple[tuple[str, str], ...]
    """Path and reason of what nobody reads and a person should look at."""


def unpack(files: Iterable[tuple[str, bytes]], bundles: Iterable[Bundle], desk: Desk) -> Unpacked:
    """Take archives and folders apart; an archive in a folder, too.

    Raises:
        Trouble: an archive is damaged, locked or a bomb; all of them at once.
    """
    found: list[tuple[str, bytes]] = []
    accounts: list[Notes] = []
    left_out: list[tuple[str, str]] = []
    problems: list[Problem] = []
    whole = list(bundles)
    for name, data in files:
        try:
            bundle = desk.members(name, data) if _holds(name, data) else None
        except Trouble as trouble:
            problems += trouble.problems
            continue
        if bundle is None or bundle.name != name:
            found.append((name, data))  # a mail is read itself, too
        if bundle:
            whole.append(bundle)
    for bundle in whole:
        judged = _judged(bundle, desk, problems)
        accounts.append(Notes(bundle.name, tuple(_entry(bundle.name, member) for member in judged)))
        found += _named(judged)
        left_out += [
            (f"{bundle.name.rstrip('/')}/{one.path}", one.why) for one in judged if one.why and not one.system
        ]
    if problems:
        raise Trouble(problems)
    return Unpacked(tuple(found), tuple(accounts), tuple(left_out))


def _judged(bundle: Bundle, desk: Desk, problems: list[Problem]) -> list[Member]:
    """Say of each file whether it is taken; archives in a folder are opened."""
    judged: list[Member] = []
    for member in bundle.members:
        try:
            inner = desk.members(member.path, member.data) if _holds(member.path, member.data) else None
        except Trouble as trouble:
            problems += (
                Problem(f"{bundle.name.rstrip('/')}/{one.path}", 0, one.message, one.hint)
                for one in trouble.problems
            )
            continue
        if inner is None or inner.name != member.path:
            judged.append(_judge(member))
        if inner:
            judged += (
                _judge(Member(f"{member.path}/{one.path}", one.data, one.why, one.system))
                for one in inner.members
            )
    return judged


def _holds(name: str, data: bytes) -> bool:
    """Tell whether other files may be in a file."""
    return data.startswith(b"PK") or kinds.of(name, data) == ".eml"


def _judge(member: Member) -> Member:
    member = dataclasses.replace(member, path=archive.clean(member.path))
    if member.why:
        return member
    if archive.system(member.path):
        return Member(member.path, why=german("made by the computer for itself"), system=True)
    if not readers.known(member.path, member.data):
        return Member(member.path, why=german("of a kind that nobody here reads; look into it"))
    if readers.too_little(member.path, member.data):
        return Member(member.path, why=german("next to empty"), system=True)
    return member


def _named(members: Iterable[Member]) -> list[tuple[str, bytes]]:
    """Return the files taken: `Tag 2 - Foto.jpg` for that in `Tag 2`; a folder around all is no name."""
    files = [(member.path, member.data) for member in members if not member.why]
    tops = {path.partition("/")[0] for path, _data in files}
    shared = len(tops) == 1 and all("/" in path for path, _data in files)
    bare = [(path.partition("/")[2] if shared else path, data) for path, data in files]
    return [(path.replace("/", " - "), data) for path, data in bare]


def accounts(place: str) -> bool:
    """Tell whether a place in a ledger is a line of a bundle's account, and not in a file that is kept."""
    return place.startswith(_places())


def _places() -> tuple[str, str]:
    return german("In the archive"), german("In the folder")


def _entry(source: str, member: Member) -> Block:
    """Return the line of one file in its bundle's account; what is to be looked at is a picture."""
    archived, foldered = _places()
    place = foldered if source.endswith("/") else archived
    if not member.why:
        return Block(source, f"{place}: {german('taken out')}", Kind.META, member.path)
    kind = Kind.META if member.system else Kind.PICTURE
    return Block(source, f"{place}: {german('left out')} ({member.why})", kind, member.path)
