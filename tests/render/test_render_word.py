"""Word: a DOCX with real styles, boxes to tick, and nothing left to update."""

import io
import zipfile

import docx
import pytest
from lxml import etree
from render_samples import BARE, document, kit

from pipeline.render import word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WORDING = "Das Projekt wird gefördert durch den Fonds Soziokultur"


def written(*body: str, **head: str | None) -> bytes:
    """Write a sample guide."""
    return word.write(document(*body, **head), kit(), epoch=86400)


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the sample guide, in which everything occurs."""
    return written()


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """Return one part of the package."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return style name and text of every paragraph, those in content controls and cells too."""
    styles = {
        s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val")
        for s in part(data, "word/styles.xml").iter(f"{W}style")
    }
    out = []
    for paragraph in part(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        out.append((styles[style.get(f"{W}val")] if style is not None else "", text))
    return out


def test_the_acknowledgement_stands_before_the_first_heading_and_in_the_imprint(sample: bytes) -> None:
    """Both as real text in a style of its own."""
    found = paragraphs(sample)
    first = next(number for number, (style, _text) in enumerate(found) if style.lower() == "heading 1")
    places = [
        number for number, (style, text) in enumerate(found) if style == "Förderhinweis" and WORDING in text
    ]
    assert len(places) == 2
    assert places[0] < first < places[1]


def test_every_word_of_the_guide_arrives(sample: bytes) -> None:
    """Text, lists, tables, boxes, callouts, notes and captions."""
    text = "\n".join(text for _style, text in paragraphs(sample))
    text += "".join(t.text or "" for t in part(sample, "word/footnotes.xml").iter(f"{W}t"))
    for words in (
        "Teilnehmer*innen und Leiter*innen", "„ja“", "Die Brücke", "Nie allein heben.", "Haus A", "zwei",
        "Schlüssel holen", "Raum buchen", "Kuchen", "Ein Platz für euer Wort.", "Fußnoten stehen unten.",
        '#read("/etc/passwd")', "{{ 7*7 }}", "Tür auf", "eurer Stadt",
    ):  # fmt: skip
        assert words in text, words


def test_boxes_are_controls_with_state_and_name(sample: bytes) -> None:
    """A box can be ticked in Word, and a screen reader says what it is for."""
    boxes = [sdt for sdt in part(sample).iter(f"{W}sdt") if sdt.find(f"{W}sdtPr/{W14}checkbox") is not None]
    states = [box.find(f"{W}sdtPr/{W14}checkbox/{W14}checked").get(f"{W14}val") for box in boxes]
    names = [box.find(f"{W}sdtPr/{W}alias").get(f"{W}val") for box in boxes]
    assert (states, names) == (["0", "1"], ["Schlüssel holen", "Raum buchen"])


def test_tables_have_a_header_that_repeats_and_a_title(sample: bytes) -> None:
    """Rows stay whole, the first one repeats on the next page."""
    (table,) = part(sample).iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") == "Wer · Was · Bis wann"


def test_pictures_have_their_alternative_text(sample: bytes) -> None:
    """What the author wrote, and a mark on decoration."""
    assert [p.get("descr") for p in part(sample).iter(f"{WP}docPr")] == [
        "Zwei Häuser am Fluss, dazwischen eine Brücke"
    ]
    decorated = written("## Eins {#about}\n\n![](images/haus.png){.decorative}\n")
    (shown,) = part(decorated).iter(f"{WP}docPr")
    assert shown.get("descr") == ""
    assert "decorative" in etree.tostring(shown).decode()


def test_the_contents_list_is_filled_and_linked(sample: bytes) -> None:
    """No empty field, no question to update, every entry leads somewhere."""
    tree = part(sample)
    bookmarks = {mark.get(f"{W}name") for mark in tree.iter(f"{W}bookmarkStart")}
    anchors = [link.get(f"{W}anchor") for link in tree.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
    entries = [text for style, text in paragraphs(sample) if style == "toc 1"]
    headings = [text for style, text in paragraphs(sample) if style.lower() == "heading 1"]
    assert entries == headings
    assert set(anchors) <= bookmarks
    assert part(sample, "word/settings.xml").find(f"{W}updateFields") is None


def test_language_title_and_author_are_the_guides(sample: bytes) -> None:
    """Nothing of the machine that built it is in the properties."""
    properties = docx.Document(io.BytesIO(sample)).core_properties
    assert (properties.title, properties.author) == ("HowToMake … kleiner Leitfaden", "Redaktion Beispiel")
    assert (properties.language, properties.last_modified_by) == ("de-DE", "Soziokultur NRW")
    assert properties.created.isoformat() == "1970-01-02T00:00:00+00:00"
    lang = part(sample, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert lang.get(f"{W}val") == "de-DE"


def test_headings_do_not_skip_and_lists_are_lists(sample: bytes) -> None:
    """Real styles, no typed bullets, no empty paragraphs."""
    level = 0
    for style, text in paragraphs(sample):
        if style.lower().startswith("heading "):
            assert int(style[-1]) <= level + 1, text
            level = int(style[-1])
        assert not text.startswith(("- ", "• "))
    drawn = {id(p) for p in part(sample).iter(f"{W}p")}
    assert drawn
    empty = [
        p
        for p in part(sample).iter(f"{W}p")
        if not "".join(p.itertext()).strip() and next(p.iter(f"{W}drawing"), None) is None
    ]
    assert empty == []


def test_empty_fields_leave_no_empty_paragraphs() -> None:
    """A guide with nothing but a title has a title page all the same."""
    data = written("## Eins {#about}\n\nText\n", **BARE)
    assert all(text.strip() for _style, text in paragraphs(data))


def test_hostile_words_are_words() -> None:
    """Markup, fields and control characters in a guide are text or gone, and the file stays whole."""
    nasty = '</w:t><w:instrText> DDEAUTO "x" & ]]> {{ 7*7 }}'
    escaped = nasty.replace("<", "\\<").replace("[", "\\[").replace("]", "\\]")
    data = written(
        f"## Eins {{#about}}\n\n{escaped} \x0b\x01\n\n- [ ] {escaped}\n",
        subtitle="'<w:p/> & \"x\"'",
        audience="'</w:p>'",
    )
    text = "\n".join(text for _style, text in paragraphs(data))
    assert "</w:t><w:instrText> DDEAUTO" in text
    assert "<w:p/> & " in text
    assert [i.text for i in part(data).iter(f"{W}instrText")] == [' TOC \\o "1-1" \\n \\h ']


def test_the_same_guide_gives_the_same_bytes(sample: bytes) -> None:
    """Twice the same; no time of day in the package."""
    assert written() == sample
    assert {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(sample)).infolist()} == {1980}


def test_microsofts_own_validator_has_nothing_to_say(sample: bytes, ooxml_errors: object) -> None:
    """The Open XML SDK finds no error, with and without content."""
    assert ooxml_errors(sample) == []
    assert ooxml_errors(written("## Eins {#about}\n\nText\n", funders=None, summary=None)) == []


def test_a_second_reader_finds_the_text(sample: bytes, libreoffice_text: object) -> None:
    """LibreOffice opens it with everything in it."""
    text = " ".join(libreoffice_text(sample).replace("\u202f", " ").replace("\u00a0", " ").split())
    for words in (
        "Teilnehmer*innen und Leiter*innen",
        WORDING,
        "Schlüssel holen",
        "Ein Platz für euer Wort.",
    ):
        assert words in text, words
