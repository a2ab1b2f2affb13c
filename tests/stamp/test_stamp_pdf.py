"""Stamped PDFs: what was true before is true after, the wording stands, and what must not be touched is not."""

from __future__ import annotations

import io
import time

import pikepdf
import pypdfium2
import pytest
from stamp import foreign
from verify import samples

from pipeline.model.funder import Funder, Require, Spot
from pipeline.model.problem import Trouble
from pipeline.stamp import proof
from pipeline.verify import funding, readers

FUNDER = samples.FUNDER


def stamped(data: bytes, funder: Funder = FUNDER) -> proof.Stamped:
    """Stamp a file, and prove that its wording is where the profile asks for it."""
    made = proof.stamp(data, "fremd.pdf", [funder], foreign.FACES)
    assert list(funding.wording_problems(readers.read(made.data, "fremd.pdf"), "fremd.pdf", funder)) == []
    return made


def refusal(data: bytes, name: str = "fremd.pdf") -> str:
    """Return the reason for which a file is not stamped; it comes with advice."""
    with pytest.raises(Trouble) as caught:
        proof.stamp(data, name, [FUNDER], foreign.FACES)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.message


def pixels(data: bytes, page: int) -> bytes:
    """Return a page as it looks."""
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=0.6).to_pil().tobytes()
    finally:
        document.close()


KEEPING = {
    "tagged": foreign.tagged,
    "form": foreign.form,
    "full": foreign.full,
    "landscape": lambda: foreign.tagged('paper: "a4", flipped: true'),
    "turned": lambda: foreign.turned(90),
    "upside-down": lambda: foreign.turned(180),
    "poster": lambda: foreign.tagged('paper: "a2"'),
    "postcard": lambda: foreign.tagged("width: 148mm, height: 105mm, margin: 12mm"),
    "imprint": lambda: foreign.tagged(imprint="#pagebreak()\n= Impressum\nZentrum e. V., Musterstadt"),
    "one-sheet": foreign.one_sheet,
    "dark": lambda: foreign.tagged('paper: "a4", fill: black'),
    "english": lambda: foreign.tagged(lang="en"),
}


@pytest.mark.parametrize("kind", KEEPING)
def test_a_file_that_conformed_conforms_after(kind, verapdf, pdfua_rules, claimed):
    """PDF/UA-1 and PDF/A-2a stay claimed and true, by the validator and by our own rules."""
    data = KEEPING[kind]()
    lang = "en" if kind == "english" else "de"
    assert verapdf(data) == []
    made = stamped(data)
    assert claimed(made.data) == claimed(data) == ["2a", "ua1"]
    assert verapdf(made.data) == []
    assert set(pdfua_rules(made.data, lang=lang)) <= set(pdfua_rules(data, lang=lang))


def test_running_twice_changes_nothing():
    """What is there is found, and the file stays as it is, byte for byte."""
    once = stamped(foreign.tagged())
    again = proof.stamp(once.data, "fremd.pdf", [FUNDER], foreign.FACES)
    assert again == proof.Stamped(once.data)


def test_same_input_same_bytes():
    """Neither clock nor chance is in the file."""
    assert stamped(foreign.tagged()).data == stamped(foreign.tagged()).data


def test_a_file_with_every_spot_filled_is_returned_as_it_came():
    """Our own guides need no stamp."""
    data = samples.pdf()
    assert proof.stamp(data, "unser.pdf", [FUNDER], foreign.FACES) == proof.Stamped(data)


def test_only_what_is_missing_is_added():
    """A guide with the sentence in the imprint gets it on the title page."""
    made = stamped(samples.pdf(title="Ohne."))
    assert made.added == (funding.place(Spot.TITLE),)
    assert readers.read(made.data, "x").pages == 3


