"""OpenDocument: everything a person could see or find in an ODT comes out, once, in its place."""

from __future__ import annotations

import pytest
from wordfile import packed

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.problem import Trouble
from pipeline.notes import inventory, places, readers

ROOMS = {
    "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "form": "form",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible",
}  # fmt: skip
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in ROOMS.items()
)
NAMES += (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def read(body: str, styles: str = "", parts: dict[str, str] | None = None) -> list[Block]:
    """Return the blocks of an ODT with this body, after its letters were held against the inventory."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content} | (parts or {})
    data = packed(files)
    blocks = list(readers.read("n.odt", data).blocks)
    entries = [Entry(str(n), "n.odt", b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take("n.odt", data), entries) == []
    return blocks


def texts(blocks: list[Block], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


def p(inner: str, style: str = "") -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


# Lists and headings

COUNTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>'
)


def test_the_place_says_the_number_people_see() -> None:
    """Lists nest, go on where they say so, and else begin anew; later lines of an item are no items."""
    inner = f"<text:list>{''.join(f'<text:list-item>{p(x)}</text:list-item>' for x in 'xy')}</text:list>"
    first = f'<text:list text:style-name="L"><text:list-item>{p("eins")}{p("dazu")}{inner}</text:list-item></text:list>'
    on = f'<text:list text:style-name="L" text:continue-numbering="true"><text:list-item>{p("zwei")}</text:list-item></text:list>'
    anew = f'<text:list text:style-name="L"><text:list-item>{p("neu")}</text:list-item></text:list>'
    blocks = read(first + p("Text") + on + p("Text") + anew, COUNTS)
    assert [(b.text, b.place) for b in blocks if b.kind is not Kind.PARAGRAPH] == [
        ("eins", places.paragraph(1, "1.")),
        ("x", places.paragraph(3, "a)")),
        ("y", places.paragraph(4, "b)")),
        ("zwei", places.paragraph(6, "2.")),
        ("neu", places.paragraph(8, "1.")),
    ]


def test_a_paragraph_in_a_heading_style_is_a_heading() -> None:
    """Whoever sets the style by hand, or one based on it, means a heading."""
    styles = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    shared = f'<office:document-styles {NAMES}><office:styles><style:style style:name="Heading_20_2" style:family="paragraph" style:display-name="Heading 2"/></office:styles></office:document-styles>'
    (block,) = read(p("Ziele", "P1"), styles, {"styles.xml": shared})
    assert (block.kind, block.level) == (Kind.HEADING, 2)


@pytest.mark.parametrize("look", ['fo:font-weight="bold"', 'style:text-underline-style="solid"'])
def test_a_line_that_stands_out_is_a_heading(look: str) -> None:
    """Bold or underlined by a style, also by one it is based on."""
    styles = (
        f'<style:style style:name="A" style:family="paragraph"><style:text-properties {look}/></style:style>'
        '<style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>'
    )
    assert [b.kind for b in read(p("Tipps", "B") + p("Text hier."), styles)] == [Kind.HEADING, Kind.PARAGRAPH]


# What hangs on the text


def test_deleted_words_stand_where_they_were() -> None:
    """They lie at the head of the file; the place says where they were deleted, and who did it is named."""
    info = "<office:change-info><dc:creator>Ada Beispiel</dc:creator></office:change-info>"
    changes = f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{info}{p("weg")}</text:deletion></text:changed-region></text:tracked-changes>'
    blocks = read(changes + p("eins") + p('zwei<text:change text:change-id="c1"/> drei'))
    assert [(b.text, b.layer, b.place) for b in blocks[1:]] == [
        ("zwei drei", Layer.BODY, places.paragraph(2)),
        ("weg", Layer.DELETED, places.deleted(places.paragraph(2))),
        ("Ada Beispiel", Layer.PROPERTY, places.changes()),
    ]


def test_a_comment_says_where_it_hangs_and_what_it_answers() -> None:
    """Threads keep who speaks to whom."""
    first = f'<office:annotation office:name="A1"><dc:creator>Ada</dc:creator>{p("Stimmt das?")}</office:annotation>'
    answer = (
        f'<office:annotation loext:parent-name="A1"><dc:creator>Bo</dc:creator>{p("Ja.")}</office:annotation>'
    )
    blocks = read(p(f"Satz{first}{answer}"))
    assert [b.place for b in blocks if b.layer is Layer.COMMENT] == [
        places.comment("Ada", places.paragraph(1)),
        places.comment("Bo", places.paragraph(1), "Ada"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        f'<text:section text:display="none">{p("geheim")}</text:section>',
        f'<text:section text:display="condition" text:is-hidden="true">{p("geheim")}</text:section>',
        p('<text:hidden-paragraph text:is-hidden="true"/>geheim'),
        p('<text:hidden-text text:is-hidden="true" text:string-value="geheim"/>'),
        p('<text:span text:style-name="H">geheim</text:span>'),
        p("geheim", "HP"),
    ],
)
def test_what_is_hidden_is_kept_apart(hidden: str) -> None:
    """Sections, paragraphs, stretches and fields that hide their text."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties text:display="none"/></style:style>'
        for name, family in (("H", "text"), ("HP", "paragraph"))
    )
    blocks = read(p("offen") + hidden, styles)
    assert (texts(blocks), texts(blocks, Layer.HIDDEN)) == (["offen"], ["geheim"])


