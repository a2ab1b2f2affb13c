"""What lies beside the guides in dist/: made anew when it would be another, and only then."""

from __future__ import annotations

import shutil

import pytest

from pipeline.build import build
from pipeline.workspace.folder import Workspace

ONE, OTHER = "kleiner-leitfaden", "zweiter"


@pytest.fixture
def two(small: Workspace) -> Workspace:
    """Return a workspace of two guides, built."""
    guides = small.root / "guides"
    shutil.copytree(guides / ONE, guides / OTHER)
    path = guides / OTHER / "guide.md"
    path.write_text(path.read_text("utf-8").replace("kleiner Leitfaden", "zweiter Leitfaden"), "utf-8")
    build(small, to=("html",))
    return small


def times(workspace: Workspace) -> dict[str, int]:
    """Return when each page of a guide was written."""
    return {path.parent.name: path.stat().st_mtime_ns for path in workspace.dist.glob("*/index.html")}


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    """Change a file of the workspace and build."""
    path = workspace.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    build(workspace, to=("html",))


def test_the_page_of_a_guide_that_did_not_change_stays(two: Workspace) -> None:
    """A word in one guide concerns its own page, the overview and the search."""
    before = times(two)
    edit(two, f"guides/{OTHER}/guide.md", "Licht aus.", "Flutlicht aus.")
    after = times(two)
    assert after[ONE] == before[ONE]
    assert after[OTHER] != before[OTHER]
    assert '"flutlich"' in (two.dist / "search.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guides/programme.yml", "Beispieltag,", "Großer Beispieltag,"),
        ("templates/catalogue/guide.html.jinja", "Was drinsteht", "Inhalt des Leitfadens"),
        ("templates/brand.yml", "publisher: ", "publisher: Der "),
    ],
)
def test_what_all_pages_take_changes_all_pages(two: Workspace, name: str, old: str, new: str) -> None:
    """Programme, templates and brand."""
    pages = {path: path.read_bytes() for path in two.dist.glob("*/index.html")}
    assert len(pages) == 2
    edit(two, name, old, new)
    changed = {path for path, data in pages.items() if path.read_bytes() != data}
    assert len(changed) == 2


def test_pages_that_stay_are_the_pages_that_would_be_made(two: Workspace) -> None:
    """Whatever was left alone has the bytes that a build from nothing gives."""
    edit(two, f"guides/{OTHER}/guide.md", "Licht aus.", "Flutlicht aus.")
    files = {path: path.read_bytes() for path in two.dist.rglob("*") if path.is_file()}
    shutil.rmtree(two.cache)
    shutil.rmtree(two.dist)
    build(two, to=("html",))
    assert {path: path.read_bytes() for path in two.dist.rglob("*") if path.is_file()} == files
