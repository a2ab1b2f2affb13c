"""A guide's page: everything one must know before downloading it, and afterwards."""

from __future__ import annotations

import dataclasses
import io
import json

import pytest
from publish_samples import FILES, PAGE, PROGRAMME, WORDING, entry, site, tree, words

from pipeline.publish.entry import Edition, Entry, File, Version

CHANGES = [
    {"version": "1.0", "date": "2026-11-24", "date_text": "24. November 2026", "text": "Neue Checkliste.", "withdrawn": False},
    {"version": "0.9", "date": "2026-01-02", "date_text": "2. Januar 2026", "text": "Erste Fassung.", "withdrawn": False},
    {"version": "0.8", "date": "2025-01-02", "date_text": "2. Januar 2025", "text": "Probelauf.", "withdrawn": True},
]  # fmt: skip
OLD = Version("0.9", "2026-01-02", (File("pdf", "probe/versions/0.9/probe.pdf", 1000, "d" * 64, 3),))


def page(guide: Entry | None = None, address: str = "") -> str:
    """Return the page of a guide."""
    return site([guide or entry()], PROGRAMME, address)["probe/index.html"].decode()


def test_it_says_what_the_guide_is() -> None:
    """Purpose, audience, effort, version, authors, contact, workshop, licence, credit, acknowledgement."""
    said = words(tree(page().encode()).find("body"))
    for told in (
        "HowToMake … eine Probe", "Von Anfang bis Ende", "Wie Teilnehmer*innen und Leiter*innen proben.",
        "Öffentlichkeitsarbeitsverantwortliche", "zwei Stunden", "1.0, 24. November 2026", "Soziokultur NRW",
        "Proben, 27. September 2022, über 20 Personen", "CC BY-SA 4.0", PAGE["licence"]["credit"], WORDING,
        "Muster – in Durchsicht",
    ):  # fmt: skip
        assert told in said


def test_contents_lead_into_the_web_page() -> None:
    """Each section but the imprint; without a web page they are named all the same."""
    root = tree(page().encode())
    (contents,) = root.find_class("contents")
    assert [(words(a), a.get("href")) for a in contents.iter("a")] == [("Tipps", "../probe/probe.html#tips")]
    bare = dataclasses.replace(entry(), files=FILES[1:])
    (contents,) = tree(page(bare).encode()).find_class("contents")
    assert (words(contents), list(contents.iter("a"))) == ("Tipps", [])


def test_each_file_says_size_pages_checks_and_check_sum() -> None:
    """PDF first; the record of all checks is one link away."""
    root = tree(page().encode())
    buttons = [(words(a), a.get("href")) for a in root.xpath("//aside//*[@class='ways-on']//a")]
    assert buttons == [
        ("PDF 12 Seiten, 240 KB", "../probe/probe.pdf"),
        ("Word 88 KB", "../probe/probe.docx"),
        ("Web 1,2 MB", "../probe/probe.html"),
    ]
    proofs = words(root.find_class("proofs")[0])
    for told in ("a" * 64, "b" * 64, "c" * 64, "1 Prüfung bestanden", "Titel und Sprache stehen da."):
        assert told in proofs
    assert "../probe/probe.conformance.json" in root.xpath("//a/@href")
    assert "barrierefrei" not in page().lower()


def test_versions_are_told_newest_first_with_what_is_kept_of_them() -> None:
    """What is new, what was before, which files of it are there, and what was taken back."""
    root = tree(page(dataclasses.replace(entry(changes=CHANGES), versions=(OLD,))).encode())
    assert "Neue Checkliste." in words(root.find_class("news")[0])
    rows = [words(row) for row in root.find_class("history")[0]]
    assert [row.split(",")[0] for row in rows] == ["Version 0.9", "Version 0.8"]
    assert "Erste Fassung." in rows[0]
    assert "zurückgezogen" in rows[1]
    assert root.find_class("history")[0].xpath(".//a/@href") == ["../probe/versions/0.9/probe.pdf"]
    assert "versions" not in page(entry(changes=CHANGES))


def test_a_version_that_nobody_tells_of_is_there_all_the_same() -> None:
    """Files are kept whether `changes` names them or not."""
    root = tree(page(dataclasses.replace(entry(), versions=(OLD,))).encode())
    assert "Version 0.9, 2. Januar 2026" in words(root.find_class("history")[0])


