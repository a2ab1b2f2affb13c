"""Checks: the acknowledgement, title, language and structure read back out of real files of each format."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from verify import samples
from verify.samples import FUNDER, HEADINGS, TITLE, WORDING

from pipeline.model.finding import How, Secret
from pipeline.model.funder import Spot
from pipeline.privacy.secrets import Search
from pipeline.verify import checks, funding, readers
from pipeline.verify.checks import Expectation

EXPECTED = Expectation(TITLE, "de-DE", (FUNDER,), HEADINGS)
WRONG = WORDING.replace("Beauftragten", "Beauftragte")


def found(data: bytes, expectation: Expectation | None = EXPECTED) -> list[str]:
    """Return the messages about a file, each with its hint."""
    return [f"{p.message} {p.hint}" for p in checks.verify(data, "dist/x/x.pdf", expectation)]


def private(*names: str) -> Search:
    """Return a search for names."""
    return Search(Secret(name, How.NAME) for name in names)


MAKERS = {
    "pdf": lambda text, **other: samples.pdf(title=samples.as_typst(text), **other),
    "docx": lambda text, **other: samples.word(title=[text], **other),
    "html": lambda text, **other: samples.web(title=text, **other),
}


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest):
    """Return how a format is made with a given acknowledgement on the title page."""
    return MAKERS[request.param]


def test_a_good_file_has_no_problem(make):
    """The wording on both spots, title, language, tags, headings: nothing to say."""
    assert found(make(WORDING)) == []


def test_spaces_and_soft_hyphens_of_the_format_do_not_matter(make):
    """No-break spaces, soft hyphens and broken lines are typesetting."""
    text = WORDING.replace(" für ", "\u00a0für\u00a0").replace("Bundesregierung", "Bundes\u00adregierung")
    assert found(make(text)) == []


def test_one_wrong_letter_is_an_error_with_the_words_that_differ(make):
    """Near is not good enough, and the message says expected and found."""
    messages = found(make(WRONG))
    assert len(messages) == 1
    assert "title page" in messages[0]
    assert f"Expected “{WORDING}”" in messages[0]
    assert f"found “{WRONG}”" in messages[0]
    assert "(Beauftragten → Beauftragte)" in messages[0]


def test_missing_on_the_title_page_although_the_imprint_has_it(make):
    """Each spot counts by itself; the hint says that the sentence is elsewhere."""
    messages = found(make("Nichts dergleichen."))
    assert len(messages) == 1
    assert "missing on the title page" in messages[0]
    assert "stands elsewhere" in messages[0]


def test_the_other_spot_may_be_the_only_one_asked_for(make):
    """A profile that asks for the imprint alone is satisfied by the imprint."""
    expectation = replace(EXPECTED, funders=(replace(FUNDER, spots=(Spot.IMPRINT,)),))
    assert found(make("Nichts dergleichen."), expectation) == []


def test_narrow_column_hyphenates_and_is_still_exact():
    """Typst breaks words at line ends; PDFium's sign for it is read as what it is."""
    data = samples.pdf(
        title="#block(width: 32mm)[#set text(hyphenate: true)\n#par(justify: true)[" + WORDING + "]]"
    )
    assert "\u00ad" in readers.read(data, "x.pdf").spots[Spot.TITLE]
    assert found(data) == []


def test_page_header_of_a_pdf_is_no_text():
    """Headers and footers are artifacts: no screen reader reads them, so they do not count."""
    data = samples.pdf(title="Nichts.", page="header: [" + WORDING + "]")
    assert any("missing on the title page" in line for line in found(data))
    only = samples.pdf(title="Nichts.", imprint="Nichts.", page="footer: [" + WORDING + "]")
    assert sum("header, footer or description only" in line for line in found(only)) == 2


def test_page_header_of_a_docx_is_no_text():
    """The same for Word's headers, which are repeated on each page and skipped by screen readers."""
    data = samples.word(title=["Nichts."], imprint=["Nichts."], header=WORDING)
    assert sum("header, footer or description only" in line for line in found(data)) == 2


def test_a_picture_of_the_sentence_is_no_text():
    """Only real text counts, even when the alternative text has the wording."""
    image = f'#image("s.png", alt: {samples.as_typst(WORDING)[1:]})'
    data = samples.pdf(title=image, imprint=image, files={"s.png": samples.picture(WORDING)})
    assert sum("missing on the" in line for line in found(data)) == 2
    page = samples.web(title=f'<img src="data:," alt="{WORDING}">', imprint="Nichts.")
    assert sum("missing on the" in line for line in found(page)) == 2


def test_pdf_imprint_begins_at_its_heading():
    """Text of the section before, on the page where the imprint begins, is not the imprint."""
    text = samples.as_typst(WORDING)
    assert found(samples.pdf(imprint=f"Nichts.\n= Impressum\n{text}")) == []
    messages = found(samples.pdf(imprint=f"{text}\n= Impressum\nNichts."))
    assert len(messages) == 1
    assert "missing on the imprint" in messages[0]


