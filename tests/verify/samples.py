"""Samples: small finished files of each format, made by the real programs."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw

from pipeline.engine import typst
from pipeline.model.funder import Funder

WORDING = (
    "Das Projekt wird gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten der "
    "Bundesregierung für Kultur und Medien im Rahmen von NEUSTART KULTUR."
)
FUNDER = Funder("fonds", "Fonds Soziokultur", WORDING)
TITLE = "HowToMake … Prüfstein"
HEADINGS = ("Schritte", "Impressum")


def as_typst(text: str) -> str:
    """Write a text as a Typst string expression."""
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pdf(
    title: str = as_typst(WORDING),
    imprint: str = as_typst(WORDING),
    middle: str = "Mitte.",
    page: str = "",
    files: dict[str, bytes] | None = None,
) -> bytes:
    """Typeset a guide of three pages; all arguments are Typst markup."""
    source = f"""
#set document(title: "{TITLE}", author: "Soziokultur NRW")
#set text(lang: "de", region: "DE")
#set page(paper: "a4", {page})
#title()
{title}
#pagebreak()
= Schritte
{middle}
#pagebreak()
= Impressum
{imprint}
"""
    return typst.compile_pdf({"main.typ": source.encode(), **(files or {})}, fonts={}, timestamp=0)


def word(
    title: Sequence[str] = (WORDING,),
    imprint: Sequence[str] = (WORDING,),
    middle: Sequence[str] = ("Mitte.",),
    header: str = "",
) -> bytes:
    """Write a DOCX with python-docx, which the writer of the guides does not use for text."""
    document = docx.Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "Soziokultur NRW"
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "de-DE")
    document.add_paragraph(TITLE, style="Title")
    for text in title:
        document.add_paragraph(text)
    document.add_heading("Schritte", 1)
    for text in middle:
        document.add_paragraph(text)
    document.add_heading("Impressum", 1)
    for text in imprint:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def web(title: str = WORDING, imprint: str = WORDING, middle: str = "<p>Mitte.</p>", head: str = "") -> bytes:
    """Write an HTML page; all arguments are HTML."""
    return f"""<!DOCTYPE html>
<html lang="de-DE"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head>
<body><header data-spot="title"><h1>{TITLE}</h1><p>{title}</p></header>
<main><section id="steps"><h2>Schritte</h2>{middle}</section>
<section id="imprint" data-spot="imprint"><h2>Impressum</h2><p>{imprint}</p></section></main></body></html>
""".encode()


def picture(text: str) -> bytes:
    """Draw a text as a PNG: readable for eyes, empty for everyone else."""
    image = Image.new("RGB", (900, 40), "white")
    ImageDraw.Draw(image).text((5, 10), text, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
