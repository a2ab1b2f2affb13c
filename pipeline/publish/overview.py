"""Overview: the page of the whole programme; guides, workshops and groups, each leading to the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.model.programme import Programme, Workshop
from pipeline.publish import schemaorg
from pipeline.publish.entry import ARCHIVE, Entry, anchor, base, shown, sortable, split_title
from pipeline.publish.look import Look
from pipeline.render import stylesheet
from pipeline.render.page import date_text

PAGE = "catalogue/index.html.jinja"
_STATUS = {"released": "Freigegeben", "review": "Muster, in Durchsicht"}


def page(entries: Sequence[Entry], programme: Programme, look: Look, covers: Mapping[str, str]) -> str:
    """Return index.html."""
    from markupsafe import Markup

    address = base(look.brand)
    schema = stylesheet.data(schemaorg.programme(programme, entries, address))
    values = look.values(
        programme.title,
        "",
        guides=[_card(entry, programme, covers[entry.slug]) for entry in entries],
        facets=_facets(entries),
        workshops=[_workshop(workshop, entries) for workshop in _newest_first(programme.workshops)],
        planned=[split_title(title) for title in missing(programme, entries)],
        funding=funding(entries),
        description=" ".join(programme.text.split())[:300],
        archive=ARCHIVE if entries else "",
        canonical=address,
        schema=Markup(schema),  # noqa: S704  (`data` leaves no < in it)
    )
    return stylesheet.fill(look.kit, PAGE, values)


def _card(entry: Entry, programme: Programme, cover: str) -> dict[str, Any]:
    pdf = [file for file in shown(entry.files) if file["format"] == "pdf"]
    return {
        **entry.page,
        "id": anchor("guide", entry.slug),
        "slug": entry.slug,
        "cover": cover,
        "series": split_title(str(entry.page["title"]), str(entry.page["topic"]))["series"],
        "address": quote(entry.address),
        "web": quote(file.path) if (file := entry.file("html")) else "",
        "pdf": pdf[0] if pdf else None,
        "others": ", ".join(file["name"] for file in shown(entry.files) if file["format"] != "pdf"),
        "workshop": origin(entry, programme),
        "values": {name: f"|{'|'.join(values)}|" for name, values in _values(entry.page).items()},
    }


def _facets(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the filters: each value with how many guides have it; one value alone is no choice."""
    counts = {"thema": Counter[str](), "rolle": Counter[str](), "stand": Counter[str]()}
    for entry in entries:
        for name, values in _values(entry.page).items():
            counts[name].update(values)
    return [
        {"name": name, "de": german, "en": english, "values": sorted(counts[name].items(), key=_first)}
        for name, german, english in (
            ("thema", "Thema", "Topic"),
            ("rolle", "Für wen", "For whom"),
            ("stand", "Stand", "Status"),
        )
        if len(entries) > 1 and len(counts[name]) > 1
    ]


def _values(about: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by what a guide is filtered."""
    stand = _STATUS.get(about["status"], str(about["status"]))
    return {"thema": about["keywords"], "rolle": about["roles"], "stand": [stand]}


def _first(counted: tuple[str, int]) -> str:
    return sortable(counted[0])


def _workshop(workshop: Workshop, entries: Sequence[Entry]) -> dict[str, Any]:
    guides = [entry for entry in entries if came_of(entry, workshop)]
    return {
        **_named(workshop),
        "participants": workshop.participants,
        "place": workshop.place,
        "text": workshop.text,
        "preparation": [
            {"title": link.title, "note": link.note, "url": link.url if _is_address(link.url) else ""}
            for link in workshop.preparation
        ],
        "guides": [
            {"address": quote(e.address), "title": e.page["title"], "lang": e.page["lang"]} for e in guides
        ],
        "is_announced": bool(workshop.guide) and not guides,
    }


def origin(entry: Entry, programme: Programme) -> dict[str, str] | None:
    """Return the workshop a guide came of, as pages name it."""
    workshop = next((w for w in programme.workshops if came_of(entry, w)), None)
    return None if workshop is None else _named(workshop)


def _named(workshop: Workshop) -> dict[str, str]:
    return {
        "id": anchor("workshop", workshop.id),
        "title": workshop.title,
        "date": workshop.date.isoformat(),
        "date_text": date_text(workshop.date, "de"),
        "participants": workshop.participants,
    }


def came_of(entry: Entry, workshop: Workshop) -> bool:
    """Both may say so: the programme names the guide, or the guide its workshop."""
    named = entry.page["workshop"]
    return workshop.guide == entry.slug or bool(named and named.get("id") == workshop.id)


def missing(programme: Programme, entries: Sequence[Entry]) -> list[str]:
    """Return the planned titles that are really not there, whatever the list still says."""
    there = {sortable(str(entry.page["title"])) for entry in entries}
    return [title for title in programme.planned if sortable(title) not in there]


def _newest_first(workshops: Sequence[Workshop]) -> list[Workshop]:
    return sorted(workshops, key=lambda workshop: (workshop.date, workshop.id), reverse=True)


def funding(entries: Sequence[Entry]) -> list[dict[str, str]]:
    """Return each acknowledgement once, in the order in which the guides bring them."""
    found = {entry["wording"]: told(entry) for guide in entries for entry in guide.page["funding"]}
    return list(found.values())


def told(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return what a catalogue says of an acknowledgement; logos are for the guides they were given for."""
    return {key: str(entry[key]) for key in ("id", "name", "wording", "url")}


def _is_address(url: str) -> bool:
    return re.match(r"(?i)https?://", url) is not None
