"""Another brand: what `init --brand` makes is judged like ours, on a guide in which everything occurs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from judges.torture import THEIRS, run

ROOT = Path(__file__).parents[2]
SLUG = "kleiner-leitfaden"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dist/ of another association."""
    root = tmp_path_factory.mktemp("anderswo")

    run(root, "init", ".", *THEIRS)
    shutil.copytree(ROOT / f"tests/workspaces/small/guides/{SLUG}", root / f"guides/{SLUG}")
    shutil.copy(ROOT / "tests/workspaces/small/guides/programme.yml", root / "guides")
    run(root, "build")
    return root / "dist"


def test_all_judges_agree(
    theirs, verapdf, pdfua_rules, ooxml_errors, epubcheck_messages, nu_messages, axe_violations
):
    """PDF, checklist, DOCX, EPUB, page and catalogue of the other brand are as good as ours."""
    files = {
        path.name.removeprefix(SLUG): path.read_bytes()
        for path in (theirs / SLUG).iterdir()
        if path.is_file()
    }
    for name in (".pdf", "-checkliste.pdf"):
        assert verapdf(files[name]) == []
        assert pdfua_rules(files[name]) == []
    assert epubcheck_messages(files[".epub"]) == []
    for page in sorted(theirs.rglob("*.html")):
        assert nu_messages(page.read_bytes()) == []
        for scheme in ("light", "dark"):
            assert axe_violations(page, width=1280, scheme=scheme) == []
    assert ooxml_errors(files[".docx"]) == []


def test_nothing_of_our_brand_is_left(theirs):
    """Neither our name nor our colours stand in their files."""
    for path in theirs.rglob("*.html"):
        text = path.read_text("utf-8").lower()
        assert "soziokultur nrw" not in text
        assert "#ff6244" not in text
