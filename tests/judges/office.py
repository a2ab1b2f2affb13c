"""Office: LibreOffice as a second reader of DOCX; it takes broken files quietly, so the text counts."""

from __future__ import annotations

import subprocess
from pathlib import Path

from judges.need import need

SECONDS = 180


def text(docx: bytes, folder: Path) -> str:
    """Return the text LibreOffice finds in a DOCX; empty when it finds no document.

    `folder` is this worker's own: two LibreOffices with one profile stop each other.
    """
    program = need("soffice", "libreoffice", hint="apt install libreoffice-writer-nogui")
    (folder / "in.docx").write_bytes(docx)
    result = folder / "in.txt"
    result.unlink(missing_ok=True)
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
    ]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), str(folder / "in.docx")]
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return result.read_text("utf-8-sig") if result.is_file() else ""
