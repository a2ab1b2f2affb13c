"""Forming: the blank form on which a workshop is noted, out of the workspace's templates."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline import starting
from pipeline.messages import for_guide
from pipeline.model.form import Form
from pipeline.model.guide import SERIES
from pipeline.model.template import Template
from pipeline.render import formdocx, formodt, formpad
from pipeline.render.docxparts import EPOCH
from pipeline.shelf import Shelf
from pipeline.structure.form import PATH, parse
from pipeline.workspace import clock
from pipeline.workspace.folder import Workspace, write_whole

_DAY = datetime.date(*EPOCH[:3])
_LANGUAGE, _REGION = "de", "DE"
"""form.yml and template.yml are German, and so is what is made of them."""

WRITERS: Mapping[str, Callable[[Form, Mapping[str, Any], int], bytes]] = {
    "docx": lambda form, page, epoch: formdocx.write(form, page, epoch=epoch),
    "odt": lambda form, page, _epoch: formodt.write(form, page),
    "md": lambda form, _page, _epoch: formpad.write(form).encode(),
}
"""Suffix → what writes the form so."""


def load(workspace: Workspace, template: Template) -> Form:
    """Return the form of a workspace; one made by an older version has none yet and gets ours.

    Raises:
        Trouble: form.yml is broken.
    """
    path = workspace.root / PATH
    if path.exists():
        return parse(workspace.read_text(path), PATH, template)
    return parse((starting.templates().parent / PATH).read_text("utf-8"), PATH, template)


def name(form: Form, to: str) -> str:
    """Return the file name a form has by itself: `Mitschreibbogen.docx`."""
    return f"{form.title}.{to}"


def make(workspace: Workspace, shelf: Shelf, to: str, path: Path) -> Path:
    """Write the form to a file; it carries no day, so that it has the same bytes on every day.

    Raises:
        Trouble: form.yml is broken, or the file cannot be written.
    """
    form = load(workspace, shelf.template)
    write_whole(path, WRITERS[to](form, _page(form, shelf.brand), clock.epoch(_DAY)))
    return path


def _page(form: Form, brand: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a writer prints beside the form itself; keys as in render/page.py."""
    words = {"page": "Page", "of": "of"}
    return {
        "lang": _LANGUAGE,
        "region": _REGION,
        "title": f"{SERIES} {form.title}",
        "topic": form.title,
        "subtitle": form.subtitle,
        "description": " ".join(form.intro),
        "publisher": "",  # whoever fills it in is the author; a publisher would be taken for one
        "authors": [],
        "keywords": [],
        "version": "",
        "brand": brand,
        "words": {key: for_guide(_LANGUAGE, word) for key, word in words.items()},
    }
