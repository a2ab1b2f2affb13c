"""Imprint: the last section of every guide, with the acknowledgement stamped into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.messages import for_guide
from pipeline.model.document import Node
from pipeline.model.funder import Spot
from pipeline.render import tree


def _(text: str) -> str:
    """Mark a word for translation; `imprint` translates it into the guide's language."""
    return text


ID = "imprint"
WIDTH = "14%"
"""Of the text; some two centimetres, read from an arm's length. PDFs have a column for it."""


def imprint(page: dict[str, Any], code: str = "") -> list[Node]:
    """Return heading and content of the imprint.

    The wording of each funder is one paragraph, letter by letter as in its profile. `code` is the name
    of a picture with the QR code of the address where the current version is.
    """
    lang = str(page["lang"])

    def say(text: str) -> str:
        return for_guide(lang, text)

    lines = [_fact(label, value) for label, value in _facts(page, say) if value]
    stamped = [acknowledgement(entry, Spot.IMPRINT) for entry in at(page, Spot.IMPRINT)]
    made = say(
        _(
            "This guide was set from workshop notes with howtomake. "
            "Sections and wording are the editors’; nothing was added by a machine."
        )
    )
    heading = tree.header(1, ID, str(page["words"]["imprint"]))
    ways = [_current(page, code, say)] if code else []
    return [heading, tree.div([ID], [*lines, _licence(page, say), *stamped, tree.para(made), *ways])]


def at(page: Mapping[str, Any], spot: Spot) -> list[dict[str, Any]]:
    """Return the funders whose acknowledgement stands at a spot."""
    return [entry for entry in page["funding"] if spot.value in entry["spots"]]


def acknowledgement(entry: Mapping[str, Any], spot: Spot) -> Node:
    """Return the acknowledgement of one funder: logos, wording, and in the imprint what goes with it."""
    lang = {"lang": entry["lang"]} if entry["lang"] else {}
    blocks = [tree.para(entry["wording"])]
    if entry["logos"] and spot is Spot.IMPRINT:
        blocks.insert(0, _logos(entry))
    if entry["disclaimer"] and spot is Spot.IMPRINT:
        blocks.append(tree.para(entry["disclaimer"]))
    return tree.div(["funding"], blocks, data_funder=entry["id"], data_spot=spot.value, **lang)


def _logos(entry: Mapping[str, Any]) -> Node:
    """Return the logos in one line, each leading to whom it stands for."""
    said = [tree.para(entry["lead_in"])] if entry["lead_in"] else []
    return tree.div(["logos"], [*said, tree.para(logo_row(entry))], data_funder=entry["id"])


def logo_row(entry: Mapping[str, Any], gap: str = " ") -> list[Node]:
    """Return the logos of a funder as inlines, with a gap between them."""
    row: list[Node] = []
    for logo in entry["logos"]:
        size = tree.attr(width=f"{logo['width']}mm", height=f"{logo['height']}mm")
        image = {"t": "Image", "c": [size, tree.words(logo["alt"]), [logo["name"], ""]]}
        link = {"t": "Link", "c": [tree.attr(), [image], [logo["link"], ""]]}
        row += [{"t": "Space"} if gap == " " else {"t": "Str", "c": gap}, link if logo["link"] else image]
    return row[1:]


def _current(page: dict[str, Any], code: str, say: Any) -> Node:
    """Return the QR code as a figure; its caption says in letters where it leads."""
    address = page["address"]
    alt = say(_("QR code that leads to {address}")).format(address=address)
    image = {"t": "Image", "c": [tree.attr(width=WIDTH), tree.words(alt), [code, ""]]}
    link = {"t": "Link", "c": [tree.attr(), tree.words(address), [address, ""]]}
    caption = [*tree.words(say(_("The current version:"))), {"t": "Space"}, link]
    figure = [tree.attr(), [None, [{"t": "Plain", "c": caption}]], [{"t": "Plain", "c": [image]}]]
    return {"t": "Figure", "c": figure}


def _facts(page: dict[str, Any], say: Any) -> list[tuple[str, str]]:
    workshop = page["workshop"]
    origin = ""
    if workshop:
        origin = f"{workshop['title']}, {workshop['date_text']}"
        if workshop["participants"]:
            origin += f" ({workshop['participants']})"
    version = f"{page['version']} · {page['date_text']}"
    if page["status_text"]:
        version += f" · {page['status_text']}"
    return [
        (page["words"]["publisher"], page["publisher"]),
        (say(_("Text")), ", ".join(page["authors"])),
        (page["words"]["workshop"], origin),
        (page["words"]["version"], version),
        (say(_("Contact")), page["contact"]),
    ]


def _fact(label: str, value: str) -> Node:
    strong = {"t": "Strong", "c": tree.words(f"{label}:")}
    return tree.para([strong, {"t": "Space"}, *tree.words(value)])


def _licence(page: dict[str, Any], say: Any) -> Node:
    licence = page["licence"]
    link = {"t": "Link", "c": [tree.attr(), tree.words(licence["name"]), [licence["url"], ""]]}
    strong = {"t": "Strong", "c": tree.words(f"{page['words']['licence']}:")}
    credit = say(_("Adapt and pass on, named like this: {credit}.")).format(credit=licence["credit"])
    excluded = say(_("Logos and pictures of people are excluded."))
    return tree.para(
        [
            strong,
            {"t": "Space"},
            link,
            {"t": "Str", "c": "."},
            {"t": "Space"},
            *tree.words(f"{credit} {excluded}"),
        ]
    )
