"""Catalogue: all guides and the whole programme as pages, data and feed, and what pages need beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, cycle
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


def catalogue(
    entries: Sequence[Entry],
    programme: Programme,
    kit: Mapping[str, bytes],
    *,
    current: Collection[str] = (),
) -> dict[str, bytes]:
    """Return every file of the catalogue by its path in dist/, but those of guides that are `current`.

    None carries a date of its own: the same guides give the same bytes whenever they are built.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
    """
    ordered = _ordered(entries)
    look = Look(kit, ordered, programme)
    whole = _whole(ordered, programme, look)
    colours = covers(ordered)
    moved = [entry for entry in ordered if entry.slug not in current]
    own = (file for entry in moved for file in _own(entry, programme, look, colours[entry.slug]))
    return {name: text.encode() for name, text in chain(whole, own)}


def covers(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the colour of each guide's cover by its slug."""
    return {entry.slug: cover for entry, cover in zip(_ordered(entries), cycle(COVERS), strict=False)}


def _ordered(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (sortable(str(entry.page["topic"])), entry.slug))


def _own(entry: Entry, programme: Programme, look: Look, cover: str) -> Iterator[tuple[str, str]]:
    yield entry.address, guidepage.page(entry, programme, look, cover)
    if address := base(look.brand):
        yield entry.picture, guidepage.code(entry, address)


def _whole(entries: Sequence[Entry], programme: Programme, look: Look) -> Iterator[tuple[str, str]]:
    address = base(look.brand)
    yield "catalogue.css", look.style
    yield "catalogue.js", _script(look.kit)
    yield "search.js", search.index(entries)
    yield "index.html", overview.page(entries, programme, look, covers(entries))
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
