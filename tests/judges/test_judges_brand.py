"""Another brand: what `init --brand` makes is judged like ours, on a guide in which everything occurs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLUG = "kleiner-leitfaden"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dist/ of another association."""
    root = tmp_path_factory.mktemp("anderswo")

    def run(*words: str) -> None:
        subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=root, check=True, env=environment())

    run(
        "init",
        ".",
        "--brand",
        "Kulturbund Musterland e. V.",
        "--website",
        "https://example.org/",
        "--colour",
        "#0a7c5a",
    )
    shutil.copytree(ROOT / f"tests/workspaces/small/guides/{SLUG}", root / f"guides/{SLUG}")
    shutil.copy(ROOT / "tests/workspaces/small/guides/programme.yml", root / "guides")
    run("build")
    return root / "dist"


def environment() -> dict[str, str]:
    """Return the environment in which a workspace elsewhere finds the program."""
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_all_judges_agree(
    theirs, verapdf, pdfua_rules, ooxml_errors, epubcheck_messages, nu_messages, axe_violations
):
    """PDF, checklist, DOCX, EPUB, page and catalogue of the other brand are as good as ours."""
    files = {path.name.removeprefix(SLUG): path.read_bytes() for path in (theirs / SLUG).iterdir()}
    for name in (".pdf", "-checkliste.pdf"):
        assert verapdf(files[name]) == []
        assert pdfua_rules(files[name]) == []
    assert epubcheck_messages(files[".epub"]) == []
    for page in (files[".html"], (theirs / "index.html").read_bytes()):
        assert nu_messages(page) == []
        for scheme in ("light", "dark"):
            assert axe_violations(page, width=1280, scheme=scheme) == []
    assert ooxml_errors(files[".docx"]) == []


def test_nothing_of_our_brand_is_left(theirs):
    """Neither our name nor our colours stand in their files."""
    for path in theirs.rglob("*.html"):
        text = path.read_text("utf-8").lower()
        assert "soziokultur nrw" not in text
        assert "#ff6244" not in text
