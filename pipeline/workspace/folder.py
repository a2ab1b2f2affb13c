"""Folder: a workspace on disk, and what lies where in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.messages import _
from pipeline.model.folder import DECISIONS, GUIDE, LEDGER, PEOPLE, PICTURES, Folder
from pipeline.model.problem import Problem, Trouble

MOST_BYTES = 50_000_000
"""Larger files are refused: notes, pictures and templates are smaller."""
MOST_TEXT = 2_000_000

RESERVED = {"centres"}
"""Folders of guides/ that are no guides."""


@dataclass(frozen=True)
class Workspace:
    """A folder that holds guides/ and templates/."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """Return the workspace that `start` lies in.

        Raises:
            Trouble: neither `start` nor a folder above it holds guides/ and templates/.
        """
        for folder in (start.resolve(), *start.resolve().parents):
            if (folder / "guides").is_dir() and (folder / "templates").is_dir():
                return cls(folder)
        raise Trouble.at(
            str(start),
            _("This is no workspace: guides/ and templates/ are missing here and in the folders above."),
            _("Go into your workspace, or make one with `howtomake init`."),
        )

    @property
    def dist(self) -> Path:
        """What centres download; only `publish` in build.py writes here."""
        return self.root / "dist"

    @property
    def cache(self) -> Path:
        """State of the last build and its working files; may be deleted at any time."""
        return self.root / ".howtomake"

    def guide_folder(self, slug: str) -> Path:
        """Return guides/<slug>."""
        return self.root / "guides" / slug

    def slugs(self) -> list[str]:
        """Return the folder names of all guides that have a guide.md, sorted."""
        return sorted(
            folder.name
            for folder in (self.root / "guides").iterdir()
            if folder.is_dir() and folder.name not in RESERVED and (folder / "guide.md").exists()
        )

    def folders_without_guide(self) -> list[str]:
        """Return the folders of guides/ that hold notes, but no guide.md yet."""
        folders = (folder for folder in (self.root / "guides").iterdir() if folder.is_dir())
        return sorted({folder.name for folder in folders} - {*self.slugs(), *RESERVED})

    def name(self, path: Path) -> str:
        """Return a path as people read it: relative to the workspace, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def read(self, path: Path, limit: int = MOST_BYTES) -> bytes:
        """Read a file of the workspace.

        Raises:
            Trouble: it is missing, a folder, too large, unreadable, or a link that leads outside.
        """
        name = self.name(path)
        try:
            if path.is_dir():
                raise Trouble.at(
                    name,
                    _("Expected a file, found a folder."),
                    _("Rename the folder, and put the file there."),
                )
            if not path.resolve().is_relative_to(self.root.resolve()):
                raise Trouble.at(
                    name, _("This link leads out of the workspace."), _("Copy the file itself there.")
                )
            if path.stat().st_size > limit:
                raise Trouble.at(
                    name, _("The file is larger than {limit} MB.").format(limit=limit // 1_000_000)
                )
            return path.read_bytes()
        except FileNotFoundError as error:
            raise Trouble.at(name, _("The file is not there.")) from error
        except OSError as error:
            raise Trouble.at(name, _("The file cannot be read: {why}.").format(why=error.strerror)) from error

    def read_text(self, path: Path) -> str:
        """Read a UTF-8 text file; see `read`."""
        return text(self.read(path, MOST_TEXT), self.name(path))

    def inputs(self, slug: str) -> list[Path]:
        """Return what of a guide's folder a build depends on; without a slug, what lies beside the guides."""
        folder = self.guide_folder(slug)
        named = [folder / name for name in (GUIDE, LEDGER, DECISIONS, PEOPLE)]
        pictures = self.files(folder / PICTURES) if slug else ()
        return [*(path for path in named if path.exists()), *pictures]

    def folder(self, slug: str) -> Folder:
        """Read what of a guide's folder a build depends on; what cannot be read is among its problems."""
        files: dict[str, bytes] = {}
        problems: list[Problem] = []
        for path in self.inputs(slug):
            name = path.relative_to(self.guide_folder(slug)).as_posix()
            try:
                files[name] = self.read(path, MOST_BYTES if name.startswith(PICTURES) else MOST_TEXT)
            except Trouble as trouble:
                problems += trouble.problems
        return Folder(slug, files, tuple(problems))

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the files below a folder, sorted; hidden ones and symlinks to elsewhere left out."""
        if folder.is_dir():
            for base, folders, names in os.walk(folder):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(base, name) for name in sorted(names) if not name.startswith("."))


def text(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8.

    Raises:
        Trouble: it is in another encoding.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble.at(
            name,
            _("The file is not in UTF-8."),
            _("Save it anew as UTF-8; every editor offers that under “encoding”."),
            line=data[: error.start].count(b"\n") + 1,
        ) from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then renamed into it.

    Raises:
        Trouble: the disk is full, or the folder cannot be written to.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise Trouble.at(
            str(path),
            _("The file cannot be written: {why}.").format(why=error.strerror),
            _("Make room or check the rights of the folder."),
        ) from error


def move_whole(draft: Path, path: Path) -> None:
    """Put a file that was written whole in its place; where that is on another disk it is written again.

    Raises:
        Trouble: the disk is full, or the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(path)
    except OSError:
        write_whole(path, draft.read_bytes())
        draft.unlink()
