"""A visitor: finds, filters, opens, downloads; on the web, from a disk, without scripts, on a telephone."""

from __future__ import annotations

import functools
import hashlib
import http.server
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from judges import browser as browsers
from lxml import etree
from lxml import html as reading

from pipeline.build import build
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "workspaces" / "small"
GUIDES = {
    "haushaltspolitik": ("kommunale Haushaltspolitik", "[Haushalt, Kommune]", "[Vorstand]", "released", "Die Satzung wird im Rat beschlossen."),
    "awareness": ("ein Awareness-Konzept", "[Sicherheit]", "[Team, Vorstand]", "released", "Besucher*innen brauchen Rückzüge."),
    "erfa-gruppe": ("eine ERFA-Gruppe", "[Austausch]", "[Leitung]", "review", "Die Leiter:innen treffen sich."),
    "leitungswechsel": ("Leitungswechsel", "[Personal]", "[Vorstand]", "released", "Bewerberinnen kommen zum Gespräch."),
    "geheim": ("noch ein Entwurf", "[Entwurf]", "[Team]", "draft", "Das Einhorn bleibt im Stall."),
}  # fmt: skip
"""Slug → topic, keywords, roles, status, and a sentence that stands in this one alone."""

pytestmark = pytest.mark.xdist_group("visit")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build several guides once; one of them a draft, one in its second version."""
    root = tmp_path_factory.mktemp("katalog")
    shutil.copytree(ROOT / "templates", root / "templates")
    (root / "guides").mkdir()
    shutil.copy(SAMPLE / "guides" / "programme.yml", root / "guides")
    for slug in GUIDES:
        home = root / "guides" / slug
        shutil.copytree(SAMPLE / "guides" / "kleiner-leitfaden", home)
        (home / "guide.md").write_text(text(slug), "utf-8")
    programme = root / "guides" / "programme.yml"
    programme.write_text(
        programme.read_text("utf-8").replace("kleiner-leitfaden", "leitungswechsel"), "utf-8"
    )
    build(Workspace(root), to=("pdf", "html"))
    (root / "guides" / "awareness" / "guide.md").write_text(text("awareness", "1.1"), "utf-8")
    build(Workspace(root), to=("pdf", "html"))
    return root / "dist"


def text(slug: str, version: str = "1.0") -> str:
    """Return a guide with words of its own."""
    topic, keywords, roles, status, sentence = GUIDES[slug]
    text = (SAMPLE / "guides" / "kleiner-leitfaden" / "guide.md").read_text("utf-8")
    text = re.sub("Teilnehmer\\*innen|Leiter\\*innen|Leiter\\*in|Helfer\\*innen", "Menschen", text)
    for old, new in (
        ("kleiner Leitfaden", topic),
        ("keywords: [Test, Beispiel]", f"keywords: {keywords}\nroles: {roles}"),
        ("status: released", f"status: {status}"),
        ("workshop: beispieltag\n", ""),
        ("Nie allein heben.", sentence),
        ('version: "1.0"', f'version: "{version}"'),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module", params=["web", "disk"])
def home(request: pytest.FixtureRequest, dist: Path) -> Iterator[str]:
    """Return the address of the catalogue: on a server of this machine, and as a file."""
    if request.param == "disk":
        yield dist.as_uri()
        return
    handler = functools.partial(_Quiet, directory=str(dist))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def page(chromium: Any, home: str) -> Iterator[Any]:
    """Return a page that reports what leaves the machine and what goes wrong."""
    yield from visit(chromium, home)


def visit(chromium: Any, home: str, **more: Any) -> Iterator[Any]:
    """Open the overview."""
    context = chromium.new_context(locale="de-DE", reduced_motion="reduce", **more)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("request", lambda request: request.url.startswith((home, "data:")) or wrong.append(request.url))
    opened.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(f"{home}/index.html")
    yield opened
    context.close()
    assert wrong == []


def shown(page: Any) -> list[str]:
    """Return the slugs of the cards that are to be seen, in their order."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.card')].filter(c => c.checkVisibility()).map(c => c.dataset.slug)"
    )


