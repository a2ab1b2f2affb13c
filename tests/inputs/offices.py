"""Offices: ODT, RTF, tables, web pages, PDF, pictures and archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from inputs import texts
from inputs.case import Case
from PIL import Image, ImageDraw
from PIL.ExifTags import Base

from pipeline.engine import typst

FONTS = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[2] / "templates" / "fonts").glob("Atkinson*-Regular.ttf")
}
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:automatic-styles>'
    '<style:style style:name="Weg" style:family="text"><style:text-properties text:display="none"/></style:style>'
    "</office:automatic-styles><office:body><office:text>"
    "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Thekla Roggenkamp"
    "</dc:creator></office:change-info><text:p>gestrichener Absatz</text:p></text:deletion></text:changed-region>"
    "</text:tracked-changes>"
    '<text:h text:outline-level="1">Awareness im Haus</text:h>'
    '<text:p>Das Team trägt<text:s text:c="2"/>Westen.<office:annotation><dc:creator>Thekla Roggenkamp</dc:creator>'
    "<text:p>wirklich Westen?</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>Ruheraum</text:p><text:list><text:list-item><text:p>mit Wasser</text:p>"
    "</text:list-item></text:list></text:list-item></text:list>"
    '<text:p>Fußnote<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>aus dem Vortrag</text:p></text:note-body></text:note></text:p>"
    "<text:p><draw:frame><draw:text-box><text:p>Rahmen: Codewort „Luisa“</text:p></draw:text-box></draw:frame></text:p>"
    '<text:p>offen <text:span text:style-name="Weg">unsichtbarer Halbsatz</text:span></text:p>'
    "<table:table><table:table-row><table:table-cell><text:p>Schicht</text:p></table:table-cell>"
    "<table:table-cell><text:p>zwei Personen</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body></office:document-content>"
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\author Ottokar Brennecke}}"
    rb"{\b Protokoll H\'e4usertreffen}\par Tipp: fr\'fcher anfangen als gedacht\par "
    rb"{\pntext\f0 1.\tab}Verteiler pflegen\par Gr\u246?\u223?e ist nicht alles, sagen die Leiter*innen\par "
    rb"\trowd\cellx2000\cellx4000 Wer\cell Was\cell\row Haus Nord\cell R\'e4ume\cell\row\pard "
    rb"{\v verborgener RTF-Satz}\par}"
)
HTML = """<!doctype html><html><head><title>Google-Notizen</title><style>.c1{font-weight:700}</style></head><body>
<h2>Finanzierung</h2><p><span style="font-weight:700">Fett statt Überschrift</span></p>
<ul><li>Eigenanteil 10 %<ul><li>auch als Arbeitszeit</li></ul></li></ul><!-- niemandem zeigen -->
<table><tr><th>Fonds</th><th>Frist</th></tr><tr><td>Landesmittel</td><td>30.9.</td></tr></table>
<p style="display:none">versteckter Absatz</p><p>Frag <a href="mailto:ortrun.feldkamp@example.org">Ortrun</a></p>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="Foto der Pinnwand"></body></html>"""
CSV = 'Karte;Thema;Stimmen\n"Mehr Licht; auch im Hof";Technik;7\nBesucher*innen fragen;Programm;3\n'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(parts: dict[str, str | bytes], first: str = "") -> bytes:
    """Return a zip; `first` is put in unpacked before all else, as ODF asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _xlsx() -> bytes:
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in (
            ("Aufgabe", "Wer", "Bis"),
            ("Nachbarn einladen", "Haus", "KW 12"),
            ("Strom prüfen", "Technik", "sofort"),
        )
    )
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook {X} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Nachbarschaft" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {X}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def _ods() -> bytes:
    content = ODT[: ODT.index("<office:automatic-styles>")] + (
        '<office:body><office:spreadsheet><table:table table:name="Ideen"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Hofkino</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>nur bei trockenem Wetter</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {"content.xml": content, "META-INF/manifest.xml": "<m/>"},
        "application/vnd.oasis.opendocument.spreadsheet",
    )


def _pdf(body: str, *, columns: int = 1) -> bytes:
    source = f'#set document(title: "Protokoll")\n#set page(paper: "a4", columns: {columns}, header: [Kulturverein Musterhausen])\n#set text(lang: "de", font: "Atkinson Hyperlegible Next", hyphenate: true)\n{body}'
    return typst.compile_pdf({"main.typ": source.encode()}, fonts=FONTS, timestamp=0)


