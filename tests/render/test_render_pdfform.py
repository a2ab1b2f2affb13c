"""Fields of the PDF: what people tick and fill in, as viewers, screen readers and judges meet it."""

from __future__ import annotations

import ctypes
import io
from functools import cache

import pikepdf
import pypdf
import pypdfium2
import pytest
from pypdfium2 import raw
from render_samples import document, kit

from pipeline.render import html, pdf
from pipeline.verify import checks, readers

EPOCH = 1_700_000_000
BODY = (
    "\n## Liste {#checklist}\n\n- [ ] Schlüssel holen\n- [x] Raum: gebucht?\n"
    "- [ ] Datum: ____, Ort: ______\n- ohne Kasten\n- [ ] 3. Mai: Teilnehmer*innen eingeladen\n"
)
LABELS = [
    "Schlüssel holen",
    "Raum: gebucht?",
    "Datum: , Ort:",
    "Datum",
    "Datum: , Ort",
    "3. Mai: Teilnehmer*innen eingeladen",
]


@cache
def made() -> bytes:
    """Write the PDF of the list above."""
    return pdf.write(document(BODY), kit(), epoch=EPOCH)


def test_every_box_and_line_says_what_it_is_for():
    """The label of a field is the text of its item; names differ, and none has a dot."""
    fields = pypdf.PdfReader(io.BytesIO(made())).get_fields()
    assert list(readers.read(made(), "x.pdf").fields) == LABELS
    assert len(fields) == len(LABELS)
    assert not any("." in name for name in fields)


def test_ticked_boxes_are_ticked():
    """`[x]` is on, `[ ]` is off."""
    fields = pypdf.PdfReader(io.BytesIO(made())).get_fields()
    states = {field["/TU"]: field.get("/V") for field in fields.values() if field["/FT"] == "/Btn"}
    assert [label for label, state in states.items() if state == "/Yes"] == ["Raum: gebucht?"]


def test_nothing_of_the_makeshift_stays():
    """No link with an address of ours is left, no action, and nothing asks the viewer to draw."""
    with pikepdf.open(io.BytesIO(made())) as file:
        for page in file.pages:
            for note in page.obj.get("/Annots", []):
                assert "htm-form" not in str(note.get("/Contents", ""))
                assert note.Subtype != "/Widget" or ("/A" not in note and "/AA" not in note)
        assert "/NeedAppearances" not in file.Root.AcroForm


def test_reading_order_is_the_order_of_the_list():
    """Fields, annotations on the page and tags have one order."""
    with pikepdf.open(io.BytesIO(made())) as file:
        tagged = [node.Obj.objgen for node in leaves(file.Root.StructTreeRoot.K) if "/Obj" in node]
        fields = [field.objgen for field in file.Root.AcroForm.Fields]
    assert [number for number in tagged if number in fields] == fields


def leaves(node: object) -> list[pikepdf.Dictionary]:
    """Return the object references of a tag tree in reading order."""
    if isinstance(node, pikepdf.Array):
        return [leaf for child in node for leaf in leaves(child)]
    if isinstance(node, pikepdf.Dictionary):
        return [node] if node.get("/Type") == "/OBJR" else leaves(node.get("/K"))
    return []


def test_same_guide_same_bytes():
    """Two writings are the same file."""
    assert pdf.write(document(BODY), kit(), epoch=EPOCH) == made()


def test_a_guide_without_boxes_has_no_form():
    """What has nothing to fill in does not claim to be a form."""
    plain = pdf.write(document("\n## Eins {#about}\n\nText.\n"), kit(), epoch=EPOCH)
    assert "/AcroForm" not in pypdf.PdfReader(io.BytesIO(plain)).trailer["/Root"]


def test_a_lost_field_stops_the_build():
    """Verifying counts what can be ticked."""
    expectation = checks.Expectation("HowToMake … kleiner Leitfaden", "de-DE", fields=len(LABELS) + 1)
    found = [problem.message for problem in checks.verify(made(), "x.pdf", expectation)]
    assert any("expected 7, found 6" in message for message in found)


@pytest.mark.slow
def test_conforms_empty_and_filled_in(verapdf):
    """VeraPDF finds nothing, before and after PDFium has ticked a box and typed a line."""
    assert verapdf(made()) == []
    assert verapdf(filled(made())) == []


def filled(data: bytes) -> bytes:
    """Tick the first box and write into the first line, as a person would in a viewer."""
    document_ = pypdfium2.PdfDocument(data)
    document_.init_forms()
    form = document_.formenv
    for number in range(len(document_)):
        page = document_[number]
        raw.FORM_OnAfterLoadPage(page.raw, form.raw)
        notes = [raw.FPDFPage_GetAnnot(page.raw, at) for at in range(raw.FPDFPage_GetAnnotCount(page.raw))]
        seen = set()
        for note in notes:
            kind = raw.FPDFAnnot_GetFormFieldType(form.raw, note)
            if kind in {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_TEXTFIELD} - seen:
                seen.add(kind)
                click(page, form, note)
                if kind == raw.FPDF_FORMFIELD_TEXTFIELD:
                    for letter in "5. Mai, Köln":
                        raw.FORM_OnChar(form.raw, page.raw, ord(letter), 0)
    raw.FORM_ForceToKillFocus(form.raw)
    out = io.BytesIO()
    document_.save(out)
    return out.getvalue()


def click(page: pypdfium2.PdfPage, form: pypdfium2.PdfFormEnv, note: object) -> None:
    """Press and release the mouse in the middle of a field."""
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    raw.FORM_OnMouseMove(form.raw, page.raw, 0, x, y)
    raw.FORM_OnLButtonDown(form.raw, page.raw, 0, x, y)
    raw.FORM_OnLButtonUp(form.raw, page.raw, 0, x, y)


def test_what_a_cell_or_an_item_begins_with_stays_text():
    """`1. Mai` in a cell is a date, `- x` a dash: typst must not make lists of them."""
    body = (
        "\n## Eins {#about}\n\n| a | b |\n|---|---|\n| 1. Mai | - x |\n| + y | = z |\n\n"
        "- 2\\. Juni\n- \\- minus\n\n1. eins\n\n   3\\. Juli\n"
    )
    text = readers.read(pdf.write(document(body), kit(), epoch=EPOCH), "x.pdf").body
    for said in ("1. Mai", "+ y", "= z", "2. Juni", "3. Juli"):
        assert said in text


def test_lines_to_write_on_are_inputs_of_their_own(nu_messages):
    """In the page a line stands beside the label of its box, never in it."""
    page = html.write(document(BODY), kit(), epoch=EPOCH)
    assert list(readers.read(page, "x.html").fields) == [
        "Schlüssel holen", "Raum: gebucht?", "Datum:", "Datum", "Datum: , Ort",
        "3. Mai: Teilnehmer*innen eingeladen",
    ]  # fmt: skip
    assert nu_messages(page) == []


def test_a_second_paragraph_of_an_item_stands_below_the_first():
    """It is a paragraph of its own, not the rest of the line."""
    body = "\n## Liste {#checklist}\n\n- [ ] Schlüssel holen\n\n    Beim Hausmeister.\n\n- [ ] Raum lüften\n"
    file = pypdfium2.PdfDocument(pdf.write(document(body), kit(), epoch=EPOCH))
    lines = [line.strip() for page in file for line in page.get_textpage().get_text_bounded().splitlines()]
    assert lines.index("Beim Hausmeister.") == lines.index("Schlüssel holen") + 1
