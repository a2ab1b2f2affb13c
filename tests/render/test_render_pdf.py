"""PDF: tagged, titled, with the acknowledgement on page 1, whatever stands in the guide."""

import dataclasses
import io
import re

import pypdf
import pypdfium2
import pytest
from judges import printed
from render_samples import BARE, FUNDER, document, drawing, kit

from pipeline.render import pdf

WORDING = re.compile(r"gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten")


def written(*body: str, **head: str | None) -> bytes:
    """Write a sample guide."""
    return pdf.write(document(*body, **head), kit(), epoch=0)


def text(data: bytes, page: int | None = None) -> str:
    r"""Return the text of a page or of all, hyphens at line ends undone (PDFium says \x02), plain spaces."""
    pages = list(pypdfium2.PdfDocument(data))
    chosen = pages if page is None else [pages[page]]
    raw = "\n".join(one.get_textpage().get_text_bounded() for one in chosen)
    raw = re.sub("\x02\\s*", "", raw)
    return " ".join(raw.replace("\u202f", " ").replace("\u00a0", " ").split())


def structure(data: bytes) -> list[pypdf.generic.DictionaryObject]:
    """Return every element of the tag tree."""
    found = []
    stack = [pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        element = stack.pop().get_object()
        if isinstance(element, pypdf.generic.DictionaryObject):
            found.append(element)
            kids = element.get("/K", [])
            kids = kids.get_object() if hasattr(kids, "get_object") else kids
            stack += reversed(kids if isinstance(kids, list) else [kids])
    return found


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the sample guide, in which everything occurs."""
    return written()


def test_alternative_text_is_in_the_tags(sample: bytes) -> None:
    """Pandoc's Typst writer drops it; ours does not."""
    alts = [str(element["/Alt"]) for element in structure(sample) if "/Alt" in element]
    assert "Zwei Häuser am Fluss, dazwischen eine Brücke" in alts


def test_the_tags_say_what_things_are(sample: bytes) -> None:
    """Headings, lists, table header cells, links and the figure are tagged as such."""
    kinds = {str(element.get("/S", ""))[1:] for element in structure(sample)}
    assert {"H1", "H2", "L", "LI", "Table", "TH", "TD", "Link", "Figure", "P"} <= kinds


def test_the_acknowledgement_stands_on_page_one_and_in_the_imprint(sample: bytes) -> None:
    """As real text, twice."""
    assert WORDING.search(text(sample, 0))
    assert len(WORDING.findall(text(sample))) == 2


def test_gender_forms_are_verbatim_and_unbroken() -> None:
    """Hyphenation breaks nowhere near the sign, in narrow columns neither."""
    words = [
        "Öffentlichkeitsverantwortliche*r",
        "Teilnehmer*innen",
        "Leiter:innen",
        "Helfer_innen",
        "Musiker/-innen",
    ]
    row = " ".join(words)
    cells = " | ".join([row] * 5)
    body = f"## Eins {{#about}}\n\n| A | B | C | D | E |\n|---|---|---|---|---|\n| {cells} |\n"
    data = written(body, audience=None)
    for word in words:
        assert text(data).count(word) == 5, word
    lines = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    assert not re.search(r"[*:_]\s*[\r\n]", lines)
    assert not re.search(r"^\s*[*:_/]-?i", lines, re.MULTILINE)


def test_typesetter_code_is_text() -> None:
    """Nothing in a guide is executed, wherever it stands."""
    code = '#read("/etc/passwd") #import "x" $x$ \\#eval("1") @label <tag> //kein Kommentar */ [x]'
    escaped = (
        code.replace("\\", "\\\\")
        .replace("<", "\\<")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace("*", "\\*")
    )
    body = f'## Eins {{#about}}\n\n{escaped}\n\n::: {{.tip title="#panic()"}}\nText\n:::\n'
    data = written(body, subtitle='\'#panic("x") "; #eval\'', audience='"#read(1)"')
    assert 'read("/etc/passwd")' in text(data).replace("“", '"').replace("„", '"').replace("”", '"')
    assert "#panic()" in text(data)
    assert "#read(1)" in text(data, 1)


def test_empty_fields_leave_no_holes() -> None:
    """A guide with nothing but a title is a PDF with a cover, contents and imprint."""
    data = written("## Eins {#about}\n\nText\n", **BARE)
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) <= 3
    assert "None" not in text(data)
    assert "none" not in text(data)


