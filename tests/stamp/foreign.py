"""Foreign: finished PDFs as other programs make them, small, each with what is hard about it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from judges.need import need
from PIL import Image
from verify import samples

from pipeline.engine import typst
from pipeline.stamp import pdf

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "templates" / "fonts"
FACES = pdf.Faces(
    (FONTS / "AtkinsonHyperlegibleNext-Regular.ttf").read_bytes(),
    (FONTS / "AtkinsonHyperlegibleNext-Bold.ttf").read_bytes(),
)
TITLE = "Ein Leitfaden aus einem Zentrum"
STEPS = "Teilnehmer*innen und Leiter*innen einladen."


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object], **saving: Any) -> bytes:
    """Return a PDF after a change to its objects."""
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, **saving)
    return out.getvalue()


@cache
def tagged(page: str = 'paper: "a4"', imprint: str = "", lang: str = "de") -> bytes:
    """Set a guide of three pages with typst: PDF/UA-1 and PDF/A-2a, with link, table and list."""
    source = f"""
#set document(title: "{TITLE}", author: "Zentrum")
#set text(lang: "{lang}")
#set page({page}, footer: context [Seite #counter(page).display()])
#title()
Angepasst von einem Zentrum.
#pagebreak()
= Schritte
{samples.as_typst(STEPS)} #link("https://example.org/")[Mehr auf der Seite]
#table(columns: 2, table.header[Wer][Was], [Büro], [Post])
= Zum Schluss
#for _ in range(60) [- Punkt]
{imprint}
"""
    return typst.compile_pdf({"main.typ": source.encode()}, fonts={}, timestamp=0)


def untagged() -> bytes:
    """Return the same without tags and without claims, as most PDFs are."""

    def strip(document: pikepdf.Pdf) -> None:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents", "/Lang"):
            if key in document.Root:
                del document.Root[key]
        for page in document.pages:
            for key in ("/StructParents", "/Tabs"):
                if key in page.obj:
                    del page.obj[key]

    return changed(tagged(), strip)


def form() -> bytes:
    """Return a PDF/UA-1 and PDF/A-2a file with boxes to tick: one of ours, whose profile asks for other words."""
    from render import render_samples

    from pipeline.render import pdf as writer

    return writer.write(render_samples.document(funders=None), render_samples.kit(), epoch=0)


def encrypted(user: str = "") -> bytes:
    """Return a file that is locked against changes, or with `user` against reading, too."""
    return changed(untagged(), lambda _d: None, encryption=pikepdf.Encryption(owner="geheim", user=user))


def signed() -> bytes:
    """Return a file with a signature."""

    def sign(document: pikepdf.Pdf) -> None:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=b"\x30\x80" + b"\0" * 64,
            ByteRange=[0, 10, 20, 30],
        )  # fmt: skip
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Unterschrift",
                Rect=[0, 0, 0, 0], F=132, P=document.pages[0].obj, V=document.make_indirect(value),
            )
        )  # fmt: skip
        document.pages[0].obj.Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)

    return changed(untagged(), sign)


def xfa() -> bytes:
    """Return a form whose pages Adobe's program makes when it opens it."""

    def add(document: pikepdf.Pdf) -> None:
        packet = pikepdf.Stream(document, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=packet)

    return changed(untagged(), add)


def portfolio() -> bytes:
    """Return a cover around other files."""
    return changed(untagged(), lambda d: d.Root.__setattr__("Collection", pikepdf.Dictionary()))


def full(colour: str = "#702050") -> bytes:
    """Return a tagged file whose first page is a picture from edge to edge, with a bleed beyond it."""
    noise = Image.effect_noise((200, 280), 90).convert("RGB")
    noise.paste(Image.new("RGB", (200, 80), colour), (0, 100))
    out = io.BytesIO()
    noise.save(out, "PNG")
    source = f"""
#set document(title: "{TITLE}")
#set text(lang: "de")
#page(margin: 0pt, image("cover.png", width: 100%, height: 100%, alt: "Ein Muster aus Punkten"))
#page[= Schritte
{samples.as_typst(STEPS)}]
"""
    files = {"main.typ": source.encode(), "cover.png": out.getvalue()}
    made = typst.compile_pdf(files, fonts={}, timestamp=0)

    def cut(document: pikepdf.Pdf) -> None:
        first = document.pages[0].obj
        left, low, right, high = (float(side) for side in first.MediaBox)
        first.CropBox = [left + 9, low + 9, right - 9, high - 9]

    return changed(made, cut)


def turned(degrees: int, page: str = 'paper: "a4", flipped: true') -> bytes:
    """Return a tagged file whose pages a viewer turns."""

    def turn(document: pikepdf.Pdf) -> None:
        for sheet in document.pages:
            sheet.obj.Rotate = degrees

    return changed(tagged(page), turn)


