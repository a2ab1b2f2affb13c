"""Schema.org: what search engines are told of the programme and of each guide; only what is known is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.model.programme import Programme
from pipeline.publish.entry import Entry, File

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "epub": "application/epub+zip",
    "checklist": "application/pdf",
}


def programme(about: Programme, entries: Sequence[Entry], base: str) -> dict[str, Any]:
    """Return the collection with its guides; addresses are relative where none of the catalogue is known."""
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": about.title,
        "description": " ".join(about.text.split()),
        "inLanguage": "de",
        "publisher": {"@type": "Organization", "name": about.publisher},
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(entries),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": entry.page["title"],
                    "url": base + quote(entry.address),
                }
                for number, entry in enumerate(entries, start=1)
            ],
        },
        **({"url": base} if base else {}),
    }


def guide(entry: Entry, about: Programme, base: str) -> dict[str, Any]:
    """Return a guide with its files (https://schema.org/MediaObject)."""
    page = entry.page
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": page["title"],
        "alternativeHeadline": page["subtitle"],
        "description": page["description"],
        "inLanguage": "-".join(part for part in (page["lang"], page["region"]) if part),
        "license": page["licence"]["url"],
        "creditText": page["licence"]["credit"],
        "version": page["version"],
        "dateModified": page["date"],
        "creativeWorkStatus": page["status_text"],
        "keywords": page["keywords"],
        "isAccessibleForFree": True,
        "author": [{"@type": "Organization", "name": name} for name in page["authors"]],
        "publisher": {"@type": "Organization", "name": about.publisher},
        "funder": [_organisation(funder) for funder in page["funding"]],
        "encoding": [_file(file, base or "../") for file in entry.files],
        "url": base + quote(f"{entry.slug}/") if base else "",
        "isPartOf": {"@type": "CreativeWorkSeries", "name": about.title},
    }
    if page["audience"]:
        said["audience"] = {"@type": "Audience", "audienceType": page["audience"]}
    if shop := page["workshop"]:
        said["isBasedOn"] = {"@type": "Event", "name": shop["title"], "startDate": shop["date"]}
    return {key: value for key, value in said.items() if value}


def _organisation(funder: Mapping[str, Any]) -> dict[str, str]:
    known = {"@type": "Organization", "name": funder["name"], "url": funder["url"]}
    return {key: value for key, value in known.items() if value}


def _file(file: File, base: str) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "contentUrl": base + quote(file.path),
        "encodingFormat": KINDS.get(file.format, "application/octet-stream"),
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
