"""Proof of use: tables that spreadsheets read, a Word file that everyone reads, and a memory."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from dataclasses import replace

import docx

from pipeline.model.funder import Duty, DutyKind, Funder, Spot
from pipeline.publish import proofofuse, proofofuseword
from pipeline.publish.proofofuse import Carried, Report
from pipeline.verify import readers

TODAY = datetime.date(2027, 3, 1)
FUNDER = Funder(
    "fonds", "Fonds", "Gefördert durch den Fonds im Jahr 2027.", consequence="Geld zurück.",
    duties=(
        Duty(DutyKind.DEPOSIT, "Belegexemplare", copies=2, due=datetime.date(2027, 2, 28)),
        Duty(DutyKind.APPROVAL, "Freigabe", before="vor dem Druck"),
    ),
)  # fmt: skip
FILE = Carried(
    "fonds", "thema", "HowToMake … Thema", "1.1", "2027-02-01", "pdf", "dist/thema/thema.pdf", "ab" * 32,
    (Spot.TITLE, Spot.IMPRINT), pages=12,
)  # fmt: skip


def report(*files: Carried) -> Report:
    """Return a report over files."""
    known = proofofuse.since(b"", files)
    return Report(TODAY, "Verband", {"fonds": FUNDER}, known, proofofuse.duties([FUNDER], known))


def rows(table: bytes) -> list[list[str]]:
    """Read a table as a German spreadsheet does."""
    assert table.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))


def test_the_table_names_file_hash_and_place():
    """One row a file and acknowledgement."""
    head, row = rows(proofofuse.files_csv(report(FILE)))
    assert len(head) == len(row)
    assert row[:5] == ["fonds", "thema", "HowToMake … Thema", "1.1", "2027-02-01"]
    assert "ab" * 32 in row
    assert row[-1] == ""


def test_a_guide_is_remembered_since_its_first_version():
    """The last report says since when; what it does not know is new, and a broken one says nothing."""
    first = proofofuse.files_csv(report(replace(FILE, version="1.0", date="2026-05-01")))
    newer, other = replace(FILE, sha256="cd" * 32), replace(FILE, guide="anderes")
    known = proofofuse.since(first, [newer, other])
    assert [(file.since_version, file.since_date) for file in known] == [
        ("1.0", "2026-05-01"),
        ("1.1", "2027-02-01"),
    ]
    again = proofofuse.since(proofofuse.files_csv(replace(report(), files=known)), [newer])
    assert again[0].since_version == "1.0"
    assert proofofuse.since(b"\xff\x00;;;\nquatsch", [FILE])[0].since_version == "1.1"


def test_a_title_is_never_a_formula():
    """`=cmd|…` in a title stays text, and is remembered as it was."""
    evil = replace(FILE, title="=HYPERLINK(1)", version="-1")
    table = proofofuse.files_csv(report(evil))
    assert "'=HYPERLINK(1)" in rows(table)[1]
    assert proofofuse.since(table, [evil])[0].since_version == "-1"


def test_duties_say_when_they_are_due():
    """Overdue, before something, and the legal deposit of a guide of five pages and more."""
    short = replace(FILE, guide="blatt", pages=4)
    duties = report(FILE, short).duties
    assert [duty.guide for duty in duties] == ["", "", "thema"]
    assert "28.02.2027" in duties[0].state(TODAY)
    assert duties[0].state(TODAY) != "28.02.2027"
    assert duties[0].what == "Belegexemplare (2 ×)"
    assert duties[1].state(TODAY) == "vor dem Druck"
    assert duties[2].state(datetime.date(2027, 2, 2)) == "08.02.2027"
    assert len(rows(proofofuse.duties_csv(report(FILE, short)))) == 4


def test_the_word_file_is_accessible_and_says_everything(ooxml_errors):
    """Title, language, headings, tables with header rows, and nothing that changes from run to run."""
    made = proofofuseword.write(report(FILE, replace(FILE, format="html", missing=(Spot.TITLE,))))
    assert made == proofofuseword.write(report(FILE, replace(FILE, format="html", missing=(Spot.TITLE,))))
    back = readers.read(made, "x.docx")
    assert back.lang == "de-DE"
    assert back.title
    assert [heading.level for heading in back.headings] == [1, 2, 2, 1]
    assert back.tables_without_header == ()
    for text in (FUNDER.wording, "ab" * 32, "01.02.2027", "Geld zurück.", "Freigabe", "KulturGB"):
        assert text in back.body
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(made)).core_properties.author == "Verband"
    assert ooxml_errors(made) == []


def test_a_funder_without_publications_is_listed():
    """The duties are due all the same."""
    assert "Freigabe" in readers.read(proofofuseword.write(report()), "x").body
