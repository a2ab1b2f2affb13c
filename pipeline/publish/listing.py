"""Listing: catalogue.json, the same as the pages, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pipeline.model.programme import Programme
from pipeline.publish.entry import Entry, File
from pipeline.publish.overview import came_of, missing, told

DATA_FORMAT = 1
"""Grows when a key goes or changes its meaning, not when one is added."""
_TOLD = (
    "title", "topic", "subtitle", "summary", "audience", "effort", "version", "date", "status", "lang",
)  # fmt: skip


def data(entries: Sequence[Entry], programme: Programme) -> str:
    """Return catalogue.json.

    `format` (a number) · `programme` {title, text, publisher, contact, groups, offers, planned} ·
    `guides` by slug, each {slug, page (address), title, topic, subtitle, summary, audience, roles, effort,
    version, date (ISO), status (review, released), lang, keywords, authors, licence {id, name, url, credit},
    workshop (id or null), funding [{id, name, wording, url}], sections [{id, heading}],
    changes [{version, date, text, withdrawn}], record (address of what was checked),
    files [{format, path, size in bytes, sha256, pages or null, checks (ids)}],
    versions [{version, date, files}], editions [{centre, name, city, files}]} ·
    `workshops` by date, each {id, title, date, participants, place, text, preparation, guides (slugs)}.
    """
    whole: dict[str, Any] = {
        "format": DATA_FORMAT,
        "programme": {
            "title": programme.title,
            "text": programme.text,
            "publisher": programme.publisher,
            "contact": programme.contact,
            "groups": [asdict(group) for group in programme.groups],
            "offers": [asdict(offer) for offer in programme.offers],
            "planned": missing(programme, entries),
        },
        "guides": [_guide(entry) for entry in sorted(entries, key=lambda entry: entry.slug)],
        "workshops": [
            {
                **asdict(workshop),
                "date": workshop.date.isoformat(),
                "guides": sorted(entry.slug for entry in entries if came_of(entry, workshop)),
            }
            for workshop in sorted(programme.workshops, key=lambda workshop: (workshop.date, workshop.id))
        ],
    }
    for workshop in whole["workshops"]:
        del workshop["guide"]
    return "{\n" + ",\n".join(f'"{key}": {_lines(value)}' for key, value in sorted(whole.items())) + "\n}\n"


def _lines(value: Any) -> str:
    """Return a value as JSON, one guide or workshop a line: indenting takes ten times as long."""
    if isinstance(value, list):
        rows = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in value)
        return f"[\n{rows}\n]"
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _guide(entry: Entry) -> dict[str, Any]:
    page = entry.page
    return {
        "slug": entry.slug,
        "page": entry.address,
        **{key: page[key] for key in _TOLD},
        "roles": list(page["roles"]),
        "keywords": list(page["keywords"]),
        "authors": list(page["authors"]),
        "licence": dict(page["licence"]),
        "workshop": page["workshop"]["id"] if page["workshop"] else None,
        "funding": [told(funder) for funder in page["funding"]],
        "sections": [dict(section) for section in page["sections"]],
        "changes": [
            {key: change[key] for key in ("version", "date", "text", "withdrawn")}
            for change in page["changes"]
        ],
        "record": entry.record,
        "files": _files(entry.files),
        "versions": [
            {"version": old.version, "date": old.date, "files": _files(old.files)} for old in entry.versions
        ],
        "editions": [
            {"centre": one.centre, "name": one.name, "city": one.city, "files": _files(one.files)}
            for one in entry.editions
        ],
    }


def _files(files: Sequence[File]) -> list[dict[str, Any]]:
    return [
        {
            "format": file.format,
            "path": file.path,
            "size": file.size,
            "sha256": file.sha256,
            "pages": file.pages,
            "checks": [check.id for check in file.checks],
        }
        for file in sorted(files, key=lambda file: file.path)
    ]