def ask(page: Any, words: str) -> list[str]:
    """Type into the search and return what it finds."""
    page.fill("#suche", words)
    page.wait_for_function("() => window.howtomakeSearch")
    page.wait_for_timeout(50)
    return shown(page)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Besucherinnen", ["awareness"]),
        ("Besucher:in", ["awareness"]),
        ("besucher*innen", ["awareness"]),
        ("Leiterinnen", ["erfa-gruppe"]),
        ("Leiter*in", ["erfa-gruppe"]),
        ("Bewerber*innen", ["leitungswechsel"]),
        ("satzungen", ["haushaltspolitik"]),
        ("Haushalt", ["haushaltspolitik"]),
        ("Politik", ["haushaltspolitik"]),
        ("die Satzung im Rat", ["haushaltspolitik"]),
        ("Rueckzug", ["awareness"]),
        ("awaren", ["awareness"]),
        ("Einhorn", []),
        ("Satzung Besucher", []),
        ("<script>", []),
    ],
)
def test_a_word_of_its_text_finds_a_guide(page: Any, words: str, found: list[str]) -> None:
    """Stars, colons, endings, umlauts, parts of words; all words together; drafts never."""
    assert ask(page, words) == found
    assert page.locator("#nichts").is_visible() == (not found)
    assert page.inner_text("[role=status]") == f"{len(found)} von 4 Leitfäden"


def test_a_hit_leads_to_the_section(page: Any) -> None:
    """The card says in which section the word stands, and the link opens it there."""
    ask(page, "Besucherinnen")
    page.click(".card[data-slug=awareness] .hits a")
    page.wait_for_url(re.compile(r"awareness/awareness\.html#pitfalls$"))
    assert page.locator("#pitfalls").first.is_visible()


def test_filters_work_alone_and_together(page: Any) -> None:
    """Topic, audience, status; „Alle zeigen“ takes everything back."""
    assert len(shown(page)) == 4
    page.select_option("#rolle", "Vorstand")
    assert set(shown(page)) == {"awareness", "haushaltspolitik", "leitungswechsel"}
    page.select_option("#thema", "Personal")
    assert shown(page) == ["leitungswechsel"]
    page.select_option("#stand", "Muster, in Durchsicht")
    assert shown(page) == []
    page.click("button[type=reset]")
    page.wait_for_timeout(50)
    assert len(shown(page)) == 4
    assert page.inner_text("[role=status]") == "4 Leitfäden"
    assert [o for o in page.locator("#thema option").all_inner_texts() if "Entwurf" in o] == []


def test_a_topic_of_a_guide_leads_to_all_of_it(page: Any) -> None:
    """The address says what is filtered by."""
    page.goto(page.url.replace("index.html", "erfa-gruppe/index.html"))
    page.click(".topics a")
    page.wait_for_url(re.compile(r"thema=Austausch"))
    assert shown(page) == ["erfa-gruppe"]


def test_by_keyboard_alone_from_the_search_to_the_pdf(page: Any, dist: Path) -> None:
    """Tab and Enter: search, the guide's page, its PDF; what arrives has the hash that stands there."""
    for _press in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.id") == "suche":
            break
    page.keyboard.type("Bewerberinnen", delay=5)
    page.wait_for_function("() => document.querySelector('[role=status]').textContent.startsWith('1 von')")
    while not page.evaluate("() => Boolean(document.activeElement.closest('.card h3'))"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("leitungswechsel/index.html"))
    while not page.evaluate("() => (document.activeElement.getAttribute('href') || '').endsWith('.pdf')"):
        page.keyboard.press("Tab")
    there = page.evaluate("() => document.activeElement.getAttribute('href')")
    data = (dist / "leitungswechsel" / there).resolve().read_bytes()
    if page.url.startswith("http"):
        assert page.request.get(page.url.rsplit("/", 1)[0] + "/" + there).body() == data
    page.locator("summary").first.click()
    assert page.locator(".proofs code").first.inner_text() == hashlib.sha256(data).hexdigest()


