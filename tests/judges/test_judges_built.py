"""Built guides: what the association publishes, before all judges."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from judges import aloud, printed, typed
from judges import browser as browsers
from judges.need import need

from pipeline.verify import readers

ROOT = Path(__file__).parents[2]
SLUGS = sorted(path.parent.name for path in ROOT.glob("guides/*/guide.md"))

pytestmark = pytest.mark.slow


def finished(dist: Path, slug: str, ending: str) -> bytes:
    """Return a finished file."""
    return (dist / slug / f"{slug}.{ending}").read_bytes()


def pages(dist: Path) -> dict[str, Path]:
    """Return all HTML pages of dist/ by name."""
    return {path.relative_to(dist).as_posix(): path for path in sorted(dist.rglob("*.html"))}


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

    def test_nothing_is_printed_over_anything(self, built, slug):
        """All letters stand on their page, none on another, on the sheet either."""
        for path in sorted((built / slug).glob("*.pdf")):
            assert printed.collisions(path.read_bytes()) == []

    def test_its_checklist_on_a_sheet_is_as_good(self, built, slug, verapdf, claimed, pdfua_rules):
        """The sheet claims and keeps what the guide does."""
        path = built / slug / f"{slug}-checkliste.pdf"
        assert path.exists() == ("{#checklist}" in guide(slug))
        if path.exists():
            data = path.read_bytes()
            assert {"ua1", "2a"} <= set(claimed(data))
            assert verapdf(data) == []
            assert pdfua_rules(data) == []

    def test_is_read_aloud_in_the_order_of_the_source(self, built, slug):
        """PDFium follows the tags, as a screen reader does: each sentence comes after the one before it.

        Footnotes are read where they are referred to, so their sentences may stand anywhere.
        """
        said = typed.letters(aloud.text(finished(built, slug, "pdf")))
        assert typed.unordered(typed.sentences(guide(slug), footnotes=False), said) == []


class TestHtml:
    """Every page, the catalogue included."""

    def test_is_html(self, built, nu_messages):
        """The Nu checker has nothing to say, not even a note."""
        assert {
            name: found for name, page in pages(built).items() if (found := nu_messages(page.read_bytes()))
        } == {}

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_has_no_barrier_a_program_can_find(self, built, axe_violations, width, scheme):
        """Axe finds nothing; the page asks nothing of the network and throws no error."""
        found = {
            name: axe_violations(page, width=width, scheme=scheme) for name, page in pages(built).items()
        }
        assert {name: lines for name, lines in found.items() if lines} == {}

    def test_everything_can_be_reached_by_keyboard(self, built, chromium, tmp_path):
        """Tab goes from the skip link through all links and fields in their order, visibly, and out again."""
        for name, file in pages(built).items():
            with browsers.opened(chromium, file, tmp_path) as page:
                assert browsers.unreachable(page) == [], name

    def test_fits_a_telephone(self, built, overflow):
        """At 320 CSS pixels nothing has to be scrolled sideways."""
        assert {
            name: wide for name, page in pages(built).items() if (wide := overflow(page, width=320)) > 0
        } == {}


class TestDocx:
    """Every DOCX, by Microsoft's library and by LibreOffice."""

    def test_is_what_word_expects(self, built, slug, ooxml_errors):
        """The Open XML SDK finds no error, so Word does not offer to repair the file."""
        assert ooxml_errors(finished(built, slug, "docx")) == []

    def test_says_everything_in_another_program(self, built, slug, libreoffice_text):
        """LibreOffice shows every sentence of the guide."""
        assert typed.missing(guide(slug), libreoffice_text(finished(built, slug, "docx"))) == []


class TestEpub:
    """Every EPUB, by the W3C's checker."""

    def test_is_a_book(self, built, slug, epubcheck_messages):
        """Epubcheck finds neither error nor warning."""
        assert epubcheck_messages(finished(built, slug, "epub")) == []


class TestText:
    """What an author typed is what a reader gets."""

    def test_every_sentence_is_in_the_page(self, built, slug):
        """Nothing of guide.md is lost on the way to HTML."""
        assert typed.missing(guide(slug), readers.read(finished(built, slug, "html"), slug).body) == []

    def test_every_sentence_is_in_the_pdf(self, built, slug, tmp_path):
        """Poppler, a reader nothing of ours uses, finds every sentence."""
        program = need("pdftotext", hint="apt install poppler-utils")
        (tmp_path / "x.pdf").write_bytes(finished(built, slug, "pdf"))
        done = subprocess.run(
            [program, "-enc", "UTF-8", tmp_path / "x.pdf", "-"], capture_output=True, timeout=60, check=True
        )
        assert typed.missing(guide(slug), done.stdout.decode("utf-8")) == []

    @pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
    def test_stars_stay(self, built, slug, ending):
        """`Teilnehmer*innen`, `jede*r`, `:innen`, `_innen` come out as they were typed, as often."""
        text = re.sub(r"\u00ad\n?", "", readers.read(finished(built, slug, ending), slug).body)
        assert [
            word
            for word in typed.gender_forms(guide(slug))
            if word not in text and word not in text.replace("\n", "")
        ] == []

    @pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
    def test_every_picture_says_what_it_shows(self, built, slug, ending):
        """The alternative texts of guide.md are the alternative texts of the file."""
        spoken = typed.letters(readers.read(finished(built, slug, ending), slug).aside)
        assert [alt for alt in typed.alternatives(guide(slug)) if typed.letters(alt) not in spoken] == []


def guide(slug: str) -> str:
    """Return guide.md of one of our guides."""
    return (ROOT / "guides" / slug / "guide.md").read_text("utf-8")
