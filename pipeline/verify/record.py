"""Record: what was checked in the files of a guide, by what, with which result; for whoever asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = 1
"""Of the record; grows when a key goes or changes its meaning."""

STATEMENT = {"de": "Automatische Prüfungen bestanden", "en": "Automatic checks passed"}
LIMITS = {
    "de": "Kein Programm prüft, ob ein Alternativtext stimmt oder ein Satz verständlich ist.",
    "en": "No program can tell whether an alternative text is true or a sentence is understood.",
}
WHAT = {
    "title-language": {
        "de": "Titel und Sprache stehen in den Metadaten.",
        "en": "Title and language are in the metadata.",
    },
    "access": {
        "de": "Text hat Struktur: Überschriften, Alternativtexte, Kopfzeilen von Tabellen, im PDF Tags.",
        "en": "Text is text and has structure: headings, alternative texts, header rows, tags in the PDF.",
    },
    "claims": {
        "de": "Die Datei nennt PDF/UA-1 und PDF/A-2a als ihre Standards.",
        "en": "The file claims PDF/UA-1 and PDF/A-2a.",
    },
    "length": {
        "de": "Die Checkliste steht auf einer Seite.",
        "en": "The checklist is on one page.",
    },
    "fields": {
        "de": "Jedes Kästchen und jede Zeile zum Ausfüllen ist da und sagt, wofür.",
        "en": "Each box to tick and line to fill in is there and says what for.",
    },
    "sections": {
        "de": "Jeder Abschnitt ist da und als Überschrift gekennzeichnet.",
        "en": "Each section is there and marked as a heading.",
    },
    "verbatim": {
        "de": "Wörter mit Genderstern stehen da, wie sie geschrieben wurden.",
        "en": "Words with gender stars stand as they were written.",
    },
    "acknowledgement": {
        "de": "Der Förderhinweis steht Buchstabe für Buchstabe an jeder verlangten Stelle; Logos sind da, "
        "unverzerrt, groß genug und verlinkt.",
        "en": "The acknowledgement stands letter by letter at each place asked for; logos are there, "
        "undistorted, large enough and linked.",
    },
    "readable": {
        "de": "Der Förderhinweis ist groß und dunkel genug, um gelesen zu werden.",
        "en": "The acknowledgement is large and dark enough to be read.",
    },
    "private": {
        "de": "Nichts Zurückgehaltenes steht in Text, Metadaten oder Bildern.",
        "en": "Nothing that was withheld is in text, metadata or pictures.",
    },
}
"""Names of verify/checks.py → what a person may read."""
BY = {
    "pdf": ("pypdfium2", "pypdf"),
    "docx": ("lxml",),
    "html": ("lxml",),
    "epub": ("lxml",),
}
"""What reads each format back; none of them has written it."""


@dataclass(frozen=True)
class Checked:
    """One finished file with the names of the checks it has passed."""

    path: str
    format: str
    sha256: str
    passed: Sequence[str]


def record(page: Mapping[str, Any], files: Iterable[Checked], versions: Mapping[str, str]) -> bytes:
    """Return the record of a guide as JSON; the same files give the same bytes.

    `versions` says which version of each library has read.
    """
    value = {
        "record": FORMAT,
        "title": page["title"],
        "version": page["version"],
        "date": page["date"],
        "statement": STATEMENT,
        "limits": LIMITS,
        "files": [_file(file, versions) for file in files],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _file(file: Checked, versions: Mapping[str, str]) -> dict[str, Any]:
    by = ", ".join(f"{name} {versions[name]}" for name in BY[file.format])
    return {
        "path": file.path,
        "sha256": file.sha256,
        "checks": [{"id": name, "what": WHAT[name], "by": by, "result": "passed"} for name in file.passed],
    }
