"""Trace page: guide and notes side by side, nothing executed, nothing in dist/."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import tracing
from pipeline.workspace.folder import Workspace


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Callable[..., int]) -> str:
    """Return the page of a guide whose text was edited."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pad.md").write_text(
        "## Tipps\n\n- Plakate hängen wir immer zwei Wochen vorher auf\n- früh anfangen {{ 7*7 }} <script>x</script>\n",
        "utf-8",
    )
    for words in (["init"], ["ingest", "plakate", "pad.md"]):
        assert program(*words) == 0
    guide = tmp_path / "guides/plakate/guide.md"
    edited = guide.read_text("utf-8").replace("hängen wir immer", "hängt ihr")
    guide.write_text(edited + "\n## Glossar {#glossary}\n\nEin Satz der Redaktion.\n", "utf-8")
    workspace = Workspace.find(tmp_path)
    path = tracing.page(workspace, "plakate", tracing.of(workspace, "plakate"))
    assert path.relative_to(tmp_path).parts[0] == ".howtomake"
    return path.read_text("utf-8")


def test_each_sentence_stands_beside_its_source(page: str) -> None:
    """With what went and what came; what nobody wrote down is said to be editorial."""
    assert "pad.md, Zeile 3" in page
    assert "<del>hängen wir immer</del>" in page
    assert "<ins>hängt ihr</ins>" in page
    assert "redaktionell" in page
    assert 'id="s-glossary">Glossar' in page


def test_notes_are_text_on_it(page: str) -> None:
    """No script of theirs, no template of theirs, no foreign address, and a policy that allows none."""
    assert "<script" not in page
    assert "49" not in page.partition("<main")[2]
    assert "{{ 7*7 }}" in page
    assert "default-src &#39;none&#39;" in page
    assert set(re.findall(r"https?[:%]\S*?//([\w.]+)", page)) <= {"www.w3.org"}
