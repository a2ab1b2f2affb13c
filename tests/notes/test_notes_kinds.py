"""Other kinds of files: ODT, web pages, mails, tables, PDF; each read completely, by the inventory's count."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipeline.engine import typst
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.problem import Trouble
from pipeline.notes import inventory, readers

FONTS = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[2] / "templates" / "fonts").glob("Atkinson*-Regular.ttf")
}
STARS = "Teilnehmer*innen und Leiter*innen"


def read(name: str, data: bytes) -> list[Block]:
    """Read a file, and hold every letter of it against the inventory."""
    blocks = list(readers.read(name, data).blocks)
    entries = [Entry(str(n), name, b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take(name, data), entries) == []
    return blocks


def texts(blocks: list[Block], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


def packed(parts: dict[str, str]) -> bytes:
    """Return a zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


# Web pages

PAGE = f"""<!doctype html><html><head><title>Notizen</title><style>p{{color:red}}</style></head><body>
<h2>Ziele</h2><p><b>Fett gemeint</b></p><p>{STARS}</p>
<ul><li>eins<ul><li>zwei <!-- unter uns --></li></ul></li><li><input type="checkbox" checked> drei</li></ul>
<p style="display:none">weg damit</p>
<table><tr><th>Wer</th><th>Was</th></tr><tr><td>Anna<p>und Bernd</p></td><td><a href="https://example.org/x">Raum</a></td></tr></table>
Zeile<br>noch eine<script>alert("nie")</script><img src="https://example.org/spion.png" alt="Ein Haus"></body></html>"""


def test_a_page_is_read_with_structure_and_what_is_hidden() -> None:
    """Headings, lists, tables and pictures; comments and hidden text are a layer of their own."""
    blocks = read("notizen.html", PAGE.encode())
    assert [(b.kind, b.text) for b in blocks if b.kind is Kind.HEADING] == [
        (Kind.HEADING, "Ziele"),
        (Kind.HEADING, "Fett gemeint"),
    ]
    assert [(b.level, b.checked, b.text) for b in blocks if b.kind is Kind.ITEM] == [
        (1, None, "eins"),
        (2, None, "zwei"),
        (1, True, "drei"),
    ]
    assert [b.cells for b in blocks if b.kind is Kind.ROW] == [
        ("Wer", "Was"),
        ("Anna / und Bernd", "Raum (https://example.org/x)"),
    ]
    assert texts(blocks, Layer.HIDDEN) == ["unter uns", "weg damit"]
    assert STARS in texts(blocks)
    assert not any("nie" in text or "spion" in text for text in texts(blocks))


@given(st.text(alphabet="abc äß<>&;\"'=*-[]\n", max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_page_loses_a_letter_or_crashes_the_reader(soup: str) -> None:
    """Whatever tag soup people save, it is read completely or refused in words."""
    try:
        read("suppe.html", f"<p>Anfang und Ende</p>{soup}".encode())
    except Trouble as trouble:
        assert trouble.problems


# Mails


def mail(**parts: str) -> bytes:
    """Return an e-mail with the given parts."""
    message = EmailMessage()
    message["From"], message["To"] = "Anna Beispiel <anna@example.org>", "team@example.org"
    message["Subject"], message["Date"] = "Protokoll ÖA", "Tue, 27 Sep 2022 18:00:00 +0200"
    if "plain" in parts:
        message.set_content(parts["plain"])
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    return message.as_bytes()


def test_a_mail_is_head_text_and_names_of_attachments() -> None:
    """Sender and receivers are properties, which are withheld; the plain text wins over its copy in HTML."""
    blocks = read("mail.eml", mail(plain=f"Hallo,\n\nTipp: {STARS}\n- eins\n", html="<p>anders</p>"))
    assert "Anna Beispiel <anna@example.org>" in texts(blocks, Layer.PROPERTY)
    assert texts(blocks)[:3] == ["Hallo,", f"Tipp: {STARS}", "eins"]
    assert any("plan.pdf" in block.text for block in blocks if block.kind is Kind.PICTURE)


def test_a_mail_without_plain_text_is_read_as_a_page() -> None:
    """HTML alone is common."""
    message = EmailMessage()
    message["From"], message["Subject"] = "anna@example.org", "Notiz"
    message.set_content(f"<h1>Ziele</h1><p>{STARS}</p>", subtype="html")
    assert STARS in texts(read("mail.eml", message.as_bytes()))


def test_what_is_no_mail_is_said() -> None:
    """A text file with the wrong ending."""
    with pytest.raises(Trouble, match=r"e-mail|E-Mail"):
        readers.read("mail.eml", b"Nur ein Text, der keine Mail ist und keinen Kopf hat.\n")


# Tables


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_of_any_program_is_a_table(sign: str, encoding: str) -> None:
    """Separators and encodings of Excel, LibreOffice and pads; signs within quotes are text."""
    rows = [
        ["Karte", "Gruppe", "Punkte"],
        [f'"Räume{sign} Geld und Zeit"', "A", "3"],
        ["Mehr Ruhe", "B", "5"],
    ]
    data = "\r\n".join(sign.join(row) for row in rows).encode(encoding)
    blocks = read("karten.csv", data)
    assert [b.cells for b in blocks] == [
        ("Karte", "Gruppe", "Punkte"),
        (f"Räume{sign} Geld und Zeit".replace("\t", " ").replace("  ", " "), "A", "3"),
        ("Mehr Ruhe", "B", "5"),
    ]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XLSX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="Aufgaben" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
    "xl/sharedStrings.xml": (
        f'<sst xmlns="{MAIN}"><si><t>Wer</t></si><si><t>Was</t></si><si><t>Bis wann</t></si><si><r><t>Leiter</t></r><r><t>*in</t></r></si></sst>'
    ),
    "xl/comments1.xml": (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>wer denn?</t></text></comment></commentList></comments>'
    ),
    "xl/worksheets/sheet1.xml": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="inlineStr"><is><t>Raum '
        'buchen</t></is></c><c r="C2" s="1"><v>44831</v></c></row><row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4">'
        "<v>12.5</v></c></row></sheetData></worksheet>"
    ),
}


