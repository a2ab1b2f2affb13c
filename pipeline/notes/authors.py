"""Authors: who wrote or changed a file, and what programs write where they know nobody."""

from __future__ import annotations

import re

_NOBODY = re.compile(
    r"(?:(?:unbekannte[rs]?|unknown|anonyme[rs]?|anonymous)\b.*|(?:der )?(?:autor|author|verfasser|user|"
    r"benutzer|anwender|admin|administrator|gast|guest|besitzer|owner|word|home|privat|standard|default)\d*|"
    r"(?:microsoft|windows|ms|office|apple|apache|libreoffice|openoffice|google)\b.*|"
    r"python-docx|docx4j|pandoc|\W*|[\w.]{1,2})",
    re.IGNORECASE,
)


def person(author: str) -> str:
    """Return the author, or nothing where a program stands in for one: `Microsoft Office-Anwender`."""
    return "" if _NOBODY.fullmatch(author.strip()) else author
