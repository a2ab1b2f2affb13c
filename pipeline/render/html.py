"""HTML: the settled tree as one page that brings its styles, fonts, pictures and script along."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.engine import pandoc
from pipeline.messages import _
from pipeline.model.document import Document, Node
from pipeline.model.problem import Trouble
from pipeline.render import logos, stylesheet, tree
from pipeline.render.htmltree import IMPRINT, fill_in, for_html

PAGE = "html/guide.html.jinja"
STYLE = "html/guide.css.jinja"
SCRIPT = "html/guide.js"

_FACES = {"text 400 normal", "text 700 normal", "display 800 normal"}
"""What every page shows; further faces only where the text uses them, for each adds 70 KB."""


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:  # noqa: ARG001  (the date is in `page`)
    """Return the guide as one HTML file in UTF-8.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
        ToolFailure: pandoc is missing or failed.
    """
    from markupsafe import Markup

    page = document.page
    filled = fill_in(written(for_html(document)), document.pictures)
    body, _mark, imprint = filled.partition(IMPRINT)
    brand = page["brand"]
    longest = stylesheet.longest(kit, brand, str(page["topic"]))
    style = stylesheet.css(kit, STYLE, brand, _faces(document), longest=longest)
    script = _script(kit)
    values = {
        **page,
        "slug": document.guide.slug,
        "tag": document.guide.front.lang,
        "series": series(page),
        "title_funding": logos.titled(page, lambda name: _address(document.pictures[name])),
        "body": Markup(body.strip()),  # noqa: S704  (pandoc's own HTML of the harmless tree)
        "imprint": Markup(imprint.strip()),  # noqa: S704  (the same)
        "style": Markup(style),  # noqa: S704  (our templates and checked colours)
        "script": Markup(script),  # noqa: S704  (our own file)
        "icon": stylesheet.icon(brand),
        "policy": stylesheet.policy(style, script),
        "schema": Markup(stylesheet.data(_schema(document))),  # noqa: S704  (`data` leaves no < in it)
    }
    return stylesheet.fill(kit, PAGE, values).encode()


def written(blocks: list[Node]) -> str:
    """Let pandoc write the blocks of `htmltree.for_html`; pictures are stand-ins yet."""
    whole = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    options = {"wrap_text": "none"}
    data = json.dumps(whole, ensure_ascii=False).encode()
    return pandoc.convert(data, source="json", target="html5", options=options).decode()


def _script(kit: Mapping[str, bytes]) -> str:
    if SCRIPT not in kit:
        raise Trouble.at(
            f"templates/{SCRIPT}", _("The file is not there."), _("Take it anew from `howtomake init`.")
        )
    return kit[SCRIPT].decode("utf-8-sig").replace("\r\n", "\n")


def _faces(document: Document) -> set[str]:
    """Return the font faces this guide needs."""
    return _FACES | set(_slanted(document.blocks, bold=False))


def _slanted(part: Any, *, bold: bool) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for child in part:
            yield from _slanted(child, bold=bold)
    elif isinstance(part, dict):
        if part.get("t") == "Emph":
            yield (
                "text 700 italic"
                if bold or any(n["t"] == "Strong" for n in tree.walk(part))
                else "text 400 italic"
            )
        yield from _slanted(part.get("c"), bold=bold or part.get("t") in {"Strong", "Header"})


def series(page: Mapping[str, Any]) -> str:
    """Return how the title begins where it begins with the series' name, so that it is printed as typed."""
    title, topic = str(page["title"]), str(page["topic"])
    return title[: -len(topic)].strip() if topic and title.endswith(topic) else ""


def _address(picture: bytes) -> str:
    """Return a picture as an address that holds it."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _schema(document: Document) -> dict[str, Any]:
    """Describe the guide for search engines (https://schema.org/HowTo); only what is known is said."""
    page = document.page
    steps = [
        {"@type": "HowToStep", "position": number, "name": name}
        for number, name in enumerate(_steps(document.blocks), start=1)
    ]
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "HowTo" if steps else "CreativeWork",
        "name": page["title"],
        "alternativeHeadline": page["subtitle"],
        "description": page["description"],
        "inLanguage": document.guide.front.lang,
        "license": page["licence"]["url"],
        "dateModified": page["date"],
        "version": page["version"],
        "keywords": page["keywords"],
        "creativeWorkStatus": page["status_text"],
        "author": [{"@type": "Organization", "name": name} for name in page["authors"]],
        "publisher": {"@type": "Organization", "name": page["publisher"], "url": page["website"]},
        "funder": [{"@type": "Organization", "name": f["name"], "url": f["url"]} for f in page["funding"]],
        "step": steps,
        "isAccessibleForFree": True,
    }
    if page["audience"]:
        about["audience"] = {"@type": "Audience", "audienceType": page["audience"]}
    return {key: value for key, value in about.items() if value}


def _steps(blocks: tuple[Node, ...]) -> Iterator[str]:
    for node in blocks:
        if "step" in tree.classes(node) and node["c"][1] and node["c"][1][0]["t"] == "Header":
            inlines = node["c"][1][0]["c"][2]
            first = 1 if inlines and "step-number" in tree.classes(inlines[0]) else 0
            yield tree.text(inlines[first:]).strip()
