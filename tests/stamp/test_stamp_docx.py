"""Stamped Word files: two paragraphs more, every other byte of the text as it was."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stamp import foreign
from verify import samples

from pipeline.model.funder import Funder, Spot
from pipeline.model.problem import Trouble
from pipeline.stamp import proof
from pipeline.verify import funding, readers

FUNDER = samples.FUNDER
W = nsdecls("w")


def stamped(data: bytes, funder: Funder = FUNDER) -> bytes:
    """Stamp a file, and prove that its wording is where the profile asks for it."""
    made = proof.stamp(data, "fremd.docx", [funder], foreign.FACES).data
    assert list(funding.wording_problems(readers.read(made, "fremd.docx"), "fremd.docx", funder)) == []
    return made


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(data: bytes, **changes: bytes | None) -> bytes:
    """Return a package with other parts; names with `__` for `/`, None takes one away."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in {**parts(data), **named}.items():
            if content is not None:
                package.writestr(name, content)
    return out.getvalue()


def saved(document: docx.document.Document) -> bytes:
    """Return the file of a python-docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lines(data: bytes) -> list[str]:
    """Return the paragraphs of the body as python-docx reads them."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def left(after: bytes) -> bytes:
    """Return the text without what was added."""
    wording = re.escape(FUNDER.wording.encode())
    text = parts(after)["word/document.xml"]
    text = re.sub(rb"<w:p>(?:(?!</w:p>).)*" + wording + rb"(?:(?!</w:p>).)*</w:p>", b"", text)
    return re.sub(rb'<w:p>(?:(?!</w:p>).)*w:name="imprint"(?:(?!</w:p>).)*</w:p>', b"", text)


FOREIGN = samples.word(title=["Angepasst von einem Zentrum."], imprint=["Zentrum e. V."])


def rich() -> bytes:
    """Return a file with a comment, tracked changes, a control, a bookmark, a text box and a section break."""
    document = docx.Document()
    document.core_properties.title = samples.TITLE
    document.add_paragraph(samples.TITLE, style="Title")
    document.add_paragraph("Ein Untertitel", style="Subtitle")
    first = document.add_paragraph(
        "Ein längerer Absatz, damit das Programm weiß, wie Fließtext hier aussieht.", style="Body Text"
    )
    document.add_comment(first.runs, text="Stimmt das?", author="Rolle")
    first._p.append(
        parse_xml(
            f'<w:ins {W} w:id="91" w:author="Rolle" w:date="2024-01-01T00:00:00Z"><w:r><w:t>neu</w:t></w:r></w:ins>'
        )
    )
    first._p.append(
        parse_xml(
            f'<w:del {W} w:id="92" w:author="Rolle" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>alt</w:delText></w:r></w:del>'
        )
    )
    document.element.body.insert(3, parse_xml(
        f'<w:sdt {W}><w:sdtPr><w:alias w:val="Feld"/><w:text/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Wert</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    ))  # fmt: skip
    document.add_page_break()
    marked = document.add_heading("Schritte", 1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), "77")
    start.set(qn("w:name"), "schritte")
    marked._p.append(start)
    marked._p.append(end)
    document.add_table(rows=2, cols=2)
    document.add_section()
    document.add_paragraph("Schluss.")
    return saved(document)


@pytest.mark.parametrize("data", [FOREIGN, rich()], ids=["plain", "rich"])
def test_every_other_byte_stays(data):
    """The text without the addition is the text as it came; every other part is the same."""
    before, after = parts(data), parts(stamped(data))
    assert left(stamped(data)) == before["word/document.xml"]
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}


def test_running_twice_changes_nothing():
    """What is there is found, byte for byte."""
    once = stamped(rich())
    assert proof.stamp(once, "x.docx", [FUNDER], foreign.FACES) == proof.Stamped(once)


