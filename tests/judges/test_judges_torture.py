"""Torture: everything guide.md may hold at once, before all judges, in two brands, with and without logos."""

from __future__ import annotations

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from judges import aloud, printed, torture, typed
from judges import browser as browsers
from judges.need import need

from pipeline import formats
from pipeline.verify import readers

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("torture")]  # one worker builds once

TEXT = torture.GUIDE.read_text("utf-8")
WAYS = {
    "ours with logos": ((), True),
    "theirs without": (torture.THEIRS, False),
    "ours without": ((), False),
    "theirs with logos": (torture.THEIRS, True),
}
SLOW = [*WAYS][:2]
"""Both brands, for judges that take seconds a page."""


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Return dist/ and what the build said, for each way."""

    def build(way: str) -> tuple[Path, str]:
        brand, logos = WAYS[way]
        return torture.build(tmp_path_factory.mktemp("torture"), brand=brand, logos=logos)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(WAYS, pool.map(build, WAYS), strict=True))


@pytest.fixture(scope="module")
def made(builds: dict[str, tuple[Path, str]]) -> dict[str, Path]:
    """Return the dist/ of each way."""
    return {way: dist for way, (dist, _said) in builds.items()}


def finished(dist: Path, ending: str) -> bytes:
    """Return a finished file."""
    return (dist / torture.SLUG / f"{torture.SLUG}.{ending}").read_bytes()


class TestEveryWay:
    """What brand and logos can spoil."""

    @pytest.fixture(params=WAYS)
    def way(self, request: pytest.FixtureRequest) -> str:
        """Return each way in turn."""
        return request.param

    def test_the_build_says_only_what_is_meant(self, builds, way):
        """Without files of logos it asks for them, once each; there is no other note."""
        notes = [line for line in builds[way][1].splitlines() if "note:" in line]
        wanted = [] if WAYS[way][1] else sorted(torture.LOGOS)
        assert sorted(re.findall(r"logos/(\S+): note", "\n".join(notes))) == wanted
        assert len(notes) == len(wanted)

    def test_the_pdf_conforms(self, made, way, verapdf, claimed, pdfua_rules):
        """PDF/UA-1 and PDF/A-2a are claimed and kept, our own rules, too, in the guide and its checklist."""
        for path in sorted((made[way] / torture.SLUG).glob("*.pdf")):
            data = path.read_bytes()
            assert {"ua1", "2a"} <= set(claimed(data))
            assert verapdf(data) == []
            assert pdfua_rules(data) == []

    def test_nothing_is_printed_over_anything(self, made, way):
        """All letters stand on their page, none on another."""
        for path in sorted((made[way] / torture.SLUG).glob("*.pdf")):
            assert printed.collisions(path.read_bytes()) == []

    def test_the_page_fits_a_telephone(self, made, way, overflow):
        """At 320 CSS pixels nothing has to be scrolled sideways."""
        assert overflow(finished(made[way], "html"), width=320) == 0

    def test_word_does_not_repair(self, made, way, ooxml_errors):
        """The Open XML SDK finds no error."""
        assert ooxml_errors(finished(made[way], "docx")) == []


class TestBothBrands:
    """What takes seconds a file."""

    @pytest.fixture(params=SLOW)
    def dist(self, made, request: pytest.FixtureRequest) -> Path:
        """Return the dist/ of our brand with logos, and of the other without."""
        return made[request.param]

    def test_the_program_verifies_its_files(self, dist):
        """`howtomake verify` reads the finished files back and finds nothing."""
        files = [str(path) for path in (dist / torture.SLUG).iterdir() if formats.of(path)]
        assert len(files) == 5
        torture.run(dist.parent, "verify", *files)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_page_has_no_barrier(self, dist, axe_violations, scheme):
        """Axe finds nothing; the page asks nothing of the network and throws no error."""
        assert axe_violations(finished(dist, "html"), width=320, scheme=scheme) == []

    def test_everything_can_be_reached_by_keyboard(self, dist, chromium, tmp_path):
        """All links, fields and tables, in their order, visibly."""
        with browsers.opened(chromium, finished(dist, "html"), tmp_path) as page:
            assert browsers.unreachable(page) == []


class TestText:
    """What an author typed is what a reader gets, in markup that is what it should be."""

    @pytest.fixture
    def dist(self, made) -> Path:
        """Return one dist/: words and markup are the same in all."""
        return made["ours with logos"]

    def test_the_page_is_html(self, dist, nu_messages):
        """The Nu checker has nothing to say."""
        assert nu_messages(finished(dist, "html")) == []

    def test_the_epub_is_a_book(self, dist, epubcheck_messages):
        """Epubcheck finds neither error nor warning."""
        assert epubcheck_messages(finished(dist, "epub")) == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_wide_page_has_no_barrier(self, dist, axe_violations, scheme):
        """Axe once more, with the contents beside the text."""
        assert axe_violations(finished(dist, "html"), width=1280, scheme=scheme) == []

    def test_the_pdf_is_read_aloud_in_the_order_of_the_source(self, dist):
        """PDFium follows the tags; footnotes are read where they are referred to."""
        said = typed.letters(aloud.text(finished(dist, "pdf")))
        assert typed.unordered(typed.sentences(TEXT, footnotes=False), said) == []

    def test_poppler_shows_every_sentence(self, dist, tmp_path):
        """Nothing lies under something else or beside the page."""
        program = need("pdftotext", hint="apt install poppler-utils")
        (tmp_path / "x.pdf").write_bytes(finished(dist, "pdf"))
        done = subprocess.run(
            [program, "-enc", "UTF-8", tmp_path / "x.pdf", "-"], capture_output=True, timeout=60, check=True
        )
        assert typed.missing(TEXT, done.stdout.decode("utf-8")) == []

    def test_libreoffice_shows_every_sentence(self, dist, libreoffice_text):
        """In the DOCX, boxes, notes and cells included."""
        assert typed.missing(TEXT, libreoffice_text(finished(dist, "docx"))) == []

    @pytest.mark.parametrize("ending", ["html", "epub"])
    def test_every_sentence_is_in_the_page(self, dist, ending):
        """Nothing is lost on the way, and no comment gets out."""
        back = readers.read(finished(dist, ending), "x")
        assert typed.missing(TEXT, back.body) == []
        assert "Dieser Kommentar" not in back.body

    @pytest.mark.parametrize("ending", ["pdf", "docx", "html", "epub"])
    def test_stars_stay_and_pictures_speak(self, dist, ending):
        """All ways to name everybody come out as typed, all alternative texts as well."""
        back = readers.read(finished(dist, ending), "x")
        text = re.sub(r"\u00ad\n?", "", back.body)
        forms = typed.gender_forms(TEXT)
        assert [word for word in forms if word not in text and word not in text.replace("\n", "")] == []
        spoken = typed.letters(back.aside)
        assert [alt for alt in typed.alternatives(TEXT) if typed.letters(alt) not in spoken] == []
