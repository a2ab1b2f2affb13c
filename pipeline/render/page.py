"""Page: the plain values that title pages and page heads print, the same for every format."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.guide.frontmatter import LICENCES
from pipeline.messages import for_guide
from pipeline.model.document import Node
from pipeline.model.funder import Funder, Spot
from pipeline.model.guide import SERIES, FrontMatter, Status
from pipeline.model.programme import Workshop
from pipeline.render import logos, tree
from pipeline.render.logos import Mark

_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def _(text: str) -> str:
    """Mark a word for translation; `page` translates it into the guide's language."""
    return text


_WORDS = {
    "contents": _("Contents"),
    "page": _("Page"),
    "of": _("of"),
    "audience": _("For whom"),
    "effort": _("Effort"),
    "version": _("Version"),
    "date": _("Date"),
    "licence": _("Licence"),
    "funding": _("Funding"),
    "imprint": _("Imprint"),
    "workshop": _("From the workshop"),
    "skip": _("Skip to content"),
    "tip": _("Tip"),
    "warning": _("Watch out"),
    "example": _("Example"),
    "top": _("Back to top"),
    "table": _("Table"),
    "done": _("done"),
    "open": _("open"),
    "step": _("Step"),
    "publisher": _("Published by"),
    "summary": _("In brief"),
    "slot": _("fill in your own"),
    "footnotes": _("Footnotes"),
}

_STATUS = {
    Status.DRAFT: _("Draft"),
    Status.REVIEW: _("Sample – under review"),
    Status.RELEASED: "",
}


def date_text(date: datetime.date, lang: str) -> str:
    """Return a date in words: `27. September 2022`, `27 September 2022`; ISO in other languages."""
    months = _MONTHS.get(lang.split("-", maxsplit=1)[0])
    if months is None:
        return date.isoformat()
    dot = "." if lang.startswith("de") else ""
    return f"{date.day}{dot} {months[date.month - 1]} {date.year}"


def page(
    front: FrontMatter,
    blocks: Sequence[Node],
    funders: Sequence[Funder],
    workshop: Workshop | None,
    brand: Mapping[str, Any],
    marks: Mapping[str, Mark],
) -> dict[str, Any]:
    """Return the values that templates print; keys are described in CONTRIBUTING.md."""
    language, _dash, region = front.lang.partition("-")
    return {
        "lang": language,
        "region": region.upper(),
        "title": front.title,
        "series": SERIES,
        "topic": front.topic,
        "subtitle": front.subtitle,
        "summary": front.summary,
        "audience": front.audience,
        "roles": list(front.roles),
        "effort": front.effort,
        "version": front.version,
        "date": front.date.isoformat(),
        "date_text": date_text(front.date, front.lang),
        "status": front.status.value,
        "status_text": for_guide(front.lang, _STATUS[front.status]) if _STATUS[front.status] else "",
        "authors": list(front.authors),
        "description": front.description or front.summary,
        "keywords": list(front.keywords),
        "changes": [
            {
                "version": change.version,
                "date": change.date.isoformat(),
                "date_text": date_text(change.date, front.lang),
                "text": change.text,
                "withdrawn": change.withdrawn,
            }
            for change in sorted(
                front.changes, key=lambda one: (one.date, one.version == front.version), reverse=True
            )
        ],
        "contact": front.contact,
        "publisher": brand["publisher"],
        "website": brand["website"],
        "address": str(brand.get("catalogue") or ""),
        "licence": licence(front, brand),
        "workshop": _workshop(workshop, front.lang),
        "funding": [_funding(funder, funders, front.lang, marks) for funder in funders],
        "sections": [
            {"id": node["c"][1][0], "heading": tree.text(node["c"][2])}
            for node in blocks
            if node["t"] == "Header" and node["c"][0] == 1
        ],
        "words": {key: for_guide(front.lang, word) for key, word in _WORDS.items()},
        "brand": dict(brand),
    }


def _funding(
    funder: Funder, funders: Sequence[Funder], lang: str, marks: Mapping[str, Mark]
) -> dict[str, Any]:
    """Return what templates print of a profile; `spots` says where."""
    (foot,) = funder.texts(Spot.EVERY_PAGE, lang)
    return {
        "id": funder.id,
        "name": funder.name,
        "wording": funder.worded(lang),
        "lang": "" if funder.language(lang) == lang.split("-", maxsplit=1)[0] else funder.language(lang),
        "foot": foot if Spot.EVERY_PAGE in funder.spots else "",
        "lead_in": funder.lead_in,
        "disclaimer": funder.disclaimer,
        "spots": [spot.value for spot in funder.spots],
        "logos": logos.shown(funder, funders, marks),
        "url": funder.url,
    }


def licence(front: FrontMatter, brand: Mapping[str, Any]) -> dict[str, str]:
    """Return the licence's id, name, address, and the credit it asks for (title, author, licence)."""
    name = front.licence.replace("-", " ").replace("CC BY SA", "CC BY-SA")
    author = ", ".join(front.authors) or str(brand["publisher"])
    credit = f"„{front.title}“, {author}, {name}" if front.lang.startswith("de") else (
        f"“{front.title}”, {author}, {name}"
    )  # fmt: skip
    return {"id": front.licence, "name": name, "url": LICENCES[front.licence], "credit": credit}


def _workshop(workshop: Workshop | None, lang: str) -> dict[str, str] | None:
    if workshop is None:
        return None
    return {
        "id": workshop.id,
        "title": workshop.title,
        "date": workshop.date.isoformat(),
        "date_text": date_text(workshop.date, lang),
        "participants": workshop.participants,
    }