class TestTags:
    """The sentence as a screen reader meets it."""

    def test_it_is_a_paragraph_of_the_document(self):
        """Each sentence is one element P, below the document element, on its own page."""
        with pikepdf.open(io.BytesIO(stamped(foreign.tagged()).data)) as document:
            root = document.Root.StructTreeRoot
            top = root.K[0] if isinstance(root.K, pikepdf.Array) else root.K
            assert top.S == "/Document"
            kinds = [str(child.S) for child in top.K]
            assert kinds[-1] == "/Sect"
            section = top.K[-1]
            assert [str(child.S) for child in section.K] == ["/H1", "/P"]
            parents = pikepdf.NumberTree(root.ParentTree)
            for child in section.K:
                held = parents[int(child.Pg.StructParents)]
                assert held[int(child.K)].objgen == child.objgen

    def test_it_is_read_where_its_page_is_read(self):
        """The title page's sentence comes before the first heading of page 2."""
        text = spoken(stamped(foreign.tagged()).data)
        assert text.index(FUNDER.wording[:40]) < text.index("Schritte") < text.rindex(FUNDER.wording[:40])

    def test_nested_headings_stay_nested(self, verapdf):
        """A file with `H` gets an `H`: PDF/UA forbids to mix them (ISO 14289-1, 7.4.4)."""

        def nest(document: pikepdf.Pdf) -> None:
            for item in document.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/H1", "/H2"):
                    item.S = pikepdf.Name.H

        data = foreign.changed(foreign.tagged(), nest)
        made = stamped(data).data
        assert len(verapdf(made, ["ua1"])) == len(verapdf(data, ["ua1"]))
        with pikepdf.open(io.BytesIO(made)) as document:
            kinds = {
                str(o.S)
                for o in document.objects
                if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o
            }
        assert "/H" in kinds
        assert "/H1" not in kinds

    def test_another_language_is_named(self):
        """A German sentence in an English file says that it is German."""
        with pikepdf.open(io.BytesIO(stamped(foreign.tagged(lang="en")).data)) as document:
            langs = {
                str(o.Lang)
                for o in document.objects
                if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/P" and "/Lang" in o
            }
        assert langs == {"de"}

    def test_a_file_without_tags_stays_without_and_says_so(self):
        """No half of a structure: it would hide the rest from screen readers."""
        made = stamped(foreign.untagged())
        assert any("no tags" in remark for remark in made.remarks)
        with pikepdf.open(io.BytesIO(made.data)) as document:
            assert "/StructTreeRoot" not in document.Root
            assert "/MarkInfo" not in document.Root


class TestKept:
    """What else is in the file."""

    def test_bookmarks_and_links(self):
        """The old bookmarks lead where they led; „Impressum“ comes last and leads to the new page."""
        data = foreign.tagged()
        made = stamped(data).data
        pages = readers.read(made, "x").pages
        assert foreign.bookmarks(made) == [*foreign.bookmarks(data), ("Impressum", pages - 1)]
        assert b"https://example.org/" in b"".join(
            note.A.unparse(resolved=True)
            for page in pikepdf.open(io.BytesIO(made)).pages
            for note in page.obj.get("/Annots", [])
        )

    def test_fields(self):
        """Every box to tick is there, and ticked or not as before."""
        data = foreign.form()
        before, after = readers.read(data, "x"), readers.read(stamped(data).data, "x")
        assert before.fields
        assert after.fields == before.fields

    def test_an_existing_imprint_gets_the_sentence_and_no_second_page_is_added(self):
        """The sentence stands below the imprint's own lines."""
        data = KEEPING["imprint"]()
        made = stamped(data)
        assert readers.read(made.data, "x").pages == readers.read(data, "x").pages
        text = readers.read(made.data, "x").spots[Spot.IMPRINT]
        assert text.index("Zentrum e. V.") < text.index("Das Projekt wird")

    def test_an_imprint_without_bookmark_gets_one(self):
        """`verify` and readers find it then; on a leaflet one sentence is enough for both spots."""
        made = stamped(foreign.one_sheet())
        assert foreign.bookmarks(made.data)[-1] == ("Impressum", 0)
        body = readers.read(made.data, "x").body
        assert readers.read(made.data, "x").pages == 1
        assert body.count("NEUSTART KULTUR.") == 1

    def test_every_other_pixel(self):
        """Pages without the sentence look as they looked, the title page too where it is not."""
        data = foreign.tagged()
        made = stamped(data).data
        assert [pixels(made, page) for page in (1, 2)] == [pixels(data, page) for page in (1, 2)]
        half = len(pixels(data, 0)) // 2
        assert pixels(made, 0)[:half] == pixels(data, 0)[:half]
        assert pixels(made, 0) != pixels(data, 0)

    def test_a_full_page_becomes_longer_and_nothing_on_it_is_covered(self):
        """The picture stays whole; the sentence stands on white below it, and the bleed stays hidden."""
        data = foreign.full()
        made = stamped(data)
        assert any("longer" in remark for remark in made.remarks)
        old, new = (pypdfium2.PdfDocument(d) for d in (data, made.data))
        assert new[0].get_width() == pytest.approx(old[0].get_width())
        strip = new[0].get_height() - old[0].get_height()
        assert 50 < strip < 120
        before, after = old[0].render(scale=1).to_pil(), new[0].render(scale=1).to_pil()
        top = before.crop((0, 0, before.width, before.height - 2))
        assert after.crop((0, 0, before.width, before.height - 2)).tobytes() == top.tobytes()
        edge = after.crop((0, before.height + 3, after.width, before.height + 12)).convert("L")
        assert edge.getextrema() == (255, 255)

    def test_a_careless_file(self):
        """States and marks left open are closed first: the sentence is upright, black and no artifact."""
        made = stamped(foreign.careless())
        document = pypdfium2.PdfDocument(made.data)
        shown = [item for item in document[0].get_objects() if item.get_bounds()[3] < 130]
        low = min(item.get_bounds()[1] for item in shown)
        assert -50 < low < 80


@pytest.mark.parametrize(
    ("degrees", "page"),
    [
        (d, p)
        for d in (0, 90, 180, 270)
        for p in ("width: 210mm, height: 297mm", "width: 297mm, height: 210mm")
    ],
)
def test_on_a_turned_page_the_sentence_is_upright_and_at_the_foot(degrees, page):
    """As the viewer shows the page, not as it is stored."""
    data = foreign.turned(degrees, page)
    made = stamped(data).data
    before, after = (pypdfium2.PdfDocument(d)[0].render(scale=1).to_pil().convert("L") for d in (data, made))
    from PIL import ImageChops

    left, top, right, foot = ImageChops.difference(before, after).getbbox()
    assert top > after.height * 0.5
    assert foot < after.height - 20
    assert (right - left) > 6 * (foot - top)


def test_letters_are_white_on_a_dark_ground():
    """Contrast comes before custom."""
    made = pypdfium2.PdfDocument(stamped(KEEPING["dark"]()).data)[0].render(scale=1).to_pil().convert("L")
    foot = made.crop((0, int(made.height * 0.9), made.width, made.height))
    assert foot.getextrema()[1] > 200


class TestForeign:
    """Other programs' files, judged by what they kept before."""

    @pytest.mark.parametrize("flavour", ["ua1"])
    def test_printed_by_chromium(self, chromium, verapdf, flavour):
        """Not one rule more is broken than before."""
        self.no_worse(foreign.printed(chromium), verapdf, flavour)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("options", "flavour"),
        [('{"PDFUACompliance":{"type":"boolean","value":"true"}}', "ua1"),
         ('{"SelectPdfVersion":{"type":"long","value":"1"}}', "1b"),
         ('{"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}}', "2b")],
    )  # fmt: skip
    def test_exported_by_libreoffice(self, tmp_path, verapdf, options, flavour):
        """PDF/UA, and PDF/A-1, whose fonts and streams have rules of their own."""
        self.no_worse(foreign.from_office(tmp_path, options), verapdf, flavour)

    def test_like_word(self, verapdf):
        """Kinds of its own, a number tree in leaves, no claims."""
        self.no_worse(foreign.wordlike(), verapdf, "ua1")

    def test_of_colours_that_need_no_output_intent(self, verapdf):
        """Plain grey would mean nothing there, so the sentence brings its own."""
        self.no_worse(foreign.without_intent(), verapdf, "2b")

    def no_worse(self, data: bytes, verapdf, flavour: str) -> None:
        """Rules broken after are rules broken before."""
        made = stamped(data).data
        before, after = ({line.split(":")[0] for line in verapdf(d, [flavour])} for d in (data, made))
        assert after <= before


@pytest.mark.slow
def test_a_large_file():
    """Three hundred pages take seconds, and the sentence stands in the imprint that is there."""
    data = foreign.large()
    start = time.process_time()
    made = stamped(data).data
    assert time.process_time() - start < 30
    assert readers.read(made, "x").pages == 300


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (foreign.encrypted, "locked with a password"),
        (lambda: foreign.encrypted("offen"), "locked with a password"),
        (foreign.signed, "signed"),
        (foreign.xfa, "XFA"),
        (foreign.portfolio, "portfolio"),
        (lambda: foreign.tagged()[:2000], "cannot be read"),
        (samples.web, "Only PDF and DOCX"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
        (lambda: foreign.tagged("width: 60pt, height: 60pt, margin: 2pt"), "too narrow"),
    ],
    ids=["owner", "user", "signed", "xfa", "portfolio", "half", "web", "doc", "stamp-sized"],
)
def test_what_is_refused_and_why(data, reason):
    """Nothing is broken silently."""
    assert reason in refusal(data())


def test_an_empty_signature_field_is_no_signature():
    """A form that waits for a signature can be stamped before."""

    def unsign(document: pikepdf.Pdf) -> None:
        del document.Root.AcroForm.Fields[0].V

    assert stamped(foreign.changed(foreign.signed(), unsign)).added


def test_what_readers_cannot_prove_is_not_written(monkeypatch):
    """A sentence that is not read back letter by letter is no stamp: here the fonts have lost a letter."""
    whole = proof.pdf.Lettering._letters
    monkeypatch.setattr(
        proof.pdf.Lettering, "_letters", lambda self: whole(self).replace(b"<0050>", b"<0051>")
    )
    with pytest.raises(Trouble, match="not word for word"):
        proof.stamp(foreign.tagged(), "x", [FUNDER], foreign.FACES)


def test_letters_that_the_typeface_lacks_are_named():
    """Boxes in place of letters are no wording."""
    other = Funder("x", "Fonds", "Gefördert durch 文化 im Jahr 2027.")
    with pytest.raises(Trouble, match="化 文"):
        proof.stamp(foreign.tagged(), "x", [other], foreign.FACES)


def test_an_older_wording_is_named():
    """It is not taken away, because only a person knows which grant it is about."""
    old = samples.as_typst(samples.WORDING.replace("der Beauftragten der", "des Beauftragten der"))
    made = stamped(samples.pdf(title=old, imprint=old))
    assert any("des Beauftragten" in remark for remark in made.remarks)


def test_two_funders_each_get_a_paragraph():
    """In the order given; a disclaimer stands in the imprint alone."""
    eu = Funder(
        "eu", "EU", "Kofinanziert von der Europäischen Union.", disclaimer="Die Verantwortung liegt allein bei uns.",
        require=Require.TEXT_AND_LOGO,
    )  # fmt: skip
    made = proof.stamp(foreign.tagged(), "x", [FUNDER, eu], foreign.FACES)
    back = readers.read(made.data, "x")
    title = back.spots[Spot.TITLE]
    assert title.index("NEUSTART") < title.index("Kofinanziert")
    assert "Verantwortung" not in title
    assert funding.stands(back, Spot.IMPRINT, eu.disclaimer)
    assert funding.stands(back, Spot.IMPRINT, eu.wording)
    assert any("logo" in remark for remark in made.remarks)


@pytest.mark.parametrize("kind", ["tagged", "full", "imprint", "one-sheet", "dark"])
def test_every_page(kind, verapdf):
    """The short form stands at the foot of each page as an artifact, beside and not on the wording."""
    every = Funder(
        "x",
        "Fonds",
        samples.WORDING,
        short="Kurz: gefördert vom Fonds",
        spots=(Spot.TITLE, Spot.IMPRINT, Spot.EVERY_PAGE),
    )
    made = stamped(KEEPING[kind](), every)
    back = readers.read(made.data, "x")
    assert [foot.count("Kurz: gefördert vom Fonds") for foot in back.feet] == [1] * back.pages
    assert "Kurz:" not in back.body
    assert verapdf(made.data) == []
    document = pypdfium2.PdfDocument(made.data)
    for page in document:
        ours = [
            item.get_bounds()
            for item in page.get_objects(
                filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()
            )
            if item.extract().strip()[:4] in ("Kurz", "Das ")
        ]
        assert len(ours) in (1, 2)
        assert len(ours) == 1 or ours[0][1] > ours[1][3] or ours[1][1] > ours[0][3]
    assert proof.stamp(made.data, "x", [every], foreign.FACES).data == made.data


def test_running_text_is_for_its_author():
    """No program knows where in somebody's text a sentence belongs."""
    body = Funder("x", "Fonds", samples.WORDING, spots=(Spot.BODY,))
    with pytest.raises(Trouble, match="author"):
        proof.stamp(foreign.tagged(), "x", [body], foreign.FACES)


def spoken(data: bytes) -> str:
    """Return the text in the order of the tags."""
    document = pypdfium2.PdfDocument(data)
    said = {}
    for number in range(len(document)):
        page = document[number]
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage()):
            mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(item)
            if mark >= 0:
                said[number, mark] = said.get((number, mark), "") + item.extract()
    with pikepdf.open(io.BytesIO(data)) as tree:
        pages = {page.obj.objgen: number for number, page in enumerate(tree.pages)}

        def walk(element, page):
            page = element.get("/Pg", page)
            kids = element.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    yield said.get((pages[page.objgen], kid), "")
                elif kid is not None and kid.get("/Type") == "/MCR":
                    yield said.get((pages[kid.get("/Pg", page).objgen], int(kid.MCID)), "")
                elif kid is not None and "/S" in kid:
                    yield from walk(kid, page)

        return " ".join(walk(tree.Root.StructTreeRoot, None))
