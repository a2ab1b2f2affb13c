"""Given: files and folders that a person names."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.problem import Trouble
from pipeline.workspace import given


def test_a_folder_around_the_workspace_is_refused(tmp_path: Path) -> None:
    """The workspace itself, what is above it, or an empty name: all guides would be taken for notes."""
    workspace = tmp_path / "arbeit"
    workspace.mkdir()
    (workspace / "pad.md").write_text("- Notiz\n", "utf-8")
    for folder in (workspace, tmp_path):
        with pytest.raises(Trouble, match=r".") as stopped:
            given.read([folder], workspace)
        assert stopped.value.problems[0].hint
    files, folders = given.read([workspace / "pad.md"], workspace)
    assert (list(files), folders) == (["pad.md"], [])


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    """Nothing would come of it, and nobody would know why."""
    (tmp_path / "leer").mkdir()
    (tmp_path / "arbeit").mkdir()
    with pytest.raises(Trouble) as stopped:
        given.read([tmp_path / "leer"], tmp_path / "arbeit")
    assert stopped.value.problems[0].path.endswith("leer")
