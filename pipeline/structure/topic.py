"""Topic: what a workshop was about, as its notes say themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model.form import Form
from pipeline.model.notes import Kind, Layer, Notes
from pipeline.structure import formed

_QUOTED = re.compile(r"[„“\"»]([^„“”\"«»]{5,80})[“”\"«]")
_AROUND = re.compile(
    r"\b(?:(?:ergebnis)?protokoll|mitschrift|dokumentation|workshop|notizen|niederschrift|final|entwurf|vom|am|zum|zur|des|der)\b|"
    r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\b\d{4}\b",
    re.IGNORECASE,
)


def topic(notes: Sequence[Notes], slug: str, form: Form) -> str:
    """Return the topic that the notes name in their title or in our form, else the folder's name in words."""
    for one in notes:
        if formed.is_form(one, form):
            if told := formed.topic(one, form):
                return told
            continue
        for block in one.blocks[:1]:
            if block.layer is not Layer.BODY or block.kind not in {Kind.HEADING, Kind.PARAGRAPH}:
                continue
            if match := _QUOTED.search(block.text):
                return match[1]
            bare = " ".join(_AROUND.sub(" ", block.text).split()).strip(" –-:,/|·")
            if block.level == 1 and bare:
                return bare
    return slug.replace("-", " ").capitalize()
