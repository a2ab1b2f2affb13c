"""Need: a program of the machine that a test cannot do without."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def need(*names: str, hint: str = "") -> str:
    """Return the path of the first of these programs that is there.

    On a bare machine the test is skipped with its reason; with CI set it fails, because a judge that
    never sits lets everything pass.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    return absent(f"{' or '.join(names)} is not installed{': ' + hint if hint else ''}")


def need_file(path: Path, hint: str) -> str:
    """Return the path of a file that must be there, by the same rule."""
    return str(path) if path.is_file() else absent(f"{path.name} is not installed: {hint}")


def absent(reason: str) -> str:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
