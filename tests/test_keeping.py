"""Earlier versions: their files stay reachable, until somebody takes them back."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.model.problem import Trouble
from pipeline.verifying import verify
from pipeline.workspace.folder import Workspace

SLUG = "kleiner-leitfaden"
FORMATS = ("html", "docx")
"""Enough to show it, and quick."""


def head(workspace: Workspace, version: str, more: str = "", status: str = "released") -> None:
    """Give the guide another version; `more` are further keys."""
    path = workspace.root / "guides" / SLUG / "guide.md"
    text = re.sub(r"(?s)changes:.*?(?=\nstatus)", "", path.read_text("utf-8"))
    text = re.sub(r'version: ".*"', f'version: "{version}"', text)
    text = re.sub(r"\n+status: .*", f"\n{more}\nstatus: {status}" if more else f"\nstatus: {status}", text)
    path.write_text(text, "utf-8")


def kept(workspace: Workspace) -> dict[str, bytes]:
    """Return the files of earlier versions."""
    folder = workspace.dist / SLUG / "versions"
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def listed(workspace: Workspace) -> list[str]:
    """Return the earlier versions that the catalogue names."""
    data = json.loads((workspace.dist / "catalogue.json").read_text("utf-8"))
    return [version["version"] for guide in data["guides"] for version in guide["versions"]]


def test_the_files_of_a_version_stay_as_they_were(small: Workspace) -> None:
    """Page, data, check sums and ZIP know them; they are verified no more, for their guide has moved on."""
    build(small, to=FORMATS)
    before = {end: (small.dist / SLUG / f"{SLUG}.{end}").read_bytes() for end in FORMATS}
    head(small, "1.1")
    build(small, to=FORMATS)
    for end in FORMATS:
        name = f"{SLUG}/versions/1.0/{SLUG}.{end}"
        assert (small.dist / name).read_bytes() == before[end]
        assert f'href="../{name}"' in (small.dist / SLUG / "index.html").read_text("utf-8")
        with zipfile.ZipFile(small.dist / "alle-leitfaeden.zip") as archive:
            assert archive.read(f"leitfaeden/{name}") == before[end]
    assert listed(small) == ["1.0"]
    sums = dict(line.split("  ")[::-1] for line in (small.dist / "SHA256SUMS").read_text().splitlines())
    files = {p.relative_to(small.dist).as_posix(): p for p in small.dist.rglob("*") if p.is_file()}
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == sums[name] for name in sums)
    assert verify(small) == (len(FORMATS), [])


def test_nothing_is_done_twice_for_them(small: Workspace) -> None:
    """They survive builds in which nothing or something else changes, and a lost state."""
    build(small, to=FORMATS)
    head(small, "1.1")
    build(small, to=FORMATS)
    files = kept(small)
    times = {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")}
    assert build(small, to=FORMATS).made == []
    assert {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")} == times
    shutil.rmtree(small.cache)
    build(small, to=FORMATS)
    head(small, "1.2")
    build(small, to=FORMATS)
    assert listed(small) == ["1.2", "1.1", "1.0"][1:]
    assert {name: data for name, data in kept(small).items() if name.startswith("1.0/")} == files


def test_the_same_version_written_anew_leaves_nothing(small: Workspace) -> None:
    """Only another version makes the one before it an earlier one."""
    build(small, to=FORMATS)
    head(small, "1.0")
    path = small.root / "guides" / SLUG / "guide.md"
    path.write_text(path.read_text("utf-8").replace("Licht aus.", "Licht ganz aus."), "utf-8")
    build(small, to=FORMATS)
    assert kept(small) == {}


def test_a_draft_takes_nothing_away(small: Workspace) -> None:
    """While the next version is a draft, the published one is kept, and it comes back with its page."""
    build(small, to=FORMATS)
    head(small, "1.1", status="draft")
    build(small, to=FORMATS)
    assert listed(small) == []
    assert f"1.0/{SLUG}.html" in kept(small)
    assert not (small.dist / "alle-leitfaeden.zip").exists()
    head(small, "1.1")
    build(small, to=FORMATS)
    assert listed(small) == ["1.0"]


def test_drafts_are_never_kept(small: Workspace) -> None:
    """What was never published is no version."""
    head(small, "0.1", status="draft")
    build(small, to=FORMATS)
    head(small, "1.0")
    build(small, to=FORMATS)
    assert kept(small) == {}


def test_a_version_can_be_taken_back(small: Workspace) -> None:
    """Its files go; what it brought is told all the same."""
    build(small, to=FORMATS)
    head(small, "1.1")
    build(small, to=FORMATS)
    entry = "{version: '1.0', date: 2024-01-01, text: Erste Fassung., withdrawn: true}"
    head(small, "1.1", f"changes:\n  - {entry}\n  - {{version: '1.1', date: 2024-03-01, text: Neu.}}")
    build(small, to=FORMATS)
    assert kept(small) == {}
    assert not (small.dist / SLUG / "versions").exists()
    page = (small.dist / SLUG / "index.html").read_text("utf-8")
    assert "zurückgezogen" in page
    assert "Erste Fassung." in page


def test_a_version_that_comes_again_is_the_current_one(small: Workspace) -> None:
    """Whoever goes back to a version finds it where the current one lies, and the other among the earlier ones."""
    for version in ("1.0", "1.1", "1.0"):
        head(small, version)
        build(small, to=FORMATS)
    assert listed(small) == ["1.1"]
    assert {name.split("/")[0] for name in kept(small)} == {"1.1"}


def test_a_damaged_file_is_offered_no_longer(small: Workspace) -> None:
    """Nothing can make it again, so it goes; the others of its version stay."""
    build(small, to=FORMATS)
    head(small, "1.1")
    build(small, to=FORMATS)
    (small.dist / SLUG / "versions" / "1.0" / f"{SLUG}.docx").write_bytes(b"kaputt")
    build(small, to=FORMATS)
    assert set(kept(small)) == {f"1.0/{SLUG}.html", "1.0/version.json"}
    assert f"1.0/{SLUG}.docx" not in (small.dist / "SHA256SUMS").read_text("utf-8")


def test_a_guide_that_goes_takes_its_versions_along(small: Workspace) -> None:
    """Nothing stale stays."""
    build(small, to=FORMATS)
    head(small, "1.1")
    build(small, to=FORMATS)
    shutil.rmtree(small.root / "guides" / SLUG)
    build(small, to=FORMATS)
    assert not (small.dist / SLUG).exists()


def test_who_is_to_be_named_no_longer_is_searched_for_in_them(small: Workspace) -> None:
    """A name on the list of people that an earlier version says stops the build; withdrawing it helps."""
    path = small.root / "guides" / SLUG / "guide.md"
    good = path.read_text("utf-8")
    path.write_text(good.replace("Licht aus.", "Licht aus, sagt Quirinella Zwackelmann."), "utf-8")
    build(small, to=FORMATS)
    path.write_text(good, "utf-8")
    head(small, "1.1")
    (small.root / "guides" / SLUG / "people.txt").write_text("Quirinella Zwackelmann\n", "utf-8")
    with pytest.raises(Trouble) as caught:
        build(small, to=FORMATS)
    assert any(problem.place.startswith(f"dist/{SLUG}/") for problem in caught.value.problems)
    head(small, "1.1", "changes:\n  - {version: '1.0', date: 2024-01-01, text: Erste., withdrawn: true}")
    build(small, to=FORMATS)
    assert not any("Quirinella" in p.read_text("utf-8") for p in Path(small.dist).rglob("*.html"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("[{version: '1.0', date: 2024-03-02, text: x}]", "younger"),
        ("[{version: '1.0', date: 2024-03-01, text: x}, {version: '1.0', date: 2024-02-01, text: y}]", "twice"),
        ("[{version: '1.0', date: 2024-03-01, text: x, withdrawn: true}]", "cannot be withdrawn"),
        ("[{version: '1.0', date: gestern, text: x}]", "expected a date"),
        ("[{version: '1.0', date: 2024-03-01}]", "`text` is missing"),
        ("[{version: '1.0', date: 2024-03-01, text: x, foo: y}]", "Unknown key `foo`"),
    ],
)  # fmt: skip
def test_mistakes_in_changes_are_named(
    small: Workspace, changes: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the catalogue and its feed would tell wrong."""
    monkeypatch.setenv("LANGUAGE", "en")
    head(small, "1.0", f"changes: {changes}")
    with pytest.raises(Trouble) as caught:
        build(small, to=FORMATS)
    assert any(said in problem.message for problem in caught.value.problems), caught.value.problems


def test_a_version_that_changes_forget_is_worth_a_word(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guide is built all the same."""
    monkeypatch.setenv("LANGUAGE", "en")
    head(small, "1.1", "changes: [{version: '1.0', date: 2024-01-01, text: Erste Fassung.}]")
    report = build(small, to=FORMATS)
    assert any("what version 1.1 brought" in problem.message for problem in report.warnings)