def careless() -> bytes:
    """Return an untagged file as drawing programs leave it: states and marks left open, a shifted page."""

    def spoil(document: pikepdf.Pdf) -> None:
        first = document.pages[0]
        first.contents_add(b"q q 0.3 0 0 0.3 90 40 cm /Artifact BMC 1 0 0 rg\n", prepend=True)
        first.contents_add(b"\n/Span BMC 2 w\n")
        for page in document.pages:
            page.obj.MediaBox = [-100, -50, 495.28, 791.89]
            page.obj.Resources = document.make_indirect(page.obj.Resources)

    return changed(untagged(), spoil)


def one_sheet() -> bytes:
    """Return a leaflet of one page whose imprint is at its foot, without bookmarks."""
    source = f"""
#set document(title: "{TITLE}")
#set text(lang: "de")
#set page(paper: "a5")
#title()
{samples.as_typst(STEPS)}
#v(1fr)
*Impressum*

Zentrum e. V., Musterstadt
"""
    return typst.compile_pdf({"main.typ": source.encode()}, fonts={}, timestamp=0)


def without_intent() -> bytes:
    """Return a PDF/A-2b whose colours mean the same everywhere, so that it needs no output intent."""

    def drop(document: pikepdf.Pdf) -> None:
        del document.Root["/OutputIntents"]
        with document.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as packet:
            packet["pdfaid:conformance"] = "B"

    return changed(tagged(), drop)


def large(pages: int = 300) -> bytes:
    """Return a tagged file of many pages with an imprint at its end."""
    source = f"""
#set document(title: "{TITLE}")
#set text(lang: "de")
#title()
#for number in range({pages - 2}) [
#pagebreak()
= Abschnitt #number
#lorem(120)
]
#pagebreak()
= Impressum
Zentrum e. V., Musterstadt
"""
    return typst.compile_pdf({"main.typ": source.encode()}, fonts={}, timestamp=0)


def printed(browser: Any) -> bytes:
    """Print a page with Chromium, tagged and with an outline."""
    page = browser.new_page()
    try:
        page.set_content(
            f"<html lang='de'><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{STEPS}</p>"
            "<h2 style='break-before:page'>Schritte</h2><ul><li>Eins</li><li>Zwei</li></ul></body></html>"
        )
        return bytes(page.pdf(format="A4", tagged=True, outline=True))
    finally:
        page.close()


def from_office(folder: Path, options: str) -> bytes:
    """Export a Word file with LibreOffice; `options` are those of its PDF filter."""
    program = need("soffice", "libreoffice", hint="apt install libreoffice-writer-nogui")
    (folder / "in.docx").write_bytes(samples.word(title=[STEPS], imprint=["Zentrum e. V., Musterstadt"]))
    command = [program, "--headless", "--norestore", "--nolockcheck"]
    command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to"]
    command += [f"pdf:writer_pdf_Export:{options}", "--outdir", str(folder), str(folder / "in.docx")]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return (folder / "in.pdf").read_bytes()


def wordlike() -> bytes:
    """Return a tagged file as Word exports it: flat, of its own kinds, the number tree in leaves, no claims."""
    document = pikepdf.new()
    name, add = pikepdf.Name, document.make_indirect
    font = add(
        pikepdf.Dictionary(
            Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica, Encoding=name.WinAnsiEncoding
        )
    )
    root = add(
        pikepdf.Dictionary(Type=name.StructTreeRoot, RoleMap={"/Textkörper": name.P, "/Titel": name.H1})
    )
    top = add(pikepdf.Dictionary(Type=name.StructElem, S=name.Document, P=root, K=pikepdf.Array()))
    leaves = []
    for number, lines in enumerate([("Titel", TITLE), ("Textkörper", "Einladen.")], start=0):
        page = document.add_blank_page(page_size=(595.32, 841.92))
        kind, words = lines
        text = words.encode("cp1252")
        page.obj.Contents = pikepdf.Stream(
            document,
            b"/Artifact <</Attached [/Top]/Type/Pagination>> BDC BT /F1 8 Tf 70 800 Td (Kopf) Tj ET EMC\n"
             b"/P <</MCID 0>> BDC q BT /F1 20 Tf 70 700 Td (" + text + b") Tj ET Q EMC\n",
        )  # fmt: skip
        page.obj.Resources = pikepdf.Dictionary(Font={"/F1": font})
        page.obj.StructParents = number
        element = add(pikepdf.Dictionary(Type=name.StructElem, S=name(f"/{kind}"), P=top, K=0, Pg=page.obj))
        top.K.append(element)
        leaves.append(add(pikepdf.Dictionary(Nums=[number, [element]], Limits=[number, number])))
    root.K = top
    root.ParentTree = add(pikepdf.Dictionary(Kids=pikepdf.Array(leaves)))
    root.ParentTreeNextKey = 2
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    document.Root.Lang = pikepdf.String("de-DE")
    document.docinfo["/Title"] = TITLE
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def bookmarks(data: bytes) -> Sequence[tuple[str, int]]:
    """Return the titles and pages of all bookmarks."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    finally:
        document.close()
