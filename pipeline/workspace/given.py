"""Given: the files and folders that a person named on the command line, wherever they lie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.messages import _, german
from pipeline.model.bundle import Bundle, Member
from pipeline.model.problem import Problem, Trouble
from pipeline.workspace.folder import MOST_BYTES

MOST_TOGETHER = 400_000_000
"""Bytes of all files of one ingest: they are held in memory."""
MOST_FILES = 1_000
"""In one folder, however deep."""


def read(paths: Iterable[Path], workspace: Path) -> tuple[dict[str, bytes], list[Bundle]]:
    """Return the files by name, and the folders with all that is in them; links in folders are not followed.

    A folder around the workspace is none of notes: most often a name was left empty.

    Raises:
        Trouble: what is missing, no file, too large or too much; all problems at once.
    """
    files: dict[str, bytes] = {}
    folders: list[Bundle] = []
    problems: list[Problem] = []
    left = MOST_TOGETHER
    for path in paths:
        try:
            if path.is_dir():
                members = _folder(path, workspace)
                folders.append(Bundle(f"{path.resolve().name or 'notes'}/", members))
                left -= sum(len(member.data) for member in members)
            else:
                data = _file(path)
                left -= len(data)
                files[_other_name(path.name, files, data)] = data
        except Trouble as trouble:
            problems += trouble.problems
        if left < 0:
            raise Trouble.at(str(path), *_too_much())
    if problems:
        raise Trouble(problems)
    return files, folders


def _folder(path: Path, workspace: Path) -> tuple[Member, ...]:
    if workspace.resolve().is_relative_to(path.resolve()):
        raise Trouble.at(
            str(path),
            _("This folder holds the workspace itself, with all guides."),
            _("Name the files, or the folder with the notes alone."),
        )
    members = tuple(_members(path))
    if not members:
        raise Trouble.at(str(path), _("This folder is empty."), _("Is it the right path?"))
    return members


def _other_name(name: str, files: dict[str, bytes], data: bytes) -> str:
    while name in files and files[name] != data:
        name = f"_{name}"
    return name


def _file(path: Path) -> bytes:
    """Return the content of a file; a device or a pipe, which may never end, is none."""
    try:
        if path.exists() and not path.is_file():
            raise Trouble.at(str(path), _("This is no file."), _("Is it the right path?"))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise Trouble.at(str(path), _("The file is not there.")) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or error
        raise Trouble.at(str(path), _("The file cannot be read: {why}.").format(why=why)) from error
    if len(data) > MOST_BYTES:
        raise Trouble.at(
            str(path),
            _("The file is larger than {limit} MB.").format(limit=MOST_BYTES // 1_000_000),
            _("Divide it into smaller files, or make its pictures smaller."),
        )
    return data


def _members(folder: Path) -> Iterator[Member]:
    """Yield the files below a folder, sorted; hidden folders are named and passed over."""
    count, size = 0, 0
    for base, folders, names in os.walk(folder):
        here = Path(base)
        for name in sorted(folders):
            if name.startswith((".", "__MACOSX")):
                yield Member((here / name).relative_to(folder).as_posix(), system=True, why=_hidden())
            elif (here / name).is_symlink():
                yield Member((here / name).relative_to(folder).as_posix(), why=_link())
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            member = _member(here / name, (here / name).relative_to(folder).as_posix())
            count, size = count + 1, size + len(member.data)
            if count > MOST_FILES or size > MOST_TOGETHER:
                raise Trouble.at(str(folder), *_too_much())
            yield member


def _member(path: Path, name: str) -> Member:
    if path.is_symlink():
        return Member(name, why=_link())
    try:
        data = _file(path)
    except Trouble as trouble:
        return Member(name, why=trouble.problems[0].message.rstrip("."))
    return Member(name, data) if data else Member(name, system=True, why=german("empty"))


def _hidden() -> str:
    return german("made by the computer for itself")


def _link() -> str:
    return german("a link to another place, which is not followed")


def _too_much() -> tuple[str, str]:
    return (
        _("These are more than {n} files or {size} MB at once.").format(
            n=MOST_FILES, size=MOST_TOGETHER // 1_000_000
        ),
        _("Bring the notes in parts; what comes later is added."),
    )