def test_an_english_guide_is_english() -> None:
    """Language, region, labels and quotation marks follow the guide."""
    data = written('## One {#about}\n\nHe says "yes".\n', lang="en-GB")
    assert pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "en-GB"
    assert "Contents" in text(data)
    assert "“yes”" in text(data)


@pytest.mark.parametrize(
    "title", ["Leitungswechsel", "ein Awareness-Konzept", "Öffentlichkeitsarbeitsverantwortlichkeit " * 3]
)
def test_every_title_fits_its_cover(title: str) -> None:
    """Short and long: the whole title is on page 1, and page 2 is not its overflow."""
    data = written(title=f"HowToMake … {title.strip()}")
    assert f"HowToMake … {title.strip()}".replace("-", "") in text(data, 0).replace("-", "")
    assert "Inhalt" in text(data, 1)


def test_a_long_table_goes_on_with_its_head() -> None:
    """No row is lost or printed over another, and each page says what the columns are."""
    rows = "".join(f"| Posten {n} | Ein Satz zu Posten {n}, der etwas länger ist. |\n" for n in range(90))
    data = written(f"## Eins {{#about}}\n\n| Was | Spaltenkopf |\n|---|---|\n{rows}", **BARE)
    pages = [text(data, number) for number in range(len(pypdfium2.PdfDocument(data)))]
    holding = [page for page in pages if "Ein Satz zu" in page]
    assert len(holding) > 2
    assert all("Spaltenkopf" in page for page in holding)
    assert [n for n in range(90) if f"Posten {n}," not in text(data)] == []
    assert printed.collisions(data) == []


def test_a_heading_stands_above_its_table_wherever_that_falls() -> None:
    """On the same page as the head and the first row, be the table small or longer than a page."""
    small, large = ("".join(f"| Zelle {n} | ja |\n" for n in range(count)) for count in (3, 45))
    for rows, count in ((small, 24), (large, 8)):
        body = "".join(
            f"## Abschnitt {n} {{#a{n}}}\n\n| Kopf {n}, oben | Wert |\n|---|---|\n| Zeile {n}, oben | ja |\n{rows}\n"
            + "Ein Satz, der Platz füllt.\n\n" * (n % 5)
            for n in range(count)
        )
        data = written("## Anfang {#about}\n\nEin Satz.\n\n" + body, **BARE)
        pages = [text(data, number) for number in range(len(pypdfium2.PdfDocument(data)))]
        for n in range(count):
            page = next(page for page in pages if f"Kopf {n}, oben" in page)
            assert re.search(rf"Abschnitt {n} Kopf {n}, oben .*Zeile {n}, oben", page)


def test_what_announces_something_stands_above_it() -> None:
    """A sentence with a colon, and one between heading and table, wherever they fall."""
    rows = "| Wert | ja |\n" * 3
    body = "".join(
        f"## Abschnitt {n} {{#a{n}}}\n\nDazu gehört {n}, kurz gesagt, dies.\n\n| Kopf {n}, oben | Wert |\n|---|---|\n{rows}\n"
        f"Es sind, wie folgt, {n}:\n\n- Punkt {n}, oben\n\n" + "Ein Satz, der Platz füllt.\n\n" * (n % 5)
        for n in range(24)
    )
    data = written(body, **BARE)
    whole = "\f".join(text(data, number) for number in range(len(pypdfium2.PdfDocument(data))))
    for n in range(24):
        assert re.search(rf"Abschnitt {n} Dazu gehört {n}, kurz gesagt, dies. Kopf {n}, oben", whole)
        assert re.search(rf"wie folgt, {n}: • Punkt {n}, oben", whole)


