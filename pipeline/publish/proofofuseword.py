"""Proof of use as a Word file: headings, tables with header rows, title and language."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from pipeline.messages import german
from pipeline.model.funder import Funder
from pipeline.publish import proofofuse
from pipeline.publish.proofofuse import Carried, Report

_TIME = (1980, 1, 1, 0, 0, 0)
_LANGUAGE = "de-DE"
_WIDTHS = (50, 28, 28, 17, 42, 90)
"""Of the columns of the table of files, in millimetres; a hash takes two lines."""


def write(report: Report) -> bytes:
    """Return the report; the same report gives the same bytes."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    document = docx.Document()
    _about(document, report)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    title = german("Acknowledgement of funding: report")
    document.core_properties.title = title
    document.add_paragraph(title, style="Title")
    words = german(
        "{publisher}, as of {date}. Read back from the finished files and compared letter by letter."
    )
    document.add_paragraph(words.format(publisher=report.publisher, date=f"{report.today:%d.%m.%Y}"))
    for funder in report.funders.values():
        _funder(document, report, funder)
    _deposit(document, report)
    return _packed(document)


def _about(document: Any, report: Report) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    moment = datetime.datetime.combine(report.today, datetime.time(), datetime.UTC).replace(tzinfo=None)
    about = document.core_properties
    about.author = about.last_modified_by = report.publisher
    about.language = _LANGUAGE
    about.created = about.modified = moment
    about.comments = ""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), _LANGUAGE)


def _funder(document: Any, report: Report, funder: Funder) -> None:
    from docx.shared import Pt

    document.add_heading(funder.name, 1)
    period = " – ".join(f"{day:%d.%m.%Y}" for day in (funder.period_from, funder.period_to) if day)
    facts = [
        (german("Wording"), f"„{funder.wording}“"),
        (german("Asked for"), proofofuse.require_text(funder.require)),
        (german("Places"), ", ".join(map(proofofuse.spot_text, funder.spots))),
        (german("Period"), period),
        (german("Source"), funder.source),
        (german("Certainty"), proofofuse.confidence_text(funder.confidence)),
        (german("If it is missing"), funder.consequence),
    ]
    for label, text in facts:
        if text:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(3)
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(text)
    files = [file for file in report.files if file.funder == funder.id]
    document.add_heading(german("Publications"), 2)
    if files:
        _files(document, files)
    else:
        document.add_paragraph(german("No finished file carries this acknowledgement yet."))
    duties = [duty for duty in report.duties if duty.funder == funder.id]
    if duties:
        document.add_heading(german("Duties"), 2)
        head = [german("Kind"), german("What"), german("Due"), german("Done on")]
        rows = [[duty.kind, duty.what, duty.state(report.today), ""] for duty in duties]
        _table(document, head, rows, german("Duties of the grant"), (30, 120, 60, 45))


def _files(document: Any, files: Sequence[Carried]) -> None:
    head = [
        german("Title"), german("Version"), german("Since"), german("Format"), german("Stands at"),
        german("File and SHA-256"),
    ]  # fmt: skip
    rows = [
        [
            file.title,
            _dated(file.version, file.date),
            _dated(file.since_version, file.since_date),
            german("Checklist") if file.format == "checklist" else file.format.upper(),
            _places(file),
            f"{file.path}\n{file.sha256}",
        ]
        for file in files
    ]
    _table(document, head, rows, german("Files that carry the acknowledgement"), _WIDTHS)


def _dated(version: str, date: str) -> str:
    day = f"{datetime.date.fromisoformat(date):%d.%m.%Y}" if date else ""
    return ", ".join(filter(None, [version, day])) or "–"


def _places(file: Carried) -> str:
    stands = ", ".join(map(proofofuse.spot_text, file.spots)) or "–"
    missing = ", ".join(map(proofofuse.spot_text, file.missing))
    return f"{stands}; {german('missing')}: {missing}" if missing else stands


def _deposit(document: Any, report: Report) -> None:
    duties = [duty for duty in report.duties if not duty.funder]
    if not duties:
        return
    document.add_heading(german("Legal deposit in North Rhine-Westphalia"), 1)
    document.add_paragraph(
        german(
            "Who makes a digital work public first offers it within a week to the state library in "
            "charge (KulturGB NRW §§ 56 to 60; for Arnsberg, Detmold and Münster the ULB Münster). Works of "
            "up to four pages are exempt. This is a reminder and no legal advice."
        )
    )
    head = [german("What"), german("Due"), german("Done on")]
    rows = [[duty.what, duty.state(report.today), ""] for duty in duties]
    _table(document, head, rows, german("Legal deposit in North Rhine-Westphalia"), (150, 60, 45))


def _table(
    document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, widths: Sequence[int]
) -> None:
    """Add a table whose first row is its head, on every page, and that says what it is; widths in mm."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    table = document.add_table(rows=0, cols=len(head), style="Table Grid")
    table.autofit = False
    for cells in (head, *rows):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  (python-docx has no word for it)
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            run.font.size = Pt(9)
            run.bold = cells is head
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  (the same)
    for name, value in (("w:tblCaption", caption), ("w:tblDescription", " · ".join(head))):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        table._tbl.tblPr.append(element)  # noqa: SLF001  (the same)


def _packed(document: Any) -> bytes:
    """Return the package with one time in all its entries."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with (
        zipfile.ZipFile(saved) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            new.writestr(info, old.read(entry))
    return out.getvalue()
