"""Guide page: what one guide is for, what came of it, how to get it and how to credit it."""

from __future__ import annotations

import datetime
import io
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pipeline.model.programme import Programme
from pipeline.publish import schemaorg
from pipeline.publish.entry import Edition, Entry, Version, ascending, base, shown, split_title
from pipeline.publish.look import Look
from pipeline.publish.overview import funding, origin
from pipeline.render import stylesheet
from pipeline.render.page import date_text

PAGE = "catalogue/guide.html.jinja"
UP = "../"


def page(entry: Entry, programme: Programme, look: Look, cover: str) -> str:
    """Return the page of a guide; it lies in the guide's folder."""
    from markupsafe import Markup

    address, about = base(look.brand), entry.page
    web = entry.file("html")
    change = next((c for c in about["changes"] if c["version"] == about["version"]), None)
    schema = stylesheet.data(schemaorg.guide(entry, programme, address))
    values = look.values(
        str(about["topic"]),
        UP,
        guide={
            **about,
            "slug": entry.slug,
            "series": split_title(str(about["title"]), str(about["topic"]))["series"],
            "workshop": origin(entry, programme),
            "sections": [s for s in about["sections"] if s["id"] != "imprint"],
        },
        cover=cover,
        web=UP + quote(web.path) if web else "",
        files=shown(entry.files, UP),
        record=UP + quote(entry.record),
        change=change,
        history=_history(entry),
        editions=[_edition(edition) for edition in entry.editions],
        topics=[
            {"name": word, "address": f"{UP}index.html?thema={quote(word)}#leitfaeden"}
            for word in about["keywords"]
        ],
        funding=funding([entry]),
        description=" ".join(str(about["description"]).split())[:300],
        canonical=address and address + quote(f"{entry.slug}/"),
        code=UP + quote(entry.picture) if address else "",
        drawing=Markup(_drawn(address + quote(f"{entry.slug}/"), inside=True)) if address else "",  # noqa: S704  (segno's own)
        schema=Markup(schema),  # noqa: S704  (`data` leaves no < in it)
    )  # fmt: skip
    return stylesheet.fill(look.kit, PAGE, values)


def _history(entry: Entry) -> list[dict[str, Any]]:
    """Return the versions before this one, newest first: what they brought, and their files if kept."""
    about = entry.page
    told = {c["version"]: c for c in about["changes"] if c["version"] != about["version"]}
    kept = {version.version: version for version in entry.versions}
    rows = [
        {
            "version": name,
            "date": (date := told[name]["date"] if name in told else kept[name].date),
            "date_text": date_text(datetime.date.fromisoformat(date), "de"),
            "text": told[name]["text"] if name in told else "",
            "withdrawn": name in told and told[name]["withdrawn"],
            "files": _files(kept.get(name)),
        }
        for name in {**told, **kept}
    ]
    return sorted(rows, key=lambda row: (row["date"], ascending(row["version"])), reverse=True)


def _files(version: Version | None) -> list[dict[str, Any]]:
    return shown(version.files, UP) if version else []


def _edition(edition: Edition) -> dict[str, Any]:
    return {"name": edition.name, "city": edition.city, "files": shown(edition.files, UP)}


def code(entry: Entry, address: str) -> str:
    """Return the QR code that leads to the page of a guide, as a picture to print anywhere."""
    return _drawn(address + quote(f"{entry.slug}/"), inside=False)


def _drawn(address: str, *, inside: bool) -> str:
    out = io.BytesIO()
    _code(address).save(
        out,
        kind="svg",
        border=4,
        scale=1 if inside else 8,
        dark="#000",
        light="#fff",
        xmldecl=not inside,
        omitsize=inside,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return out.getvalue().decode()


@lru_cache(maxsize=2)
def _code(address: str) -> Any:
    """Return the code of an address: it takes longer than the whole page, and is drawn twice."""
    import segno

    return segno.make_qr(address, error="m")
