"""Comparing: what `check` says of a guide that leaves out what its notes speak of, and of notes that are gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.comparing import compare
from pipeline.shelf import load
from pipeline.workspace.folder import Workspace

NOTES = "# Treffen\n\n## Tipps\n\n- Plakate hängen wir immer zwei Wochen vorher auf\n\n## Kosten\n\n- Miete: 300 Euro\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Callable[..., int]) -> Workspace:
    """Return a workspace with one guide out of two files of notes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pad.md").write_text(NOTES, "utf-8")
    (tmp_path / "mail.md").write_text("## Tipps\n\n- Schlüssel vorher beim Hausmeister holen\n", "utf-8")
    for words in (["init"], ["ingest", "plakate", "pad.md", "mail.md"]):
        assert program(*words) == 0
    return Workspace.find(tmp_path)


def said(workspace: Workspace) -> list[str]:
    """Return what there is to say."""
    return [f"{one.path}: {one.message} {one.hint}" for one in compare(workspace, "plakate", load(workspace))]


def test_a_fresh_draft_lacks_nothing(workspace: Workspace) -> None:
    """It has all that was placed."""
    assert said(workspace) == []


def test_a_section_that_was_taken_out_is_named(workspace: Workspace) -> None:
    """With the place in the notes, never with their words."""
    path = workspace.root / "guides/plakate/guide.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Miete: 300 Euro", "Geld."), "utf-8")
    (line,) = said(workspace)
    assert "guides/plakate/guide.md" in line
    assert "pad.md, Zeile 9" in line
    assert "300" not in line


def test_a_file_that_was_withdrawn_is_named_with_what_came_of_it(workspace: Workspace) -> None:
    """Lines of guide.md that come from it alone; where all notes are elsewhere, nothing is said."""
    guide = (workspace.root / "guides/plakate/guide.md").read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(guide, start=1) if "Hausmeister" in line)
    notes = workspace.root / "guides/plakate/notes"
    (notes / "mail.md").unlink()
    (line,) = said(workspace)
    assert "guides/plakate/notes/mail.md" in line
    assert str(number) in line
    (notes / "pad.md").unlink()
    assert said(workspace) == []