def photo(kind: str, size: tuple[int, int] = (320, 200)) -> bytes:
    """Return a photo of a flip chart as a telephone takes it: with a name and a place in it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 20), "Ziele: mehr Zeit", fill="black")
    exif = Image.Exif()
    exif[Base.Artist] = "Irmgard Lüdenscheidt"
    exif[Base.Make] = "Fonwerk 12"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


TRANSCRIPT = "Ziele: mehr Zeit\n- eine Stunde am Tag ohne Telefon\n"
PAGES = "= Sitzung\n#lorem(5)\n\n" + "\n\n".join(
    f"Absatz {n}: Die Teilnehmer\\*innen berichten über Öffentlichkeitsarbeit und Veranstaltungsorganisation in ihren Häusern."
    for n in range(1, 40)
)

LINES = "Danach kommt noch viel Text, der die Spalte füllt, weil niemand nur eine Zeile schreibt. " * 6

CASES = (
    Case(
        "awareness.odt", packed({"content.xml": ODT, "META-INF/manifest.xml": "<m/>"}, "application/vnd.oasis.opendocument.text"),
        (
            "Awareness im Haus", "Westen.", "wirklich Westen?", "gestrichener Absatz", "Ruheraum", "mit Wasser",
            "aus dem Vortrag", "Rahmen: Codewort „Luisa“", "unsichtbarer Halbsatz", "Schicht", "zwei Personen",
        ),
        ("Thekla Roggenkamp", "wirklich Westen?", "gestrichener Absatz", "unsichtbarer Halbsatz"),
    ),
    Case(
        "haeuser.rtf", RTF,
        ("Protokoll Häusertreffen", "früher anfangen als gedacht", "Verteiler pflegen", "Größe ist nicht alles, sagen die Leiter*innen", "Haus Nord", "Räume", "verborgener RTF-Satz"),
        ("Ottokar Brennecke", "verborgener RTF-Satz"),
    ),
    Case(
        "google.html", HTML.encode(),
        ("Finanzierung", "Fett statt Überschrift", "Eigenanteil 10 %", "auch als Arbeitszeit", "Landesmittel", "30.9.", "versteckter Absatz", "niemandem zeigen", "Foto der Pinnwand"),
        ("ortrun.feldkamp@example.org", "versteckter Absatz", "niemandem zeigen"),
    ),
    Case("karten.csv", CSV.encode(), ("Mehr Licht; auch im Hof", "Besucher*innen fragen", "Programm")),
    Case("karten-windows.csv", CSV.encode("cp1252"), ("Mehr Licht; auch im Hof", "Besucher*innen fragen")),
    Case("aufgaben.xlsx", _xlsx(), ("Nachbarn einladen", "Strom prüfen", "KW 12", "Nachbarschaft")),
    Case("ideen.ods", _ods(), ("Hofkino", "nur bei trockenem Wetter", "Ideen")),
    Case("sitzung.pdf", _pdf(PAGES), ("Absatz 1:", "Absatz 39:", "Kulturverein Musterhausen")),
    Case(
        "spalten.pdf", _pdf("Linke Spalte beginnt hier und erzählt von Heizkosten. " + LINES + "\n#colbreak()\nRechte Spalte redet vom Dach. " + LINES, columns=2),
        ("erzählt von Heizkosten", "Rechte Spalte redet vom Dach"),
    ),
    Case("tafel.jpg", photo("JPEG"), ("tafel.jpg",), ("Irmgard Lüdenscheidt", "Fonwerk 12")),
    Case("tafel.png", photo("PNG"), ("tafel.png",), ("Irmgard Lüdenscheidt",)),
    Case("tafel.webp", photo("WEBP"), ("tafel.webp",), ("Irmgard Lüdenscheidt",)),
    Case(
        "abgeschrieben.jpg", photo("JPEG", (300, 180)), ("eine Stunde am Tag ohne Telefon",), ("Irmgard Lüdenscheidt",),
        {"abgeschrieben.jpg.txt": TRANSCRIPT.encode()},
    ),
    Case(
        "alles.zip",
        packed({"Notizen/mitschrift.txt": texts.PLAIN, "Notizen/karten.csv": CSV, "__MACOSX/._mitschrift.txt": b"\x00\x05", "Notizen/bild.jpg": photo("JPEG", (200, 100))}),
        (*texts.PLAIN_TRUTH, "Mehr Licht; auch im Hof", "bild.jpg"),
        (*texts.PLAIN_PRIVATE, "Irmgard Lüdenscheidt"),
    ),
)  # fmt: skip