def test_a_telephone_shows_everything(chromium: Any, home: str) -> None:
    """At 360 pixels nothing is cut off, also while searching, and what one taps is large enough."""
    for page in visit(chromium, home, viewport={"width": 360, "height": 740}, has_touch=True):
        assert browsers.overflow(page) == 0
        ask(page, "Besucherinnen")
        assert browsers.overflow(page) == 0
        small = page.evaluate(
            "() => [...document.querySelectorAll('input, select, button, .button, .hits a, .foot a')]"
            ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
        assert small == []
        page.click(".card[data-slug=awareness] h3 a")
        assert browsers.overflow(page) == 0


def test_without_scripts_everything_is_there(chromium: Any, home: str) -> None:
    """All guides are listed with their files; there is no search that does nothing."""
    for page in visit(chromium, home, java_script_enabled=False):
        assert page.locator(".card").count() == 4
        assert page.locator(".card h3 a:visible").count() == 4
        assert not page.locator(".find").is_visible()
        page.click(".card >> nth=0")
        page.click(".card h3 a >> nth=0")
        assert page.locator(".take .button:visible").count() == 2


def test_offline_from_a_disk_the_search_works(chromium: Any, dist: Path) -> None:
    """No network at all: styles are there, and the search finds."""
    for page in visit(chromium, dist.as_uri(), offline=True):
        assert ask(page, "Besucherinnen") == ["awareness"]
        assert "Bricolage" in page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontFamily")
        assert page.evaluate("() => document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_somebody_searches(chromium: Any, home: str, scheme: str) -> None:
    """With hits, without any, and on a guide's page whose details are open."""
    for page in visit(chromium, home, color_scheme=scheme):
        for words in ("Besucherinnen", "Einhorn"):
            ask(page, words)
            assert browsers.axe_violations(page) == []
        page.goto(f"{home}/awareness/index.html")
        page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert browsers.axe_violations(page) == []


# Without a browser


def test_all_links_are_alive(dist: Path) -> None:
    """Each link of each page of the catalogue leads to a file that is there, and to a place that is in it."""
    dead = []
    for path in [dist / "index.html", *sorted(dist.glob("*/index.html"))]:
        root = reading.document_fromstring(path.read_text("utf-8"))
        for address in root.xpath("//@href | //@src"):
            if urlsplit(address).scheme:
                continue
            file, place = urldefrag(address)
            target = (path.parent / unquote(file.partition("?")[0])).resolve() if file else path
            if (
                not target.is_file()
                or not target.is_relative_to(dist)
                or (place and f'id="{unquote(place)}"' not in target.read_text("utf-8"))
            ):
                dead.append((path.parent.name, address))
    assert dead == []


def test_the_zip_is_the_catalogue(dist: Path) -> None:
    """Unpacked it holds what dist/ holds, without drafts, and its own check sums are right."""
    with zipfile.ZipFile(dist / "alle-leitfaeden.zip") as archive:
        inside = {name.removeprefix("leitfaeden/"): archive.read(name) for name in archive.namelist()}
    there = {p.relative_to(dist).as_posix(): p for p in dist.rglob("*") if p.is_file()}
    left_out = set(there) - set(inside)
    assert left_out == {"alle-leitfaeden.zip"} | {name for name in there if name.startswith("geheim/")}
    sums = dict(line.split("  ")[::-1] for line in inside.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in inside.items()}
    assert all(there[name].read_bytes() == data for name, data in inside.items())


def test_nothing_of_a_draft_is_anywhere(dist: Path) -> None:
    """Neither its name nor a word of it is in the catalogue; its own folder has no page."""
    for path in [p for p in dist.rglob("*") if p.suffix in {".html", ".json", ".js", ".xml", ".svg"}]:
        if path.parent.name != "geheim":
            assert "geheim" not in path.read_text("utf-8").lower(), path.name
            assert "einhorn" not in path.read_text("utf-8").lower(), path.name
    assert not (dist / "geheim" / "index.html").exists()


def test_the_feed_tells_both_versions_only_if_the_guide_does(dist: Path) -> None:
    """What nobody has written about is not told; the old files are on the page all the same."""
    root = etree.fromstring((dist / "feed.xml").read_bytes())
    assert len(root.findall("{*}entry")) == 4
    assert "versions/1.0/awareness.pdf" in (dist / "awareness" / "index.html").read_text("utf-8")
