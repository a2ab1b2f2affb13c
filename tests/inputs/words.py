"""Words: Word files with everything that people and Word put into them."""

from __future__ import annotations

import io

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from inputs.case import Case
from notes import wordfile as w
from PIL import Image

AUTHOR = 'w:author="Gesine Abendroth" w:date="2023-03-14T10:00:00Z"'


def _typed() -> bytes:
    """A protocol without a single style, as most are."""
    body = (
        w.bold("Protokoll Workshop Leitungswechsel 14.03.2023")
        + w.p("Anwesend: Ludger Hovestadt, Dilek Aksoy, Tante Erna")
        + w.bold("TOP 1 Warum das alle trifft")
        + w.p("- Leitung geht in Rente, Wissen geht mit")
        + w.p("- in 3 von 5 Häusern gibt’s keine Vertretung")
        + w.bold("zu 2. Was hat geholfen")
        + w.p("1. ein Jahr Überlappung")
        + w.p("2. Schlüssel, Konten, Passwörter auf EINER Liste")
        + w.p("Ludger: wir hatten damals nur zwei Wochen, das war zu wenig")
        + w.p("Vertraulich: Gehalt der alten Leitung lag bei 4.100 brutto")
    )
    return w.word(body)


def _hidden() -> bytes:
    """Everything that a reader may overlook: boxes, notes, comments, changes, hidden text, furniture."""
    vanish = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>nie für andere Augen</w:t></w:r>"
    body = (
        w.p("Ein Fließtext mit Kasten.", w.text_box("Kasten: Kaffee vor Tagesordnung"))
        + w.p("Fußnote hier", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + w.p("Kommentiert", '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>')
        + w.p("", f'<w:ins w:id="1" {AUTHOR}>{w.t("eingefügter Satz")}</w:ins>')
        + w.p("", f'<w:del w:id="2" {AUTHOR}><w:r><w:delText>gelöschter Satz</w:delText></w:r></w:del>')
        + w.p("", f'<w:moveFrom w:id="3" {AUTHOR}>{w.t("verschobener Satz")}</w:moveFrom>')
        + w.p("", f'<w:moveTo w:id="4" {AUTHOR}>{w.t("verschobener Satz")}</w:moveTo>')
        + w.p("Sichtbar ", vanish)
        + '<w:sectPr><w:headerReference w:type="default" r:id="rH"/></w:sectPr>'
    )
    parts = {
        "word/header1.xml": w.part("hdr", w.p("Kopfzeile: Entwurf 3")),
        "word/footer1.xml": w.part("ftr", w.p("Fußzeile mit Datum")),
        "word/footnotes.xml": w.part(
            "footnotes", f'<w:footnote w:id="2">{w.p("Quelle: Gespräch im Mai")}</w:footnote>'
        ),
        "word/comments.xml": w.part(
            "comments", f'<w:comment w:id="0" {AUTHOR}>{w.p("Stimmt das wirklich?")}</w:comment>'
        ),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Gesine Abendroth</dc:creator></cp:coreProperties>'
        ),
    }
    return w.word(body, parts)


def _tables() -> bytes:
    """Title row of one cell, merged cells, a table in a table."""
    inner = w.table(("innen links", "innen rechts"))
    body = (
        w.table(
            ("Protokoll AG Nachhaltigkeit",),
            ("Thema", "Ergebnis", "Wer"),
            ("Heizung", "auf 19 Grad", "Hausmeister*in"),
        )
        + w.p("dazwischen")
        + f"<w:tbl><w:tr><w:tc>{w.p('außen')}{inner}{w.p()}</w:tc></w:tr></w:tbl>"
    )
    return w.word(body)


def _controls() -> bytes:
    """Content controls, fields, symbols and an equation."""
    box = '<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Inhalt im Steuerelement</w:t></w:r></w:p></w:sdtContent></w:sdt>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Seite sieben</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    maths = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>E=mc2</m:t></m:r></m:oMath>'
    return w.word(
        box
        + w.p("Feld: ", field)
        + w.p("Formel ", maths)
        + w.p("", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + w.t(" erledigt"))
    )


def _styled() -> bytes:
    """What python-docx writes: real headings, lists, tables, a picture with alt text."""
    document = docx.Document()
    document.core_properties.author = "Korbinian Unterholzner"
    document.add_heading("ERFA-Gruppe der kleinen Häuser", 1)
    document.add_heading("Ziele", 2)
    document.add_paragraph("Einmal im Quartal ehrlich reden", style="List Bullet")
    document.add_paragraph("Niemand muss glänzen", style="List Bullet 2")
    document.add_heading("Zum Abhaken", 2)
    document.add_paragraph("Raum mit Tür, die schließt", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Wann", "Was", "März", "Treffen im Süden"),
        strict=True,
    ):
        cell.text = text
    image = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(image, "PNG")
    image.seek(0)
    document.add_picture(image)
    document.inline_shapes[0]._inline.docPr.set("descr", "Skizze der Sitzordnung")
    shown = OxmlElement("w:p")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "Kolleg:innen und Gäst_innen, jede*r"
    run.append(text)
    shown.append(run)
    document.element.body.insert(-1, shown)
    assert shown.tag == qn("w:p")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


CASES = (
    Case(
        "ohne-formatvorlagen.docx", _typed(),
        (
            "Leitung geht in Rente, Wissen geht mit", "in 3 von 5 Häusern gibt’s keine Vertretung",
            "ein Jahr Überlappung", "Schlüssel, Konten, Passwörter auf EINER Liste",
            "das war zu wenig", "Gehalt der alten Leitung", "Was hat geholfen",
        ),
        ("Ludger Hovestadt", "Dilek Aksoy", "Gehalt der alten Leitung lag bei 4.100 brutto"),
    ),
    Case(
        "verborgenes.docx", _hidden(),
        (
            "Kasten: Kaffee vor Tagesordnung", "Quelle: Gespräch im Mai", "Stimmt das wirklich?", "eingefügter Satz",
            "gelöschter Satz", "verschobener Satz", "nie für andere Augen", "Kopfzeile: Entwurf 3",
            "Fußzeile mit Datum", "Gesine Abendroth",
        ),
        ("nie für andere Augen", "gelöschter Satz", "Stimmt das wirklich?", "Gesine Abendroth"),
    ),
    Case(
        "tabellen.docx", _tables(),
        ("Protokoll AG Nachhaltigkeit", "Heizung", "auf 19 Grad", "Hausmeister*in", "dazwischen", "außen", "innen links", "innen rechts"),
    ),
    Case("steuerelemente.docx", _controls(), ("Inhalt im Steuerelement", "Seite sieben", "E=mc2", "erledigt")),
    Case(
        "gestaltet.docx", _styled(),
        (
            "ERFA-Gruppe der kleinen Häuser", "Einmal im Quartal ehrlich reden", "Niemand muss glänzen",
            "Raum mit Tür, die schließt", "Treffen im Süden", "Skizze der Sitzordnung", "Kolleg:innen und Gäst_innen, jede*r",
        ),
        ("Korbinian Unterholzner",),
    ),
)  # fmt: skip
