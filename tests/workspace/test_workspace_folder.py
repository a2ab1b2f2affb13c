"""The workspace: found from anywhere inside, never left, written whole or not at all."""

import os
from pathlib import Path

import pytest

from pipeline.model.problem import Trouble
from pipeline.workspace import clock, folder
from pipeline.workspace.folder import Workspace, write_whole


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return an empty workspace."""
    (tmp_path / "guides" / "a").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    return Workspace(tmp_path.resolve())


def test_it_is_found_from_any_folder_inside(workspace: Workspace) -> None:
    """People run commands where they stand."""
    assert Workspace.find(workspace.root / "guides" / "a") == workspace


def test_elsewhere_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    """A sentence with the next step, no traceback."""
    with pytest.raises(Trouble) as caught:
        Workspace.find(tmp_path)
    assert "howtomake init" in caught.value.problems[0].hint


def test_a_folder_where_a_file_should_be_is_said(workspace: Workspace) -> None:
    """guide.md may be a folder by mistake."""
    (workspace.root / "guides" / "a" / "guide.md").mkdir()
    with pytest.raises(Trouble) as caught:
        workspace.read(workspace.root / "guides" / "a" / "guide.md")
    assert caught.value.problems[0].path == "guides/a/guide.md"


@pytest.mark.skipif(os.name == "nt", reason="symlinks need rights on Windows")
def test_a_link_that_leads_out_is_not_followed(workspace: Workspace) -> None:
    """Nothing outside the workspace is read."""
    link = workspace.root / "guides" / "a" / "guide.md"
    link.symlink_to("/etc/hostname")
    with pytest.raises(Trouble):
        workspace.read(link)


def test_a_file_over_the_limit_is_not_read(workspace: Workspace) -> None:
    """Size is asked before the content."""
    big = workspace.root / "guides" / "big.md"
    big.write_bytes(b"x" * (folder.MOST_TEXT + 1))
    with pytest.raises(Trouble):
        workspace.read_text(big)


def test_text_that_is_not_utf8_names_the_line(workspace: Workspace) -> None:
    """The line of the first wrong byte."""
    path = workspace.root / "guides" / "a" / "guide.md"
    path.write_bytes("eins\nzwei\nM\u00fcll".encode("cp1252"))
    with pytest.raises(Trouble) as caught:
        workspace.read_text(path)
    assert caught.value.problems[0].line == 3


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full, the old file is whole."""
    path = tmp_path / "file"
    path.write_bytes(b"alt")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Trouble, match="No space"):
        write_whole(path, b"neu")
    assert path.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [path]


def test_guides_are_folders_with_a_guide(workspace: Workspace) -> None:
    """Folders of notes alone are told apart from guides; centres are no guide."""
    (workspace.root / "guides" / "b").mkdir()
    (workspace.root / "guides" / "b" / "guide.md").touch()
    (workspace.root / "guides" / "centres").mkdir()
    assert workspace.slugs() == ["b"]
    assert workspace.folders_without_guide() == ["a"]


def test_the_clock_honours_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH decides over file dates and new guides."""
    import datetime

    day = datetime.date(2022, 9, 27)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert clock.epoch(day) == 1664236800
    assert clock.given() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert clock.given() == 86400
    assert clock.today() == datetime.date(1970, 1, 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gestern")
    with pytest.raises(Trouble):
        clock.given()
