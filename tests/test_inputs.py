"""Inputs: whatever facilitators bring is read to the last word, and nothing of it does harm or leaks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from inputs import hostile, offices, texts, words
from inputs.case import Case

from pipeline.verify import readers

ROOT = Path(__file__).parents[1]
CASES = (*texts.CASES, *words.CASES, *offices.CASES)
SECONDS = 60
"""No input may take longer; those that try are stopped by their own limits long before."""

# No code of ours is asked whether it uses the network: Python itself is not able to.
NO_NETWORK = """
import socket, pathlib
def _refuse(*args, **kwargs):
    pathlib.Path(__file__).with_name("called").write_text(repr(args))
    raise OSError("no network in this test")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = _refuse
"""


@dataclass
class Workshop:
    """A workspace whose program cannot reach the network."""

    root: Path
    guard: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the program as a person does, in German, with sockets shut."""
        environment = {
            **os.environ, "PYTHONPATH": f"{self.guard}{os.pathsep}{ROOT}", "LANGUAGE": "de", "NO_COLOR": "1",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments],
            cwd=self.root, env=environment, timeout=SECONDS, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def entries(self, slug: str) -> list[dict[str, str]]:
        """Return the ledger of a guide."""
        path = self.root / "guides" / slug / "ledger.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Return an empty workspace."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(NO_NETWORK)
    made = Workshop(tmp_path / "arbeit", guard)
    made.root.mkdir()
    assert made.run("init").returncode == 0
    return made


def squeezed(text: str) -> str:
    """Return what counts when strings are looked for: composed letters without space and markup signs."""
    return re.sub(r"[\s*\\_`~=]+", "", unicodedata.normalize("NFC", text)).casefold()


def ingest(workshop: Workshop, slug: str, files: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Bring files as a person does."""
    folder = workshop.root.parent / "mitgebracht"
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return workshop.run("ingest", slug, "--", *(str(folder / name) for name in files))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_string_has_a_fate_and_no_private_one_comes_out(workshop: Workshop, case: Case):
    """Each string of the truth stands in the ledger, no withheld one in guide or finished files."""
    done = ingest(workshop, "probe", {case.name: case.data, **case.beside})
    assert done.returncode == 0, done.stderr
    ledger = workshop.entries("probe")
    said = squeezed(" ".join(entry["text"] for entry in ledger))
    assert [text for text in case.truth if squeezed(text) not in said] == []
    assert {entry["fate"] for entry in ledger} <= {
        "placed",
        "open",
        "follow-up",
        "withheld",
        "metadata",
        "repeated",
    }
    assert all(entry["place"] for entry in ledger)
    built = workshop.run("build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert leaked(finished(workshop.root / "dist"), case.private) == []
    assert not (workshop.guard / "called").exists(), (workshop.guard / "called").read_text()


def finished(dist: Path) -> dict[str, str]:
    """Return everything that the finished files say, metadata and hidden text too."""
    return {
        path.name: readers.read(path.read_bytes(), path.name).everything
        if path.suffix in {".pdf", ".docx", ".html", ".epub"}
        else path.read_text("utf-8")
        for path in sorted(dist.rglob("*"))
        if path.is_file()
    }


def leaked(said: dict[str, str], private: Iterable[str]) -> list[tuple[str, str]]:
    """Return which private string stands in which file."""
    return [
        (name, text)
        for name, content in said.items()
        for text in private
        if squeezed(text) in squeezed(content)
    ]


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that no input has any business with."""
    path = tmp_path_factory.mktemp("draussen") / "geheim.txt"
    path.write_text(hostile.OUTSIDE)
    return path


NAMES = [case.name for case in hostile.inputs("")]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_hostile_input_is_refused_in_words_or_read_harmlessly(workshop: Workshop, outside: Path, number: int):
    """No crash, no hang, no network, nothing read from outside, nothing written beside the guide."""
    case = hostile.inputs(str(outside))[number]
    before = {path for path in workshop.root.parent.rglob("*") if "mitgebracht" not in path.parts}
    start = time.monotonic()
    done = ingest(workshop, "probe", {case.name: case.data})
    assert time.monotonic() - start < SECONDS
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    if case.refused is not None:
        assert (done.returncode == 1) is case.refused, done.stdout + done.stderr
    new = {path for path in workshop.root.parent.rglob("*") if "mitgebracht" not in path.parts} - before
    folder = workshop.root / "guides" / "probe"
    assert [
        path
        for path in new
        if path != folder and folder not in path.parents and ".howtomake" not in path.parts
    ] == []
    if done.returncode == 1:
        assert not folder.exists(), "nothing is half-written"
        assert "Tipp:" in done.stderr
    written = [path for path in new if path.is_file() and path.parent.name != "notes"]
    assert [
        (path.name, text) for path in written for text in case.never if text in path.read_text("utf-8")
    ] == []
    if done.returncode == 0:
        built = workshop.run("build")
        assert built.returncode in {0, 1}, built.stderr
        assert "Traceback" not in built.stderr
        assert leaked(finished(workshop.root / "dist"), case.never) == []
    assert not list(workshop.root.parent.rglob("gotcha"))
    assert not (workshop.guard / "called").exists()