def test_an_index_is_about_the_file_and_a_bibliography_is_not() -> None:
    """Contents repeat headings; literature is what people want to find."""
    contents = f"<text:table-of-content><text:table-of-content-source><text:index-title-template>Inhalt</text:index-title-template></text:table-of-content-source><text:index-body>{p('Ziele 1')}</text:index-body></text:table-of-content>"
    books = f"<text:bibliography><text:index-body>{p('Ein Buch')}</text:index-body></text:bibliography>"
    assert [(b.kind, b.text) for b in read(contents + books)] == [
        (Kind.META, "Ziele 1"),
        (Kind.PARAGRAPH, "Ein Buch"),
    ]


def test_forms_say_what_was_filled_in() -> None:
    """Boxes with their label, fields with their value; a prompt is none of both."""
    forms = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:label="Presse" form:current-state="checked"/>'
        '<form:text form:id="c2" form:current-value="Zeche"/></form:form></office:forms>'
    )
    body = p('<draw:control draw:control="c1"/>') + p(
        'Ort: <text:placeholder>&lt;Ort&gt;</text:placeholder><draw:control draw:control="c2"/>'
    )
    assert [(b.kind, b.raw) for b in read(forms + body)] == [
        (Kind.PARAGRAPH, "☑ Presse"),
        (Kind.PARAGRAPH, "Ort:"),
        (Kind.META, "<Ort>"),
        (Kind.PARAGRAPH, "Zeche"),
    ]


def test_pictures_and_boxes_on_a_page_are_read() -> None:
    """Also those that hang on no paragraph; a picture comes with its alternative text and its bytes."""
    frame = '<draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>Flipchart mit Zielen</svg:desc></draw:frame>'
    shape = f"<draw:custom-shape>{p('Merksatz')}</draw:custom-shape>"
    blocks = read(frame + shape + p("Text"), parts={"Pictures/a.png": "PNG"})
    assert [(b.kind, b.text, b.layer) for b in blocks] == [
        (Kind.PICTURE, "Flipchart mit Zielen", Layer.BODY),
        (Kind.PARAGRAPH, "Merksatz", Layer.TEXTBOX),
        (Kind.PARAGRAPH, "Text", Layer.BODY),
    ]


def test_an_equation_is_a_line() -> None:
    """It is kept in a folder of its own; the source it was typed in is not said again."""
    m = "http://www.w3.org/1998/Math/MathML"
    equation = f'<math xmlns="{m}"><semantics><mrow><mfrac><mn>1</mn><mi>n</mi></mfrac><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup></mrow><annotation>1 over n</annotation></semantics></math>'
    body = p(
        '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>'
    )
    assert texts(read(body, parts={"Object 1/content.xml": equation}), Layer.TEXTBOX) == ["1/n=x^2"]


def test_the_address_behind_a_link_is_kept() -> None:
    """A link says where it leads, unless its text does."""
    assert texts(read(p('<text:a xlink:href="https://a.example/v">Vorlage</text:a>'))) == [
        "Vorlage (https://a.example/v)"
    ]


def test_a_locked_file_says_so() -> None:
    """Its parts are no XML then; the reason is said, not the symptom."""
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>",
        "content.xml": "\x07\x01gibberish",
    }
    with pytest.raises(Trouble, match="password"):
        readers.read("zu.odt", packed(files))


def test_a_line_in_larger_letters_is_a_heading() -> None:
    """Larger than what most of the text is written in."""
    sizes = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:text-properties fo:font-size="{size}pt"/></style:style>'
        for name, size in (("L", 16), ("N", 11))
    )
    body = p("Was hilft", "L") + p("Früh anfangen, und zwar wirklich früh.", "N")
    assert [b.kind for b in read(body, sizes)] == [Kind.HEADING, Kind.PARAGRAPH]
