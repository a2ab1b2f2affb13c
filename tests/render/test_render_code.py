"""Code: what a telephone reads off the imprint."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from render_samples import document, kit

from pipeline.render import code, docx, epub, html, pdf
from pipeline.verify import readers

ADDRESS = "https://soziokultur-nrw.de/kompetenztransfer/"


def read(data: bytes) -> list[str]:
    """Return what another program reads in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))]


def test_leads_where_it_says():
    """A reader nothing of ours uses finds the address, letter by letter, also with an umlaut in it."""
    for address in (ADDRESS, "https://example.org/Häuser?x=1&y=2"):
        assert read(code.qr(address)[1]) == [address]


def test_same_address_same_bytes():
    """Name and picture depend on the address alone."""
    assert code.qr(ADDRESS) == code.qr(ADDRESS)
    assert code.qr(ADDRESS)[0] != code.qr(ADDRESS + "x")[0]


@pytest.mark.slow
def test_judges_find_nothing(verapdf, pdfua_rules, ooxml_errors, epubcheck_messages, nu_messages):
    """With the code in it every format is as good as without."""
    made = document(catalogue=ADDRESS)
    page = pdf.write(made, kit(), epoch=0)
    assert verapdf(page) == []
    assert pdfua_rules(page) == []
    assert epubcheck_messages(epub.write(made, kit(), epoch=0)) == []
    assert nu_messages(html.write(made, kit(), epoch=0)) == []
    assert ooxml_errors(docx.write(made, kit(), epoch=0)) == []


def test_stands_in_the_imprint_with_its_address_in_letters():
    """It leads to the page of this guide; whoever does not see the code reads or hears where."""
    back = readers.read(html.write(document(catalogue=ADDRESS), kit(), epoch=0), "x.html")
    assert f"{ADDRESS}kleiner-leitfaden/" in back.body
    assert f"QR-Code, der zu {ADDRESS}kleiner-leitfaden/ führt" in back.aside
    assert back.pictures_without_alt == ()
