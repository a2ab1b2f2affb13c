"""The catalogue: every guide and the whole programme, on pages that need nobody else and as data."""

import dataclasses
import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import browser as browsers
from lxml import etree
from publish_samples import EMPTY, FILES, FIVE, PAGE, PROGRAMME, WORDING, entry, laid, site, tree, words

from pipeline.model.programme import Group, Link, Programme, Workshop
from pipeline.publish.entry import Edition, Entry, File, note, size_text


def index(entries: list[Entry] | None = None, programme: Programme = PROGRAMME) -> bytes:
    """Return index.html."""
    return site(entries, programme)["index.html"]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1\u202fKB"),
        (240_123, "240\u202fKB"),
        (999_499, "999\u202fKB"),
        (999_500, "1,0\u202fMB"),
        (12_340_000, "12,3\u202fMB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size: int, text: str) -> None:
    """Thousands of bytes or millions with a comma, and no break before the unit."""
    assert size_text(size) == text


@given(st.integers(0, 10**10), st.integers(1, 3000))
def test_a_note_is_short_and_never_breaks_a_number_from_its_unit(size: int, pages: int) -> None:
    """Every size and every number of pages gives `n Seiten, n KB`; one page is `1 Seite`."""
    assert re.fullmatch(r"(1 Seite|\d+ Seiten), [\d,]+\u202f[KM]B", note(File("pdf", "x", size, "", pages)))


def test_a_card_leads_to_the_page_of_its_guide_and_to_the_pdf() -> None:
    """The title leads there, the button says what else is there, and the PDF how large it is."""
    card = tree(index()).get_element_by_id("guide-probe")
    assert card.xpath(".//h3/a/@href") == ["probe/index.html"]
    links = card.xpath(".//*[@class='ways-on']//a")
    assert [words(link) for link in links] == [
        "Mehr dazu Word, Web, eine Probe",
        "PDF (12 Seiten, 240 KB), eine Probe",
    ]
    assert [link.get("href") for link in links] == ["probe/index.html", "probe/probe.pdf"]


def test_a_card_says_whom_it_is_for() -> None:
    """Title, subtitle, summary, audience, effort, version, date and state."""
    card = words(tree(index()).get_element_by_id("guide-probe"))
    for told in (
        "HowToMake … eine Probe", "Von Anfang bis Ende", "Öffentlichkeitsarbeitsverantwortliche",
        "zwei Stunden", "1.0, 24. November 2026", "Muster – in Durchsicht",
        "Teilnehmer*innen und Leiter*innen",
    ):  # fmt: skip
        assert told in card


def test_guide_and_workshop_lead_to_each_other() -> None:
    """From the card to the workshop it came of, and back."""
    root = tree(index())
    assert "#workshop-ws-1" in root.get_element_by_id("guide-probe").xpath(".//a/@href")
    assert "probe/index.html" in root.get_element_by_id("workshop-ws-1").xpath(".//a/@href")


def test_the_guide_may_name_its_workshop_instead() -> None:
    """Front matter and programme are both believed."""
    programme = Programme("P", "T", "Wir", "", workshops=(Workshop("ws-9", "W", datetime.date(2023, 1, 2)),))
    root = tree(
        index(
            [entry(workshop={"id": "ws-9", "title": "W", "date": "2023-01-02", "date_text": ""})], programme
        )
    )
    assert "probe/index.html" in root.get_element_by_id("workshop-ws-9").xpath(".//a/@href")


def test_a_workshop_without_a_guide_says_so() -> None:
    """One that names none has none; one whose guide is not in the collection has it coming."""
    root = tree(index([]))
    assert "Noch ohne Leitfaden" in words(root.get_element_by_id("workshop-ws-2"))
    assert "Leitfaden in Arbeit" in words(root.get_element_by_id("workshop-ws-1"))


def test_workshops_come_newest_first_with_date_people_and_preparation() -> None:
    """Only web addresses become links; other material is named."""
    root = tree(index())
    assert root.xpath("//*[@class='workshops']/li/@id") == ["workshop-ws-2", "workshop-ws-1"]
    shop = root.get_element_by_id("workshop-ws-2")
    for told in (
        "6. Dezember 2022",
        "20 Personen",
        "Zur Vorbereitung: Beitrag",
        "Zur Vorbereitung: Zettel (liegt aus)",
    ):
        assert told in words(shop)
    assert shop.xpath(".//a/@href") == ["https://example.org/beitrag"]


def test_planned_titles_are_listed_until_the_guide_is_there() -> None:
    """A title still in the list though its guide exists is left out, however its dots are typed."""
    planned = [words(item) for item in tree(index()).xpath("//*[@class='planned']//li")]
    assert planned == ["HowToMake … Leitungswechsel"]


def test_groups_and_offers_say_how_to_reach_them() -> None:
    """The programme is more than its workshops."""
    text = words(tree(index()).find("body"))
    for told in (
        "AG Beratung",
        "viermal im Jahr",
        "Über die Geschäftsstelle.",
        "Tagungen",
        "Treffen des Verbandes.",
    ):
        assert told in text


def test_each_acknowledgement_stands_once_in_the_footer() -> None:
    """Five guides of one grant make one sentence, word for word."""
    assert [words(p) for p in tree(index(FIVE)).xpath("//footer//*[@class='funding']")] == [WORDING]


def test_guides_are_sorted_as_german_lists_are() -> None:
    """Ö stands with O; the order of building says nothing."""
    topics = [
        words(e) for e in tree(index(FIVE)).xpath("//*[contains(@class, 'card-cover')]//*[@class='topic']")
    ]
    assert topics == [
        "ein Awareness-Konzept", "eine ERFA-Gruppe", "kommunale Haushaltspolitik", "Leitungswechsel",
        "Öffentlichkeitsarbeit",
    ]  # fmt: skip
    assert index(FIVE) == index(FIVE[::-1])


def test_an_empty_collection_is_a_page_too() -> None:
    """A new workspace has neither guides nor workshops, and the catalogue says so."""
    root = tree(index([], EMPTY))
    assert "Noch liegt hier kein Leitfaden." in words(root)
    targets = {address[1:] for address in root.xpath("//a/@href") if address.startswith("#")}
    assert targets <= set(root.xpath("//@id"))


def test_hostile_text_stays_text() -> None:
    """Nothing that a guide or the programme says can become markup."""
    bad = "</style><script>alert(1)</script> {{ 7*7 }} \"'><img src=x onerror=alert(1)>"
    programme = Programme(
        bad, bad, bad, bad,
        groups=(Group(bad, bad, bad, bad, bad),),
        workshops=(
            Workshop(bad, bad, datetime.date(2022, 1, 2), bad, bad, bad, (Link(bad, bad, bad),), "probe"),
        ),
        planned=(bad,),
    )  # fmt: skip
    values = {key: bad for key, value in PAGE.items() if isinstance(value, str) and key != "lang"}
    funding = [{"id": bad, "name": bad, "wording": bad, "url": bad}]
    changes = [{"version": "0.9", "date": "2020-01-02", "text": bad, "withdrawn": False}]
    sections = [{"id": "x", "heading": bad}]
    more = {"funding": funding, "changes": changes, "keywords": [bad], "roles": [bad], "authors": [bad]}
    evil = entry(**{**values, "date": PAGE["date"], "sections": sections, **more})
    made = site([dataclasses.replace(evil, editions=(Edition(bad, bad, bad, FILES),))], programme)
    for name in ("index.html", "probe/index.html"):
        root = tree(made[name])
        scripts = [one for one in root.iter("script") if one.get("src") != "catalogue.js"]
        assert [one.get("type") for one in scripts] == ["application/ld+json"]
        assert json.loads(scripts[0].text)["@context"] == "https://schema.org"
        assert list(root.iter("img")) == []
        assert root.xpath("//@*[starts-with(name(), 'on')]") == []
        assert bad.partition("<img")[0].strip() in words(root.find(".//h1"))
        assert "49" not in words(root.find(".//h1"))
    assert b"<script>" not in made["search.js"]
    assert etree.fromstring(made["feed.xml"]).findall(".//{*}img") == []


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_any_topic_comes_back_as_typed(topic: str) -> None:
    """Whatever signs a title has, card and data say it."""
    made = site([entry(title=topic, topic=topic)], EMPTY)
    assert words(tree(made["index.html"]).find_class("card")[0].find(".//h3")) == topic
    assert words(tree(made["probe/index.html"]).find(".//h1")) == topic
    assert json.loads(made["catalogue.json"])["guides"][0]["title"] == topic


def test_nothing_is_loaded_from_outside() -> None:
    """Styles and scripts lie beside the pages, fonts and icon are data; links may lead anywhere."""
    made = site()
    for name in ("index.html", "probe/index.html"):
        root = tree(made[name])
        loaded = root.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
        near = [address for address in loaded if not address.startswith("data:")]
        up = name.count("/") * "../"
        assert set(near) == {f"{up}catalogue.css", f"{up}catalogue.js"} - (
            {"../catalogue.js"} if up else set()
        )
        assert root.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'")
        assert "unsafe" not in root.xpath("//meta[@http-equiv]/@content")[0]
    assert [a for a in re.findall(rb"url\(\"?(.{5})", made["catalogue.css"]) if a != b"data:"] == []
    assert b"//" not in re.sub(rb"//.*", b"", made["catalogue.js"])


def test_the_data_say_what_the_page_says_in_a_fixed_order() -> None:
    """catalogue.json has every guide with its files, sorted; the same input gives the same bytes."""
    made = site([*FIVE, entry()])["catalogue.json"]
    data = json.loads(made)
    assert set(data) == {"format", "programme", "guides", "workshops"}
    assert [guide["slug"] for guide in data["guides"]] == [
        "awareness",
        "erfa",
        "haushalt",
        "oeff",
        "probe",
        "wechsel",
    ]
    probe = data["guides"][4]
    assert probe["files"][1] == {
        "format": "html", "path": "probe/probe.html", "size": 1_240_000, "sha256": "c" * 64, "pages": None,
        "checks": ["title-language"],
    }  # fmt: skip
    assert (probe["page"], probe["record"]) == ("probe/index.html", "probe/probe.conformance.json")
    assert (probe["versions"], probe["editions"], probe["changes"]) == ([], [], [])
    assert probe["funding"][0]["wording"] == WORDING
    assert [(shop["id"], shop["guides"]) for shop in data["workshops"]] == [("ws-1", ["probe"]), ("ws-2", [])]
    assert data["programme"]["planned"] == []
    assert site([entry(), *FIVE[::-1]])["catalogue.json"] == made


def test_pages_of_a_guide_are_not_told_twice() -> None:
    """The brand and the words of a page's templates are no data about the guide."""
    data = json.loads(site([entry(brand={}, words={})])["catalogue.json"])
    assert not {"brand", "words"} & set(data["guides"][0])


# As readers meet it


@pytest.mark.parametrize("entries", [[], FIVE[:1], FIVE], ids=["none", "one", "five"])
def test_the_w3c_has_nothing_to_say(entries: list[Entry], nu_messages: Callable[[bytes], list[str]]) -> None:
    """No error, no warning."""
    for name, data in site(entries).items():
        if name.endswith(".html"):
            assert nu_messages(data) == [], name


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(
    axe_violations: Callable[..., list[str]], tmp_path: Path, width: int, scheme: str
) -> None:
    """WCAG 2.2 AA as far as a program can tell, and no requests; on pages of each colour."""
    for page in sorted(laid(tmp_path / "dist", site(FIVE)).rglob("*.html")):
        assert axe_violations(page, width=width, scheme=scheme) == [], page.parent.name


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("entries", [FIVE[-1:], FIVE], ids=["one", "five"])
def test_no_page_is_wider_than_its_window(
    entries: list[Entry], overflow: Callable[..., int], tmp_path: Path, width: int
) -> None:
    """Neither long words nor cards push the page."""
    for page in sorted(laid(tmp_path / "dist", site(entries)).rglob("*.html")):
        assert overflow(page, width=width) == 0, page.parent.name


@pytest.mark.parametrize("width", [320, 640, 1100, 1920])
def test_no_word_of_a_title_is_torn(chromium: Any, tmp_path: Path, width: int) -> None:
    """The longest word decides how large the titles on the cards are: each stands on one line."""
    page = laid(tmp_path / "dist", site(FIVE[-2:])) / "index.html"
    with browsers.opened(chromium, page, tmp_path, width=width) as opened:
        lines = opened.evaluate(
            "() => [...document.querySelectorAll('.card .topic')].map(e =>"
            " Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)))"
        )
        assert lines == [1, 1]


def test_the_keyboard_reaches_everything(chromium: Any, tmp_path: Path) -> None:
    """Tab goes from the skip link through search, filters, cards and files in their order, visibly."""
    for page in sorted(laid(tmp_path / "dist", site(FIVE)).rglob("*.html")):
        with browsers.opened(chromium, page, tmp_path) as opened:
            assert browsers.unreachable(opened) == [], page.parent.name
            assert opened.complaints == []
