"""Sides: a build of ours, and the plain tools doing the same work."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.spent import Spent, spent

from pipeline.engine import pandoc

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "guides" / "strategische-oeffentlichkeitsarbeit"
JOBS = os.cpu_count() or 1
FORMATS = "pdf,docx,html"
_KEYWORDS = re.compile(r"^keywords:\n(?:  - .*\n)+", re.MULTILINE)
"""Pandoc's own Typst template takes them for code, and typst breaks off."""
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
_PURE = """
for _, home in ipairs(arg) do
  local file = io.open(home .. '/plain.md'); local text = file:read('a'); file:close()
  local doc = pandoc.read(text, 'commonmark_x')
  for ending, format in pairs{docx = 'docx', html = 'html', typ = 'typst'} do
    local template = format ~= 'docx' and pandoc.template.compile(pandoc.template.default(format)) or nil
    local out = io.open(home .. '/pure.' .. ending, 'wb')
    out:write(pandoc.write(doc, format, {template = template})); out:close()
  end
end
"""
_PURE_TYPST = """
import pathlib, sys, typst
fonts = typst.Fonts(include_system_fonts=False)
for home in map(pathlib.Path, sys.argv[1:]):
    typst.Compiler(root=home, font_paths=fonts).compile(home / "pure.typ", output=home / "pure.pdf")
"""


def workspace(folder: Path, guides: int, copies: int = 1) -> Path:
    """Return a workspace of guides like ours, `copies` times as long; each says something of its own."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    text = (SAMPLE / "guide.md").read_text("utf-8")
    if copies > 1:
        text = _longer(text, copies)
    for number in range(guides):
        home = folder / "guides" / f"thema-{number}"
        shutil.copytree(SAMPLE / "images", home / "images")
        shutil.copy(SAMPLE / "decisions.yml", home)
        own = text.replace("strategische Öffentlichkeitsarbeit", f"Öffentlichkeitsarbeit {number}")
        own = re.sub(r"\n\n(?=[A-ZÄÖÜ])", f"\n\nNummer {number}: ", own)
        (home / "guide.md").write_text(own, "utf-8")
        (home / "plain.md").write_text(_KEYWORDS.sub("", own), "utf-8")
    shutil.copy(ROOT / "guides" / "programme.yml", folder / "guides")
    (folder / "guides" / "programme.yml").write_text(_without_guides(folder), "utf-8")
    return folder


def _without_guides(folder: Path) -> str:
    text = (folder / "guides" / "programme.yml").read_text("utf-8")
    return re.sub(r"(?m)^ *guide: .*\n", "", text)


def _longer(text: str, copies: int) -> str:
    """Repeat the text of the longest section; its footnotes stay single."""
    head, mark, rest = text.partition("## Tipps")
    body, end, tail = rest.partition("\n## ")
    return head + mark + body + body.partition("\n")[2] * (copies - 1) + end + tail


def howtomake(root: Path, *words: str, memory: bool = False) -> Spent:
    """Return what a command of ours costs."""
    command = [sys.executable, "-m", "pipeline", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return spent(
        lambda: subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True),
        memory=memory,
    )


def cold(root: Path, *words: str, memory: bool = False) -> Spent:
    """Return what building everything from nothing costs, all verifying included."""
    shutil.rmtree(root / "dist", ignore_errors=True)
    shutil.rmtree(root / ".howtomake", ignore_errors=True)
    return howtomake(root, "build", "-q", "--to", FORMATS, *words, memory=memory)


def plain(root: Path) -> Spent:
    """Return what the plain tools cost: three calls of pandoc and a typst process for each guide."""

    def one(home: Path) -> None:
        for ending in ("docx", "html", "typ"):
            _call(home, str(pandoc.find()), "plain.md", "-s", "-f", "commonmark_x", "-o", f"plain.{ending}")
        _call(home, sys.executable, "-c", _TYPST, "plain.typ", "plain.pdf")

    with ThreadPoolExecutor(JOBS) as pool:
        return spent(lambda: list(pool.map(one, _homes(root))))


def latex(root: Path) -> Spent:
    """Return what pandoc costs with XeLaTeX for the PDF."""

    def one(home: Path) -> None:
        for ending, more in (("docx", ()), ("html", ()), ("pdf", ("--pdf-engine=xelatex",))):
            program = str(pandoc.find())
            _call(home, program, "plain.md", "-s", "-f", "commonmark_x", "-o", f"plain.{ending}", *more)

    with ThreadPoolExecutor(JOBS) as pool:
        return spent(lambda: list(pool.map(one, _homes(root))))


def pure(root: Path) -> Spent:
    """Return what the work itself costs: one process a processor reads, writes and sets all guides."""
    script = root / "pure.lua"
    script.write_text(_PURE, "utf-8")

    def share(homes: Sequence[Path]) -> None:
        names = list(map(str, homes))
        _call(root, str(pandoc.find()), "lua", str(script), *names)
        _call(root, sys.executable, "-c", _PURE_TYPST, *names)

    homes = _homes(root)
    with ThreadPoolExecutor(JOBS) as pool:
        return spent(lambda: list(pool.map(share, [homes[number::JOBS] for number in range(JOBS)])))


def _homes(root: Path) -> list[Path]:
    return sorted(path.parent for path in root.glob("guides/*/guide.md"))


def _call(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
