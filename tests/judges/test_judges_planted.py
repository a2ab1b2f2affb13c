"""Judges can fail: each finds the defect it is there for, and none objects to a good file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pypdf
import pytest
from judges import aloud, printed, typed
from judges import browser as browsers
from verify import samples

MIDDLE = """
#figure(rect(width: 1cm, height: 1cm), alt: "Ein Quadrat", caption: [Form])
#table(columns: 2, table.header[Wer][Was], [Büro], [Post])
- #link("https://example.org/")[Seite des Verbands]
"""
SWAPPED = "#block(height: 60mm)[#place(dy: 40mm)[Unten steht das.]#place(dy: 20mm)[Oben steht dies.]]"
"""Two lines that stand in one order on the page and are tagged in the other."""


@pytest.fixture(scope="module")
def good() -> bytes:
    """Return a PDF with a picture, a table, a list and a link."""
    return samples.pdf(middle=MIDDLE)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Return the PDF after a change to its objects."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """Return the structure elements of a kind."""
    return [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == f"/{kind}"]


def drop(kind: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    """Make a change that takes a key off all structure elements of a kind."""

    def change(document: pikepdf.Pdf) -> None:
        found = elements(document, kind)
        assert found, f"nothing of kind {kind} to plant the defect in"
        for element in found:
            del element[key]

    return change


def rename(kind: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    """Make a change that tags elements as another kind."""

    def change(document: pikepdf.Pdf) -> None:
        found = elements(document, kind)
        assert found, f"nothing of kind {kind} to plant the defect in"
        for element in found:
            element.S = pikepdf.Name(f"/{new}")

    return change


def put(kind: str, key: str, value: str) -> Callable[[pikepdf.Pdf], None]:
    """Make a change that sets a text on all structure elements of a kind."""

    def change(document: pikepdf.Pdf) -> None:
        for element in elements(document, kind):
            element[key] = pikepdf.String(value)

    return change


def untagged(document: pikepdf.Pdf) -> None:
    """Take away the structure tree."""
    del document.Root.StructTreeRoot
    del document.Root.MarkInfo


def loose_paint(document: pikepdf.Pdf) -> None:
    """Paint something outside all tags."""
    page = document.pages[0]
    page.contents_add(document.make_stream(b"0 0 10 10 re f"))


def no_bookmarks(document: pikepdf.Pdf) -> None:
    """Take away the outline."""
    del document.Root.Outlines


def nameless_link(document: pikepdf.Pdf) -> None:
    """Take the description off all links."""
    for page in document.pages:
        for note in page.obj.get("/Annots") or []:
            del note["/Contents"]


def hidden_title(document: pikepdf.Pdf) -> None:
    """Let the window show the name of the file."""
    document.Root.ViewerPreferences.DisplayDocTitle = False


def script(document: pikepdf.Pdf) -> None:
    """Let something run when the file is opened."""
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("0"))


class TestPdf:
    """veraPDF and our own rules."""

    @pytest.mark.slow
    def test_good_file_passes_every_standard_it_claims(self, good, verapdf, claimed, pdfua_rules):
        """No false alarm; the claims are those the typesetter was asked for."""
        assert {"ua1", "2a"} <= set(claimed(good))
        assert verapdf(good) == []
        assert pdfua_rules(good) == []

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "change",
        [untagged, drop("Figure", "/Alt"), loose_paint, nameless_link],
        ids=["untagged", "no alt text", "untagged paint", "link without description"],
    )
    def test_verapdf_finds_what_the_standards_forbid(self, good, verapdf, change):
        """Each planted defect breaks at least one rule of a claimed standard."""
        assert verapdf(changed(good, change)) != []

    @pytest.mark.slow
    def test_verapdf_holds_a_file_to_each_standard_by_itself(self, good, verapdf):
        """A title that is not shown offends PDF/UA alone, a script PDF/A alone."""
        for change, broken, kept in ((hidden_title, "ua1", "2a"), (script, "2a", "ua1")):
            data = changed(good, change)
            assert verapdf(data, [broken]) != []
            assert verapdf(data, [kept]) == []

    def test_reading_aloud_follows_the_tags(self, good):
        """What stands above but is tagged below is heard below; without tags there is silence."""
        asked = ["obenstehtdies", "untenstehtdas"]
        for middle, wrong in (("Oben steht dies. Unten steht das.", False), (SWAPPED, True)):
            said = typed.letters(aloud.text(samples.pdf(middle=middle)))
            assert bool(typed.unordered(asked, said)) == wrong
        assert aloud.text(good)
        assert aloud.text(changed(good, untagged)) == ""

    @pytest.mark.parametrize(
        ("middle", "part"),
        [
            ("#place(dy: 3pt)[Darunter steht auch etwas.]", "Mitte"),
            ("#place(dx: -120mm)[Links davon]", "beyond the edge"),
            ("#box(width: 10pt)[Donaudampfschiff]#h(-30pt)darüber", "Donau"),
        ],
    )
    def test_letters_over_letters_are_found(self, good, middle, part):
        """What is placed on a line, beside the page or too close to its neighbour."""
        assert printed.collisions(good) == []
        assert any(part in line for line in printed.collisions(samples.pdf(middle=f"{middle}Mitte.")))

    @pytest.mark.slow
    def test_a_file_without_claims_is_no_pass(self, good, verapdf):
        """Pypdf's page copies lose tags and claims; nothing claimed is a failure, not silence."""
        writer = pypdf.PdfWriter()
        for page in pypdf.PdfReader(io.BytesIO(good)).pages:
            writer.add_page(page)
        out = io.BytesIO()
        writer.write(out)
        assert verapdf(out.getvalue()) == ["claims no standard"]
        assert verapdf(out.getvalue(), ["ua1"]) != []

    @pytest.mark.parametrize(
        ("change", "part"),
        [
            (untagged, "not tagged"),
            (lambda d: d.Root.__setattr__("Lang", pikepdf.String("en")), "language is 'en'"),
            (rename("H1", "P"), "no heading at all"),
            (rename("H1", "H2"), "follows level 0"),
            (rename("TH", "TD"), "table without header cells"),
            (drop("TH", "/A"), "header cell without scope"),
            (put("Figure", "/Alt", "Bild"), "says nothing"),
            (put("Figure", "/Alt", "img_2041.JPG"), "says nothing"),
            (drop("Figure", "/Alt"), "no alternative text"),
            (drop("Link", "/K"), "link without text"),
            (loose_paint, "neither tagged nor artifact"),
            (drop("P", "/K"), "that no tag holds"),
            (no_bookmarks, "no bookmarks"),
            (nameless_link, "link without a description"),
            (rename("LI", "P"), "list without items"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_own_rules_find_what_verapdf_lets_through(self, good, pdfua_rules, change, part):
        """Each planted defect is named."""
        assert [line for line in pdfua_rules(changed(good, change)) if part in line] != []


class TestHtml:
    """The Nu checker, and axe in a browser."""

    @pytest.mark.slow
    def test_nu_finds_what_is_not_html(self, nu_messages):
        """A void element with an end tag and a picture without alt are errors; a good page has no message."""
        assert nu_messages(samples.web()) == []
        assert any("end tag" in line for line in nu_messages(samples.web(middle="<p><input></input></p>")))
        assert any("alt" in line for line in nu_messages(samples.web(middle='<img src="x.png">')))

    @pytest.mark.slow
    def test_axe_finds_barriers(self, axe_violations, overflow):
        """Missing alt, low contrast in one scheme only, requests to the network, a page too wide."""
        assert axe_violations(samples.web()) == []
        assert any("image-alt" in line for line in axe_violations(samples.web(middle='<img src="data:,">')))
        grey = samples.web(
            head="<style>@media (prefers-color-scheme: dark) {body {background: #222; color: #444}}</style>"
        )
        assert axe_violations(grey) == []
        assert any("color-contrast" in line for line in axe_violations(grey, scheme="dark"))
        far = samples.web(middle='<img src="https://example.org/x.png" alt="Ein Haus">')
        assert any("requests https://example.org/x.png" in line for line in axe_violations(far))
        assert overflow(samples.web(), width=320) == 0
        assert overflow(samples.web(middle='<div style="width: 500px">breit</div>'), width=320) > 0

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("middle", "part"),
        [
            ('<a href="#x">eins</a> <a href="#y" tabindex="-1">zwei</a>', "zwei"),
            ('<a href="#x" tabindex="2">eins</a> <a href="#y" tabindex="1">zwei</a>', "eins"),
            ('<a href="#x" style="outline: none">eins</a>', "visible: False"),
            ('<a href="#x" onkeydown="event.preventDefault()">eins</a> <a href="#y">zwei</a>', "zwei"),
        ],
        ids=["not reached", "out of order", "not seen", "trap"],
    )
    def test_the_walk_by_keyboard_finds_where_it_goes_wrong(self, chromium, tmp_path, middle, part):
        """A good page is walked through without a word."""
        style = "<style>a:focus-visible {outline: 3px solid}</style>"
        good = '<a href="#x">eins</a> <a href="#y">zwei</a>'
        with browsers.opened(chromium, samples.web(middle=good, head=style), tmp_path) as page:
            assert browsers.unreachable(page) == []
        with browsers.opened(chromium, samples.web(middle=middle, head=style), tmp_path) as page:
            assert any(part in line for line in browsers.unreachable(page))


class TestDocx:
    """The Open XML SDK, and LibreOffice."""

    def test_sdk_finds_what_word_would_repair(self, ooxml_errors):
        """Elements in the wrong place are errors; a good file has none."""
        good = samples.word()
        assert ooxml_errors(good) == []
        assert ooxml_errors(replaced(good, b"<w:body>", b"<w:body><w:tblGrid/><w:r/>")) != []

    @pytest.mark.slow
    def test_libreoffice_finds_the_text_or_nothing(self, libreoffice_text):
        """A broken file is opened without a word, so missing text is the sign."""
        assert samples.WORDING in libreoffice_text(samples.word())
        assert samples.WORDING not in libreoffice_text(replaced(samples.word(), b"</w:body>", b"</w:bo"))


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a DOCX with its main part changed byte by byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                assert old in part
                part = part.replace(old, new, 1)
            after.writestr(name, part)
    return out.getvalue()