def test_hidden_text_of_a_page_is_no_text():
    """Comments, hidden elements and scripts are in the file, but nobody meets them."""
    for hidden in (
        f"<!-- {WORDING} -->",
        f"<span hidden>{WORDING}</span>",
        f'<span aria-hidden="true">{WORDING}</span>',
        f'<span style="display:none">{WORDING}</span>',
        f"<template>{WORDING}</template>",
        f"<script>{WORDING}</script>",
    ):
        lines = found(samples.web(title=hidden, imprint=hidden))
        assert sum("but hidden" in line for line in lines) == 2, hidden


def test_html_imprint_may_be_marked_on_its_heading():
    """A page without regions is read from the heading with the id to the next heading of its level."""
    page = samples.web().replace(b'<section id="imprint" data-spot="imprint"><h2>', b'<h2 id="imprint">')
    assert found(page.replace(b"</section></main>", b"</main>")) == []


def test_title_page_of_a_docx_ends_at_the_first_real_heading():
    """„Inhalt“ in the style of a heading, but without a level, is still the title page."""
    document = docx.Document(io.BytesIO(samples.word(title=["Nichts."])))
    level = document.styles["TOC Heading"].element.find(f".//{qn('w:outlineLvl')}")
    assert level.get(qn("w:val")) == "9"
    first = document.paragraphs[2]
    first.insert_paragraph_before("Inhalt", style="TOC Heading")
    first.insert_paragraph_before(WORDING)
    out = io.BytesIO()
    document.save(out)
    assert found(out.getvalue()) == []
    level.set(qn("w:val"), "0")
    out = io.BytesIO()
    document.save(out)
    assert any("missing on the title page" in line for line in found(out.getvalue()))


def test_hidden_and_deleted_word_text_is_no_text():
    """`vanish` and tracked deletions are not on paper."""
    document = docx.Document(io.BytesIO(samples.word(title=["X", "Y"], imprint=["Nichts."])))
    for paragraph in document.paragraphs[1:3]:
        run = paragraph.runs[0]
        run.text = WORDING
        run.font.hidden = True
    out = io.BytesIO()
    document.save(out)
    assert any("but hidden" in line for line in found(out.getvalue()))
    deletion = OxmlElement("w:del")
    deletion.set(qn("w:author"), "Erika Mustermann")
    run = document.paragraphs[1].runs[0]
    run.font.hidden = None
    run._r.addprevious(deletion)
    deletion.append(run._r)
    run._r.find(qn("w:t")).tag = qn("w:delText")
    out = io.BytesIO()
    document.save(out)
    assert any("but hidden" in line for line in found(out.getvalue()))
    assert any(
        "Erika" in line
        for line in found(out.getvalue(), replace(EXPECTED, forbidden=private("Erika Mustermann")))
    )


def test_text_boxes_of_a_docx_count_once():
    """Word stores a text box twice; its text is real text, and the copy for old versions is not."""
    document = docx.Document(io.BytesIO(samples.word(title=["X"])))
    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        "<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    from docx.oxml.parser import parse_xml

    document.paragraphs[1]._p.append(parse_xml(box.format(WORDING)))
    out = io.BytesIO()
    document.save(out)
    assert found(out.getvalue()) == []
    assert readers.read(out.getvalue(), "x.docx").body.count("NEUSTART") == 2  # title page and imprint


def test_title_language_and_headings_are_compared(make):
    """Another title, language or a missing section: expected and got, all at once."""
    other = Expectation("HowToMake … Anderes", "en", (), ("Kosten", *HEADINGS))
    messages = found(make(WORDING), other)
    assert any(f"expected “HowToMake … Anderes”, got “{TITLE}”" in line for line in messages)
    assert any("expected “en”, got “de-DE”" in line for line in messages)
    assert any("“Kosten” is missing" in line for line in messages)
    assert len(messages) == 3


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        ("de-DE", "de", True),
        ("de-DE", "de-DE", True),
        ("de", "de-DE", True),
        ("DE-de", "de-DE", True),
        ("de-AT", "de-DE", False),
        ("den", "de", False),
        ("en", "de", False),
    ],
)
def test_language_tags(got: str, expected: str, same: bool):  # noqa: FBT001
    """A tag is compared part by part, not letter by letter."""
    page = samples.web().replace(b'lang="de-DE"', f'lang="{got}"'.encode())
    assert (found(page, Expectation(TITLE, expected)) == []) is same


def test_bold_text_is_no_heading():
    """A section whose heading is only large and bold is missing for screen readers."""
    page = samples.web().replace(b"<h2>Schritte</h2>", b"<p><b>Schritte</b></p>")
    assert any("“Schritte” is missing, or its heading is not marked as one" in line for line in found(page))


def test_untagged_pdf_and_lost_claims():
    """A PDF that lost its tags and claims on the way says so."""
    with pikepdf.open(io.BytesIO(samples.pdf())) as document:
        del document.Root.StructTreeRoot
        del document.Root.MarkInfo
        del document.Root.Metadata
        out = io.BytesIO()
        document.save(out)
    messages = found(out.getvalue())
    assert any("not tagged" in line for line in messages)
    assert any("does not claim a-2a, ua-1 (it claims: –)" in line for line in messages)