def test_editions_of_centres_are_listed() -> None:
    """Name, town and files; without any there is no empty section."""
    files = (File("pdf", "probe/muster/probe-muster.pdf", 9000, "e" * 64, 4),)
    root = tree(
        page(
            dataclasses.replace(entry(), editions=(Edition("muster", "Haus Muster", "Musterstadt", files),))
        ).encode()
    )
    (editions,) = root.find_class("editions")
    assert "Haus Muster, Musterstadt" in words(editions)
    assert editions.xpath(".//a/@href") == ["../probe/muster/probe-muster.pdf"]
    assert "Fassungen von Zentren" not in page()


def test_overview_and_workshop_are_one_link_away() -> None:
    """Back to all guides, to the workshop, and to the other guides of a topic."""
    links = tree(page().encode()).xpath("//a/@href")
    assert {
        "../index.html#leitfaeden",
        "../index.html#workshop-ws-1",
        "../index.html?thema=Probe#leitfaeden",
    } <= set(links)


@pytest.mark.parametrize("address", ["https://example.org/katalog", "https://example.org/katalog/"])
def test_the_code_leads_to_the_page(address: str) -> None:
    """With an address: read by another library, on the page and as a picture; and it is the canonical one."""
    made = site([entry()], PROGRAMME, address)
    root = tree(made["probe/index.html"])
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://example.org/katalog/probe/"]
    assert b"<path" in made["probe/probe-qr.svg"]
    assert scanned(made["probe/probe-qr.svg"]) == "https://example.org/katalog/probe/"


def scanned(svg: bytes) -> str:
    """Draw the modules of a code by its path (moves and strokes along rows) and read it as a camera does."""
    import re

    import zxingcpp
    from PIL import Image

    path = re.findall(rb'<path[^>]* d="([^"]+)"', svg)[-1]
    x = y = 0.0
    dark: list[tuple[int, int]] = []
    for kind, numbers in re.findall(r"([Mmh])([^Mmh]*)", path.decode()):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if kind == "M":
            x, y = values
        elif kind == "m":
            x, y = x + values[0], y + values[1]
        else:
            dark += [(int(x) + step, int(y)) for step in range(int(values[0]))]
            x += values[0]
    side = max(max(pair) for pair in dark) + 6
    image = Image.new("L", (side, side), 255)
    for at in dark:
        image.putpixel(at, 0)
    out = io.BytesIO()
    image.resize((side * 8, side * 8), Image.Resampling.NEAREST).save(out, "PNG")
    (found,) = zxingcpp.read_barcodes(Image.open(out))
    return str(found.text)


def test_without_an_address_nothing_is_made_up() -> None:
    """No code, no canonical address, no sitemap; everything is relative."""
    made = site([entry()], PROGRAMME, "")
    assert not {"sitemap.xml", "probe/probe-qr.svg"} & set(made)
    root = tree(made["probe/index.html"])
    assert root.xpath("//link[@rel='canonical']") == []
    assert root.find_class("qr") == []
    schema = json.loads(root.xpath("//script[@type='application/ld+json']")[0].text)
    assert next(file["contentUrl"] for file in schema["encoding"]).startswith("../probe/")
    assert "url" not in schema


def test_search_engines_are_told_what_is_known() -> None:
    """A learning resource with its files, version, licence, audience, funder and the workshop it came of."""
    guide = entry(workshop={"id": "ws-1", "title": "Proben", "date": "2022-09-27", "date_text": ""})
    root = tree(page(guide, "https://example.org/k").encode())
    schema = json.loads(root.xpath("//script[@type='application/ld+json']")[0].text)
    assert (schema["@type"], schema["version"], schema["inLanguage"]) == ("LearningResource", "1.0", "de-DE")
    assert schema["url"] == "https://example.org/k/probe/"
    assert schema["isBasedOn"]["startDate"] == "2022-09-27"
    assert schema["funder"] == [{"@type": "Organization", "name": "Fonds Probe"}]
    assert schema["encoding"][2]["contentUrl"] == "https://example.org/k/probe/probe.pdf"
    assert schema["encoding"][2]["sha256"] == "a" * 64


def test_ten_comes_after_nine() -> None:
    """Versions of one day stand in the order of their numbers."""
    changes = [{**CHANGES[1], "version": version} for version in ("1.9", "1.10", "1.10-beta", "1")]
    root = tree(page(entry(changes=changes, version="2.0")).encode())
    names = [words(row).split(",")[0] for row in root.find_class("history")[0]]
    assert names == ["Version 1.10-beta", "Version 1.10", "Version 1.9", "Version 1"]
