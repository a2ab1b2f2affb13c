"""Bench: how long a build takes, as a ratio to the plain tools on the same machine in the same run.

`make bench` from the root, or from `tests/` `python -m bench [GUIDES] [TIMES]` and `python -m bench growth [MOST]`.
The guides are copies of ours with other words in them. Medians of several rounds in which the sides take
turns; wall time, and the processor's time of all processes. Nothing else should run meanwhile.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import sides
from bench.spent import Spent, adopt, rounds, spent

_HEAD = """| what | s | processor s | against | s | processor s | ratio | ratio of processor |
|---|--:|--:|---|--:|--:|--:|--:|"""
_GROWTH = """| guides | pages of each | s | processor s | processor s a page | most memory, MiB |
|--:|--:|--:|--:|--:|--:|"""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _row(name: str, ours: Spent, other: str, theirs: Spent) -> None:
    shares = " | ".join(f"{mine / its:.2f}" for mine, its in zip(ours[:2], theirs[:2], strict=True))
    _say(
        f"| {name} | {ours.wall:.2f} | {ours.processor:.2f} | {other} | {theirs.wall:.2f} | "
        f"{theirs.processor:.2f} | {shares} |"
    )


def _one_word(root: Path) -> Spent:
    """Return what a build costs after a word has changed in one guide."""
    path = root / "guides" / "thema-0" / "guide.md"
    path.write_text(path.read_text("utf-8").replace("Nummer 0", "Nummer 0 0", 1), "utf-8")
    return sides.howtomake(root, "build", "-q", "--to", sides.FORMATS)


def _alone(root: Path) -> Spent:
    return sides.howtomake(root, "build", "-q", "--to", sides.FORMATS, "--force", "thema-0")


def _python() -> Spent:
    return spent(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))


def _compared(guides: int, times: int, folder: Path) -> None:
    many, single = sides.workspace(folder / "many", guides), sides.workspace(folder / "one", 1)
    _say(_HEAD)
    ours, plain, pure = rounds(
        times, lambda: sides.cold(many), lambda: sides.plain(many), lambda: sides.pure(many)
    )
    _row(f"{guides} guides, cold", ours, "plain calls", plain)
    _row(f"{guides} guides, cold", ours, "the pure work", pure)
    if shutil.which("xelatex"):
        ours, latex = rounds(times, lambda: sides.cold(many), lambda: sides.latex(many))
        _row(f"{guides} guides, cold", ours, "pandoc with xelatex", latex)
    ours, theirs = rounds(times, lambda: sides.cold(single), lambda: sides.plain(single))
    _row("one guide, cold", ours, "plain calls", theirs)
    sides.cold(many)
    ours, theirs = rounds(times, lambda: _one_word(many), lambda: _alone(many))
    _row(f"one word in one of {guides}", ours, "that guide alone", theirs)
    ours, theirs = rounds(5, lambda: sides.howtomake(many, "build", "-q", "--to", sides.FORMATS), _python)
    _row(f"nothing changed in {guides}", ours, "bare Python", theirs)
    ours, theirs = rounds(5, lambda: sides.howtomake(many, "--help"), _python)
    _row("--help", ours, "bare Python", theirs)


def _grown(most: int, folder: Path) -> None:
    """Measure how cost and memory grow with guides, and with the length of one."""
    import pypdfium2

    _say(_GROWTH)
    lengths = [(number, 1) for number in (1, 10, 100, 1_000) if number <= most]
    for guides, copies in [*lengths, *((1, copies) for copies in (10, 40, 200))]:
        root = sides.workspace(folder / f"{guides}-{copies}", guides, copies)
        took = sides.cold(root, "--jobs", "2", memory=True)
        pages = len(pypdfium2.PdfDocument(root / "dist" / "thema-0" / "thema-0.pdf"))
        share = took.processor / guides / pages
        _say(
            f"| {guides} | {pages} | {took.wall:.1f} | {took.processor:.1f} | {share:.3f} | {took.memory:.0f} |"
        )
        shutil.rmtree(root)


def main(words: Sequence[str]) -> None:
    """Measure and print a table."""
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        if words[:1] == ["growth"]:
            _grown(int([*words[1:], "100"][0]), Path(folder))
        else:
            guides, times = (int(word) for word in [*words, "20", "3"][:2])
            _compared(guides, times, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
