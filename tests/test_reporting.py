"""Reporting as people run it: profiles listed, a report out of finished files, and what it remembers."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
from pathlib import Path

import pytest
from stamp import foreign
from test_cli import run
from verify import samples

from pipeline import reporting
from pipeline.build import build
from pipeline.model.problem import Trouble

FUNDER = "fonds-soziokultur-neustart-kultur"
DAY = datetime.date(2027, 3, 1)


def table(path: Path) -> list[list[str]]:
    """Read a table without its head."""
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))[1:]


def test_every_file_of_dist_is_in_the_report_with_its_hash(small, tmp_path):
    """Four formats and the checklist, read back; version and date come from the record beside them."""
    build(small)
    written, problems = reporting.report(small, (), reporting.KINDS, tmp_path / "r", DAY)
    assert problems == []
    assert [path.name for path in written] == [
        "foerderbericht.docx", "foerderbericht.csv", "foerderbericht-pflichten.csv",
    ]  # fmt: skip
    rows = table(written[1])
    assert [row[7] for row in rows] == ["checklist", "docx", "epub", "html", "pdf"]
    for row in rows:
        assert row[0] == FUNDER
        assert (row[3], row[4], row[5]) == ("1.0", "2024-03-01", "1.0")
        assert hashlib.sha256((small.root / row[8]).read_bytes()).hexdigest() == row[9]
        assert row[-1] == ""


def test_a_stamped_file_from_elsewhere_can_be_named(small, tmp_path):
    """By its name alone: no path of anybody's machine goes to a funder."""
    from pipeline.stamp import proof

    made = tmp_path / "fertig.pdf"
    made.write_bytes(proof.stamp(foreign.tagged(), "x", [samples.FUNDER], foreign.FACES).data)
    written, _problems = reporting.report(small, [made], ("csv",), tmp_path, DAY)
    (row,) = table(written[0])
    assert row[1] == "fertig"
    assert row[8] == "fertig.pdf"


def test_the_next_report_remembers(small, tmp_path):
    """A newer version carries the acknowledgement since the older one."""
    build(small)
    reporting.report(small, (), ("csv",), tmp_path, DAY)
    guide = small.root / "guides" / "kleiner-leitfaden" / "guide.md"
    guide.write_text(
        guide.read_text("utf-8").replace('"1.0"', '"2.0"').replace("2024-03-01", "2025-03-01"), "utf-8"
    )
    build(small)
    (path, _duties), _problems = reporting.report(small, (), ("csv",), tmp_path, DAY)
    assert {(row[3], row[5], row[6]) for row in table(path)} == {("2.0", "1.0", "2024-03-01")}


def test_a_file_that_cannot_be_read_is_named_and_stops_nothing(small, tmp_path):
    """The rest is reported."""
    build(small)
    locked = tmp_path / "zu.pdf"
    locked.write_bytes(foreign.encrypted("geheim"))
    written, (problem,) = reporting.report(small, [locked], ("csv",), tmp_path, DAY)
    assert "password" in problem.message
    assert len(table(written[0])) == 5


def test_nothing_to_report_on(small, tmp_path):
    """An empty report would look like a clean one."""
    with pytest.raises(Trouble, match="nothing to report"):
        reporting.report(small, (), ("csv",), tmp_path, DAY)


def test_the_list(small):
    """Profiles with their wording; templates are named as such; JSON for programs."""
    done = run(small.root, "funders")
    assert done.returncode == 0
    assert samples.WORDING in done.stdout
    assert "_mkw-nrw: template" in done.stdout
    listed = json.loads(run(small.root, "funders", "--json").stdout)
    assert [one["id"] for one in listed if one["usable"]] == [FUNDER]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["funders", "x.pdf"], 2),
        (["funders", "--report", "--to", "pdf"], 2),
        (["funders", "--report"], 1),
    ],
)
def test_exit_codes(small, words, code):
    """Wrong usage is 2; nothing to report on is 1."""
    assert run(small.root, *words).returncode == code


def test_a_missing_logo_is_said_by_the_list_and_by_check(small):
    """Where to put it; the build goes on."""
    path = small.root / "templates" / "funders" / f"{FUNDER}.yml"
    path.write_text(
        path.read_text("utf-8")
        + 'require: text_and_logo\nlogos: [{file: logos/fonds.png, alt: "Logo: Fonds"}]\n',
        "utf-8",
    )
    assert "logo missing: templates/funders/logos/fonds.png" in run(small.root, "funders").stdout
    checked = run(small.root, "check")
    assert "templates/funders/logos/fonds.png" in checked.stdout
    assert checked.returncode == 0
    assert run(small.root, "check", "--strict").returncode == 1
    assert run(small.root, "build").returncode == 0
