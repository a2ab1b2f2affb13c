"""Readers: the right one for each file, and one clear sentence for every other."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image
from wordfile import p, word

from pipeline.model.notes import Kind
from pipeline.model.problem import Trouble
from pipeline.notes import readers

_LONG = "Ein Satz, der lang genug für Notizen ist."


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOWTOMAKE_LANG", "en")


def photo(form: str = "PNG") -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, form)
    return buffer.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    """Return a box of ISO 14496-12."""
    return struct.pack(">I", len(content) + 8) + kind + content


def heic(wide: int = 4032, high: int = 3024) -> bytes:
    """Return the boxes that a telephone's photo begins with."""
    sizes = box(b"ispe", struct.pack(">III", 0, 512, 512)) + box(b"ispe", struct.pack(">III", 0, wide, high))
    meta = box(b"meta", b"\0\0\0\0" + box(b"iprp", box(b"ipco", sizes)))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + meta + box(b"mdat", b"\0" * 50)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", word(p(_LONG)), Kind.PARAGRAPH),
        ("A.DOCX", word(p(_LONG)), Kind.PARAGRAPH),
        ("a.md", _LONG.encode(), Kind.PARAGRAPH),
        ("a.markdown", _LONG.encode(), Kind.PARAGRAPH),
        ("a.txt", _LONG.encode("utf-16"), Kind.PARAGRAPH),
        ("a.png", photo(), Kind.PICTURE),
        ("a.JPG", photo("JPEG"), Kind.PICTURE),
        ("a.webp", photo("WEBP"), Kind.PICTURE),
        ("IMG_1.HEIC", heic(), Kind.PICTURE),
        ("a.heif", heic(), Kind.PICTURE),
        ("a.rtf", b"{\\rtf1\\ansi " + _LONG.encode("cp1252") + b"}", Kind.PARAGRAPH),
        ("a.tsv", b"Wer\tWas\nBea Beispiel\tRaum buchen\n", Kind.ROW),
    ],
)
def test_each_kind_has_its_reader(name: str, data: bytes, kind: Kind) -> None:
    """The suffix chooses, whatever its case."""
    assert {block.kind for block in readers.read(name, data).blocks} == {kind}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", word(p(_LONG)), ".docx"),
        ("a.doc", word(p(_LONG)), ".docx"),
        ("a.zip", word(p(_LONG)), ".docx"),
        ("a.doc", b"{\\rtf1 " + _LONG.encode("cp1252") + b"}", ".rtf"),
        ("a.doc", b"<html><body><p>" + _LONG.encode() + b"</p></body></html>", ".html"),
        ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html><p>" + _LONG.encode() + b"</p>", ".html"),
        ("a.doc", _LONG.encode("cp1252"), ".txt"),
        ("ohne", _LONG.encode(), ".txt"),
        ("a.png", b"\xff\xd8\xff\xe0" + photo("JPEG")[4:], ".jpg"),
        ("a.jpg", photo("WEBP"), ".webp"),
    ],
)
def test_what_the_bytes_say_wins_over_the_name_and_is_remarked(name: str, data: bytes, kind: str) -> None:
    """A Word file named .txt is read as a Word file, and the report says so; a name that is right is no remark."""
    (remark,) = [
        repair.what for repair in readers.read(name, data).repairs if "whatever its name" in repair.what
    ]
    assert kind in remark
    assert not [r for r in readers.read(f"a{kind}", data).repairs if "whatever its name" in r.what]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "<b>fett</b> am Anfang und mehr"),
        ("a.txt", "Die Datei begann mit %PDF- oder <html>."),
        ("a.csv", "a;b\n<html>;c\nlang genug;d\n"),
    ],
)
def test_a_name_is_believed_where_the_bytes_leave_doubt(name: str, text: str) -> None:
    """Text is text of the kind that its name says."""
    assert not [r for r in readers.read(name, text.encode()).repairs if "whatever its name" in r.what]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"", "empty"),
        ("a.txt", b" kurz \n", "only 4 bytes"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old format"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.docx", _LONG.encode(), "Expected a Word file"),
        ("a.docx", b"%PDF-1.7 ...", "Expected a PDF"),
        ("a.pdf", b"%PDF-1.7 ...", "damaged"),
        ("a.odt", b"PK\x03\x04 mimetype", ".docx"),
        ("a.doc", b'<?xml version="1.0"?><w:wordDocument/>', "old format"),
        ("a.doc", b'<?xml version="1.0"?><etwas-anderes/>', "old format"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + "WORDDOCUMENT".encode("utf-16-le"), "old format"),
        ("a.pptx", b"PK\x03\x04 [Content_Types].xml ppt/slides", "got .pptx"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), ".xlsx"),
        ("a.msg", b"\xd0\xcf\x11\xe0" + "__substg1.0_".encode("utf-16-le"), ".eml"),
        ("a.gif", b"GIF89a", "got .gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "cannot be opened"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "cannot be opened"),
        ("a.rtf", bytes(range(1, 9)) * 40, "Expected a text in RTF"),
        ("a.jpg", _LONG.encode(), "Expected a picture"),
        ("a.png", b"\x89PNG broken", "cannot be opened"),
        ("a.heic", heic(60_000, 60_000), "million pixels"),
        ("a.txt", bytes(range(1, 9)) * 40, "Expected text"),
        ("a.md", bytes(range(1, 9)) * 40, "bytes are none"),
        ("a.docx", word(p()), "No text"),
        ("a.docx", b"PK\x03\x04 cut off", "damaged"),
        ("ohne", bytes(range(1, 9)) * 40, "without a suffix"),
    ],
)
def test_one_clear_sentence_for_every_wrong_file(name: str, data: bytes, said: str) -> None:
    """Expected and got, and what to do; never a traceback."""
    with pytest.raises(Trouble) as trouble:
        readers.read(name, data)
    (problem,) = trouble.value.problems
    assert said in problem.message + problem.hint
    assert problem.hint
    assert problem.path == name
