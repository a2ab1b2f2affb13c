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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from inputs import hostile, mutate, offices, texts, words

from pipeline.formats import FORMATS
from pipeline.model.ledger import Fate
from pipeline.verify import readers

ROOT = Path(__file__).parents[1]
CASES = (*texts.CASES, *words.CASES, *offices.CASES)
FATES = {fate.value for fate in Fate}
SECONDS = 60
"""No input may take longer; those that try are stopped by their own limits long before."""

# No code of ours is asked whether it uses the network: Python itself is not able to.
NO_NETWORK = """
import socket, pathlib
def _refuse(*args, **kwargs):
    pathlib.Path(__file__).with_name("called").write_text(repr(args))
    raise OSError("no network in this test")
_connect = socket.socket.connect
def _within(self, address):
    # Sockets between processes of one machine have a path for an address; no network has to do with them.
    return (_connect if self.family == getattr(socket, "AF_UNIX", None) else _refuse)(self, address)
socket.socket.connect = _within
socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = _refuse
"""


@dataclass
class Workshop:
    """A workspace whose program cannot reach the network."""

    root: Path
    guard: Path

    def run(self, *arguments: str, seconds: float = SECONDS) -> subprocess.CompletedProcess[str]:
        """Run the program as a person does, in German, with sockets shut."""
        environment = {
            **os.environ, "PYTHONPATH": f"{self.guard}{os.pathsep}{ROOT}", "LANGUAGE": "de", "NO_COLOR": "1",
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *arguments],
            cwd=self.root, env=environment, timeout=seconds, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def entries(self, slug: str) -> list[dict[str, str]]:
        """Return the ledger of a guide."""
        path = self.root / "guides" / slug / "ledger.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def opened(folder: Path) -> Workshop:
    """Return an empty workspace in a folder."""
    guard = folder / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(NO_NETWORK)
    made = Workshop(folder / "arbeit", guard)
    made.root.mkdir()
    assert made.run("init").returncode == 0
    return made


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Return an empty workspace."""
    return opened(tmp_path)


@dataclass
class Brought:
    """One workspace into which every case was brought as a guide of its own, and what was built of it."""

    workshop: Workshop
    ingested: dict[str, subprocess.CompletedProcess[str]]
    built: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """Bring all cases, then build once."""
    workshop = opened(tmp_path_factory.mktemp("alles"))

    def bring(number: int) -> subprocess.CompletedProcess[str]:
        case = CASES[number]
        return ingest(workshop, f"fall-{number}", {case.name: case.data, **case.beside})

    with ThreadPoolExecutor(2) as hands:
        done = dict(zip((case.name for case in CASES), hands.map(bring, range(len(CASES))), strict=True))
    return Brought(workshop, done, workshop.run("build", seconds=600))


def squeezed(text: str) -> str:
    """Return what counts when strings are looked for: composed letters without space and markup signs."""
    return re.sub(r"[\s*\\_`~=]+", "", unicodedata.normalize("NFC", text)).casefold()


def ingest(workshop: Workshop, slug: str, files: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Bring files as a person does."""
    folder = workshop.root.parent / "mitgebracht" / slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return workshop.run("ingest", slug, "--", *(str(folder / name) for name in files))


@pytest.mark.slow
@pytest.mark.xdist_group("inputs")
@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_every_string_has_a_fate_and_no_private_one_comes_out(brought: Brought, number: int):
    """Each string of the truth stands in the ledger, no private one in the finished files."""
    case, slug = CASES[number], f"fall-{number}"
    done = brought.ingested[case.name]
    assert done.returncode == 0, done.stderr
    ledger = brought.workshop.entries(slug)
    said = squeezed(" ".join(entry["text"] for entry in ledger))
    assert [text for text in case.truth if squeezed(text) not in said] == []
    assert {entry["fate"] for entry in ledger} <= FATES
    assert all(entry["place"] for entry in ledger)
    files = brought.workshop.root / "dist" / slug
    assert len(list(files.iterdir())) >= len(FORMATS), brought.built.stderr
    assert leaked(finished(files), case.private) == []


@pytest.mark.slow
@pytest.mark.xdist_group("inputs")
def test_all_of_it_builds_without_the_network(brought: Brought):
    """Every draft is made; nobody has called anywhere; nothing private is in the catalogue."""
    assert brought.built.returncode == 0, brought.built.stderr
    called = brought.workshop.guard / "called"
    assert not called.exists(), called.read_text()
    private = [text for case in CASES for text in case.private]
    catalogue = {
        name: text for name, text in finished(brought.workshop.root / "dist").items() if "fall-" not in name
    }
    assert leaked(catalogue, private) == []


def finished(dist: Path) -> dict[str, str]:
    """Return everything that the finished files say, metadata and hidden text too."""
    return {
        path.name: readers.read(path.read_bytes(), path.name).everything
        if path.suffix in {".pdf", ".docx", ".html", ".epub"}
        else path.read_text("utf-8")
        for path in sorted(dist.rglob("*"))
        if path.is_file() and path.suffix != ".zip"
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


@pytest.mark.slow
def test_broken_kin_of_the_inputs_are_read_or_refused():
    """Bytes changed, cut, doubled and swapped, parts of archives lost: in words or harmlessly, never with a crash."""
    cases = [(case.name, case.data) for case in (*CASES, *hostile.inputs(""))]
    make = mutate.kin(cases)
    ends = {mutate.tried(*make(number)) for number in range(2 * len(cases))}
    assert ends == {"read", "refused"}
