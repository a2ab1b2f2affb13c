"""Office: LibreOffice, where it is installed: an old Word file in, a .docx out.

Without macros, network and windows, in a profile of its own, within a time limit.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.engine import scratch
from pipeline.messages import _
from pipeline.model.problem import ToolFailure

SECONDS = 120.0
"""The first start on a slow machine takes half a minute."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_ENVIRONMENT = {"PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG"}
_STREAM = "worddocument".encode("utf-16-le")
"""The stream that every Word file from 6.0 to 2003 has; its case varies."""
_XML = b"<w:wordDocument"
"""The root of Word 2003's XML."""
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Common/Misc": {"FirstRun": "false"},
    "Office.Writer/Content/Update": {"Link": "0"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""Settings of the empty profile: macros never run, links are not followed, and whoever asks the network is
sent to a port of this machine where nobody listens."""


@functools.cache
def find() -> str:
    """Return the path of LibreOffice; empty when it is not installed."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).exists()), "")


def docx(data: bytes, *, seconds: float = SECONDS) -> bytes:
    """Return an old Word file as .docx.

    The program runs without windows in a folder and with a profile of its own, both gone afterwards.

    Raises:
        ToolFailure: LibreOffice is missing, cannot read the file, or takes too long.
    """
    if not find():
        raise ToolFailure("soffice", _("LibreOffice is not installed."))
    if (
        _STREAM not in data.lower() and _XML not in data
    ):  # LibreOffice would take any bytes for a text, and make letters of them
        raise ToolFailure("soffice", _("This is no Word file, whatever its name says."))
    with contextlib.ExitStack() as stack:
        folder = scratch.Scratch()
        stack.callback(folder.remove)
        root = folder.path
        (root / "in.doc").write_bytes(data)
        _profile(root / "profile")
        command = [
            find(), f"-env:UserInstallation={(root / 'profile').as_uri()}", "--headless",
            "--invisible", "--norestore",
            "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard", "--convert-to",
            "docx:MS Word 2007 XML", "--outdir", str(root / "out"), str(root / "in.doc"),
        ]  # fmt: skip
        _run(command, root, seconds)
        made = root / "out" / "in.docx"
        if not made.exists():
            raise ToolFailure("soffice", _("LibreOffice cannot read this file."))
        return made.read_bytes()


def _run(command: list[str], root: Path, seconds: float) -> None:
    kept = {key: value for key, value in os.environ.items() if key.upper() in _ENVIRONMENT}
    process = subprocess.Popen(  # noqa: S603  (a list, no shell, fixed program)
        command,
        cwd=root,
        env={**kept, "HOME": str(root), "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ToolFailure(
            "soffice", _("gave no answer within {seconds:.0f} seconds").format(seconds=seconds)
        ) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop what still runs: soffice is a script that starts others, so its whole group goes."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, 9)
    process.wait()


def _profile(folder: Path) -> None:
    rows = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{rows}</oor:items>\n",
        encoding="utf-8",
    )
