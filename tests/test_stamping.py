"""Stamping as people run it: files and folders, into place or beside, one summary, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stamp import foreign
from test_cli import run
from verify import samples

from pipeline import stamping
from pipeline.model.problem import Trouble
from pipeline.workspace.folder import Workspace

FUNDER = "fonds-soziokultur-neustart-kultur"
WORD = samples.word(title=["Angepasst."], imprint=["Zentrum e. V."])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of finished files: two to stamp, one complete, one locked, and what is neither."""
    place = tmp_path / "fertig"
    (place / "unten").mkdir(parents=True)
    (place / "leitfaden.docx").write_bytes(WORD)
    (place / "unten" / "blatt.pdf").write_bytes(foreign.one_sheet())
    (place / "unser.pdf").write_bytes(samples.pdf())
    (place / "zu.pdf").write_bytes(foreign.encrypted())
    (place / "~$leitfaden.docx").write_bytes(b"Rolle")
    (place / ".versteckt.pdf").write_bytes(b"%PDF-")
    (place / "liesmich.txt").write_bytes(b"x")
    return place


def stamp(small: Workspace, *files: Path, **target) -> stamping.Report:
    """Stamp with the profile of the first programme."""
    return stamping.stamp(small, files, [FUNDER], stamping.Target(**target))


def test_a_folder_into_another(small, folder, tmp_path):
    """What passed lies there as it lay, complete files too; what is locked is named, and stops nothing."""
    out = tmp_path / "aus"
    report = stamp(small, folder, out=out)
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "leitfaden.docx",
        "unser.pdf",
        "unten/blatt.pdf",
    ]
    assert (out / "unser.pdf").read_bytes() == (folder / "unser.pdf").read_bytes()
    assert sorted(map(Path, report.stamped)) == [folder / "leitfaden.docx", folder / "unten" / "blatt.pdf"]
    assert list(map(Path, report.complete)) == [folder / "unser.pdf"]
    (problem,) = report.problems
    assert Path(problem.path) == folder / "zu.pdf"
    assert (folder / "leitfaden.docx").read_bytes() == WORD


def test_beside_the_file(small, folder):
    """Without a place of its own the new file gets a name of its own; again, and it is the same."""
    made = folder / "leitfaden-stamped.docx"
    stamp(small, folder / "leitfaden.docx")
    first = made.read_bytes()
    report = stamp(small, made, folder / "leitfaden.docx")
    assert made.read_bytes() == first
    assert report.complete == []
    assert stamp(small, made).complete == [str(made)]


def test_in_place(small, folder):
    """The file itself changes, and a second run leaves it alone."""
    path = folder / "leitfaden.docx"
    stamp(small, path, in_place=True)
    once = path.stat()
    assert path.read_bytes() != WORD
    assert stamp(small, path, in_place=True).stamped == {}
    assert path.stat().st_mtime_ns == once.st_mtime_ns


def test_what_is_refused_is_not_written(small, folder, tmp_path):
    """Nothing half done, and nothing at all under the name that was asked for."""
    report = stamp(small, folder / "zu.pdf", out=tmp_path / "neu.pdf")
    assert report.problems
    assert not (tmp_path / "neu.pdf").exists()


def test_two_files_of_one_name(small, folder, tmp_path):
    """One would have overwritten the other."""
    other = folder / "unten" / "leitfaden.docx"
    other.write_bytes(WORD)
    with pytest.raises(Trouble, match=r"leitfaden\.docx"):
        stamp(small, folder / "leitfaden.docx", other, out=tmp_path / "aus")


def test_an_unknown_profile_is_named_with_those_there_are(small, folder):
    """Before any file is touched."""
    with pytest.raises(Trouble) as caught:
        stamping.stamp(small, [folder], ["fonds"], stamping.Target(in_place=True))
    assert FUNDER in caught.value.problems[0].hint
    assert (folder / "leitfaden.docx").read_bytes() == WORD


def test_the_command(small, folder, tmp_path):
    """Words on stdout, problems on stderr, one summary, exit 1 because of one file; JSON for programs."""
    done = run(small.root, "stamp", str(folder), "--funder", FUNDER, "-o", str(tmp_path / "aus"))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "2 files stamped and read back; 1 complete before, 1 not stamped."
    assert "locked with a password" in done.stderr
    assert "Traceback" not in done.stderr
    done = run(small.root, "stamp", str(folder), "--funder", FUNDER, "-o", str(tmp_path / "aus"), "--json")
    assert {"stamped", "complete", "remarks", "problems"} == set(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["stamp", "x.pdf"], 2),
        (["stamp", "--funder", FUNDER], 2),
        (["stamp", "x.pdf", "--funder", FUNDER, "--in-place", "-o", "y.pdf"], 2),
        (["stamp", "fehlt.pdf", "--funder", FUNDER], 1),
        (["stamp", "fehlt.pdf", "--funder", "unbekannt"], 1),
    ],
)
def test_exit_codes(small, words, code):
    """Wrong usage is 2, what is wrong with files is 1."""
    done = run(small.root, *words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
