"""Sheet: the checklist of a guide as a document of its own, on one page to print, to tick and to pass on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.messages import for_guide
from pipeline.model.document import Document, Node
from pipeline.render import code, pdf, tree


def _(text: str) -> str:
    """Mark a word for translation; `sheet` translates it into the guide's language."""
    return text


ID = "checklist"
MAIN = '#import "guide.typ": *\n#show: sheet\n#include "body.typ"\n'


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return the PDF of what `sheet` made; its look is `sheet` of templates/typst/guide.typ."""
    return pdf.typeset(document, kit, MAIN, epoch=epoch)


def sheet(document: Document) -> Document | None:
    """Return the checklist of a guide with a title of its own; None where there is nothing to tick.

    Of all else in the guide it says the title, the version, the credit and the acknowledgements, in `page`.
    """
    blocks = _section(document.blocks)
    if not any("box" in tree.classes(node) for node in tree.walk(blocks)):
        return None
    blocks = _alone(blocks)
    heading = tree.text(blocks[0]["c"][2])
    page, pictures = _page(document.page, heading), dict(document.pictures)
    if page["address"]:
        page["sheet"]["code"], pictures[page["sheet"]["code"]] = code.qr(page["address"])
    shown = {node["c"][2][0] for node in tree.walk(blocks) if node["t"] == "Image"}
    shown |= {logo["name"] for entry in page["funding"] for logo in entry["logos"]}
    shown.add(page["sheet"]["code"])
    return dataclasses.replace(
        document,
        blocks=tuple(blocks),
        pictures={name: data for name, data in pictures.items() if name in shown},
        funders=tuple(funder.on_a_page() for funder in document.funders),
        page=page,
    )


def _section(blocks: Sequence[Node]) -> list[Node]:
    """Return the section with its heading, without the acknowledgement that may stand behind the last one."""
    found: list[Node] = []
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            if found:
                break
            if block["c"][1][0] == ID:
                found.append(block)
        elif found and "funding" not in tree.classes(block):
            found.append(block)
    return found


def _alone(blocks: Sequence[Node]) -> list[Node]:
    """Return a section that needs nothing of its guide: links lead out or within, notes stand in the text."""
    here = {f"#{node['c'][-2][0]}" for node in tree.walk(blocks) if node["t"] == "Header"}
    here |= {f"#{node['c'][0][0]}" for node in tree.walk(blocks) if node["t"] in {"Div", "Span"}}

    def change(node: Node) -> Node | list[Node]:
        if node["t"] == "Link" and node["c"][2][0].startswith("#") and node["c"][2][0] not in here:
            return list(node["c"][1])
        if node["t"] == "Note":
            return [{"t": "Space"}, *tree.words(f"({' '.join(tree.text(node['c']).split())})")]
        return node

    return list(tree.rewrite(list(blocks), change))


def _page(page: Mapping[str, Any], heading: str) -> dict[str, Any]:
    """Return the values of the guide's title page, with the sheet's own title.

    `sheet` holds `of` (what stands above the heading), `facts` (version, date, status), `code` (the name of
    the QR code among the pictures, or nothing), `leads` (what it says) and `current` (what stands beside it).
    """
    lang = str(page["lang"])

    def say(text: str) -> str:
        return for_guide(lang, text)

    name, title = say(_("Checklist")), str(page["title"])
    version = f"{page['words']['version']} {page['version']}"
    facts = [version, page["date_text"], page["status_text"]]
    return {
        **page,
        "title": f"{name}: {title}",
        "description": say(_("The checklist of “{title}” on a page of its own.")).format(title=title),
        "sections": [{"id": ID, "heading": heading}],
        "sheet": {
            "of": title if name.casefold() in heading.casefold() else f"{name} · {title}",
            "facts": [fact for fact in facts if fact],
            "code": "",
            "leads": say(_("QR code that leads to {address}")).format(address=page["address"]),
            "current": say(_("The current version:")),
        },
    }
