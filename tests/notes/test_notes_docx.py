"""Word files: everything a person could see or find comes out, once, in its place."""

from __future__ import annotations

import io

import docx as python_docx
import pytest
from wordfile import bold, p, packed, part, relations, t, table, text_box, word

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import docx, places
from pipeline.notes.unreadable import Unreadable


def read(body: str, parts: dict[str, str | bytes] | None = None) -> tuple[Block, ...]:
    """Return the blocks of a Word file with this body."""
    return docx.read("p.docx", word(body, parts)).blocks


def texts(blocks: tuple[Block, ...], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


def test_styles_make_headings_and_lists() -> None:
    """What python-docx writes with styles comes back as headings and items."""
    document = python_docx.Document()
    document.add_heading("Ziele", level=1)
    document.add_paragraph("mehr Leute", style="List Bullet")
    document.add_paragraph("erstens", style="List Number")
    document.add_paragraph("Einfacher Text.")
    buffer = io.BytesIO()
    document.save(buffer)
    blocks = [block for block in docx.read("x.docx", buffer.getvalue()).blocks if block.layer is Layer.BODY]
    assert [(b.kind, b.text, b.ordered) for b in blocks] == [
        (Kind.HEADING, "Ziele", False),
        (Kind.ITEM, "mehr Leute", False),
        (Kind.ITEM, "erstens", True),
        (Kind.PARAGRAPH, "Einfacher Text.", False),
    ]
    assert blocks[1].path == ("Ziele",)


def test_typed_structure_is_read() -> None:
    """Bold lines are headings, `- ` and `1.` are items, `TOP 3` is a heading; a date is no item."""
    blocks = read(
        bold("Tipps")
        + p("- früh anfangen")
        + p("1. Liste")
        + p("10. Oktober 2022 war es so.")
        + p("TOP 3 Geld")
    )
    assert [(b.kind, b.text, b.ordered) for b in blocks] == [
        (Kind.HEADING, "Tipps", False),
        (Kind.ITEM, "früh anfangen", False),
        (Kind.ITEM, "Liste", True),
        (Kind.PARAGRAPH, "10. Oktober 2022 war es so.", False),
        (Kind.HEADING, "TOP 3 Geld", False),
    ]
    assert blocks[1].raw == "- früh anfangen"


def test_a_bold_sentence_is_no_heading() -> None:
    """Bold alone does not make a heading: sentences and `Label: text` stay paragraphs."""
    kinds = [block.kind for block in read(bold("Das ist ein fetter Satz.") + bold("Ziele: höchstens zwei"))]
    assert kinds == [Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_a_text_box_counts_once() -> None:
    """DrawingML and its VML copy are one text box."""
    blocks = read(p("davor", text_box("Merksatz")))
    assert texts(blocks, Layer.TEXTBOX) == ["Merksatz"]


def test_every_column_of_a_table_with_a_title_row_is_there() -> None:
    """The title row that people type into the first cell costs no column."""
    blocks = read(table(("Protokoll",), ("Datum", "27.9.", "10 Uhr"), ("Ort", "Saal", "OG")))
    assert [block.cells for block in blocks if block.kind is Kind.ROW] == [
        ("Datum", "27.9.", "10 Uhr"),
        ("Ort", "Saal", "OG"),
    ]
    assert blocks[0].text == "Protokoll"
    assert blocks[1].place == places.row(1, 2)


def test_a_table_in_a_table_is_not_lost() -> None:
    """Inner tables come out as tables of their own."""
    first = f"<w:tc>{p('außen')}{table(('a', 'b'), ('c', 'd'))}</w:tc>"
    inner = f"<w:tbl><w:tr>{first}<w:tc>{p('rechts')}</w:tc></w:tr></w:tbl>"
    assert [block.cells for block in read(inner)] == [("außen", "rechts"), ("a", "b"), ("c", "d")]


def test_headers_and_footers_are_furniture() -> None:
    """They are read, and known to stand on every page."""
    parts = {"word/header1.xml": part("hdr", p("ENTWURF")), "word/footer2.xml": part("ftr", p("Seite"))}
    assert texts(read(p("Text"), parts), Layer.FURNITURE) == ["ENTWURF", "Seite"]


def test_comments_carry_their_author() -> None:
    """A comment stands behind its paragraph, with who wrote it."""
    comment = part("comments", f'<w:comment w:id="7" w:author="Ada Beispiel">{p("Quelle?")}</w:comment>')
    blocks = read(
        p("Satz", '<w:r><w:commentReference w:id="7"/></w:r>') + p("danach"), {"word/comments.xml": comment}
    )
    assert [(b.text, b.layer, b.by) for b in blocks][1] == ("Quelle?", Layer.COMMENT, "Ada Beispiel")
    assert blocks[1].place == places.comment("Ada Beispiel", places.paragraph(1))


def test_a_comment_without_anchor_is_not_lost() -> None:
    """Comments whose passage was deleted are read too."""
    comment = part("comments", f'<w:comment w:id="9" w:author="">{p("verwaist")}</w:comment>')
    assert texts(read(p("Satz"), {"word/comments.xml": comment}), Layer.COMMENT) == ["verwaist"]


@pytest.mark.parametrize(
    ("inner", "layer", "visible"),
    [
        ("<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>", Layer.DELETED, "da"),
        ("<w:moveFrom><w:r><w:t>weg</w:t></w:r></w:moveFrom>", Layer.DELETED, "da"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>weg</w:t></w:r>", Layer.HIDDEN, "da"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>doch</w:t></w:r>', None, "dadoch"),
        ("<w:ins><w:r><w:t>neu</w:t></w:r></w:ins>", None, "daneu"),
    ],
)
def test_tracked_and_hidden_text_has_its_own_layer(inner: str, layer: Layer | None, visible: str) -> None:
    """Deleted, moved and hidden words leave the visible text and stand beside it; inserted ones are in it."""
    blocks = read(p("da", inner))
    assert texts(blocks) == [visible]
    assert [block.text for block in blocks if block.layer is not Layer.BODY] == (["weg"] if layer else [])
    assert all(block.layer is layer for block in blocks[1:])


def test_text_hidden_by_a_style_is_hidden() -> None:
    """A style that hides, directly or by what it is based on, hides."""
    styles = part(
        "styles",
        '<w:style w:styleId="A"><w:name w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>',
    )
    blocks = read(p("geheim", properties='<w:pStyle w:val="B"/>'), {"word/styles.xml": styles})
    assert [block.layer for block in blocks] == [Layer.HIDDEN]


def test_footnotes_follow_their_paragraph() -> None:
    """A footnote is a block of its own right behind what it explains; separators are none."""
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{p()}</w:footnote>'
        f'<w:footnote w:id="2">{p("siehe KSK")}</w:footnote>',
    )
    blocks = read(
        p("Satz", '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("danach"), {"word/footnotes.xml": notes}
    )
    assert [(b.text, b.layer) for b in blocks] == [
        ("Satz", Layer.BODY),
        ("siehe KSK", Layer.FOOTNOTE),
        ("danach", Layer.BODY),
    ]


def test_addresses_behind_links_are_kept() -> None:
    """A link says where it leads, unless its text does."""
    body = p("", f'<w:hyperlink r:id="r1">{t("Vorlage")}</w:hyperlink>')
    links = relations(("r1", "https://example.org/v", "External"))
    assert texts(read(body, {"word/_rels/document.xml.rels": links})) == ["Vorlage (https://example.org/v)"]


def test_alt_text_and_pictures_are_found() -> None:
    """A picture is a block with its alt text, and its bytes come along."""
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Bild 1" descr="Flipchart mit Zielen"/>'
        '<a:blip r:embed="r5"/></wp:inline></w:drawing></w:r>'
    )
    parts = {
        "word/_rels/document.xml.rels": relations(("r5", "media/image1.png", "")),
        "word/media/image1.png": b"PNG",
    }
    notes = docx.read("p.docx", word(p("Bild:", drawing), parts))
    assert [block.text for block in notes.blocks if block.kind is Kind.PICTURE] == ["Flipchart mit Zielen"]
    assert [(one.name, one.data) for one in notes.pictures] == [("image1.png", b"PNG")]


def test_a_soft_return_begins_a_new_line() -> None:
    """Shift+Enter separates items, but a sentence that goes on stays whole."""
    body = p("", "<w:r><w:t>- eins</w:t><w:br/><w:t>- zwei</w:t></w:r>")
    assert [(b.text, b.place) for b in read(body)] == [
        ("eins", places.paragraph(1)),
        ("zwei", places.inner(places.paragraph(1), 2)),
    ]


def test_document_properties_are_found() -> None:
    """Author and company are blocks, so that they have a fate, and properties of the notes."""
    core = '<c:coreProperties xmlns:c="c" xmlns:d="d"><d:creator>Ada Beispiel</d:creator></c:coreProperties>'
    notes = docx.read("p.docx", word(p("x"), {"docProps/core.xml": core}))
    assert notes.properties == {"creator": "Ada Beispiel"}
    assert texts(notes.blocks, Layer.PROPERTY) == ["Ada Beispiel"]


@pytest.mark.parametrize(
    ("data", "word_in_message"),
    [
        (b"PK\x03\x04 cut off", "damaged"),
        (packed({"a.txt": "x"}), "word/document.xml"),
        (packed({"word/document.xml": "<w:document"}), "damaged"),
        (packed({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "document type"),
        (packed({"word/document.xml": b"<x/>", "bomb": b"\0" * 30_000_000}), "unpacks"),
    ],
)
def test_hostile_and_damaged_files_are_refused(data: bytes, word_in_message: str) -> None:
    """No entity is resolved, no bomb unpacked; the message says what is wrong."""
    with pytest.raises(Unreadable, match=word_in_message):
        docx.read("p.docx", data)


def test_an_embedded_document_is_refused() -> None:
    """Text in an altChunk would be lost, so the file is not taken."""
    with pytest.raises(Unreadable, match="altChunk"):
        read('<w:altChunk r:id="r1"/>')
