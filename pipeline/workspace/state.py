"""State: what the last build saw and made, so that the next one does only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.workspace.folder import Workspace, write_whole

_VERSION = 6
_KEPT = ("seen", "guides", "catalogue", "around", "programme", "pending")


@dataclass
class State:
    """Content hashes by stat (`seen`) and the record of each guide (`guides`)."""

    workspace: Workspace
    seen: dict[str, list[Any]] = field(default_factory=dict)
    """Path → [size, mtime in ns, SHA-256]: hashed anew only when size or time moved."""
    guides: dict[str, dict[str, Any]] = field(default_factory=dict)
    catalogue: dict[str, str] = field(default_factory=dict)
    """Files beside the guides' folders in dist/: name → SHA-256."""
    around: dict[str, str] = field(default_factory=dict)
    """What flowed into these, beside the guides (looking.py)."""
    moved: bool = False
    """Whether something was hashed anew."""
    stamp: tuple[int, int] | None = None
    """Of the file this was read from, by which a later one is told."""
    programme: dict[str, Any] = field(default_factory=dict)
    """Check sums of its workshops, and the SHA-256 of the file they are of."""
    pending: list[str] = field(default_factory=list)
    """Files of dist/ that a build was about to put in place when it was killed; no record may know them."""

    @classmethod
    def load(cls, workspace: Workspace) -> State:
        """Read the state; a missing or damaged one means that everything is built anew."""
        stamp = _stamp(workspace)
        try:
            data = json.loads(_path(workspace).read_text("utf-8"))
            if data["version"] == _VERSION:
                return cls(workspace, stamp=stamp, **{name: data[name] for name in _KEPT})
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return cls(workspace, stamp=stamp)

    @property
    def is_old(self) -> bool:
        """Whether another build has written its own since this was read."""
        return self.stamp != _stamp(self.workspace)

    def save(self) -> None:
        """Write the state, whole or not at all."""
        data = {
            "version": _VERSION,
            "seen": {name: row for name, row in self.seen.items() if (self.workspace.root / name).exists()},
            **{name: getattr(self, name) for name in _KEPT if name != "seen"},
        }
        write_whole(_path(self.workspace), json.dumps(data, ensure_ascii=False).encode())

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file, the empty string when there is none."""
        name = self.workspace.name(path)
        try:
            stat = path.stat()
            known = self.seen.get(name)
            if known and known[:2] == [stat.st_size, stat.st_mtime_ns]:
                return str(known[2])
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            return ""
        self.seen[name] = [stat.st_size, stat.st_mtime_ns, digest]
        self.moved = True
        return digest

    def fingerprint(self, paths: Iterable[Path], *extra: str) -> str:
        """Return one hash over names and contents of files, and over further words."""
        total = hashlib.sha256("\n".join(extra).encode())
        for path in paths:
            total.update(f"\n{self.workspace.name(path)} {self.digest(path)}".encode())
        return total.hexdigest()

    def intact(self, files: dict[str, str]) -> bool:
        """Tell whether files of dist/ (path → SHA-256) are there as they were made."""
        return all(self.digest(self.workspace.dist / path) == digest for path, digest in files.items())


def _path(workspace: Workspace) -> Path:
    return workspace.cache / "state.json"


def _stamp(workspace: Workspace) -> tuple[int, int] | None:
    """Return time and number of the file; each writing gives another, for it is renamed into its place."""
    try:
        stat = _path(workspace).stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino
