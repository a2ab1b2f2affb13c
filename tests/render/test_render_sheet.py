"""The checklist as a sheet: one page with all its boxes, the acknowledgement, and nothing else of the guide."""

from __future__ import annotations

import dataclasses
import io
from functools import cache

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_samples import BARE, document, kit
from test_render_funding import KIT as LOGOS
from test_render_funding import document as funded
from test_render_pdfform import filled

from pipeline.load import _sheet
from pipeline.messages import for_guide
from pipeline.model.document import Document
from pipeline.model.funder import Spot
from pipeline.model.problem import Severity
from pipeline.render import pdf, sheet, tree
from pipeline.render.settle import boxes
from pipeline.verify import checks, readers
from pipeline.verify.checks import Expectation

EPOCH = 1_700_000_000
WORDING = (
    "Das Projekt wird gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten der Bundesregierung "
    "für Kultur und Medien im Rahmen von NEUSTART KULTUR."
)
AROUND = "\n## Worum geht es? {#about}\n\nVerschwiegenes davor.\n\n## Checkliste {#checklist}\n\n"
BEHIND = "\n\n## Links {#resources}\n\nVerschwiegenes dahinter.\n"
LIST = (
    "Ein Satz, [siehe oben](#about), [siehe hier](#tag).\n\n### Vorher\n\n"
    "- [ ] Schlüssel holen[^1]\n- [x] Teilnehmer*innen einladen\n- [ ] Datum: ____, Ort: ______\n\n"
    "### Am Tag {#tag}\n\n- [ ] 3. Mai\n    - [ ] innen\n    - [ ] drin\n- ohne Kasten\n\n[^1]: Beim *Hausmeister*.\n"
)


def guide(items: str = LIST, **head: str | None) -> Document:
    """Assemble a guide in which something stands around its checklist."""
    return document(AROUND + items + BEHIND, **head)


@cache
def made(items: str = LIST) -> bytes:
    """Write the sheet of a list."""
    return write(guide(items))


def write(whole: Document, files: dict[str, bytes] | None = None) -> bytes:
    """Write the sheet of a guide."""
    alone = sheet.sheet(whole)
    assert alone is not None
    return sheet.write(alone, files or kit(), epoch=EPOCH)


def problems(whole: Document, data: bytes, **promised: object) -> list[str]:
    """Return what is wrong with the sheet of a guide."""
    promises = Expectation(whole.page["title"], whole.guide.front.lang, whole.funders, **promised)
    part = _sheet(whole, promises)
    assert part is not None
    return [problem.message for problem in checks.verify(data, "x.pdf", part.expectation)]


def said(data: bytes) -> str:
    """Return the text with plain spaces; a word that a line breaks is whole."""
    text = readers.read(data, "x.pdf").body.replace("\u00ad\n", "")
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def pages(data: bytes) -> int:
    """Return the number of pages."""
    return len(pypdfium2.PdfDocument(data))


def many(number: int, words: str = "ist erledigt") -> str:
    """Return a list with so many items."""
    return "".join(f"- [ ] Punkt {at} {words}\n" for at in range(number))


def test_it_is_one_page_and_keeps_all_promises():
    """Title, language, headings, fields, acknowledgement, standards: what is asked of every PDF."""
    assert pages(made()) == 1
    assert problems(guide(), made()) == []


def test_every_item_is_a_field_with_a_name_of_its_own():
    """Boxes and lines are those of the list, in its order, ticked where the list says so."""
    fields = pypdf.PdfReader(io.BytesIO(made())).get_fields()
    labels = list(readers.read(made(), "x.pdf").fields)
    assert labels[1:] == [
        "Teilnehmer*innen einladen",
        "Datum: , Ort:",
        "Datum",
        "Datum: , Ort",
        "3. Mai",
        "innen",
        "drin",
    ]
    assert len(fields) == len(labels) == boxes.count(sheet.sheet(guide()).blocks)
    assert [f["/TU"] for f in fields.values() if f.get("/V") == "/Yes"] == ["Teilnehmer*innen einladen"]


def test_it_says_where_it_is_from():
    """Title, version, date, credit and the acknowledgement letter by letter stand on it as text."""
    text = said(made())
    for words in (
        "HowToMake … kleiner Leitfaden Checkliste",
        "„HowToMake … kleiner Leitfaden“, Redaktion Beispiel, CC BY-SA 4.0",
        "Version 1.0 · 1. März 2024",
        WORDING,
    ):
        assert words in text


def test_nothing_else_of_the_guide_is_on_it():
    """Neither the sections around nor what the title page says beside the title, nor in the metadata."""
    back = readers.read(made(), "x.pdf")
    for words in ("Verschwiegenes", "Alles, was vorkommen", "alles einmal", "Leiter*innen", "Impressum"):
        assert words not in back.everything
    assert [heading.text for heading in back.headings] == ["Checkliste", "Vorher", "Am Tag"]


def test_it_needs_no_guide_around_it():
    """A link to another section is plain words, one within stays, and a footnote stands in brackets."""
    text = said(made())
    assert "Ein Satz, siehe oben, siehe hier." in text
    assert "Schlüssel holen (Beim Hausmeister.)" in text
    links = [node["c"][2][0] for node in tree.walk(sheet.sheet(guide()).blocks) if node["t"] == "Link"]
    assert links == ["#tag"]


def test_a_heading_in_other_words_does_without_the_word():
    """Then the line above says what it is."""
    text = said(write(document("\n## Bevor ihr öffnet {#checklist}\n\n- [ ] Licht an\n")))
    assert text.startswith(f"{for_guide('de', 'Checklist')} · HowToMake … kleiner Leitfaden Bevor ihr öffnet")


@pytest.mark.parametrize(
    "body",
    [
        "\n## Liste {#about}\n\n- [ ] eins\n",
        "\n## Checkliste {#checklist}\n\n- eins\n\nDatum: ____\n\n## Links {#resources}\n\n- [ ] zwei\n",
    ],
)
def test_without_boxes_in_that_section_there_is_no_sheet(body):
    """A list of another section, or one without boxes, is none."""
    assert sheet.sheet(document(body)) is None


def test_pictures_of_other_sections_stay_away():
    """Only what the sheet shows goes to the typesetter: here the QR code."""
    alone = sheet.sheet(document(catalogue="https://example.org/"))
    assert list(alone.pictures) == [alone.page["sheet"]["code"]]
    assert "https://example.org/" in said(write(document(catalogue="https://example.org/")))


def test_it_gets_smaller_until_it_fits():
    """More items are set smaller, never below nine points, in two columns at last."""
    sizes = {number: set(_sizes(made(many(number)))) for number in (5, 30, 60, 80)}
    assert [pages(made(many(number))) for number in sizes] == [1] * len(sizes)
    smallest = [min(found) for found in sizes.values()]
    assert smallest == sorted(smallest, reverse=True)
    assert smallest[0] > 11.5
    assert smallest[-1] == pytest.approx(9)


