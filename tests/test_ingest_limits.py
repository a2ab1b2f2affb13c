"""Large and deep notes: a book in seconds and little memory, hostile shapes harmless, a bar that moves."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "notes"))

from bookfile import book
from wordfile import p, table, word

from pipeline.engine.apart import Apart
from pipeline.ingest import Existing, Outcome, ingest
from pipeline.model.problem import Trouble
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

ROOT = Path(__file__).parents[1]
HOWTOMAKE = ROOT / "templates" / "howtomake"
TEMPLATE = parse_template((HOWTOMAKE / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((HOWTOMAKE / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


@pytest.fixture(scope="module")
def desk() -> Iterator[Apart]:
    """Return the desk of the real command."""
    with Apart() as made:
        yield made


def take(desk: Apart, name: str, data: str | bytes, tell: object = None) -> Outcome:
    """Ingest one file."""
    raw = data.encode() if isinstance(data, str) else data
    extra = {"tell": tell} if tell else {}
    day = datetime.date(2026, 11, 24)
    return ingest("x", {name: raw}, TEMPLATE, CUES, Existing(), today=day, desk=desk, **extra)


@pytest.mark.slow
def test_a_book_is_read_within_a_gigabyte(tmp_path: Path) -> None:
    """390,000 characters of Word with headings, tables and footnotes, by the real command, all processes counted."""
    pytest.importorskip("resource")
    (tmp_path / "buch.docx").write_bytes(book(390_000))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "pipeline"]
    subprocess.run([*program, "init"], cwd=tmp_path, check=True, capture_output=True, env=environment)
    # A parent of its own: this process may have had larger children.
    parent = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], check=True); "
    parent += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run(
        [sys.executable, "-c", parent, *program, "ingest", "buch", "buch.docx"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    largest = int(done.stdout.split()[-1])  # KiB
    assert 2 * largest < 1024 * 1024  # two processes, each smaller than the largest
    assert done.stderr == b""


@pytest.mark.slow
def test_twice_the_book_takes_twice_the_time(desk: Apart) -> None:
    """Cost is linear in pages."""
    times = []
    for size in (100_000, 400_000):
        data = book(size)
        start = time.process_time()
        take(desk, "buch.docx", data)
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("zeile.md", "wort *und* [Tat](x) " * 50_000),
        ("zeile.txt", "x" * 1_000_000),
        ("klammern.md", "Davor steht Text: " + "[" * 60 + "Text" + "]" * 60 + "(" * 60 + ")" * 60),
        ("sterne.md", "*" * 50_000 + "Text und mehr " + "*_" * 50_000),
        ("zitat.md", ">" * 20_000 + " tief im Zitat steht etwas\n"),
        ("tief.md", "".join("  " * n + f"- Punkt {n}\n" for n in range(1_000))),
        ("tief.html", "<div>" * 20_000 + "Text, der tief liegt" + "</div>" * 20_000),
        ("liste.html", "<ul><li>" * 5_000 + "Text, der tief liegt"),
        ("tief.docx", word("<w:sdt><w:sdtContent>" * 5_000 + p("tief") + "</w:sdtContent></w:sdt>" * 5_000)),
        (
            "tabellen.docx",
            word("<w:tbl><w:tr><w:tc>" * 60 + p("tief im Innern") + "</w:tc></w:tr></w:tbl>" * 60),
        ),
        ("breit.docx", word(table(*[tuple(f"z{r}s{c}" for c in range(200)) for r in range(20)]))),
        ("breit.csv", "\n".join(";".join(f"z{r}s{c}" for c in range(200)) for r in range(50))),
        ("fragen.csv", '"' * 200_000 + "\n;Text und mehr davon;\n"),
        ("viele.txt", "kurz\n" * 60_000),
        ("tief.rtf", r"{\rtf1 " + "{" * 50_000 + "Text, der tief liegt" + "}" * 50_000 + "}"),
        (
            "tief.eml",
            "From: a@b.example\nMIME-Version: 1.0\n"
            + "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1_000)),
        ),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_hostile_shapes_are_harmless_text_or_one_clear_sentence(
    desk: Apart, name: str, data: str | bytes
) -> None:
    """No crash, no hang, nothing half-written."""
    start = time.monotonic()
    try:
        assert take(desk, name, data).report.new
    except Trouble as trouble:
        assert {problem.path.removeprefix("notes/") for problem in trouble.problems} == {name}
        assert all(problem.hint for problem in trouble.problems)
    assert time.monotonic() - start < 60


def test_which_file_hangs_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """Reading has a limit in time; here it is so short that no book is read within it."""
    with Apart(seconds=0.01) as short, pytest.raises(Trouble) as trouble:
        take(short, "buch.docx", book(50_000))
    assert [problem.path for problem in trouble.value.problems] == ["buch.docx"]
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_from_nothing_to_all(desk: Apart) -> None:
    """What is being done with which file, and never less than before."""
    heard: list[tuple[str, int, int]] = []
    take(
        desk,
        "a.txt",
        "Tipps\n- früh anfangen, mindestens ein Jahr vorher\n",
        lambda *said: heard.append(said),
    )
    assert [done for _what, done, _all in heard] == sorted(done for _what, done, _all in heard)
    assert len({what for what, _done, _all in heard}) >= 3
    assert all("a.txt" in what for what, _done, _all in heard)


def test_the_bar_moves_on_a_terminal_and_is_silent_elsewhere(tmp_path: Path) -> None:
    """On stderr, and only where somebody looks."""
    pty = pytest.importorskip("pty")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    program = [sys.executable, "-m", "pipeline"]
    subprocess.run([*program, "init"], cwd=tmp_path, check=True, capture_output=True, env=environment)
    (tmp_path / "a.txt").write_text("Tipps\n- früh anfangen, mindestens ein Jahr vorher\n")
    quiet = subprocess.run(
        [*program, "ingest", "a", "a.txt"], cwd=tmp_path, capture_output=True, check=True, env=environment
    )
    assert quiet.stderr == b""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*program, "ingest", "b", "a.txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=slave,
        env=environment,
    ) as process:
        out, _none = process.communicate(timeout=60)
    os.close(slave)
    shown = os.read(master, 100_000).decode("utf-8", "replace")
    os.close(master)
    assert b"guides/b/guide.md" in out
    assert "%" in shown
    assert "100%" in shown
    assert len(set(shown.split("\r"))) > 2
