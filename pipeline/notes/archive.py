"""Archive: a zip of notes, opened as what a stranger sent, down to the archives in it."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.messages import _, german
from pipeline.model.bundle import Bundle, Member
from pipeline.notes import kinds, mail, normalise
from pipeline.notes.unreadable import Unreadable, refused

MOST_MEMBERS = 1_000
MOST_BYTES = 200_000_000
"""All members together, unpacked."""
LARGEST = 50_000_000
DEEPEST = 3
"""Archives in archives."""
_CHUNK = 1 << 20
_UTF8 = 0x800
"""Flag of a member whose name is in UTF-8 (APPNOTE 4.4.4, bit 11)."""
_UNIX = 3
_UNICODE_PATH = 0x7075
"""Extra field with the name in UTF-8 (APPNOTE 4.6.9)."""
_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", ".ds_store"}


def members(name: str, data: bytes) -> Bundle | None:
    """Return all files of an archive, also of archives in it, or what is attached to a mail; else None.

    Raises:
        Trouble: damaged, locked, nested too deeply, or larger than any notes.
    """
    kind = kinds.of(name, data)
    if kind == ".eml":
        attached = mail.attached(data)
        return Bundle(f"{name}/", attached) if attached else None
    if kind != ".zip":
        return None
    with refused(name):
        return Bundle(name, tuple(_opened(data, "", _Budget(), 1)))


def system(path: str) -> bool:
    """Tell whether a file was made by a system or a program for itself: by its name or its folder's."""
    folders, name = path.split("/")[:-1], path.rpartition("/")[2]
    return (
        "__MACOSX" in folders
        or any(folder.startswith(".") for folder in folders)
        or name.lower() in _SYSTEM
        or name.startswith((".", "~$", "._"))
    )


def clean(path: str) -> str:
    r"""Return a member's path without what leads out of its folder: `../x`, `/x`, `C:\x`."""
    steps = normalise.clean(path)[0].replace("\\", "/").split("/")
    kept = [" ".join(step.split()) for step in steps]
    return "/".join(step for step in kept if step not in {"", ".", ".."} and not step.endswith(":")) or "?"


@dataclass
class _Budget:
    """What may still be unpacked."""

    members: int = MOST_MEMBERS
    bytes: int = MOST_BYTES

    def take(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise Unreadable(
                _("The archive unpacks to more than {size} MB; no workshop notes do.").format(
                    size=MOST_BYTES // 1_000_000
                ),
                _("Unpack it yourself, and bring the files that matter."),
            )

    def count(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise Unreadable(
                _("The archive holds more than {n} files; no workshop notes do.").format(n=MOST_MEMBERS),
                _("Unpack it yourself, and bring the files that matter."),
            )


def _opened(data: bytes, above: str, budget: _Budget, depth: int) -> Iterator[Member]:
    if depth > DEEPEST:
        raise Unreadable(
            _("There are archives within archives, more than {n} deep.").format(n=DEEPEST),
            _("Unpack them yourself, and bring the files that matter."),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if not info.filename.endswith("/"):
                    budget.count()
                    yield from _member(archive, info, above + clean(_name(info)), budget, depth)
    except RuntimeError as error:  # zipfile says so when a member asks for a password
        raise Unreadable(
            _("The file is locked with a password."), _("Save a copy without a password.")
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        struct.error,
    ) as error:
        raise Unreadable(
            _("The archive is damaged: its files cannot be unpacked."),
            _("Unpack it yourself, and bring the files that matter."),
        ) from error


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, budget: _Budget, depth: int
) -> Iterator[Member]:
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        yield Member(path, why=german("a link to another place, which is not followed"))
    elif system(path):
        yield Member(path, why=german("made by the computer for itself"), system=True)
    elif info.file_size > LARGEST:
        yield Member(path, why=german("larger than {size} MB").format(size=LARGEST // 1_000_000))
    else:
        data = _unpacked(archive, info, budget)
        if kinds.of(path, data) == ".zip":
            yield from _opened(data, f"{path}/", budget, depth + 1)
        elif data:
            yield Member(path, data)
        else:
            yield Member(path, why=german("empty"), system=True)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """Return a member, piece by piece: what the directory says of its size may be a lie."""
    found = bytearray()
    with archive.open(info) as file:
        while piece := file.read(_CHUNK):
            budget.take(len(piece))
            found += piece
    return bytes(found)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; zipfile reads those without a flag as cp437, though many are UTF-8.

    German letters are the same in cp437 and cp850, the two that Windows writes.
    """
    extra = info.extra
    while len(extra) >= 4:  # noqa: PLR2004  (header of an extra field)
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:  # noqa: PLR2004  (version and checksum)
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename
