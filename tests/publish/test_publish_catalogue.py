"""The catalogue: every guide and the whole programme, on a page that needs nothing and as data."""

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
from lxml import html as reading

from pipeline.model.programme import Group, Link, Programme, Workshop
from pipeline.publish.catalogue import Entry, File, catalogue, note, size_text

TEMPLATES = Path(__file__).parents[2] / "templates"
KIT = {
    path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
    for path in TEMPLATES.rglob("*")
    if path.is_file()
}
WORDING = "Das Projekt wird gefördert durch den Fonds Probe."
PAGE: dict[str, Any] = {
    "lang": "de",
    "title": "HowToMake … eine Probe",
    "topic": "eine Probe",
    "subtitle": "Von Anfang bis Ende",
    "summary": "Wie Teilnehmer*innen und Leiter*innen proben.",
    "audience": "Öffentlichkeitsarbeitsverantwortliche",
    "effort": "zwei Stunden",
    "version": "1.0",
    "date": "2026-11-24",
    "date_text": "24. November 2026",
    "status": "review",
    "status_text": "Muster – in Durchsicht",
    "keywords": ["Probe"],
    "authors": ["Soziokultur NRW"],
    "licence": {
        "id": "CC-BY-SA-4.0",
        "name": "CC BY-SA 4.0",
        "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
        "credit": "„HowToMake … eine Probe“, Soziokultur NRW, CC BY-SA 4.0",
    },
    "workshop": None,
    "funding": [{"id": "probe", "name": "Fonds Probe", "wording": WORDING, "url": ""}],
}
FILES = (
    File("html", "probe/probe.html", 1_240_000, "c" * 64),
    File("docx", "probe/probe.docx", 88_400, "b" * 64),
    File("pdf", "probe/probe.pdf", 240_123, "a" * 64, 12),
)
PROGRAMME = Programme(
    title="Kompetenztransfer",
    text="Kolleg*innen beraten einander.",
    publisher="Soziokultur NRW",
    contact="Geschäftsstelle",
    groups=(Group("ag", "AG Beratung", "Besucht Zentren.", "viermal im Jahr", "Über die Geschäftsstelle."),),
    offers=(Group("tagung", "Tagungen", "Treffen des Verbandes."),),
    workshops=(
        Workshop("ws-1", "Proben", datetime.date(2022, 9, 27), "über 20 Personen", guide="probe"),
        Workshop(
            "ws-2", "Personal", datetime.date(2022, 12, 6), "20 Personen",
            preparation=(
                Link("Beitrag", "https://example.org/beitrag"),
                Link("Zettel", "javascript:alert(1)", "liegt aus"),
            ),
        ),
    ),
    planned=("HowToMake … Leitungswechsel", "HowToMake ... eine Probe"),
)  # fmt: skip
EMPTY = Programme("Unser Programm", "Worum es geht.", "Wir", "")


def entry(slug: str = "probe", **values: Any) -> Entry:
    """Return a guide in dist/; `values` replace those of its page."""
    files = tuple(File(f.format, f.path.replace("probe", slug), f.size, f.sha256, f.pages) for f in FILES)
    return Entry(slug, {**PAGE, **values}, files)


def index(entries: list[Entry] | None = None, programme: Programme = PROGRAMME) -> bytes:
    """Return index.html."""
    return catalogue([entry()] if entries is None else entries, programme, KIT)["index.html"]


def tree(data: bytes) -> Any:
    """Read a page as a browser does."""
    return reading.document_fromstring(data.decode())


def words(element: Any) -> str:
    """Return the text of an element on one line; no-break spaces count as spaces."""
    return " ".join(element.text_content().split())


FIVE = [
    entry("haushalt", title="HowToMake … kommunale Haushaltspolitik", topic="kommunale Haushaltspolitik"),
    entry(
        "awareness", title="HowToMake … ein Awareness-Konzept", topic="ein Awareness-Konzept", status_text=""
    ),
    entry(
        "erfa",
        title="HowToMake … eine ERFA-Gruppe",
        topic="eine ERFA-Gruppe",
        summary="",
        subtitle="",
        effort="",
    ),
    entry("wechsel", title="HowToMake … Leitungswechsel", topic="Leitungswechsel"),
    entry("oeff", title="HowToMake … Öffentlichkeitsarbeit", topic="Öffentlichkeitsarbeit", lang="en"),
]


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


def test_the_buttons_say_format_pages_and_size() -> None:
    """PDF first, then Word, then Web, whatever the order of the files; each leads to its file."""
    links = tree(index()).xpath("//*[@class='files']//a")
    assert [words(link) for link in links] == [
        "PDF (12 Seiten, 240 KB), eine Probe",
        "Word (88 KB), eine Probe",
        "Web (1,2 MB), eine Probe",
    ]
    assert [link.get("href") for link in links] == ["probe/probe.pdf", "probe/probe.docx", "probe/probe.html"]


def test_a_card_says_what_one_must_know_before_downloading() -> None:
    """Title, subtitle, audience, effort, version, date, state, licence and how to credit."""
    card = words(tree(index()).get_element_by_id("guide-probe"))
    for told in (
        "HowToMake … eine Probe", "Von Anfang bis Ende", "Öffentlichkeitsarbeitsverantwortliche",
        "zwei Stunden", "1.0, 24. November 2026", "Muster – in Durchsicht",
        "CC BY-SA 4.0", PAGE["licence"]["credit"],
        "Teilnehmer*innen und Leiter*innen",
    ):  # fmt: skip
        assert told in card


def test_guide_and_workshop_lead_to_each_other() -> None:
    """From the card to the workshop it came of, and back."""
    root = tree(index())
    assert "#workshop-ws-1" in root.get_element_by_id("guide-probe").xpath(".//a/@href")
    assert "#guide-probe" in root.get_element_by_id("workshop-ws-1").xpath(".//a/@href")


def test_the_guide_may_name_its_workshop_instead() -> None:
    """Front matter and programme are both believed."""
    programme = Programme("P", "T", "Wir", "", workshops=(Workshop("ws-9", "W", datetime.date(2023, 1, 2)),))
    root = tree(index([entry(workshop={"id": "ws-9", "title": "W", "date_text": ""})], programme))
    assert "#guide-probe" in root.get_element_by_id("workshop-ws-9").xpath(".//a/@href")


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
    root = tree(index([entry(**values, funding=funding)], programme))
    assert list(root.iter("script", "img")) == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    assert words(root.find(".//h1")) == bad
    assert "49" not in words(root.find(".//h1"))


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_any_topic_comes_back_as_typed(topic: str) -> None:
    """Whatever signs a title has, card and data say it."""
    made = catalogue([entry(title=topic, topic=topic)], EMPTY, KIT)
    assert words(tree(made["index.html"]).find_class("card")[0].find(".//h3")) == topic
    assert json.loads(made["catalogue.json"])["guides"][0]["title"] == topic


def test_nothing_is_loaded_from_outside() -> None:
    """Fonts and icon are data; links may lead anywhere, but nothing is fetched for the page itself."""
    root = tree(index())
    loaded = root.xpath("//@src | //link/@href") + re.findall(r"url\(\"?([^)\"]*)", root.findtext(".//style"))
    assert [address[:60] for address in loaded if not address.startswith("data:")] == []
    assert root.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'")


def test_the_data_say_what_the_page_says_in_a_fixed_order() -> None:
    """catalogue.json has every guide with its files, sorted; the same input gives the same bytes."""
    made = catalogue([*FIVE, entry()], PROGRAMME, KIT)["catalogue.json"]
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
    }  # fmt: skip
    assert probe["funding"][0]["wording"] == WORDING
    assert [(shop["id"], shop["guides"]) for shop in data["workshops"]] == [("ws-1", ["probe"]), ("ws-2", [])]
    assert data["programme"]["planned"] == []
    assert catalogue([entry(), *FIVE[::-1]], PROGRAMME, KIT)["catalogue.json"] == made


def test_pages_of_a_guide_are_not_told_twice() -> None:
    """The brand and the words of a page's templates are no data about the guide."""
    data = json.loads(catalogue([entry(brand={}, words={})], PROGRAMME, KIT)["catalogue.json"])
    assert not {"brand", "words"} & set(data["guides"][0])


# As readers meet it


@pytest.mark.parametrize("entries", [[], FIVE[:1], FIVE], ids=["none", "one", "five"])
def test_the_w3c_has_nothing_to_say(entries: list[Entry], nu_messages: Callable[[bytes], list[str]]) -> None:
    """No error, no warning."""
    assert nu_messages(index(entries)) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(axe_violations: Callable[..., list[str]], width: int, scheme: str) -> None:
    """WCAG 2.2 AA as far as a program can tell, and no requests."""
    assert axe_violations(index(FIVE), width=width, scheme=scheme) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("entries", [FIVE[-1:], FIVE], ids=["one", "five"])
def test_no_page_is_wider_than_its_window(
    entries: list[Entry], overflow: Callable[..., int], width: int
) -> None:
    """Neither long words nor cards push the page."""
    assert overflow(index(entries), width=width) == 0


@pytest.mark.parametrize("width", [320, 640, 1100, 1920])
def test_no_word_of_a_title_is_torn(chromium: Any, tmp_path: Path, width: int) -> None:
    """The longest word decides how large the titles on the cards are: each stands on one line."""
    with browsers.opened(chromium, index(FIVE[-2:]), tmp_path, width=width) as opened:
        lines = opened.evaluate(
            "() => [...document.querySelectorAll('.card .topic')].map(e =>"
            " Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)))"
        )
        assert lines == [1, 1]


def test_the_keyboard_reaches_every_download(chromium: Any, tmp_path: Path) -> None:
    """Skip link first; then the ways; every file of every guide has a stop with a visible focus."""
    with browsers.opened(chromium, index(FIVE), tmp_path) as opened:
        stops = []
        for _press in range(80):
            opened.keyboard.press("Tab")
            stop = opened.evaluate(
                "() => { const e = document.activeElement;"
                " return [e.tagName, e.getAttribute('href'), getComputedStyle(e).outlineStyle]; }"
            )
            if stop[0] == "BODY":
                break
            stops.append(stop)
    reached = [stop[1] for stop in stops]
    assert reached[:3] == ["#inhalt", "#leitfaeden", "#workshops"]
    assert {file.path for guide in FIVE for file in guide.files} <= set(reached)
    assert {stop[2] for stop in stops} == {"solid"}
