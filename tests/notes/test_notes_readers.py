"""Readers: the right one for each file, and one clear sentence for every other."""

from __future__ import annotations

import io

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


def photo() -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 3)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", word(p(_LONG)), Kind.PARAGRAPH),
        ("A.DOCX", word(p(_LONG)), Kind.PARAGRAPH),
        ("a.md", _LONG.encode(), Kind.PARAGRAPH),
        ("a.markdown", _LONG.encode(), Kind.PARAGRAPH),
        ("a.txt", _LONG.encode("utf-16"), Kind.PARAGRAPH),
        ("a.png", photo(), Kind.PICTURE),
    ],
)
def test_each_kind_has_its_reader(name: str, data: bytes, kind: Kind) -> None:
    """The suffix chooses, whatever its case."""
    assert [block.kind for block in readers.read(name, data).blocks] == [kind]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"", "empty"),
        ("a.txt", b" kurz \n", "only 4 bytes"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old format"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.docx", _LONG.encode(), "Expected a Word file"),
        ("a.docx", b"%PDF-1.7 ...", ".pdf"),
        ("a.pdf", b"%PDF-1.7 ...", "damaged"),
        ("a.odt", b"PK\x03\x04 mimetype", ".docx"),
        ("a.txt", word(p(_LONG)), "Expected text"),
        ("a.jpg", _LONG.encode(), "Expected a picture"),
        ("a.png", b"\x89PNG broken", "cannot be opened"),
        ("a.txt", bytes(range(1, 9)) * 40, "Expected text"),
        ("a.md", bytes(range(1, 9)) * 40, "bytes are none"),
        ("a.docx", word(p()), "No text"),
        ("a.docx", b"PK\x03\x04 cut off", "damaged"),
        ("ohne", _LONG.encode(), "without a suffix"),
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
