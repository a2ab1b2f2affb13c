"""Entry: one guide as the catalogue knows it, with its files and versions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

ARCHIVE = "alle-leitfaeden.zip"
"""The whole catalogue to take along, in dist/."""
NARROW = "\u202f"
FORMATS = {
    "pdf": ("PDF", ""),
    "docx": ("Word", ""),
    "html": ("Web", ""),
    "epub": ("E-Book", ""),
    "checklist": ("Checkliste (PDF)", "Checklist"),
}
"""How people call the formats, in English where that differs, in the order of the buttons."""


@dataclass(frozen=True)
class Check:
    """Something that was checked in a finished file, and found in order."""

    id: str
    de: str
    en: str


@dataclass(frozen=True)
class File:
    """One file in dist/."""

    format: str
    path: str
    """Relative to dist/, with forward slashes."""
    size: int
    """Bytes."""
    sha256: str
    pages: int | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Version:
    """An earlier version whose files are still there."""

    version: str
    date: str
    """ISO."""
    files: tuple[File, ...]


@dataclass(frozen=True)
class Edition:
    """What a centre has made of a guide."""

    centre: str
    """Its id."""
    name: str
    city: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Entry:
    """One guide in dist/: its page values (render/page.py) and files."""

    slug: str
    page: Mapping[str, Any]
    files: tuple[File, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    """Section id → stems, for the search (publish/search.py)."""
    versions: tuple[Version, ...] = ()
    """Newest first."""
    editions: tuple[Edition, ...] = ()

    @property
    def address(self) -> str:
        """Where its page lies, relative to dist/; in full, for a folder on a disk has no index."""
        return f"{self.slug}/index.html"

    @property
    def record(self) -> str:
        """Where the record of its checks lies, relative to dist/."""
        return f"{self.slug}/{self.slug}.conformance.json"

    @property
    def picture(self) -> str:
        """Where the QR code of its page lies, relative to dist/, when the catalogue has an address."""
        return f"{self.slug}/{self.slug}-qr.svg"

    def file(self, name: str) -> File | None:
        """Return the file of a format."""
        return next((file for file in self.files if file.format == name), None)


def size_text(size: int) -> str:
    """Return a size as people read it: `240 KB`, `1,2 MB` (1 KB is 1,000 bytes), held together."""
    if size < 999_500:  # noqa: PLR2004  (above it rounds to 1,000 KB)
        return f"{max(1, round(size / 1000))}{NARROW}KB"
    return f"{size / 1_000_000:.1f}{NARROW}MB".replace(".", ",")


def note(file: File) -> str:
    """Return what a button says about its file: `12 Seiten, 240 KB`."""
    pages = f"{file.pages} Seite{'n' if file.pages != 1 else ''}, " if file.pages else ""
    return pages + size_text(file.size)


def shown(files: tuple[File, ...], base: str = "") -> list[dict[str, Any]]:
    """Return files as templates print them, in the order of the formats; `base` leads to dist/."""
    order = list(FORMATS)
    ordered = sorted(files, key=lambda f: (order.index(f.format) if f.format in order else 9, f.path))
    return [
        {
            "format": file.format,
            "name": name,
            "en": english,
            "note": note(file),
            "address": base + quote(file.path),
            "file": file.path.rpartition("/")[2],
            "sha256": file.sha256,
            "checks": file.checks,
        }
        for file in ordered
        for name, english in [FORMATS.get(file.format, (file.format.upper(), ""))]
    ]


def split_title(title: str, topic: str = "") -> dict[str, str]:
    """Split `HowToMake … Leitungswechsel` into series and topic; other titles are topic alone."""
    if not topic:
        found = re.match(r"(HowToMake\s*(?:…|\.\.\.))\s*(.+)", title, re.DOTALL)
        topic = found[2] if found else title
    return {"series": title[: -len(topic)].strip() if title.endswith(topic) else "", "topic": topic}


def sortable(text: str) -> str:
    """Fold a text so that Ö stands with O, as German lists have it (DIN 5007-1)."""
    folded = text.casefold().translate(str.maketrans("äöüé", "aoue"))
    return " ".join(folded.replace("...", "…").split())


def ascending(version: str) -> list[tuple[int, str]]:
    """Return a version so that 1.9 comes before 1.10."""
    parts = re.findall(r"\d+|[^\d.]+", version)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def anchor(kind: str, name: str) -> str:
    """Return the id of something on the overview."""
    return kind + "-" + re.sub(r"[^\w-]+", "-", name)


def base(brand: Mapping[str, Any]) -> str:
    """Return where the catalogue lies on the web, with a slash behind it; empty when nobody has said."""
    address = str(brand.get("catalogue") or "").strip()
    return address.rstrip("/") + "/" if re.match(r"https?://[^/\s]+", address) else ""
