"""A ZIP of everything: the same bytes on any machine, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.model.problem import Trouble
from pipeline.workspace import zipped


def test_it_holds_what_was_given_in_that_order(tmp_path: Path) -> None:
    """Names, contents, order; its hash is returned."""
    (tmp_path / "a").write_bytes(b"aus einer Datei")
    digest = zipped.write(tmp_path / "x.zip", [("b/ä.txt", b"Bytes"), ("a", tmp_path / "a")])
    assert digest == hashlib.sha256((tmp_path / "x.zip").read_bytes()).hexdigest()
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["b/ä.txt", "a"]
        assert archive.read("a") == b"aus einer Datei"


def test_time_and_rights_of_files_are_not_in_it(tmp_path: Path) -> None:
    """Another day, another owner, another place: the same bytes."""
    (tmp_path / "a").write_bytes(b"x" * 5000)
    first = zipped.write(tmp_path / "1.zip", [("a", tmp_path / "a")])
    os.utime(tmp_path / "a", (0, 0))
    (tmp_path / "a").chmod(0o600)
    assert zipped.write(tmp_path / "2.zip", [("a", tmp_path / "a")]) == first


def test_a_file_that_is_gone_leaves_the_old_one(tmp_path: Path) -> None:
    """Whole or not at all, and nothing half-written stays."""
    zipped.write(tmp_path / "x.zip", [("a", b"gut")])
    before = (tmp_path / "x.zip").read_bytes()
    with pytest.raises(Trouble):
        zipped.write(tmp_path / "x.zip", [("a", b"gut"), ("b", tmp_path / "nirgends")])
    assert (tmp_path / "x.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
