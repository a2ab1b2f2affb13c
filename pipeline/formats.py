"""Formats: what a guide can become; a writer is a module with `write(document, kit, *, epoch)`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Protocol, cast

from pipeline.model.document import Document

FORMATS = {
    "pdf": "pipeline.render.pdf",
    "docx": "pipeline.render.docx",
    "html": "pipeline.render.html",
    "epub": "pipeline.render.epub",
}
"""Ending → module; the order is the one people see."""


class Writer(Protocol):
    """What a format's module promises."""

    def write(self, document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
        """Return the finished file; `kit` is templates/ by relative path, `epoch` seconds since 1970."""


def writer(name: str) -> Writer:
    """Import the writer of a format; late, because each brings its libraries."""
    return cast("Writer", importlib.import_module(FORMATS[name]))