def _sizes(data: bytes) -> list[float]:
    """Return the sizes of the letters of the items in points."""
    sizes: list[float] = []

    def visit(text: str, _cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip().startswith("Punkt"):
            sizes.append(round(size * tm[0], 2))

    pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(visitor_text=visit)
    return sizes


def test_what_does_not_fit_runs_on_and_is_said():
    """Nothing is lost, the acknowledgement stays on the first page, and a warning names the file."""
    whole, data = guide(many(150)), made(many(150))
    assert pages(data) > 1
    assert [m for m in problems(whole, data) if "does not fit" not in m] == []
    part = _sheet(whole, Expectation("", "de-DE"))
    (warning,) = checks.verify(data, "x-checkliste.pdf", part.expectation)
    assert warning.severity is Severity.WARNING
    assert warning.path == "x-checkliste.pdf"
    assert "one page" in warning.message


def test_funders_with_logos_disclaimer_and_a_foot_get_them_all():
    """Each wording in its language, each logo as large as asked, once on the page."""
    whole = funded()
    data = write(whole, dict(LOGOS))
    logos = {funder.id: funder.logos for funder in whole.funders}
    assert problems(whole, data, logos=logos) == []
    text = said(data)
    for funder in whole.funders:
        assert text.count(funder.worded("de")) == 1
        assert funder.disclaimer in text
    assert [p.alt for p in readers.read(data, "x").pictures if p.alt.startswith("Logo")] == [
        logo.alt for funder in whole.funders for logo in funder.logos
    ]


def test_a_foot_for_every_page_is_on_every_page():
    """Also where a list runs on."""
    other, long = funded(), guide(many(150))
    page = {**long.page, "funding": other.page["funding"]}
    whole = dataclasses.replace(long, funders=other.funders, page=page, pictures=other.pictures)
    assert Spot.EVERY_PAGE in other.funders[0].spots
    data = write(whole, dict(LOGOS))
    assert pages(data) > 1
    assert [m for m in problems(whole, data) if "does not fit" not in m] == []


def test_the_list_in_the_guide_stays_as_it_was():
    """In one column, however many items it has: two are for the sheet."""
    data = pdf.write(document("\n## Checkliste {#checklist}\n\n" + many(60)), kit(), epoch=EPOCH)
    assert len(lefts(data)) == 60
    assert len(set(lefts(data))) == 1
    assert len(set(lefts(made(many(60))))) == 2


def lefts(data: bytes) -> list[float]:
    """Return where each field begins, from the left."""
    with pikepdf.open(io.BytesIO(data)) as file:
        notes = [note for page in file.pages for note in page.obj.get("/Annots", [])]
        return [float(note.Rect[0]) for note in notes if note.Subtype == "/Widget"]


@pytest.mark.parametrize("key", ["wording", "disclaimer"])
def test_a_sheet_without_what_a_funder_asks_for_is_found_out(key):
    """Promised other words, the sheet is found to lack them."""
    whole = funded()
    other = tuple(dataclasses.replace(one, **{key: "Etwas ganz anderes."}) for one in whole.funders[:1])
    found = problems(dataclasses.replace(whole, funders=other), write(whole, dict(LOGOS)))
    assert any("Etwas ganz anderes." in message for message in found)


def test_a_guide_in_english_has_a_sheet_in_english():
    """Words around the list are the guide's."""
    back = readers.read(write(guide(lang="en-GB")), "x.pdf")
    assert back.title == "Checklist: HowToMake … kleiner Leitfaden"
    assert "Version 1.0" in back.body


def test_a_bare_guide_has_a_sheet():
    """No funder, no author, no catalogue."""
    assert problems(guide(**BARE), write(guide(**BARE))) == []


def test_same_guide_same_bytes():
    """Two writings are the same file."""
    assert write(guide()) == made()


WORDS = st.lists(
    st.sampled_from(["Schlüssel", "Teilnehmer*innen", "1.", "-", "#", "____", "Veranstaltungsräume", "und", "*x*"]),
    min_size=1, max_size=25,
).map(" ".join)  # fmt: skip
ITEMS = st.lists(st.tuples(st.sampled_from([" ", "x"]), WORDS), min_size=1, max_size=40)


@settings(max_examples=8, deadline=None)
@given(items=ITEMS)
def test_any_list_becomes_a_sheet(items):
    """Whatever its items say and how many there are: all fields, all promises, at most the one warning."""
    whole = guide("".join(f"- [{mark}] Punkt {words}\n" for mark, words in items))
    found = problems(whole, write(whole))
    assert [message for message in found if "does not fit" not in message] == []


@pytest.mark.slow
@pytest.mark.parametrize("items", [LIST, many(60), many(150)])
def test_conforms_empty_and_filled_in(verapdf, pdfua_rules, items):
    """In one column, in two and on more pages: veraPDF and our own rules find nothing."""
    data = made(items)
    assert verapdf(data) == []
    assert pdfua_rules(data) == []
    assert items != LIST or verapdf(filled(data)) == []


@pytest.mark.slow
def test_conforms_with_logos(verapdf, pdfua_rules):
    """Logos, links and a QR code as well."""
    data = write(funded(), dict(LOGOS))
    assert verapdf(data) == []
    assert pdfua_rules(data) == []
