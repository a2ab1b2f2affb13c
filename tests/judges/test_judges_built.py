"""Built guides: what the association publishes, before all judges."""

from __future__ import annotations

import itertools
import re
import subprocess
from pathlib import Path

import pytest
from judges import aloud
from judges import browser as browsers
from judges.need import need

from pipeline.verify import readers

ROOT = Path(__file__).parents[2]
SLUGS = sorted(path.parent.name for path in ROOT.glob("guides/*/guide.md"))

PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s\"([^\"]*)\")?\)")
"""Alternative text and caption of a picture in guide.md."""

pytestmark = pytest.mark.slow

REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], input, summary, [tabindex='0']")];
  window.wanted = all.filter((one) => one.checkVisibility({ visibilityProperty: true }));
  return window.wanted.map((one) => one.outerHTML.slice(0, 80));
}"""
"""Numbers what a keyboard must reach, in the order of the page."""
FOCUSED = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = here.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  return [window.wanted.indexOf(here), shown && inside];
}"""
"""The number of what has the focus, and whether one sees that it has."""


def finished(dist: Path, slug: str, ending: str) -> bytes:
    """Return a finished file."""
    return (dist / slug / f"{slug}.{ending}").read_bytes()


def pages(dist: Path) -> dict[str, bytes]:
    """Return all HTML pages of dist/ by name."""
    return {path.relative_to(dist).as_posix(): path.read_bytes() for path in sorted(dist.rglob("*.html"))}


@pytest.fixture(params=SLUGS)
def slug(request: pytest.FixtureRequest) -> str:
    """Return each guide of the repository in turn."""
    return request.param


def test_there_are_guides_to_judge():
    """An empty collection would pass everything."""
    assert SLUGS


class TestPdf:
    """Every PDF, the independent validator and our own rules."""

    def test_conforms_to_every_standard_it_claims(self, built, slug, verapdf, claimed):
        """PDF/UA-1 and PDF/A-2a are claimed, and veraPDF finds nothing."""
        data = finished(built, slug, "pdf")
        assert {"ua1", "2a"} <= set(claimed(data))
        assert verapdf(data) == []

    def test_keeps_the_rules_nobody_else_checks(self, built, slug, pdfua_rules):
        """Language, headings in order, table headers with scope, telling alt texts, links with content."""
        assert pdfua_rules(finished(built, slug, "pdf")) == []

    def test_its_checklist_on_a_sheet_is_as_good(self, built, slug, verapdf, claimed, pdfua_rules):
        """The sheet claims and keeps what the guide does."""
        path = built / slug / f"{slug}-checkliste.pdf"
        assert path.exists() == ("{#checklist}" in source_text(slug))
        if path.exists():
            data = path.read_bytes()
            assert {"ua1", "2a"} <= set(claimed(data))
            assert verapdf(data) == []
            assert pdfua_rules(data) == []

    def test_is_read_aloud_in_the_order_of_the_source(self, built, slug):
        """PDFium follows the tags, as a screen reader does: each sentence comes after the one before it.

        Footnotes are read where they are referred to, so their sentences may stand anywhere.
        """
        said = letters(aloud.text(finished(built, slug, "pdf")))
        assert unordered(sentences(slug, footnotes=False), said) == []


class TestHtml:
    """Every page, the catalogue included."""

    def test_is_html(self, built, nu_messages):
        """The Nu checker has nothing to say, not even a note."""
        assert {name: found for name, data in pages(built).items() if (found := nu_messages(data))} == {}

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_has_no_barrier_a_program_can_find(self, built, axe_violations, width, scheme):
        """Axe finds nothing; the page asks nothing of the network and throws no error."""
        found = {
            name: axe_violations(data, width=width, scheme=scheme) for name, data in pages(built).items()
        }
        assert {name: lines for name, lines in found.items() if lines} == {}

    def test_everything_can_be_reached_by_keyboard(self, built, chromium, tmp_path):
        """Tab goes from the skip link through all links and fields in their order, visibly, and out again."""
        for name, data in pages(built).items():
            with browsers.opened(chromium, data, tmp_path) as page:
                wanted = page.evaluate(REACHABLE)
                walked = []
                for _step in range(len(wanted) + 1):
                    page.keyboard.press("Tab")
                    walked.append(page.evaluate(FOCUSED))
                assert [number for number, _visible in walked[: len(wanted)]] == list(range(len(wanted))), (
                    name
                )
                assert all(visible for _number, visible in walked[: len(wanted)]), name
                assert walked[-1][0] in {-1, 0}, f"{name}: the walk ends in a trap"

    def test_fits_a_telephone(self, built, overflow):
        """At 320 CSS pixels nothing has to be scrolled sideways."""
        assert {
            name: wide for name, data in pages(built).items() if (wide := overflow(data, width=320)) > 0
        } == {}


