"""Hostile: what somebody sends to break, to spy or to run something; and what is just broken."""

from __future__ import annotations

import io
import zipfile
import zlib

from inputs.case import Hostile
from inputs.offices import photo
from notes import wordfile as w

OUTSIDE = "geheimer Inhalt dieser Datei"
"""What stands in a file outside the workspace that some inputs try to read."""


def _zip(parts: dict[str, str | bytes]) -> bytes:
    return w.packed(parts)


def _bomb() -> bytes:
    """Return a Word file of some kilobytes that unpacks to half a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 500_000_000 + b"</w>")
    return out.getvalue()


def _entities(outside: str) -> bytes:
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file://{outside}">]>'
        f"<w:document {w.NAMESPACES}><w:body><w:p><w:r><w:t>Text &b; &x;</w:t></w:r></w:p></w:body></w:document>"
    )
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def _deep_word() -> bytes:
    return w.word("<w:sdt><w:sdtContent>" * 4000 + w.p("ganz unten") + "</w:sdtContent></w:sdt>" * 4000)


def _remote() -> bytes:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Foto aus dem Netz"/><a:graphic><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><a:blip r:link="rId9"/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    rels = w.relations(
        ("rId9", "https://example.org/spion.png", "External"), ("rId1", "file:///etc/passwd", "External")
    )
    return w.word(w.p("Mit fremdem Bild", drawing), {"word/_rels/document.xml.rels": rels})


def _locked() -> bytes:
    """Return what a Word file with a password looks like: an OLE container with a packed stream."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


def _nested_zip() -> bytes:
    inner = _zip({"tief.txt": "Tipp: nicht zu tief graben, das reicht\n"})
    for _level in range(12):
        inner = _zip({"noch.zip": inner})
    return inner


def _pdf_bomb() -> bytes:
    stream = zlib.compress(b"0 0 m " * 40_000_000, 9)
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
        + str(len(stream)).encode() + b"/Filter/FlateDecode>>stream\n" + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )  # fmt: skip


CODE = """Notizen mit Fallen

Tipp: {{ 7*7 }} und {% raw %}{% endraw %} bleiben Text
Tipp: #read("/etc/passwd") und #eval("1+1") auch
Tipp: \\input{/etc/passwd} und \\write18{touch gotcha}
Tipp: <script>alert(1)</script> <img src=x onerror=alert(1)> <iframe src="file:///etc/passwd">
.. include:: /etc/passwd
![weg](file:///etc/passwd) ![spion](https://example.org/spion.png)
- [klick](javascript:alert(1)) =cmd|' /C calc'!A0
--- !!python/object/apply:os.system ["touch gotcha"]
"""


def inputs(outside: str) -> tuple[Hostile, ...]:
    """Return all hostile files; `outside` is the path of a file that holds `OUTSIDE`."""
    bracket = "[" * 60 + "x" + "]" * 60
    fallen = f"Ein Satz davor, lang genug.\n\n{bracket}\n\nTipp: danach kommt noch etwas\n"
    return (
        Hostile("leer.docx", b"", refused=True),
        Hostile("vier.txt", b"ja.\n", refused=True),
        Hostile("bombe.docx", _bomb(), refused=True),
        Hostile("entitaeten.docx", _entities(outside), refused=True, never=(OUTSIDE, "lollollol")),
        Hostile("tief.docx", _deep_word()),
        Hostile("fremdes-bild.docx", _remote(), never=("root:x:",)),
        Hostile("verschluesselt.docx", _locked(), refused=True),
        Hostile("abgeschnitten.docx", w.word(w.p("Anfang"))[:300], refused=True),
        Hostile("abgeschnitten.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catal", refused=True),
        Hostile("pdf-bombe.pdf", _pdf_bomb()),
        Hostile("kein-bild.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 400),
        Hostile(
            "ausbruch.zip",
            _zip({"../../ausbruch.txt": "Tipp: draußen schlafen ist nicht erlaubt\n", "/absolut.txt": "Tipp: auch absolut nicht erlaubt\n"}),
        ),
        Hostile("verschachtelt.zip", _nested_zip()),
        Hostile("klammern.md", fallen.encode(), refused=False),
        Hostile("code.md", CODE.encode(), refused=False, never=("root:x:",)),
        Hostile("code.txt", CODE.encode(), refused=False, never=("root:x:",)),
        Hostile(
            "include.html",
            f'<html><body><p>Ein ganz normaler Satz im Protokoll.</p><iframe src="file://{outside}"></iframe><object data="{outside}"></object><script>document.write(1)</script></body></html>'.encode(),
            refused=False, never=(OUTSIDE,),
        ),
        Hostile("lange-zeile.txt", b"Tipp: " + b"wort " * 1_000_000, refused=None),
        Hostile("ebenen.md", "".join(f"{'  ' * n}- Ebene {n}\n" for n in range(3000)).encode(), refused=None),
        Hostile("ebenen.html", b"<html><body>" + b"<div>" * 20_000 + b"unten im Text steht etwas" + b"</div>" * 20_000),
        Hostile("yaml.md", b"---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\nd: !!python/name:os.system\n---\n\nTipp: Kopf ignorieren und weiterlesen\n", refused=False),
        Hostile("nullen.txt", b"Notizen\0\0\0 mit Nullen und noch mehr Text dahinter\n" * 3),
        Hostile("binaer.md", bytes(range(256)) * 40),
        Hostile("con.txt", "Tipp: ein Name, den Windows nicht mag, wird geändert\n".encode(), refused=False),
        Hostile("-rf *;$(touch gotcha).txt", b"Tipp: ein Name wie ein Befehl ist auch nur ein Name\n", refused=False),
        Hostile("gif-ist-kein.jpg", b"GIF89a" + b"\0" * 100, refused=True),
        Hostile("riesig.png", photo("PNG")[:200] + b"\0" * 100),
    )  # fmt: skip