def test_a_tall_picture_is_whole() -> None:
    """It is made smaller, not cut, and keeps its proportions."""
    made = document("## Eins {#about}\n\n![Ein Turm](images/haus.png)\n", **BARE)
    (name,) = made.pictures
    made = dataclasses.replace(made, pictures={name: drawing((60, 600))[1]})
    document_ = pypdfium2.PdfDocument(pdf.write(made, kit(), epoch=0))
    (box,) = (
        item.get_bounds()
        for page in document_
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    )
    across, up = box[2] - box[0], box[3] - box[1]
    assert up / across == pytest.approx(10, rel=0.01)
    assert up < 130 / 25.4 * 72


def test_hyphens_stay_hyphens() -> None:
    """Typst would make a dash of `--`, a minus of `-5`, and nothing of `-?`; also where a cell begins."""
    body = (
        "## Eins {#about}\n\nbuild --to pdf, -5 Grad, wer oder -? nein, a--b.\n\n| A -2 |\n|---|\n| --x |\n"
    )
    data = written(body, **BARE)
    for words in ("build --to pdf", "-5 Grad", "oder -? nein", "a--b", "A -2", "--x"):
        assert words in text(data)


def test_another_language_is_tagged() -> None:
    """A screen reader changes its voice: the tag says which language, with its region where there is one."""
    data = written("## Eins {#about}\n\nEr sagt [never mind]{lang=en-GB} und [salut]{lang=fr}.\n", **BARE)
    marked = b"".join(page.get_contents().get_data() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert {b"en-GB", b"fr"} <= set(re.findall(rb"/Lang ?\((.+?)\)", marked))


def test_a_word_longer_than_a_line_is_hyphenated() -> None:
    """In a heading and in the contents, where the entries below make room for it."""
    word = "Haftpflichtversicherungsbestätigungsanforderungsfristverlängerung"
    sections = "".join(f"## Das ist die {word} Nummer {n} {{#a{n}}}\n\nText.\n\n" for n in range(7))
    data = written(sections, **BARE)
    assert printed.collisions(data) == []
    assert text(data).count(word) == 14


def test_title_and_foot_of_the_cover_keep_apart() -> None:
    """A long title moves up where long acknowledgements take the room below."""
    made = document("## Eins {#about}\n\nText.\n", title="HowToMake … " + "sehr viele lange Wörter " * 6)
    funding = made.page["funding"][0]
    page = {**made.page, "funding": [{**funding, "wording": funding["wording"] + " und so weiter" * 120}]}
    data = pdf.write(dataclasses.replace(made, page=page), kit(), epoch=0)
    assert printed.collisions(data) == []
    letters = pypdfium2.PdfDocument(data)[0].get_textpage()
    status, wording = (_rect(letters, words) for words in ("in Durchsicht", "Das Projekt wird"))
    assert status[1] > wording[3] + 20


def _rect(letters: pypdfium2.PdfTextPage, words: str) -> tuple[float, ...]:
    at, count = letters.search(words).get_next()
    letters.count_rects(at, count)
    return letters.get_rect(0)


def test_the_same_guide_gives_the_same_bytes(sample: bytes) -> None:
    """Twice the same."""
    assert written() == sample


@pytest.mark.parametrize("body", ["sample", "empty"])
def test_it_passes_the_validators(body: str, sample: bytes, verapdf: object, pdfua_rules: object) -> None:
    """PDF/UA-1 and PDF/A-2a by veraPDF, and our own rules beyond."""
    data = sample if body == "sample" else written("## Eins {#about}\n\nText\n", funders=None, summary=None)
    assert verapdf(data) == []
    assert pdfua_rules(data) == []


def test_the_profile_of_the_samples_is_ours() -> None:
    """The samples use the profile the repository ships."""
    assert document().funders[0].id == FUNDER
