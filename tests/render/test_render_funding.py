"""Acknowledgements with logos in every format: read back, and before the judges."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image, ImageDraw
from render import render_samples

from pipeline import formats
from pipeline.guide import source, yamltext
from pipeline.guide.funders import parse_funder
from pipeline.model.document import Document
from pipeline.model.funder import Duty, DutyKind, Funder, Logo, Require, Size, Spot
from pipeline.render import marks, reader
from pipeline.render.assemble import assemble
from pipeline.render.settle import boxes
from pipeline.verify import checks, readers
from pipeline.verify.checks import Expectation

PAIR = Funder(
    "paar", "Fonds Paar", "Gefördert durch den Fonds Paar & die „Stiftung *Zwei*“.",
    lead_in="Gefördert von:", disclaimer="Die Verantwortung liegt allein bei den Herausgebenden.",
    short="Gefördert vom Fonds Paar", spots=tuple(Spot), require=Require.TEXT_AND_LOGO,
    size=Size.AT_LEAST_AS_LARGE,
    logos=(
        Logo("logos/eins.png", "Logo: Fonds Paar", "https://example.org/eins", min_height_mm=14, clear_mm=4, group="paar"),
        Logo("logos/zwei.png", "Logo: Stiftung Zwei", "https://example.org/zwei?a=1&b=2", min_width_mm=12, group="paar"),
    ),
    duties=(Duty(DutyKind.APPROVAL, "Freigabe"),),
)  # fmt: skip
ENGLISH = Funder(
    "english", "Fonds Drei", "Gefördert durch den Fonds Drei.", wordings={"en": "Funded by Fonds Drei."},
    logos=(Logo("logos/drei.jpg", "Logo: Fonds Drei"),),
)  # fmt: skip
FORMATS = tuple(name for name, made in formats.FORMATS.items() if not made.part)


def logo(width: int, height: int, kind: str = "PNG") -> bytes:
    """Draw something that shows when it is distorted or cut."""
    image = Image.new("RGBA" if kind == "PNG" else "RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width - 1, height - 1), outline="#003399", width=8)
    draw.ellipse((20, 20, height - 20, height - 20), fill="#880000")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


KIT = {
    **render_samples.kit(),
    "funders/logos/eins.png": logo(600, 200),
    "funders/logos/zwei.png": logo(300, 300),
    "funders/logos/drei.jpg": logo(500, 250, "JPEG"),
}


@cache
def document(lang: str = "de-DE", *, with_logos: bool = True) -> Document:
    """Assemble a guide with three funders, one of them without logos."""
    values = {**render_samples.HEAD, "lang": lang, "funders": "[paar, english]"}
    text = (
        "---\n"
        + "".join(f"{key}: {value}\n" for key, value in values.items())
        + "---\n"
        + render_samples.BODY
    )
    guide = source.parse(text, "kleiner-leitfaden", "guides/kleiner-leitfaden/guide.md")
    name = f"{render_samples.FUNDER}.yml"
    funders = [PAIR, ENGLISH, parse_funder(KIT[f"funders/{name}"].decode(), name)]
    found, _problems = marks.marks(funders, KIT if with_logos else {})
    brand = yamltext.load_mapping(KIT["brand.yml"].decode(), "templates/brand.yml")[0]
    return assemble(
        reader.read(guide),
        pictures={"images/haus.png": render_samples.drawing()},
        funders=funders, workshop=None, brand={**brand, "catalogue": "https://example.org/"}, marks=found,
    )  # fmt: skip


@cache
def made(ending: str, lang: str = "de-DE", *, with_logos: bool = True) -> bytes:
    """Write it in a format."""
    return formats.writer(ending).write(document(lang, with_logos=with_logos), KIT, epoch=0)


def expected(lang: str = "de-DE", *, with_logos: bool = True) -> Expectation:
    """Return what its files must show."""
    shown = document(lang, with_logos=with_logos)
    return Expectation(
        title=shown.guide.front.title, lang=lang, funders=shown.funders,
        headings=tuple(section["heading"] for section in shown.page["sections"]),
        fields=boxes.count(shown.blocks),
        logos={f.id: f.logos if with_logos else () for f in shown.funders},
    )  # fmt: skip


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("with_logos", [True, False])
def test_every_format_keeps_every_rule(ending, with_logos):
    """Wording, logos, sizes, links, disclaimer, every page and running text; without logos the text stands."""
    data = made(ending, with_logos=with_logos)
    assert checks.verify(data, f"x.{ending}", expected(with_logos=with_logos)) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_guide_in_english_has_the_english_wording_and_names_the_language_of_the_others(ending):
    """The wording of the grant is never translated; a screen reader is told that it is German."""
    back = readers.read(made(ending, "en-GB"), "x")
    assert "Funded by Fonds Drei." in back.body
    assert "Gefördert durch den Fonds Drei." not in back.body
    assert checks.verify(made(ending, "en-GB"), "x", expected("en-GB")) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_logos_are_equally_high_in_all_formats_and_at_both_places(ending):
    """14 millimetres, because one profile asks for that; on screens rounded to whole pixels."""
    drawn = [p for p in readers.read(made(ending), "x").pictures if p.alt.startswith("Logo")]
    assert [(p.alt, p.spot) for p in drawn] == [
        (mark.alt, spot) for spot in (Spot.TITLE, Spot.IMPRINT) for mark in (*PAIR.logos, *ENGLISH.logos)
    ]
    assert {round(p.height_mm) for p in drawn} == {14}


def test_same_input_same_bytes():
    """Logos change nothing about that."""
    for ending in FORMATS:
        again = formats.writer(ending).write(document(), KIT, epoch=0)
        assert again == made(ending), ending


class TestJudges:
    """What others say about files with logos."""

    def test_pdf(self, verapdf, pdfua_rules):
        """PDF/UA-1 and PDF/A-2a, links with descriptions, pictures with alternative text."""
        assert verapdf(made("pdf")) == []
        assert pdfua_rules(made("pdf")) == []

    def test_html(self, nu_messages, axe_violations, overflow):
        """Valid, no barrier in light and dark, and it fits a telephone."""
        data = made("html")
        assert nu_messages(data) == []
        assert axe_violations(data) == []
        assert axe_violations(data, scheme="dark") == []
        assert overflow(data) <= 0

    def test_logos_stand_on_white_and_undistorted_in_the_browser(self, chromium):
        """As drawn, in dark mode and on a telephone: white around them, the file's own proportions."""
        context = chromium.new_context(viewport={"width": 320, "height": 800}, color_scheme="dark")
        page = context.new_page()
        try:
            page.set_content(made("html").decode())
            shown = page.eval_on_selector_all(
                ".logos img",
                "all => all.map(i => [i.naturalWidth / i.naturalHeight, i.clientWidth / i.clientHeight,"
                " getComputedStyle(i.closest('.logos')).backgroundColor])",
            )
        finally:
            context.close()
        assert len(shown) == 6
        for real, drawn, ground in shown:
            assert drawn == pytest.approx(real, rel=0.03)
            assert ground == "rgb(255, 255, 255)"

    def test_epub(self, epubcheck_messages):
        """The book is whole."""
        assert epubcheck_messages(made("epub")) == []

    def test_docx(self, ooxml_errors):
        """Valid for Word; the logos lead to their pages."""
        assert ooxml_errors(made("docx")) == []

    @pytest.mark.slow
    def test_libreoffice(self, libreoffice_text):
        """A second reader finds the wording."""
        assert libreoffice_text(made("docx")).count(PAIR.wording) == 3


