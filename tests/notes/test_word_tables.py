"""Word tables and numbers: cells stay in their columns, rows keep their layer, numbers help to find a place."""

from __future__ import annotations

import pytest
from wordfile import bold, complete, p, part, table

from pipeline.model.notes import Kind, Layer
from pipeline.notes import places


def cell(text: str, properties: str = "") -> str:
    """Return a cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_merged_cells_keep_their_columns() -> None:
    """What stands under a cell of two columns stays in its own."""
    body = row(cell("Wer", '<w:gridSpan w:val="2"/>'), cell("Was")) + row(
        cell("Anna"), cell("Haus A"), cell("Flyer")
    )
    merged = row(cell("", "<w:vMerge/>"), cell("Haus B"), cell("Plakat"))
    assert [b.cells for b in complete(f"<w:tbl>{body}{merged}</w:tbl>")] == [
        ("Wer", "", "Was"),
        ("Anna", "Haus A", "Flyer"),
        ("", "Haus B", "Plakat"),
    ]


def test_a_row_that_begins_further_right_does_so() -> None:
    """Rows may leave out columns at their start."""
    body = row(cell("a"), cell("b")) + row(cell("c"), properties='<w:gridBefore w:val="1"/>')
    assert complete(f"<w:tbl>{body}</w:tbl>")[1].text == "c"


@pytest.mark.parametrize(
    ("properties", "layer"), [("<w:del/>", Layer.DELETED), ("<w:hidden/>", Layer.HIDDEN)]
)
def test_a_deleted_or_hidden_row_is_kept_apart(properties: str, layer: Layer) -> None:
    """It is no row of the table that people see."""
    body = row(cell("Wer"), cell("Was")) + row(cell("Anna"), cell("geheim"), properties=properties)
    assert [b.layer for b in complete(f"<w:tbl>{body}</w:tbl>")] == [Layer.BODY, layer]


def test_a_frame_drawn_as_a_table_holds_paragraphs() -> None:
    """A box of one cell with several lines in it is text like other text, each line for itself."""
    body = (
        f"<w:tbl><w:tr><w:tc>{bold('Merke')}{p('- früh anfangen')}{p('- dranbleiben')}</w:tc></w:tr></w:tbl>"
    )
    assert [(b.kind, b.text) for b in complete(body)] == [
        (Kind.HEADING, "Merke"),
        (Kind.ITEM, "früh anfangen"),
        (Kind.ITEM, "dranbleiben"),
    ]


def test_a_title_row_is_above_its_table_alone() -> None:
    """It heads the rows below it; what comes after the table stands under the heading before."""
    blocks = complete(bold("Ergebnisse") + table(("Aufgaben",), ("Anna", "Flyer")) + p("Danach."))
    assert [(b.kind, b.path) for b in blocks] == [
        (Kind.HEADING, ()),
        (Kind.HEADING, ("Ergebnisse",)),
        (Kind.ROW, ("Ergebnisse", "Aufgaben")),
        (Kind.PARAGRAPH, ("Ergebnisse",)),
    ]


def test_the_title_row_at_the_top_of_the_notes_is_no_heading() -> None:
    """Else the head of a protocol, date and place, would stand under it."""
    blocks = complete(table(("Protokoll",), ("Datum", "27.9.")))
    assert [(b.kind, b.path) for b in blocks] == [(Kind.PARAGRAPH, ()), (Kind.ROW, ())]


def test_a_prompt_in_a_cell_is_none_of_its_words() -> None:
    """Forms of Word put a control around a whole cell."""
    asks = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{cell('Bitte ausfüllen')}</w:sdtContent></w:sdt>"
    blocks = complete(f"<w:tbl>{row(cell('Ort'), asks)}</w:tbl>")
    assert [(b.kind, b.text) for b in blocks] == [(Kind.ROW, "Ort"), (Kind.META, "Bitte ausfüllen")]


# Numbers

DECIMAL = '<w:start w:val="1"/><w:numFmt w:val="decimal"/>'
NUMBERING = part(
    "numbering",
    f'<w:abstractNum w:abstractNumId="0">'
    f'<w:lvl w:ilvl="0">{DECIMAL}<w:lvlText w:val="%1."/></w:lvl>'
    f'<w:lvl w:ilvl="1">{DECIMAL}<w:lvlText w:val="%1.%2"/></w:lvl>'
    f'<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">{DECIMAL}<w:lvlText w:val="TOP %1:"/></w:lvl></w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0A8;"/>'
    f'<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl></w:abstractNum>'
    f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    f'<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>',
)


def listed(text: str, number: int, level: int = 0) -> str:
    """Return a paragraph in a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_the_place_says_the_number_people_see() -> None:
    """Word draws numbers and keeps them in no text; lists go on, nest, and begin anew."""
    body = [
        ("a", 1, 0),
        ("b", 1, 0),
        ("c", 1, 1),
        ("d", 1, 2),
        ("e", 1, 2),
        ("f", 1, 0),
        ("g", 2, 0),
        ("h", 2, 0),
    ]
    blocks = complete("".join(listed(*one) for one in body), {"word/numbering.xml": NUMBERING})
    shown = ["1.", "2.", "2.1", "a)", "b)", "3.", "1.", "2."]
    assert [b.place for b in blocks] == [places.paragraph(n, said) for n, said in enumerate(shown, start=1)]
    assert [(b.level, b.ordered) for b in blocks][:4] == [(1, True), (1, True), (2, True), (3, True)]


def test_an_automatic_top_is_a_heading() -> None:
    """`TOP 1:` that Word counts is as good as one that was typed; so is a bold line with a number."""
    numbered = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>Geld</w:t></w:r></w:p>'
    blocks = complete(
        listed("Begrüßung", 3) + numbered + listed("Punkt", 1), {"word/numbering.xml": NUMBERING}
    )
    assert [(b.kind, b.text) for b in blocks] == [
        (Kind.HEADING, "Begrüßung"),
        (Kind.HEADING, "Geld"),
        (Kind.ITEM, "Punkt"),
    ]


def test_a_bullet_that_is_a_box_is_to_be_ticked() -> None:
    """People make checklists with hollow squares for bullets."""
    (block,) = complete(listed("Presse informieren", 4), {"word/numbering.xml": NUMBERING})
    assert (block.kind, block.checked, block.ordered) == (Kind.ITEM, False, False)
