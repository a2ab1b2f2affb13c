"""Catalogue: all guides and the whole programme on one page, and the same as data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any
from urllib.parse import quote

from pipeline.model.programme import Programme, Workshop
from pipeline.render import stylesheet
from pipeline.render.page import date_text

PAGE = "catalogue/index.html.jinja"
STYLE = "catalogue/index.css.jinja"
DATA_FORMAT = 1
"""Of catalogue.json; grows when a key goes or changes its meaning, not when one is added."""

FORMATS = {
    "pdf": ("PDF", ""),
    "docx": ("Word", ""),
    "html": ("Web", ""),
    "epub": ("E-Book", ""),
    "checklist": ("Checkliste (PDF)", "Checklist"),
}
"""How people call the formats, in English where that differs, in the order of the buttons."""

NARROW = "\u202f"
_FACES = {"text 400 normal", "text 700 normal", "display 800 normal"}
_COVERS = ("coral", "sun", "teal", "violet")


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


@dataclass(frozen=True)
class Entry:
    """One guide in dist/: its page values (render/page.py) and files."""

    slug: str
    page: Mapping[str, Any]
    files: tuple[File, ...]


def catalogue(entries: Sequence[Entry], programme: Programme, kit: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return index.html and catalogue.json.

    Neither carries a date of its own: the same guides give the same bytes whenever they are built.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
    """
    ordered = sorted(entries, key=lambda entry: (_sortable(str(entry.page["topic"])), entry.slug))
    return {
        "index.html": _index(ordered, programme, kit).encode(),
        "catalogue.json": _data(ordered, programme).encode(),
    }


def size_text(size: int) -> str:
    """Return a size as people read it: `240 KB`, `1,2 MB` (1 KB is 1,000 bytes), held together."""
    if size < 999_500:  # noqa: PLR2004  (above it rounds to 1,000 KB)
        return f"{max(1, round(size / 1000))}{NARROW}KB"
    return f"{size / 1_000_000:.1f}{NARROW}MB".replace(".", ",")


def note(file: File) -> str:
    """Return what a button says about its file: `12 Seiten, 240 KB`."""
    pages = f"{file.pages} Seite{'n' if file.pages != 1 else ''}, " if file.pages else ""
    return pages + size_text(file.size)


# The page


def _index(entries: Sequence[Entry], programme: Programme, kit: Mapping[str, bytes]) -> str:
    from markupsafe import Markup

    brand = stylesheet.read_brand(kit)
    planned = [split_title(title) for title in _missing(programme, entries)]
    topics = [str(entry.page["topic"]) for entry in entries] + [title["topic"] for title in planned]
    longest = stylesheet.longest(kit, brand, programme.title)
    widest = stylesheet.longest(kit, brand, " ".join(topics))
    style = stylesheet.css(kit, STYLE, brand, _FACES, longest=longest, widest=widest)
    values = {
        "brand": brand,
        "programme": programme,
        "guides": [
            _card(entry, programme, cover) for entry, cover in zip(entries, cycle(_COVERS), strict=False)
        ],
        "workshops": [_workshop(workshop, entries) for workshop in _newest_first(programme.workshops)],
        "planned": planned,
        "funding": _funding(entries),
        "description": " ".join(programme.text.split())[:300],
        "icon": stylesheet.icon(brand),
        "style": Markup(style),  # noqa: S704  (our templates and checked colours)
        "policy": stylesheet.policy(style),
    }
    return stylesheet.fill(kit, PAGE, values)


def _card(entry: Entry, programme: Programme, cover: str) -> dict[str, Any]:
    workshop = next((w for w in programme.workshops if _came_of(entry, w)), None)
    order = list(FORMATS)
    files = sorted(
        entry.files, key=lambda file: (order.index(file.format) if file.format in order else 9, file.path)
    )
    return {
        **entry.page,
        "id": _anchor("guide", entry.slug),
        "cover": cover,
        "series": split_title(str(entry.page["title"]), str(entry.page["topic"]))["series"],
        "workshop": None if workshop is None else _origin(workshop),
        "files": [
            {"name": name, "en": english, "note": note(f), "address": quote(f.path)}
            for f in files
            for name, english in [FORMATS.get(f.format, (f.format.upper(), ""))]
        ],
    }


def _workshop(workshop: Workshop, entries: Sequence[Entry]) -> dict[str, Any]:
    guides = [entry for entry in entries if _came_of(entry, workshop)]
    return {
        **_origin(workshop),
        "participants": workshop.participants,
        "place": workshop.place,
        "text": workshop.text,
        "preparation": [
            {"title": link.title, "note": link.note, "url": link.url if _is_address(link.url) else ""}
            for link in workshop.preparation
        ],
        "guides": [
            {"id": _anchor("guide", e.slug), "title": e.page["title"], "lang": e.page["lang"]} for e in guides
        ],
        "is_announced": bool(workshop.guide) and not guides,
    }


