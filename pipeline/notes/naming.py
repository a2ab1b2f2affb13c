"""Naming: the name that each file has in notes/: its own made safe, and the same bytes the same file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from pipeline.notes import normalise, photo

_LONGEST = 120
_LONGEST_SUFFIX = 10
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def stored(files: Iterable[tuple[str, bytes]], there: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files under the names they get in notes/, where those of `there` lie already.

    A transcription keeps to its picture's name.
    """
    files = list(files)
    by_bytes = {hashlib.sha256(data).digest(): name for name, data in there.items()}
    taken = {name.casefold() for name in there}
    names: dict[str, str] = {}
    found: dict[str, bytes] = {}
    given = frozenset(name for name, _data in files)
    for name, data in sorted(files, key=lambda file: bool(photo.of(file[0], given))):
        digest = hashlib.sha256(data).digest()
        if digest not in by_bytes:
            by_bytes[digest] = _free(_beside(name, names, photo.of(name, given)), taken)
            taken.add(by_bytes[digest].casefold())
        names.setdefault(name, by_bytes[digest])
        found[by_bytes[digest]] = data
    order = {by_bytes[hashlib.sha256(data).digest()]: number for number, (_name, data) in enumerate(files)}
    return dict(sorted(found.items(), key=lambda item: order[item[0]]))


def safe(name: str) -> str:
    """Return a file name that every system can keep."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    bare = " ".join(_UNSAFE.sub("-", normalise.clean(bare)[0]).split()).strip(". ") or "notes"
    path = PurePosixPath(bare)
    return (
        f"{'_' if _RESERVED.match(bare) else ''}{path.stem[:_LONGEST].strip()}{path.suffix[:_LONGEST_SUFFIX]}"
    )


def _beside(name: str, names: Mapping[str, str], picture: str) -> str:
    """Return the safe name of a file; `x.jpg.txt` and `x.txt` follow what `x.jpg` is called now."""
    if not picture or picture not in names:
        return safe(name)
    kept = PurePosixPath(names[picture])
    return f"{kept if name.lower().startswith(f'{picture.lower()}.') else kept.stem}.txt"


def _free(name: str, taken: set[str]) -> str:
    path, number = PurePosixPath(name), 2
    while name.casefold() in taken:
        name, number = f"{path.stem} ({number}){path.suffix}", number + 1
    return name