def test_the_time_in_the_package_says_nothing():
    """The same input gives the same bytes on any day."""
    with zipfile.ZipFile(io.BytesIO(stamped(rich()))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestPlace:
    """Where the paragraphs stand."""

    def test_behind_title_and_subtitle(self):
        """On the title page, in the style of running text."""
        paragraphs = docx.Document(io.BytesIO(stamped(rich()))).paragraphs
        assert [paragraph.text for paragraph in paragraphs[:3]] == [
            samples.TITLE,
            "Ein Untertitel",
            FUNDER.wording,
        ]
        assert paragraphs[2].style.name == "Body Text"

    def test_at_the_end_of_an_imprint_that_is_there(self):
        """No second imprint."""
        found = lines(stamped(FOREIGN))
        assert found[-2:] == ["Zentrum e. V.", FUNDER.wording]
        assert found.count("Impressum") == 1

    def test_an_imprint_in_the_middle_keeps_its_end(self):
        """The sentence stands before the next section."""
        document = docx.Document(io.BytesIO(FOREIGN))
        document.add_heading("Anhang", 1)
        document.add_paragraph("Mehr.")
        assert lines(stamped(saved(document)))[-4:] == ["Zentrum e. V.", FUNDER.wording, "Anhang", "Mehr."]

    def test_a_new_imprint_has_a_heading_and_a_bookmark(self):
        """In the file's own style of headings, with a number no other bookmark has."""
        made = stamped(rich())
        last = docx.Document(io.BytesIO(made)).paragraphs[-2:]
        assert [(p.style.name, p.text) for p in last] == [
            ("Heading 1", "Impressum"),
            ("Body Text", FUNDER.wording),
        ]
        text = parts(made)["word/document.xml"]
        numbers = re.findall(rb'bookmarkStart w:id="(\d+)"', text)
        assert len(numbers) == len(set(numbers))
        assert b'w:name="imprint"' in text

    def test_a_heading_comes_first(self):
        """Where the title itself is a heading, the sentence stands before it: no other place is the title page."""
        document = docx.Document()
        document.core_properties.title = "Titel"
        document.add_heading("Titel", 1)
        document.add_paragraph("Text.")
        assert lines(stamped(saved(document)))[0] == FUNDER.wording

    def test_nothing_is_a_heading(self):
        """People who make headings bold get the sentence behind their first line."""
        document = docx.Document()
        for text in ("Unser Leitfaden", "Erstens", "Zweitens"):
            document.add_paragraph(text)
        assert lines(stamped(saved(document)))[:2] == ["Unser Leitfaden", FUNDER.wording]

    def test_a_file_without_styles_for_headings(self):
        """The heading is bold and has a level of its own."""
        styles = re.sub(rb"<w:style .*?</w:style>", b"", parts(FOREIGN)["word/styles.xml"], flags=re.DOTALL)
        text = parts(stamped(repacked(FOREIGN, word__styles_dot_xml=styles)))["word/document.xml"]
        assert b'<w:outlineLvl w:val="0"/>' in text

    def test_before_the_end_of_the_first_page(self):
        """A title page without Title: the sentence stands on it still."""
        document = docx.Document()
        document.add_paragraph("Unser Leitfaden")
        document.add_paragraph("von uns")
        document.add_page_break()
        document.add_heading("Los", 1)
        found = lines(stamped(saved(document)))
        assert found.index(FUNDER.wording) == 2

    def test_an_empty_file(self):
        """Nothing but the acknowledgement is no reason to fail."""
        assert FUNDER.wording in lines(stamped(saved(docx.Document())))


def test_another_language_is_named():
    """A German sentence in an English file says that it is German."""
    data = samples.word(title=["x"], imprint=["y"])
    english = repacked(data, word__styles_dot_xml=parts(data)["word/styles.xml"].replace(b"de-DE", b"en-GB"))
    assert b'<w:lang w:val="de"/>' in parts(stamped(english))["word/document.xml"]
    assert b"<w:lang " not in parts(stamped(data))["word/document.xml"]


def test_signs_of_xml_in_a_wording():
    """They come out as written."""
    other = Funder("x", "Fonds", 'Gefördert durch „Kunst & Co“ <2027> im Rahmen von "Neu".')
    assert funding.stands(readers.read(stamped(FOREIGN, other), "x"), Spot.TITLE, other.wording)


def test_valid_for_word(ooxml_errors):
    """The Open XML SDK has no more to say than before."""
    for data in (FOREIGN, rich()):
        assert ooxml_errors(stamped(data)) == ooxml_errors(data)


@pytest.mark.slow
def test_libreoffice_reads_it(libreoffice_text):
    """A second reader finds both sentences, and everything else."""
    found = libreoffice_text(stamped(rich()))
    assert found.count(FUNDER.wording) == 2
    assert "Wert" in found


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: repacked(FOREIGN, _xmlsignatures__sig1_dot_xml=b"<Signature/>"), "signed"),
        (lambda: repacked(FOREIGN, word__document_dot_xml=parts(FOREIGN)["word/document.xml"].decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")), "not in UTF-8"),
        (lambda: repacked(FOREIGN, word__document_dot_xml=None), "cannot be read"),
        (lambda: repacked(FOREIGN, word__document_dot_xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "document type"),
        (lambda: repacked(FOREIGN, word__document_dot_xml=b"<x/>"), "no Word file as Word writes it"),
        (lambda: FOREIGN[:4000], "cannot be read"),
    ],
    ids=["signed", "utf-16", "empty", "entities", "other", "half"],
)  # fmt: skip
def test_what_is_refused_and_why(data, reason):
    """Nothing is broken silently."""
    with pytest.raises(Trouble) as caught:
        proof.stamp(data(), "fremd.docx", [FUNDER], foreign.FACES)
    assert reason in caught.value.problems[0].message
    assert caught.value.problems[0].hint


def test_footers_are_for_their_author():
    """What belongs on every page of a Word file, or into its text, is said and not guessed."""
    other = Funder("x", "Fonds", samples.WORDING, spots=(Spot.EVERY_PAGE, Spot.BODY))
    data = samples.word(header="Kopf")
    with pytest.raises(Trouble) as caught:
        proof.stamp(data, "x", [other], foreign.FACES)
    assert caught.value.problems


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Title", "Heading 1", "Heading 2", "Normal", "List Bullet", "break", "table"]),
            st.text("aä *&<\u00ad", max_size=60),
        ),
        max_size=8,
    )
)
def test_whatever_is_in_it_the_rest_stays(rows):
    """For any order of titles, headings, breaks and tables: stamped twice is stamped once, and nothing is lost."""
    document = docx.Document()
    for style, text in rows:
        if style == "break":
            document.add_page_break()
        elif style == "table":
            document.add_table(rows=1, cols=1).cell(0, 0).text = text
        else:
            document.add_paragraph(text, style=style)
    data = saved(document)
    made = stamped(data)
    assert left(made) == parts(data)["word/document.xml"]
    assert proof.stamp(made, "x", [FUNDER], foreign.FACES).data == made
