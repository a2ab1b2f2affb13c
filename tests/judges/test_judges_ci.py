"""The CI script: one command, for any clean machine, without addresses."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from judges import ooxml
from judges.need import need

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci" / "run"


def test_it_is_a_program_that_bash_can_read():
    """The executable bit is set, and the syntax is right."""
    assert os.access(SCRIPT, os.X_OK)
    done = subprocess.run([need("bash"), "-n", SCRIPT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_runs_what_the_makefile_offers_and_lets_no_judge_stay_away():
    """The tests are those of `make test`; with CI set a missing judge is a failure."""
    text = SCRIPT.read_text("utf-8")
    assert text.rstrip().endswith("CI=true make test")
    assert re.search(r"(?m)^test:", (ROOT / "Makefile").read_text("utf-8"))


def test_it_installs_by_name_version_and_content():
    """No address stands in it; what npm brings is compared with a SHA-512 before it is used."""
    text = SCRIPT.read_text("utf-8")
    assert "://" not in text
    assert re.search(r"sha512=[0-9a-f]{128}\n", text)
    assert text.index("sha512sum --check") < text.index("tar -xzf")


def test_the_validator_is_looked_for_where_the_script_puts_it():
    """One place, named twice, is the same place."""
    place = re.search(r"(?m)^judge=(.+)$", SCRIPT.read_text("utf-8"))
    assert place is not None
    assert ROOT / place[1] == ooxml.INSTALLED
