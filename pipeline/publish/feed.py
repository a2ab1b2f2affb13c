"""Feed: new versions of guides for feed readers (RFC 4287), and the list of pages for search engines."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from pipeline.model.programme import Programme
from pipeline.publish.entry import Entry, ascending

MOST = 100
"""Entries: who comes back after a year finds the rest in the catalogue."""
_SPACE = uuid.UUID("6e8d1a2f-1d1c-5b0a-9a3e-7a3d6f1f4c55")
"""Of our ids: they must be the same wherever a catalogue lies (RFC 4287, 4.2.6), so no address is in them."""


@dataclass(frozen=True)
class _News:
    date: str
    slug: str
    version: str
    title: str
    text: str
    lang: str
    topics: tuple[str, ...]


def feed(entries: Sequence[Entry], programme: Programme, base: str) -> str:
    """Return feed.xml: each version that a guide tells of, newest first; times are the dates of the versions.

    Without an address of the catalogue (`base`) links are relative to the feed, and it does not name itself.
    """
    news = [one for entry in entries for one in _news(entry)]
    news.sort(key=lambda one: (one.date, one.slug, ascending(one.version)))
    newest = news[::-1][:MOST]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">',
        f"<title>{escape(programme.title)}: Leitfäden</title>",
        f"<subtitle>{escape('Neue Fassungen der Leitfäden / new versions of the guides')}</subtitle>",
        f"<id>{_id(programme, 'feed')}</id>",
        f"<updated>{newest[0].date}T00:00:00Z</updated>",
        f"<author><name>{escape(programme.publisher)}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(base or "index.html")}/>',
    ]
    if base:
        lines.append(f'<link rel="self" type="application/atom+xml" href={quoteattr(base + "feed.xml")}/>')
    for one in newest:
        lines += _entry(one, programme, base)
    return "\n".join([*lines, "</feed>"]) + "\n"


def _news(entry: Entry) -> Iterator[_News]:
    """Yield the current version and those before it that `changes` tells of."""
    page = entry.page
    told = {change["version"]: change for change in page["changes"]}
    current = {"version": page["version"], "date": page["date"], "text": page["summary"]}
    for version, change in {page["version"]: current, **told}.items():
        yield _News(
            page["date"] if version == page["version"] else change["date"],
            entry.slug,
            version,
            page["title"],
            change["text"],
            page["lang"],
            tuple(page["keywords"]),
        )


def _entry(one: _News, programme: Programme, base: str) -> list[str]:
    return [
        f'<entry xml:lang="{one.lang}">',
        f"<title>{escape(one.title)} ({escape(one.version)})</title>",
        f"<id>{_id(programme, one.slug, one.version)}</id>",
        f"<updated>{one.date}T00:00:00Z</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(_page(one, base))}/>',
        *(f"<category term={quoteattr(topic)}/>" for topic in one.topics),
        f"<summary>{escape(one.text or one.title)}</summary>",
        "</entry>",
    ]


def _page(one: _News, base: str) -> str:
    return base + quote(f"{one.slug}/" if base else f"{one.slug}/index.html")


def _id(programme: Programme, *names: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_SPACE, ' '.join([programme.publisher, *names]))}"


def sitemap(entries: Sequence[Entry], base: str) -> str:
    """Return sitemap.xml (sitemaps.org): the overview, each guide's page, and the guide itself."""
    newest = max((str(entry.page["date"]) for entry in entries), default="")
    pages = [(base, newest)]
    for entry in entries:
        pages.append((base + quote(f"{entry.slug}/"), str(entry.page["date"])))
        if page := entry.file("html"):
            pages.append((base + quote(page.path), str(entry.page["date"])))
    rows = [
        f"<url><loc>{escape(address)}</loc>" + (f"<lastmod>{date}</lastmod>" if date else "") + "</url>"
        for address, date in pages
    ]
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', head, *rows, "</urlset>"]) + "\n"