def test_a_workbook_is_read_with_dates_as_people_write_them() -> None:
    """Shared texts count in every cell; 44831 is 27.09.2022; comments are comments."""
    blocks = read("aufgaben.xlsx", packed(XLSX))
    assert [b.cells for b in blocks if b.kind is Kind.ROW] == [
        ("Wer", "Was", "Bis wann"),
        ("Leiter*in", "Raum buchen", "27.09.2022"),
        ("Leiter*in", "12,5"),
    ]
    assert texts(blocks, Layer.COMMENT) == ["wer denn?"]


# OpenDocument

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("meta", "meta"), ("svg", "svg-compatible"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
CONTENT = f"""<office:document-content {NAMES}><office:automatic-styles>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1"/></text:list-style>
</office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:changed-region><text:deletion><text:p>gelöschter Satz</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="2">Ziele</text:h>
<text:p><text:span text:style-name="B">Fett gemeint</text:span></text:p>
<text:p>{STARS}<text:span text:style-name="H"> unsichtbar</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fußnotentext</text:p></text:note-body></text:note></text:p>
<text:p>Mit Kommentar<office:annotation><dc:creator>Bea</dc:creator><text:p>stimmt das?</text:p></office:annotation></text:p>
<text:p><draw:frame><draw:text-box><text:p>Im Kasten</text:p></draw:text-box></draw:frame></text:p>
<text:list text:style-name="N"><text:list-item><text:p>eins</text:p><text:list><text:list-item><text:p>zwei</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Titelzeile</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell><text:p>Wer</text:p></table:table-cell><table:table-cell><text:p>Was</text:p><text:p>genau</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""
STYLES = (
    f"<office:document-styles {NAMES}><office:master-styles><style:master-page><style:header><text:p>Kopf der Seite</text:p>"
    "</style:header></style:master-page></office:master-styles></office:document-styles>"
)
META = f"<office:document-meta {NAMES}><office:meta><dc:title>Mitschrift</dc:title><dc:creator>Bea Beispiel</dc:creator></office:meta></office:document-meta>"
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": CONTENT,
    "styles.xml": STYLES,
    "meta.xml": META,
}


def test_an_odt_is_read_with_everything_people_could_see() -> None:
    """Also what pandoc drops: comments, boxes, page headers, and what was deleted or hidden."""
    blocks = read("mitschrift.odt", packed(ODT))
    assert texts(blocks, Layer.DELETED) == ["gelöschter Satz"]
    assert texts(blocks, Layer.HIDDEN) == ["unsichtbar"]
    assert texts(blocks, Layer.FOOTNOTE) == ["Fußnotentext"]
    assert texts(blocks, Layer.TEXTBOX) == ["Im Kasten"]
    assert texts(blocks, Layer.FURNITURE) == ["Kopf der Seite"]
    (comment,) = [block for block in blocks if block.layer is Layer.COMMENT]
    assert (comment.text, comment.by) == ("stimmt das?", "Bea")
    assert [b.text for b in blocks if b.kind is Kind.HEADING] == ["Ziele", "Fett gemeint", "Titelzeile"]
    assert [(b.level, b.ordered, b.text) for b in blocks if b.kind is Kind.ITEM] == [
        (1, True, "eins"),
        (2, True, "zwei"),
    ]
    assert [b.cells for b in blocks if b.kind is Kind.ROW] == [("Wer", "Was / genau")]
    assert STARS in texts(blocks)


@given(st.lists(st.text("abcäöüß *-1.:", min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_odt_loses_a_letter(paragraphs: list[str]) -> None:
    """Paragraphs of any text, nested in spans, lists and cells."""
    body = "".join(
        f"<text:p>{p}</text:p><text:list><text:list-item><text:p><text:span>{p}</text:span></text:p></text:list-item></text:list>"
        for p in paragraphs
    )
    content = f"<office:document-content {NAMES}><office:body><office:text><text:p>Anfang</text:p>{body}</office:text></office:body></office:document-content>"
    read("x.odt", packed({**ODT, "content.xml": content}))


# PDF


def pdf(source: str) -> bytes:
    """Set a PDF."""
    head = '#set text(font: "Atkinson Hyperlegible Next", lang: "de", region: "DE")\n#set document(title: "Protokoll", author: "Bea Beispiel")\n'
    return typst.compile_pdf({"main.typ": (head + source).encode()}, fonts=FONTS, timestamp=0)


def test_a_pdf_with_text_is_read_line_by_line_with_its_running_headers_apart() -> None:
    """Broken words are whole again; what stands on every page is furniture; the author is a property."""
    topics = [
        "Bühne",
        "Küche",
        "Garten",
        "Werkstatt",
        "Tresen",
        "Presse",
        "Rathaus",
        "Schule",
        "Probenraum",
        "Kasse",
        "Technik",
        "Nachbarschaft",
    ]
    words = " ".join(
        f"{first} braucht {second}, sagen Öffentlichkeitsarbeitsverantwortliche aus {second}verein und {first}gruppe."
        for first in topics
        for second in topics[:4]
    )
    source = f"#set page(height: 9cm, width: 9cm, footer: [Protokoll vom Workshop, Seite #context counter(page).display()])\n= Ziele\n{STARS.replace('*', chr(92) + '*')}\n\n{words}\n\n#pagebreak()\nSchluss"
    blocks = read("protokoll.pdf", pdf(source))
    text = " ".join(texts(blocks))
    assert STARS in text
    assert text.count("Öffentlichkeitsarbeitsverantwortliche") == 48
    assert len(texts(blocks, Layer.FURNITURE)) >= 3
    assert all("Protokoll vom Workshop" in said for said in texts(blocks, Layer.FURNITURE))
    assert "Bea Beispiel" in texts(blocks, Layer.PROPERTY)


def test_a_scan_is_a_picture_to_transcribe() -> None:
    """Without a text layer nothing is guessed."""
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, "PDF")
    (scan,) = [
        block for block in readers.read("scan.pdf", out.getvalue()).blocks if block.layer is Layer.BODY
    ]
    assert scan.kind is Kind.PICTURE


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("kaputt.pdf", b"%PDF-1.7\nnichts weiter als ein Anfang"),
        ("kein.pdf", b"Das ist ein Text und kein PDF, obwohl er so hei\xc3\x9ft."),
        ("kaputt.odt", packed({"mimetype": "application/vnd.oasis.opendocument.text"})),
        ("kaputt.xlsx", packed({"xl/workbook.xml": "<kaputt"})),
        (
            "bombe.odt",
            packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": " " * 60_000_000}),
        ),
        ("entity.odt", packed({**ODT, "content.xml": '<!DOCTYPE x [<!ENTITY a "b">]>' + CONTENT})),
        ("tief.html", b"<div>" * 5_000 + b"Text, der sehr tief liegt" + b"</div>" * 5_000),
        ("leer.csv", b" \n \n"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_and_broken_files_are_refused_in_words(name: str, data: bytes) -> None:
    """One problem with its file and what to do, and no traceback; a deep page may also be read completely."""
    try:
        read(name, data)
    except Trouble as trouble:
        assert [problem.path for problem in trouble.problems] == [name]
    else:
        assert name == "tief.html"
