"""The blank form: valid, accessible, marked in every kind of file, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from judges import office
from lxml import etree

from pipeline import forming, shelf
from pipeline.model.form import Shape
from pipeline.structure.form import PATH, parse
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
SHELF = shelf.load(Workspace(ROOT))
FORM = forming.load(Workspace(ROOT), SHELF.template)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the form in every kind."""
    folder = tmp_path_factory.mktemp("form")
    for kind in forming.WRITERS:
        forming.make(Workspace(ROOT), SHELF, kind, folder / f"f.{kind}")
    return {kind: (folder / f"f.{kind}").read_bytes() for kind in forming.WRITERS}


def part(data: bytes, name: str) -> etree._Element:
    """Return a part of a packed file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def test_a_workshop_can_be_run_on_it() -> None:
    """Head, agenda, tables of a world café, every section, who and what, parking lot, feedback, attendance."""
    headings = [one.heading for one in FORM.parts]
    for wanted in (
        "Rahmen",
        "Tagesordnung",
        "Tisch 1",
        "Tisch 3",
        "Wer macht was bis wann?",
        "Parkplatz",
        "Blitzlicht",
    ):
        assert wanted in headings
    sections = {one.section for one in FORM.parts}
    assert {rule.id for rule in SHELF.template.sections if rule.published} <= sections
    assert {"decisions", "tasks", "parking", "feedback", "attendance"} <= sections
    attendance = next(one for one in FORM.parts if one.section == "attendance" and one.shape is Shape.TABLE)
    assert "bleibt in der gruppe" in attendance.hint.lower()
    marks = [one.mark for one in FORM.parts if one.mark]
    assert len(marks) == len(set(marks))


def test_word_finds_nothing_to_object_to(
    made: dict[str, bytes], ooxml_errors: Callable[[bytes], list[str]]
) -> None:
    """The Open XML SDK takes it as it is."""
    assert ooxml_errors(made["docx"]) == []


def test_the_word_form_is_accessible(made: dict[str, bytes]) -> None:
    """Title, language, headings without gaps, header rows with a name, no empty paragraph, fields with names."""
    document = Document(io.BytesIO(made["docx"]))
    assert document.core_properties.title == "HowToMake … Mitschreibbogen"
    assert document.core_properties.language == "de-DE"
    assert document.core_properties.author == ""
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert all(below <= above + 1 for above, below in zip([0, *levels], levels, strict=False))
    body = part(made["docx"], "word/document.xml")
    for table in body.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
    assert all("".join(p.itertext()).strip() for p in body.iter(f"{W}p"))
    for control in body.iter(f"{W}sdtPr"):
        assert control.find(f"{W}alias").get(f"{W}val")
    numbers = [one.get(f"{W}val") for one in body.iter(f"{W}id")]
    assert len(numbers) == len(set(numbers))


def test_every_field_of_the_word_form_is_marked(made: dict[str, bytes]) -> None:
    """By the tag of its control, and by the bookmark of its heading; a date has a calendar."""
    body = part(made["docx"], "word/document.xml")
    tags = {one.get(f"{W}val").removeprefix("htm_") for one in body.iter(f"{W}tag")}
    bookmarks = {one.get(f"{W}name").removeprefix("htm_") for one in body.iter(f"{W}bookmarkStart")}
    marks = {one.mark for one in FORM.parts if one.mark}
    assert bookmarks == marks
    assert {tag.partition("_box")[0] for tag in tags} >= {
        one.mark for one in FORM.parts if one.ask or one.facts
    }
    assert len(list(body.iter(f"{W}date"))) == 1
    boxes = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
    assert len(list(body.iter(boxes))) == 3 + next(one.rows for one in FORM.parts if one.mark == "checklist")


def test_the_opendocument_form_says_the_same(made: dict[str, bytes]) -> None:
    """The same headings and marks, header rows, German, a title; packed as the standard asks."""
    content, styles = part(made["odt"], "content.xml"), part(made["odt"], "styles.xml")
    headings = ["".join(one.itertext()) for one in content.iter(f"{TEXT}h")]
    assert headings == [one.heading for one in FORM.parts]
    marks = [one.get(f"{TEXT}name") for one in content.iter(f"{TEXT}bookmark-start")]
    assert marks == [f"htm_{one.mark}" for one in FORM.parts if one.mark]
    assert all(one.find(f"{TABLE}table-header-rows") is not None for one in content.iter(f"{TABLE}table"))
    assert [one.get(f"{FO}language") for one in styles.iter() if one.get(f"{FO}language")] == ["de"]
    assert b"<dc:title>HowToMake" in etree.tostring(part(made["odt"], "meta.xml"))
    with zipfile.ZipFile(io.BytesIO(made["odt"])) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_the_pad_is_text_that_any_pad_takes(made: dict[str, bytes]) -> None:
    """Marks behind the headings, advice as quotes."""
    text = made["md"].decode()
    for one in FORM.parts:
        assert f"# {one.heading}{f' {{#{one.mark}}}' if one.mark else ''}\n" in text
        assert not one.hint or f"> {one.hint}\n" in text


def test_the_same_form_has_the_same_bytes(made: dict[str, bytes], tmp_path: Path) -> None:
    """On any day."""
    for kind, data in made.items():
        assert forming.make(Workspace(ROOT), SHELF, kind, tmp_path / kind).read_bytes() == data


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_libreoffice_reads_every_word(made: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    """Nothing of it is out of place for a second program."""
    docx = made[kind] if kind == "docx" else office.resaved(made[kind], kind, "docx", tmp_path)
    said = office.text(docx, tmp_path)
    for one in FORM.parts:
        assert " ".join(one.heading.split()) in said
        assert " ".join(one.hint.split()) in said


def test_a_workspace_of_an_older_version_gets_our_form(tmp_path: Path) -> None:
    """Without form.yml the one that comes with the program is taken; with one of its own, that."""
    (tmp_path / "guides").mkdir()
    (tmp_path / "templates" / "howtomake").mkdir(parents=True)
    assert forming.load(Workspace(tmp_path), SHELF.template) == FORM
    own = "title: Unser Bogen\nask: hier\nwords: [a, b]\nparts: [{section: tips}]\n"
    (tmp_path / PATH).write_text(own, "utf-8")
    assert forming.load(Workspace(tmp_path), SHELF.template).title == "Unser Bogen"
    assert [one.heading for one in parse(own, PATH, SHELF.template).parts] == ["Tipps"]
