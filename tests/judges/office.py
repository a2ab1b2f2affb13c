"""Office: LibreOffice as a second reader of DOCX; it takes broken files quietly, so the text counts."""

from __future__ import annotations

import subprocess
from pathlib import Path

from judges.need import need
from lxml import html

SECONDS = 180


def text(docx: bytes, folder: Path) -> str:
    """Return the text LibreOffice finds in a DOCX; empty when it finds no document.

    `folder` is this worker's own: two LibreOffices with one profile stop each other.
    """
    program = need("soffice", "libreoffice", hint="apt install libreoffice-writer-nogui")
    (folder / "in.docx").write_bytes(docx)
    result = folder / "in.html"
    result.unlink(missing_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", "--nolockcheck", profile, "--convert-to"]
    # As plain text it would leave the footnotes out.
    command += ["html:HTML (StarWriter):EmbedImages", "--outdir", str(folder), str(folder / "in.docx")]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    if not result.is_file():
        return ""
    body = html.fromstring(result.read_bytes()).find("body")
    return "" if body is None else " ".join("".join(map(str, body.itertext())).split())


def resaved(data: bytes, before: str, after: str, folder: Path) -> bytes:
    """Return a file as LibreOffice saves it in another kind, or in the same: `docx`, `odt`."""
    program = need("soffice", "libreoffice", hint="apt install libreoffice-writer-nogui")
    (folder / f"in.{before}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", "--norestore", "--nolockcheck", profile, "--convert-to", after]
    command += ["--outdir", str(folder / "out"), str(folder / f"in.{before}")]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return (folder / "out" / f"in.{after}").read_bytes()
