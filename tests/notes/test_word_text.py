"""Word paragraphs: fields, controls, signs, equations, tracked changes and what hangs on them."""

from __future__ import annotations

import io
import zipfile

import pytest
from wordfile import NAMESPACES, bold, complete, p, packed, part, relations, t, text_box, word

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import places, readers

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def texts(blocks: tuple[Block, ...], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


def char(kind: str, inner: str = "") -> str:
    """Return one mark of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def field(code: str, result: str | None, form: str = "") -> str:
    """Return a field; without a result it has no separator."""
    instruction = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:4], code[4:]))
    shown = "" if result is None else char("separate") + t(result)
    return char("begin", form) + instruction + shown + char("end")


# Fields


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (field(" PAGE ", "3"), "3"),
        (field(" MERGEFIELD Name ", "«Name»"), "«Name»"),
        (field(' HYPERLINK "https://a.example/x" ', "hier"), "hier (https://a.example/x)"),
        (field(' HYPERLINK "mailto:info@a.example" ', "info@a.example"), "info@a.example"),
        (field(" SYMBOL 252 \\f Wingdings ", None), "✓"),
        (field(" MACROBUTTON NoMacro Hier klicken ", None), "Hier klicken"),
        (field(" XE &quot;Stichwort&quot; ", None), ""),
        ('<w:fldSimple w:instr=" REF x "><w:r><w:t>siehe oben</w:t></w:r></w:fldSimple>', "siehe oben"),
        (field(" FORMCHECKBOX ", None, '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'), "☑"),
        (field(" FORMCHECKBOX ", None, "<w:ffData><w:checkBox/></w:ffData>"), "☐"),
        (
            field(
                " FORMDROPDOWN ", None,
                '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="nein"/><w:listEntry w:val="ja"/></w:ddList></w:ffData>',
            ),
            "ja",
        ),
    ],
)  # fmt: skip
def test_a_field_says_what_word_shows(inner: str, said: str) -> None:
    """The result of a field is text, its instruction is none; boxes and choices of forms are said."""
    assert [b.raw for b in complete(p("", inner + t(" Ende")))] == [f"{said} Ende".strip()]


def test_a_field_in_an_instruction_is_hidden() -> None:
    """What a field reckons with stands in the file and on no page."""
    inner = char("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("MERGEFIELD x", "geheim")
    blocks = complete(p("", inner + char("separate") + t("offen") + char("end")))
    assert (texts(blocks), texts(blocks, Layer.HIDDEN)) == (["offen"], ["geheim"])


def test_a_table_of_contents_is_about_the_file() -> None:
    """Its lines repeat headings; they are told apart, over many paragraphs, and the text after it is text."""
    body = (
        p(
            "",
            char("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + char("separate") + t("Ziele 1"),
        )
        + p("", t("Tipps") + '<w:r><w:rPr><w:webHidden/></w:rPr><w:t xml:space="preserve"> 2</w:t></w:r>')
        + p("", char("end"))
        + p("Danach.")
    )
    assert [(b.kind, b.text) for b in complete(body)] == [
        (Kind.META, "Ziele 1"),
        (Kind.META, "Tipps 2"),
        (Kind.PARAGRAPH, "Danach."),
    ]


def test_a_field_that_never_ends_hides_nothing() -> None:
    """A broken table of contents does not swallow the notes."""
    body = p("", char("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + char("separate") + t("Ziele"))
    assert [b.kind for b in complete(body + p("Text."))] == [Kind.PARAGRAPH, Kind.PARAGRAPH]


# Content controls


def control(properties: str, inner: str) -> str:
    """Return a content control."""
    return f"<w:sdt {W14}><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def test_what_a_form_asks_for_is_not_what_people_said() -> None:
    """A prompt nobody has replaced stands apart; what was filled in or chosen is text."""
    body = p("Ort: ", control("<w:showingPlcHdr/>", t("Hier klicken"))) + p(
        "Datum: ", control("<w:date/>", t("27.9."))
    )
    blocks = complete(body + control("<w:showingPlcHdr/>", p("Noch eine Frage")))
    assert [(b.text, b.kind) for b in blocks] == [
        ("Ort:", Kind.PARAGRAPH),
        ("Hier klicken", Kind.META),
        ("Datum: 27.9.", Kind.PARAGRAPH),
        ("Noch eine Frage", Kind.META),
    ]
    assert blocks[1].place == places.prompt(places.paragraph(1))


@pytest.mark.parametrize(("state", "ticked"), [("1", True), ("0", False)])
def test_a_box_to_tick_is_an_item_of_a_checklist(state: str, *, ticked: bool) -> None:
    """Whatever sign a template draws for it."""
    box = control(f'<w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox>', t("✔"))
    (block,) = complete(p("", box + t(" Presse informiert")))
    assert (block.kind, block.checked, block.text) == (Kind.ITEM, ticked, "Presse informiert")


# Signs and equations


def test_signs_of_symbol_fonts_are_readable() -> None:
    """The arrow that Word makes of `->` is one, and a private sign is none."""
    arrow = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    greek = '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
    assert texts(complete(p("Ziel ", arrow + t(" Weg ") + greek))) == ["Ziel → Weg α"]


def test_an_equation_is_a_line() -> None:
    """Fractions, powers and roots can be read aloud."""

    def r(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    inner = (
        f"<m:oMath {MATH}><m:f><m:num>{r('a+b')}</m:num><m:den>{r('c')}</m:den></m:f>{r('=')}"
        f"<m:sSup><m:e>{r('x')}</m:e><m:sup>{r('2')}</m:sup></m:sSup>{r('·')}<m:rad><m:deg/><m:e>{r('y')}</m:e></m:rad></m:oMath>"
    )
    assert texts(complete(p("", inner))) == ["(a+b)/c=x^2·√y"]


def test_ruby_stands_behind_its_word() -> None:
    """The reading above a word follows it in brackets."""
    ruby = f"<w:r><w:ruby><w:rt>{t('かん')}</w:rt><w:rubyBase>{t('漢')}</w:rubyBase></w:ruby></w:r>"
    assert texts(complete(p("", ruby))) == ["漢 (かん)"]


# Tracked changes

GONE = "<w:rPr><w:del/></w:rPr>"


def deleted(text: str, author: str = "") -> str:
    """Return a run that is deleted under tracked changes."""
    return f'<w:del w:author="{author}"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    """As Word shows it when the change is accepted."""
    blocks = complete(p("Erste Hälfte, ", properties=GONE) + p("zweite Hälfte.") + p("Danach."))
    assert texts(blocks) == ["Erste Hälfte, zweite Hälfte.", "Danach."]
    assert blocks[0].place == places.paragraph(1)


def test_a_deleted_paragraph_leaves_the_next_alone() -> None:
    """All of it is deleted, its mark too."""
    blocks = complete(p("", deleted("weg"), properties=GONE) + p("- Punkt"))
    assert [(b.text, b.layer, b.kind) for b in blocks] == [
        ("weg", Layer.DELETED, Kind.PARAGRAPH),
        ("Punkt", Layer.BODY, Kind.ITEM),
    ]


def test_who_changed_the_text_is_named_once() -> None:
    """As a property of the file, so that the name is looked for and kept back; programs are nobody."""
    blocks = complete(
        p("x", deleted("a", "Ada Beispiel") + deleted("b", "Ada Beispiel") + deleted("c", "Unknown Author"))
    )
    named = [(b.text, b.by) for b in blocks if b.layer is Layer.PROPERTY]
    assert named == [("Ada Beispiel", "Ada Beispiel"), ("Unknown Author", "")]


def test_what_hangs_on_deleted_words_is_deleted() -> None:
    """Footnotes and text boxes go with them."""
    notes = part("footnotes", f'<w:footnote w:id="2">{p("mit weg")}</w:footnote>')
    mark = '<w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:del>'
    blocks = complete(
        p("da", mark + f"<w:del>{text_box('Kasten weg')}</w:del>"), {"word/footnotes.xml": notes}
    )
    assert texts(blocks, Layer.DELETED) == ["Kasten weg", "mit weg"]


# Comments


def test_an_answer_says_whom_it_answers() -> None:
    """Threads of comments keep who speaks to whom, and where."""
    comments = part(
        "comments",
        f'<w:comment w:id="1" w:author="Ada"><w:p {W14} w14:paraId="0A">{t("Stimmt das?")}</w:p></w:comment>'
        f'<w:comment w:id="2" w:author="Bo"><w:p {W14} w14:paraId="0B">{t("Ja.")}</w:p></w:comment>',
    )
    thread = f'<w15:commentsEx {W15}><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/></w15:commentsEx>'
    marks = '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:commentReference w:id="2"/></w:r>'
    blocks = complete(p("Satz", marks), {"word/comments.xml": comments, "word/commentsExtended.xml": thread})
    assert [b.place for b in blocks if b.layer is Layer.COMMENT] == [
        places.comment("Ada", places.paragraph(1)),
        places.comment("Bo", places.paragraph(1), "Ada"),
    ]


# Drawings


def test_a_box_in_a_page_header_is_no_running_text() -> None:
    """A letterhead stays on the margin."""
    header = part("hdr", p("", text_box("Hausanschrift")))
    blocks = complete(p("Text"), {"word/header1.xml": header})
    assert texts(blocks, Layer.FURNITURE) == ["Hausanschrift"]
    assert texts(blocks, Layer.TEXTBOX) == []


def test_a_watermark_is_read() -> None:
    """`VERTRAULICH` across the page is an attribute of a shape."""
    mark = '<w:r><w:pict><v:shape><v:textpath string="VERTRAULICH"/></v:shape></w:pict></w:r>'
    assert texts(complete(p("Text"), {"word/header1.xml": part("hdr", p("", mark))}), Layer.FURNITURE) == [
        "VERTRAULICH"
    ]


def test_a_hidden_shape_is_hidden() -> None:
    """What a drawing hides is kept back like hidden text."""
    box = f"<w:txbxContent>{p('unsichtbar')}</w:txbxContent>"
    shape = f'<w:r><w:drawing><wp:anchor><wp:docPr id="1" name="x" hidden="1"/><wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></w:r>'
    assert texts(complete(p("da", shape)), Layer.HIDDEN) == ["unsichtbar"]


def test_a_chart_is_a_table() -> None:
    """Title in words, categories once, a row a series."""
    c = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

    def values(tag: str, *said: str) -> str:
        return f"<c:{tag}>{''.join(f'<c:pt><c:v>{v}</c:v></c:pt>' for v in said)}</c:{tag}>"

    series = "".join(
        f"<c:ser>{values('tx', name)}{values('cat', '2021', '2022')}{values('val', *numbers)}</c:ser>"
        for name, numbers in (("Gäste", ("10", "30")), ("Häuser", ("2", "3")))
    )
    chart = (
        f"<c:chartSpace {c}><c:title><a:p><a:r><a:t>Zulauf</a:t></a:r></a:p></c:title>{series}</c:chartSpace>"
    )
    drawing = f'<w:r><w:drawing><wp:inline><c:chart {c} r:id="r9"/></wp:inline></w:drawing></w:r>'
    parts = {
        "word/charts/chart1.xml": chart,
        "word/_rels/document.xml.rels": relations(("r9", "charts/chart1.xml", "")),
    }
    blocks = complete(p("Bild:", drawing), parts)
    assert texts(blocks, Layer.TEXTBOX)[0] == "Zulauf"
    assert [b.cells for b in blocks if b.kind is Kind.ROW] == [
        ("", "2021", "2022"),
        ("Gäste", "10", "30"),
        ("Häuser", "2", "3"),
    ]
    assert blocks[1].place == places.chart(1, places.paragraph(1))


def test_an_embedded_file_is_named() -> None:
    """A table of Excel in the text is not opened, but a person is told of it."""
    obj = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet.12" r:id="r4"/></w:object></w:r>'
    links = relations(("r4", "embeddings/Kosten.xlsx", ""))
    blocks = complete(p("Kosten:", obj), {"word/_rels/document.xml.rels": links})
    assert [b.raw for b in blocks if b.kind is Kind.PICTURE] == ["Kosten.xlsx"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chunk.htm", "<html><body><h1>Ziele</h1><p>mehr Leute</p></body></html>"),
        ("chunk.txt", "Ziele\n=====\n\nmehr Leute\n"),
    ],
)
def test_a_document_kept_whole_in_a_word_file_is_read(name: str, content: str) -> None:
    """A page or a text that another program put in is read as what it is, where it stands."""
    links = relations(("r1", name, ""))
    blocks = complete(
        p("davor") + '<w:altChunk r:id="r1"/>' + p("danach"),
        {"word/_rels/document.xml.rels": links, f"word/{name}": content},
    )
    assert [b.text for b in blocks] == ["davor", "Ziele", "mehr Leute", "danach"]
    assert blocks[1].kind is Kind.HEADING
    assert blocks[1].place.startswith(places.embedded(1))


def test_a_page_is_named_where_word_knows_it() -> None:
    """`Absatz 2 (Seite 2)`: nobody counts a hundred paragraphs."""
    turned = "<w:r><w:lastRenderedPageBreak/><w:t>zweite Seite</w:t></w:r>"
    blocks = complete(p("erste Seite") + p("", turned) + bold("Tipps"))
    assert [b.place for b in blocks] == [
        places.paragraph(1, page=1),
        places.paragraph(2, page=2),
        places.paragraph(3, page=2),
    ]


def test_a_line_in_larger_letters_is_a_heading() -> None:
    """People who know no styles make headings larger; half a point is no heading."""

    def sized(text: str, size: int) -> str:
        return f'<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'

    body = (
        sized("Was hilft", 28)
        + sized("Früh anfangen, und zwar wirklich früh.", 22)
        + sized("kleiner Zusatz", 23)
    )
    assert [b.kind for b in complete(body)] == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_struck_out_words_are_deleted() -> None:
    """Whoever strikes words out by hand takes them back as with tracked changes."""
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>alle</w:t></w:r>"
    assert [(b.text, b.layer) for b in complete(p("Eingeladen sind ", struck + t(" die Häuser")))] == [
        ("Eingeladen sind die Häuser", Layer.BODY),
        ("alle", Layer.DELETED),
    ]


def test_an_empty_link_says_nothing() -> None:
    """Programs leave links behind whose words were deleted."""
    links = relations(("r1", "https://a.example/x", "External"))
    blocks = complete(p("Text", '<w:hyperlink r:id="r1"/>'), {"word/_rels/document.xml.rels": links})
    assert texts(blocks) == ["Text"]


def test_a_strict_file_is_read_like_any_other() -> None:
    """Word may save with other names for everything (ISO 29500 strict)."""
    data = word(p("Text", text_box("Merksatz")), {"docProps/core.xml": "<c/>"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        main = archive.read("word/document.xml").decode()
    for room in ("wordprocessingml", "drawingml", "officeDocument"):
        main = main.replace(
            f"http://schemas.openxmlformats.org/{room}/2006/", f"http://purl.oclc.org/ooxml/{room}/"
        )
    blocks = readers.read(
        "s.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": main})
    ).blocks
    assert [(b.text, b.layer) for b in blocks] == [("Text", Layer.BODY), ("Merksatz", Layer.TEXTBOX)]


def test_the_text_is_found_by_its_relation() -> None:
    """Word of the web names the main part as it likes."""
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document2.xml"/>'
        "</Relationships>"
    )
    main = f"<w:document {NAMESPACES}><w:body>{p('Text')}</w:body></w:document>"
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels": links, "word/document2.xml": main}
    assert [b.text for b in readers.read("o.docx", packed(parts)).blocks] == ["Text"]
