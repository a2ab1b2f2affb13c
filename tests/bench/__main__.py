"""Bench: how long a build takes, as a ratio to the plain tools on the same machine in the same run.

`make bench` from the root, or `python -m bench [GUIDES] [TIMES]` from `tests/`. The guides are copies of ours
with other words in them. Medians of several rounds, in which the two sides take turns; wall time, and the
processor's time of all processes. Nothing else should run meanwhile.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.engine import pandoc

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "guides" / "strategische-oeffentlichkeitsarbeit"
JOBS = os.cpu_count() or 1
FORMATS = "pdf,docx,html"
_KEYWORDS = re.compile(r"^keywords:\n(?:  - .*\n)+", re.MULTILINE)
"""Pandoc's own Typst template takes them for code, and typst breaks off."""
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
_SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of linux/prctl.h."""
Spent = tuple[float, float]
"""Seconds on the wall, and of the processor."""


def timed(work: Callable[[], object]) -> Spent:
    """Return what some work costs."""
    before, start = _processor(), time.perf_counter()
    work()
    took = time.perf_counter() - start
    return took, _processor() - before


def _adopt() -> None:
    """Become the parent of processes whose own has ended, so that their work is counted; Linux alone can."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _processor() -> float:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0):
            pass
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def workspace(folder: Path, guides: int) -> Path:
    """Return a workspace with copies of our guide; each says something of its own in every section."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    text = (SAMPLE / "guide.md").read_text("utf-8")
    for number in range(guides):
        home = folder / "guides" / f"thema-{number}"
        shutil.copytree(SAMPLE / "images", home / "images")
        shutil.copy(SAMPLE / "decisions.yml", home)
        own = text.replace("strategische Öffentlichkeitsarbeit", f"Öffentlichkeitsarbeit {number}")
        own = own.replace("\n\n- ", f"\n\nNummer {number}.\n\n- ")
        (home / "guide.md").write_text(own, "utf-8")
        (home / "plain.md").write_text(_KEYWORDS.sub("", own), "utf-8")
    shutil.copy(ROOT / "guides" / "programme.yml", folder / "guides")
    return folder


def howtomake(root: Path, *words: str) -> Spent:
    """Return what a command of ours costs."""
    command = [sys.executable, "-m", "pipeline", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return timed(lambda: subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True))


def plain(root: Path) -> Spent:
    """Return what the plain tools cost: three calls of pandoc and a typst process for each guide."""
    out = root / "plain"
    shutil.copytree(SAMPLE / "images", out / "images", dirs_exist_ok=True)

    def one(home: Path) -> None:
        program, name = str(pandoc.find()), str(out / home.name)
        for ending in ("docx", "html", "typ"):
            call = [program, "plain.md", "-s", "-f", "commonmark_x", "-o", f"{name}.{ending}"]
            subprocess.run(call, cwd=home, check=True, capture_output=True)
        subprocess.run([sys.executable, "-c", _TYPST, f"{name}.typ", f"{name}.pdf"], check=True)

    homes = sorted(path.parent for path in root.glob("guides/*/guide.md"))
    with ThreadPoolExecutor(JOBS) as pool:
        return timed(lambda: list(pool.map(one, homes)))


def cold(root: Path) -> Spent:
    """Return what building everything from nothing costs, all verifying included."""
    shutil.rmtree(root / "dist", ignore_errors=True)
    shutil.rmtree(root / ".howtomake", ignore_errors=True)
    return howtomake(root, "build", "-q", "--to", FORMATS)


def one_word(root: Path) -> Spent:
    """Return what a build costs after a word has changed in one guide."""
    path = root / "guides" / "thema-0" / "guide.md"
    path.write_text(path.read_text("utf-8").replace("Nummer 0", "Nummer 0 0", 1), "utf-8")
    return howtomake(root, "build", "-q", "--to", FORMATS)


def alone(root: Path) -> Spent:
    """Return what building that guide alone costs."""
    return howtomake(root, "build", "-q", "--to", FORMATS, "--force", "thema-0")


def rounds(times: int, *sides: Callable[[], Spent]) -> list[Spent]:
    """Return the medians of each side; they take turns, so that a slow minute is slow for all."""
    found: list[list[Spent]] = [[] for _side in sides]
    for _round in range(times):
        for number, side in enumerate(sides):
            found[number].append(side())
    return [tuple(map(statistics.median, zip(*one, strict=True))) for one in found]  # type: ignore[misc]


def row(name: str, ours: Spent, other: str, theirs: Spent) -> str:
    """Return a row of the table."""
    shares = (f"{mine / its:.2f}" for mine, its in zip(ours, theirs, strict=True))
    return f"| {name} | {ours[0]:.2f} | {ours[1]:.2f} | {other} | {theirs[0]:.2f} | {theirs[1]:.2f} | {' | '.join(shares)} |"


def main(arguments: Sequence[str]) -> None:
    """Measure and print a table."""
    _adopt()
    guides, times = (int(word) for word in [*arguments, "20", "3"][:2])
    lines = [
        "| what | s | processor s | against | s | processor s | ratio | ratio of processor |",
        "|---|--:|--:|---|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        many, single = workspace(Path(folder, "many"), guides), workspace(Path(folder, "one"), 1)
        ours, theirs = rounds(times, lambda: cold(many), lambda: plain(many))
        lines.append(row(f"{guides} guides, cold", ours, "plain calls", theirs))
        ours, theirs = rounds(times, lambda: cold(single), lambda: plain(single))
        lines.append(row("one guide, cold", ours, "plain calls", theirs))
        ours, theirs = rounds(times, lambda: one_word(many), lambda: alone(many))
        lines.append(row(f"one word in one of {guides}", ours, "that guide alone", theirs))
        python = lambda: timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))  # noqa: E731
        ours, theirs = rounds(5, lambda: howtomake(many, "build", "-q", "--to", FORMATS), python)
        lines.append(row(f"nothing changed in {guides}", ours, "bare Python", theirs))
        ours, theirs = rounds(5, lambda: howtomake(many, "--help"), python)
        lines.append(row("--help", ours, "bare Python", theirs))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
