"""LibreOffice on a leash: it reads old Word files, fetches nothing, leaves nothing, and stops in time."""

from __future__ import annotations

import http.server
import io
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from judges.need import need

from pipeline.engine import office
from pipeline.model.problem import ToolFailure

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-"
STREAM = "WordDocument".encode("utf-16-le")


@pytest.fixture(autouse=True)
def _installed() -> None:
    need("soffice", hint="apt install libreoffice-writer")


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """Return the port of a server on this machine, and what it was asked for."""
    paths: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  (the names that http.server looks for)

        def log_message(self, *_words: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, paths
        server.shutdown()


def linking(address: str) -> bytes:
    """Return a Word file that shows a picture from elsewhere."""
    drawing = (
        '<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="b"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="r9"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:r="{OFFICE}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    )
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{TYPES}package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{TYPES}officedocument.wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r9" Type="{OFFICE}/image" Target="{address}" '
            'TargetMode="External"/></Relationships>'
        ),
        "word/document.xml": (
            f"<w:document {names}><w:body><w:p><w:r><w:t>Text davor</w:t>{drawing}</w:r></w:p></w:body></w:document>"
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.slow
def test_a_picture_from_elsewhere_is_not_fetched(asked: tuple[int, list[str]], tmp_path: Path) -> None:
    """With its own profile LibreOffice asks the server; with ours it does not, and the text is read."""
    port, paths = asked
    (tmp_path / "a.docx").write_bytes(linking(f"http://127.0.0.1:{port}/spion.png"))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [
        office.find(),
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    assert "/spion.png" in paths, "the trap does not work"
    paths.clear()
    made = office.docx((tmp_path / "a.doc").read_bytes())
    assert paths == []
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"Text davor" in archive.read("word/document.xml")


def test_bytes_that_are_no_word_file_never_reach_libreoffice() -> None:
    """It would take them for text, and make letters of them; it is told by its stream, not by its name."""
    with pytest.raises(ToolFailure):
        office.docx(b"\xd0\xcf\x11\xe0" + b"\0" * 600)


def test_it_is_stopped_in_time_with_everything_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process and no folder is left."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(ToolFailure, match=r"0 (seconds|Sekunden)"):
        office.docx(b"\xd0\xcf\x11\xe0" + STREAM + b"\0" * 600, seconds=0.05)
    assert list(tmp_path.iterdir()) == []
