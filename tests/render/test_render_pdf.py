"""PDF: tagged, titled, with the acknowledgement on page 1, whatever stands in the guide."""

import io
import re

import pypdf
import pypdfium2
import pytest
from render_samples import BARE, FUNDER, document, kit

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
