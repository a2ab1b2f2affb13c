"""Hostile files: a sentence for the person, never a traceback, never a full memory."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from verify import samples

from pipeline.model.problem import Trouble
from pipeline.verify import checks, docx, readers

PDF, DOCX, HTML = samples.pdf(), samples.word(), samples.web()


def only_message(data: bytes) -> str:
    """Return the one message about a file that cannot be read; it has a hint."""
    problems = checks.verify(data, "fremd.pdf")
    assert len(problems) == 1, problems
    assert problems[0].path == "fremd.pdf"
    assert problems[0].hint
    return problems[0].message


@pytest.mark.parametrize(
    "data", [b"", b"vier", b"\x00" * 100, b"{\\rtf1 }", b"\xd0\xcf\x11\xe0" + b"\x00" * 600]
)
def test_other_files_are_named_as_such(data: bytes):
    """What is no PDF, DOCX, HTML or EPUB is not guessed at."""
    assert only_message(data) == "This is no PDF, DOCX, HTML or EPUB file."


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_half_a_file(share: float):
    """A download that stopped is broken, and the message says so."""
    assert "cannot be read" in only_message(PDF[: int(len(PDF) * share)])
    assert "cannot be read" in only_message(DOCX[: int(len(DOCX) * share)])


def test_locked_pdf():
    """A password is the reason, not a broken file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "password" in only_message(out.getvalue())


def test_pdf_that_unpacks_to_gigabytes_is_refused_unread():
    """Streams are unpacked to nowhere first."""
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 10_000_000) for _ in range(50)) + packer.flush()
    data = PDF.replace(b"endstream", b"endstream\n9999 0 obj<</Length 1>>stream\n" + bomb + b"\nendstream", 1)
    start = time.process_time()
    assert "unpacks to more than" in only_message(data)
    assert time.process_time() - start < 10


def _package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


def test_docx_that_unpacks_to_gigabytes_is_refused_unread():
    """The directory of the package is enough to know."""
    assert "unpacks to more than" in only_message(_package(word__document=b" " * (docx.MOST_UNPACKED + 1)))
    assert "larger than any text" in only_message(_package(word__document=b" " * (docx.MOST_XML + 1)))


def test_xml_entities_are_not_even_declared():
    """Entities multiply and read files; Word writes none, so a file with them is refused."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    for declaration in (
        b'<!DOCTYPE x [<!ENTITY a0 "ha">' + laughs + b"]>",
        b'<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    ):
        message = only_message(_package(word__document=declaration + b"<x>&a9;</x>"))
        assert "declares a document type" in message


def test_zip_that_is_no_docx():
    """A package without a document is no DOCX."""
    assert "word/document.xml" in only_message(_package(content=b"<x/>"))
    assert "cannot be read" in only_message(_package(word__document=b"<x"))


def test_page_of_fifty_megabytes_and_page_without_end():
    """Size is limited, and nesting does not exhaust the stack."""
    assert "larger than" in only_message(b"<!DOCTYPE html><html>" + b"x" * 50_000_000)
    deep = b"<!DOCTYPE html><html lang=de><title>x</title><body>" + b"<div>" * 100_000 + b"Text"
    checks.verify(deep, "fremd.html")


def test_page_in_another_encoding():
    """UTF-8 is the only encoding our pages have; others are not guessed."""
    assert "cannot be read" in only_message("<!DOCTYPE html><html><p>für</p></html>".encode("latin-1"))


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_broken_bytes_never_raise_anything_but_trouble(data: st.DataObject):
    """Whatever bytes are flipped or lost, there is a Readback or a Trouble."""
    whole = data.draw(st.sampled_from([PDF, DOCX, HTML]))
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(broken) - 1))
        broken[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(broken) // 2, len(broken)))
    with contextlib.suppress(Trouble):
        readers.read(bytes(broken[:cut]), "fremd")
