"""Formats: what a guide can become; a writer is a module with `write(document, kit, *, epoch)`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from pipeline.model.document import Document


@dataclass(frozen=True)
class Format:
    """One kind of file: who writes it, how its name ends, and how much of the guide stands in it."""

    module: str
    ending: str
    part: str = ""
    """The whole guide, or the one section of this id."""
    tail: str = ""
    """What the name of a part has behind the guide's."""
    templates: tuple[str, ...] = ()
    """How the paths of what it takes from templates/ begin, beside what every format takes."""

    def path(self, slug: str) -> str:
        """Return where the file of a guide lies, relative to dist/."""
        return f"{slug}/{slug}{self.tail}.{self.ending}"


FORMATS = {
    "pdf": Format("pipeline.render.pdf", "pdf", templates=("typst/", "fonts/")),
    "docx": Format("pipeline.render.docx", "docx"),
    "html": Format("pipeline.render.html", "html", templates=("html/", "fonts/")),
    "epub": Format("pipeline.render.epub", "epub", templates=("epub/", "typst/", "fonts/")),
    "checklist": Format(
        "pipeline.render.sheet",
        "pdf",
        part="checklist",
        tail="-checkliste",
        templates=("typst/", "fonts/"),
    ),
}
"""Name → format; the order is the one people see. A guide without the section has no such file."""
ENDINGS = frozenset(made.ending for made in FORMATS.values())


class Writer(Protocol):
    """What a format's module promises."""

    def write(self, document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
        """Return the finished file; `kit` is templates/ by relative path, `epoch` seconds since 1970."""


def writer(name: str) -> Writer:
    """Import the writer of a format; late, because each brings its libraries."""
    return cast("Writer", importlib.import_module(FORMATS[name].module))


def of(path: Path) -> str:
    """Return the format of a file of dist/ by its name; the empty string for a file of another name."""
    place = f"{path.parent.name}/{path.name}"
    return next((name for name, made in FORMATS.items() if made.path(path.parent.name) == place), "")
