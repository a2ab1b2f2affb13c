"""The feed of new versions and the list for search engines."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from lxml import etree
from publish_samples import FIVE, PROGRAMME, entry, site

ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = [
    {"version": "1.0", "date": "2026-11-20", "date_text": "", "text": "Neu & gut.", "withdrawn": False},
    {"version": "0.9", "date": "2026-01-02", "date_text": "", "text": "Die <erste>.", "withdrawn": False},
]


def feed(entries: list[Any], address: str = "https://example.org/k") -> Any:
    """Return the feed as an element."""
    return etree.fromstring(site(entries, PROGRAMME, address)["feed.xml"])


def test_each_version_is_an_entry_newest_first() -> None:
    """The current one at the guide's own date, those before it at theirs; the newest dates the feed."""
    root = feed([entry(changes=CHANGES), *FIVE[:1]])
    told = [(e.findtext(f"{ATOM}title"), e.findtext(f"{ATOM}updated")) for e in root.iter(f"{ATOM}entry")]
    assert told == [
        ("HowToMake … eine Probe (1.0)", "2026-11-24T00:00:00Z"),
        ("HowToMake … kommunale Haushaltspolitik (1.0)", "2026-11-24T00:00:00Z"),
        ("HowToMake … eine Probe (0.9)", "2026-01-02T00:00:00Z"),
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-11-24T00:00:00Z"
    assert [e.findtext(f"{ATOM}summary") for e in root.iter(f"{ATOM}entry")][::2] == [
        "Neu & gut.",
        "Die <erste>.",
    ]


def test_ids_are_absolute_unlike_and_the_same_wherever_the_catalogue_lies() -> None:
    """RFC 4287, 4.2.6: an id never changes, wherever the feed moves."""
    here, there = (
        feed([entry(changes=CHANGES), *FIVE], address) for address in ("https://example.org/k", "")
    )
    ids = [e.text for e in here.iter(f"{ATOM}id")]
    assert ids == [e.text for e in there.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 8
    for text in ids:
        assert uuid.UUID(text.removeprefix("urn:uuid:")).version == 5


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("", ["index.html", "probe/index.html"]),
        ("https://example.org/k", ["https://example.org/k/", "https://example.org/k/feed.xml", "https://example.org/k/probe/"]),
    ],
)  # fmt: skip
def test_links_are_relative_until_an_address_is_known(address: str, links: list[str]) -> None:
    """No host is made up."""
    root = feed([entry()], address)
    assert [link.get("href") for link in root.iter(f"{ATOM}link")] == links


def test_what_the_standard_asks_for_is_there() -> None:
    """RFC 4287, 4.1: id, title, updated, author; entries link to something."""
    root = feed(FIVE)
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    for one in root.iter(f"{ATOM}entry"):
        assert one.find(f"{ATOM}link").get("rel") == "alternate"
        assert None not in [one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary")]


def test_no_guide_no_feed() -> None:
    """An empty feed would have to make up a date."""
    assert "feed.xml" not in site([])


def test_the_sitemap_has_every_page_with_its_date() -> None:
    """The overview, each guide's page and its web version; only where an address is known."""
    root = etree.fromstring(site([entry()])["sitemap.xml"])
    assert [(u[0].text, u[1].text) for u in root] == [
        ("https://example.org/katalog/", "2026-11-24"),
        ("https://example.org/katalog/probe/", "2026-11-24"),
        ("https://example.org/katalog/probe/probe.html", "2026-11-24"),
    ]
    assert "sitemap.xml" not in site([entry()], PROGRAMME, "")
