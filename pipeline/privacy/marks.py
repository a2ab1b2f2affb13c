"""Marks: what people write over a passage that is not for everybody: `vertraulich`, `intern:`."""

from __future__ import annotations

import re

_CONFIDENTIAL = re.compile(
    r"\b(?:streng\s+)?vertraulich\b|\bstreng\s+geheim\b|\bnicht[\s-]*(?:für\s+die\s+)?öffentlich(?:keit)?\b(?!\s+zugänglich)|"
    r"\bnur\s+(?:für\s+(?:den\s+)?)?intern(?:en\s+gebrauch)?\b|\bbleibt\s+(?:hier\s+)?(?:im\s+raum|unter\s+uns)\b|"
    r"\bnicht\s+(?:weiter(?:geben|sagen|erzählen|leiten)|veröffentlichen|zur\s+veröffentlichung|für\s+dritte|zitieren|"
    r"rum(?:schicken|erzählen)|rausgeben|protokollieren|(?:ins\s+)?protokoll)\b|\bohne\s+namen\s+raus\b|\boff\s+the\s+record\b|"
    r"\bsiegel\s+der\s+verschwiegenheit\b",
    re.IGNORECASE,
)
_INTERNAL = re.compile(r"^\W*\(?intern(?:es)?\)?\s*(?:[:–—-]|!|$)|\(intern\)|\[intern\]", re.IGNORECASE)
_UNCONFIDENTIAL = re.compile(
    r"\bvertraulich(?:\s+\w+){0,2}\s+(?:behandel|umgeh|gespräch)|vertraulichkeit", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_FILLERS = {"absolut", "alles", "bitte", "das", "dies", "folgendes", "hier", "ist", "jetzt", "nur", "streng"}
"""Words that a mark may have around it and still be nothing but a mark."""


def confidential(text: str) -> bool:
    """Tell whether a passage is marked as not for others."""
    return bool(_INTERNAL.search(text) or (_CONFIDENTIAL.search(text) and not _UNCONFIDENTIAL.search(text)))


def mark_alone(text: str) -> bool:
    """Tell whether a line is nothing but such a mark, and so speaks of what comes below it."""
    rest = _INTERNAL.sub(" ", _CONFIDENTIAL.sub(" ", text))
    return confidential(text) and {word.lower() for word in _WORD.findall(rest)} <= _FILLERS