class TestDocx:
    """Every DOCX, by Microsoft's library and by LibreOffice."""

    def test_is_what_word_expects(self, built, slug, ooxml_errors):
        """The Open XML SDK finds no error, so Word does not offer to repair the file."""
        assert ooxml_errors(finished(built, slug, "docx")) == []

    def test_says_everything_in_another_program(self, built, slug, libreoffice_text):
        """LibreOffice shows every sentence of the guide."""
        assert missing(slug, libreoffice_text(finished(built, slug, "docx"))) == []


class TestEpub:
    """Every EPUB, by the W3C's checker."""

    def test_is_a_book(self, built, slug, epubcheck_messages):
        """Epubcheck finds neither error nor warning."""
        assert epubcheck_messages(finished(built, slug, "epub")) == []


class TestText:
    """What an author typed is what a reader gets."""

    def test_every_sentence_is_in_the_page(self, built, slug):
        """Nothing of guide.md is lost on the way to HTML."""
        assert missing(slug, readers.read(finished(built, slug, "html"), slug).body) == []

    def test_every_sentence_is_in_the_pdf(self, built, slug, tmp_path):
        """Poppler, a reader nothing of ours uses, finds every sentence."""
        program = need("pdftotext", hint="apt install poppler-utils")
        (tmp_path / "x.pdf").write_bytes(finished(built, slug, "pdf"))
        done = subprocess.run(
            [program, "-enc", "UTF-8", tmp_path / "x.pdf", "-"], capture_output=True, timeout=60, check=True
        )
        assert missing(slug, done.stdout.decode("utf-8")) == []

    @pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
    def test_stars_stay(self, built, slug, ending):
        """`Teilnehmer*innen`, `jede*r`, `:innen`, `_innen` come out as they were typed, as often."""
        typed = re.findall(r"\w+(?:[*:_·]|/-)(?:innen|in|r|n|e|m|s)\b", source(slug))
        text = re.sub(r"\u00ad\n?", "", readers.read(finished(built, slug, ending), slug).body)
        assert [word for word in typed if word not in text and word not in text.replace("\n", "")] == []

    @pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
    def test_every_picture_says_what_it_shows(self, built, slug, ending):
        """The alternative texts of guide.md are the alternative texts of the file."""
        text = source_text(slug)
        spoken = letters(readers.read(finished(built, slug, ending), slug).aside)
        assert [match[1] for match in PICTURE.finditer(text) if letters(match[1]) not in spoken] == []


def source_text(slug: str) -> str:
    """Return guide.md."""
    return (ROOT / "guides" / slug / "guide.md").read_text("utf-8")


def source(slug: str, *, footnotes: bool = True) -> str:
    """Return the body of guide.md without comments, attributes and addresses."""
    text = source_text(slug)
    body = text.split("\n---\n", 1)[1]
    if not footnotes:
        body = re.sub(r"(?m)^\[\^[^\]]+\]:.*\n(?:[ \t]+\S.*\n)*", "", body)
    body = re.sub(r"<!--.*?-->", "\n", body, flags=re.DOTALL)
    body = re.sub(r"(?m)^:{3,}.*$|^\s*\[\^[^\]]+\]:|^\|[\s:|-]+\|$", "\n", body)
    body = PICTURE.sub(r"\2", body)
    body = re.sub(r"\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)", r"\1", body)
    return re.sub(r"\{[^{}\n]*\}", "", body)


def sentences(slug: str, *, footnotes: bool = True) -> list[str]:
    """Return the sentences of guide.md as letters and digits, so that no rule of typesetting matters."""
    text = source(slug, footnotes=footnotes)
    pieces = re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*(?:[-*+]|\d+\.|#+|>)\s|\||\[\^[^\]]+\]|\n#+ ", text)
    return [letters(piece) for piece in pieces if len(letters(piece)) > 12]


def unordered(asked: list[str], text: str) -> list[str]:
    """Return the sentences that do not stand behind the one before them."""
    at, lost = 0, []
    for sentence in asked:
        found = text.find(sentence, at)
        if found < 0:
            lost.append(sentence)
        else:
            at = found + len(sentence)
    return lost


def letters(text: str) -> str:
    """Return letters and digits alone, without case."""
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold()


def missing(slug: str, text: str) -> list[str]:
    """Return the sentences of a guide that a text does not hold, whole or split by the end of a page."""
    sheets = [letters(sheet) for sheet in text.split("\f")]
    whole = "".join(sheets)
    asked = sentences(slug)
    assert asked, "no sentence was found in guide.md"
    return [one for one in asked if one not in whole and not _across(one, sheets)]


def _across(sentence: str, sheets: list[str]) -> bool:
    return any(
        sentence[:cut] in before and sentence[cut:] in after
        for before, after in itertools.pairwise(sheets)
        for cut in range(1, len(sentence))
        if sentence[:cut] in before
    )