def test_pictures_without_alternative_text():
    """Every picture says what it shows or that it shows nothing."""
    page = samples.web(middle='<img src="data:,"><img src="data:," alt=""><img src="data:," alt="Ein Haus">')
    assert [line for line in found(page) if "Picture" in line] == [
        "Picture without alternative text: picture 1. Describe what it shows: `![description](images/…)`."
    ]
    document = docx.Document(io.BytesIO(samples.word()))
    document.add_picture(io.BytesIO(samples.picture("x")))
    out = io.BytesIO()
    document.save(out)
    assert any("Picture without alternative text" in line for line in found(out.getvalue()))
    good = samples.pdf(middle='#image("s.png", alt: "Ein Haus")', files={"s.png": samples.picture("x")})
    assert found(good) == []
    with pikepdf.open(io.BytesIO(good)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
                del item.Alt
        out = io.BytesIO()
        pdf.save(out)
    assert any("Picture without alternative text: page 2" in line for line in found(out.getvalue()))


def test_tables_without_header():
    """A table whose first row is like all others cannot be followed by ear."""
    page = samples.web(middle="<table><tr><td>1</td></tr></table>")
    assert any("Table without header row: table 1" in line for line in found(page))
    document = docx.Document(io.BytesIO(samples.word()))
    table = document.add_table(2, 2)
    out = io.BytesIO()
    document.save(out)
    assert any("Table without header row" in line for line in found(out.getvalue()))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    out = io.BytesIO()
    document.save(out)
    assert found(out.getvalue()) == []


def test_private_text_is_found_wherever_it_hides(make):
    """Withheld texts are searched in text, metadata, alt texts and comments, without false alarms."""
    person = "Anna Beispiel (anna@example.org)"
    secrets = [Secret(person, How.PASSAGE), Secret("Wolf", How.NAME), Secret("nirgends", How.SIGNS)]
    expectation = replace(EXPECTED, forbidden=Search(secrets))
    assert found(make(WORDING), expectation) == []
    messages = found(make(f"{WORDING} {person} sagt: Wolfgang"), expectation)
    assert len(messages) == 1
    assert person in messages[0]
    assert "in the text" in messages[0]


def test_private_text_in_metadata_counts():
    """A name in a file's properties is published like one in its text."""
    data = samples.pdf()
    messages = found(data, replace(EXPECTED, forbidden=private("Soziokultur NRW")))
    assert any("metadata: Author" in line for line in messages)
    page = samples.web(head='<meta name="author" content="Erika Mustermann">')
    assert any(
        "metadata: author" in line
        for line in found(page, replace(EXPECTED, forbidden=private("Erika Mustermann")))
    )


def test_words_with_a_star_come_out_as_typed(make):
    """A star that became emphasis on the way is noticed; a line end inside the word is none of that."""
    expectation = replace(EXPECTED, verbatim=("Teilnehmer*innen", "jede*r"))
    narrow = "Wir laden alle Teilnehmer*innen ein, und jede*r darf kommen."
    assert found(make(f"{WORDING} {narrow}"), expectation) == []
    messages = found(make(f"{WORDING} {narrow.replace('*', '')}"), expectation)
    assert [line.split(" ")[0] for line in messages] == ["“Teilnehmer*innen”", "“jede*r”"]
    column = samples.pdf(middle=f"#block(width: 18mm)[{samples.as_typst(narrow * 9)}]")
    assert found(column, expectation) == []


def test_a_file_from_elsewhere_is_checked_in_general():
    """Without a guide to compare with there are still title, language, tags and headings."""
    assert found(samples.pdf(), None) == []
    bare = b"<!DOCTYPE html><html><head><meta charset=utf-8></head><body><p>Text</p></body></html>"
    messages = " ".join(found(bare, None))
    for part in ("no title", "which language", "No heading"):
        assert part in messages


def test_known_wordings_of_a_file_from_elsewhere():
    """Which funders a file names, and where."""
    other = replace(FUNDER, id="anderer", wording="Gefördert vom Land Nordrhein-Westfalen.")
    back = readers.read(samples.pdf(title="Nichts."), "x.pdf")
    assert funding.known_wordings(back, [FUNDER, other]) == [(FUNDER, (Spot.IMPRINT,))]


def test_messages_name_the_file_and_what_to_do(make):
    """Where, what, and what to do: every problem has all three."""
    expectation = Expectation(
        "Anderer Titel", "fr", (replace(FUNDER, wording=WRONG),), ("Fehlt",), private("NEUSTART")
    )
    problems = checks.verify(make(WORDING), "dist/x/x.pdf", expectation)
    assert len(problems) >= 5
    assert all(p.path == "dist/x/x.pdf" and p.message and p.hint for p in problems)
    assert not any(re.search(r"[{}]", p.message) for p in problems)


def test_files_may_be_verified_side_by_side():
    """PDFium must not run twice at once; the build verifies in threads and does not have to know."""
    data = samples.pdf()
    with ThreadPoolExecutor(max_workers=4) as pool:
        results = list(pool.map(lambda _: found(data), range(24)))
    assert results == [[]] * 24