def _origin(workshop: Workshop) -> dict[str, str]:
    return {
        "id": _anchor("workshop", workshop.id),
        "title": workshop.title,
        "date": workshop.date.isoformat(),
        "date_text": date_text(workshop.date, "de"),
        "year": str(workshop.date.year),
    }


def _came_of(entry: Entry, workshop: Workshop) -> bool:
    """Both may say so: the programme names the guide, or the guide its workshop."""
    named = entry.page["workshop"]
    return workshop.guide == entry.slug or bool(named and named.get("id") == workshop.id)


def split_title(title: str, topic: str = "") -> dict[str, str]:
    """Split `HowToMake … Leitungswechsel` into series and topic; other titles are topic alone."""
    if not topic:
        found = re.match(r"(HowToMake\s*(?:…|\.\.\.))\s*(.+)", title, re.DOTALL)
        topic = found[2] if found else title
    return {"series": title[: -len(topic)].strip() if title.endswith(topic) else "", "topic": topic}


def _missing(programme: Programme, entries: Sequence[Entry]) -> list[str]:
    """Return the planned titles that are really not there, whatever the list still says."""
    there = {_sortable(str(entry.page["title"])) for entry in entries}
    return [title for title in programme.planned if _sortable(title) not in there]


def _newest_first(workshops: Sequence[Workshop]) -> list[Workshop]:
    return sorted(workshops, key=lambda workshop: (workshop.date, workshop.id), reverse=True)


def _funding(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Return each acknowledgement once, in the order in which the guides bring them."""
    found = {entry["wording"]: _told(entry) for guide in entries for entry in guide.page["funding"]}
    return list(found.values())


def _told(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return what a catalogue says of an acknowledgement; logos are for the guides they were given for."""
    return {key: str(entry[key]) for key in ("id", "name", "wording", "url")}


def _anchor(kind: str, name: str) -> str:
    return kind + "-" + re.sub(r"[^\w-]+", "-", name)


def _is_address(url: str) -> bool:
    return re.match(r"(?i)https?://", url) is not None


def _sortable(text: str) -> str:
    """Fold a text so that Ö stands with O, as German lists have it (DIN 5007-1)."""
    folded = text.casefold().translate(str.maketrans("äöüé", "aoue"))
    return " ".join(folded.replace("...", "…").split())


# The data


def _data(entries: Sequence[Entry], programme: Programme) -> str:
    """Return catalogue.json: the same as the page, for programs.

    `format` (a number) · `programme` {title, text, publisher, contact, groups, offers, planned} ·
    `guides` by slug, each {slug, title, topic, subtitle, summary, audience, effort, version, date (ISO),
    status (review, released), lang, keywords, authors, licence {id, name, url, credit}, workshop (id or
    null), funding [{id, name, wording, url}], files [{format, path, size in bytes, sha256, pages or null}]} ·
    `workshops` by date, each {id, title, date, participants, place, text, preparation, guides (slugs)}.
    """
    whole = {
        "format": DATA_FORMAT,
        "programme": {
            "title": programme.title,
            "text": programme.text,
            "publisher": programme.publisher,
            "contact": programme.contact,
            "groups": [asdict(group) for group in programme.groups],
            "offers": [asdict(offer) for offer in programme.offers],
            "planned": _missing(programme, entries),
        },
        "guides": [_guide_data(entry) for entry in sorted(entries, key=lambda entry: entry.slug)],
        "workshops": [
            {
                **asdict(workshop),
                "date": workshop.date.isoformat(),
                "guides": sorted(entry.slug for entry in entries if _came_of(entry, workshop)),
            }
            for workshop in sorted(programme.workshops, key=lambda workshop: (workshop.date, workshop.id))
        ],
    }
    for workshop in whole["workshops"]:  # type: ignore[attr-defined]
        del workshop["guide"]
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _guide_data(entry: Entry) -> dict[str, Any]:
    page = entry.page
    told = (
        "title",
        "topic",
        "subtitle",
        "summary",
        "audience",
        "effort",
        "version",
        "date",
        "status",
        "lang",
    )
    return {
        "slug": entry.slug,
        **{key: page[key] for key in told},
        "keywords": list(page["keywords"]),
        "authors": list(page["authors"]),
        "licence": dict(page["licence"]),
        "workshop": page["workshop"]["id"] if page["workshop"] else None,
        "funding": [_told(funder) for funder in page["funding"]],
        "files": [asdict(file) for file in sorted(entry.files, key=lambda file: file.path)],
    }