def test_a_logo_in_the_pdf_stands_on_white():
    """On the sand-coloured foot of the title page, too: the corner beside a logo is white."""
    import pypdfium2

    page = pypdfium2.PdfDocument(made("pdf"))[0]
    image = page.render(scale=2).to_pil().convert("RGB")
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, low, right, high = item.get_bounds()
        for x, y in ((left - 4, low - 4), (right + 4, high + 4)):
            assert image.getpixel((int(x * 2), int((page.get_height() - y) * 2))) == (255, 255, 255)


def test_no_logo_leaves_the_folder_for_the_catalogue():
    """What a catalogue says of funding is words and addresses."""
    from pipeline.publish import overview

    told = overview.told(document().page["funding"][0])
    assert set(told) == {"id", "name", "wording", "url"}


class TestPlanted:
    """Each rule is shown to be broken once."""

    def problems(self, data: bytes, **other: object) -> str:
        """Return what is said about a changed file."""
        expectation = replace(expected(), **other)
        return "\n".join(problem.message for problem in checks.verify(data, "x", expectation))

    @pytest.mark.parametrize("ending", FORMATS)
    def test_a_logo_that_is_not_there(self, ending):
        """The text alone is not what was promised."""
        data = made(ending, with_logos=False)
        said = self.problems(data)
        for mark in (*PAIR.logos, *ENGLISH.logos):
            assert said.count(f"the logo “{mark.alt}” is missing") == 2

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            ({"min_height_mm": 30.0}, "is too small"),
            ({"min_width_mm": 90.0}, "is too small"),
            ({"min_height_px": 140}, "is too small"),
            ({"link": "https://example.org/anders"}, "does not lead to"),
        ],
    )
    @pytest.mark.parametrize("ending", FORMATS)
    def test_a_rule_that_is_not_kept(self, ending, change, word):
        """Size on paper and on screens, and where a click leads."""
        asked = {"paar": (replace(PAIR.logos[0], **change), PAIR.logos[1])}
        assert word in self.problems(made(ending), logos=asked)

    def test_a_distorted_logo(self):
        """In each format the drawn proportions are held against the file's own."""
        page = made("html").replace(b'alt="Logo: Fonds Paar" width="', b'alt="Logo: Fonds Paar" width="2')
        assert "distorted" in self.problems(page)
        wider = (rb'(<wp:extent [^>]*cx=")(\d+)', lambda m: m[1] + str(int(m[2]) + 900_000).encode())
        word = rewritten(made("docx"), "word/document.xml", lambda xml: re.sub(*wider, xml))
        assert "distorted" in self.problems(word)

    def test_a_logo_smaller_than_the_others(self):
        """The emblem that has to be at least as large is smaller."""
        page = made("html").replace(
            b'alt="Logo: Fonds Paar" width="159" height="53"',
            b'alt="Logo: Fonds Paar" width="120" height="40"',
        )
        said = self.problems(page, logos={"paar": tuple(replace(m, min_height_mm=0) for m in PAIR.logos)})
        assert "smaller than another one" in said
        assert "not equally high" in said

    def test_a_page_without_the_foot(self):
        """The profile asks for every page; one page less is named."""
        other = replace(PAIR, short="Gefördert vom Fonds Anders")
        assert "at the foot of page 1, 2" in self.problems(made("pdf"), funders=(other,))


def rewritten(package: bytes, part: str, change) -> bytes:
    """Return a package with a changed part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                assert change(data) != data
                data = change(data)
            new.writestr(name, data)
    return out.getvalue()
