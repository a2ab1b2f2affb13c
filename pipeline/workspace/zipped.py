"""Zipped: many files as one ZIP, the same bytes on any machine, and never all of them in memory."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.messages import _
from pipeline.model.problem import Trouble

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP knows: the files say themselves of when they are."""
_RIGHTS = 0o100644 << 16


def write(target: Path, files: Iterable[tuple[str, Path | bytes]]) -> str:
    """Write a ZIP whole or not at all, and return its SHA-256; files come by their name in it, in that order.

    Nothing is compressed: PDF, DOCX and EPUB are already, and what a compressor makes depends on its version.

    Raises:
        Trouble: the disk is full, or the folder cannot be written to.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files:
                entry = zipfile.ZipInfo(name, _WHEN)
                entry.create_system, entry.external_attr = 3, _RIGHTS
                archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Trouble.at(
            str(target),
            _("The file cannot be written: {why}.").format(why=error.strerror),
            _("Make room or check the rights of the folder."),
        ) from error
    return digest
