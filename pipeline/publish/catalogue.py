"""Catalogue: all guides and the whole programme as pages, data and feed, and what pages need beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.publish import feed, guidepage, listing, overview, search
from pipeline.publish.entry import Entry, base, sortable
from pipeline.publish.look import Look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.programme import Programme

SCRIPT = "catalogue/catalogue.js"
COVERS = ("coral", "sun", "teal", "violet")


def catalogue(entries: Sequence[Entry], programme: Programme, kit: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of the catalogue by its path in dist/.

    None carries a date of its own: the same guides give the same bytes whenever they are built.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
    """
    ordered = sorted(entries, key=lambda entry: (sortable(str(entry.page["topic"])), entry.slug))
    return {name: text.encode() for name, text in _files(ordered, programme, Look(kit, ordered, programme))}


def _files(entries: Sequence[Entry], programme: Programme, look: Look) -> Iterator[tuple[str, str]]:
    address = base(look.brand)
    covers = {entry.slug: cover for entry, cover in zip(entries, cycle(COVERS), strict=False)}
    yield "catalogue.css", look.style
    yield "catalogue.js", _script(look.kit)
    yield "search.js", search.index(entries)
    yield "index.html", overview.page(entries, programme, look, covers)
    for entry in entries:
        yield entry.address, guidepage.page(entry, programme, look, covers[entry.slug])
        if address:
            yield f"{entry.slug}/{entry.slug}-qr.svg", guidepage.code(entry, address)
    yield "catalogue.json", listing.data(entries, programme)
    if entries:
        yield "feed.xml", feed.feed(entries, programme, address)
    if address:
        yield "sitemap.xml", feed.sitemap(entries, address)


def _script(kit: Mapping[str, bytes]) -> str:
    if SCRIPT not in kit:
        raise Trouble.at(
            f"templates/{SCRIPT}", _("The file is not there."), _("Take it anew from `howtomake init`.")
        )
    return kit[SCRIPT].decode("utf-8-sig").replace("\r\n", "\n")
