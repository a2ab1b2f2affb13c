"""The build: everything that changed, verified, or nothing at all."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from pipeline.build import How, build
from pipeline.formats import FORMATS
from pipeline.model.problem import ToolFailure, Trouble
from pipeline.verifying import verify
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
SLUG = "kleiner-leitfaden"
WORDING = (
    "Das Projekt wird gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten der Bundesregierung "
    "für Kultur und Medien im Rahmen von NEUSTART KULTUR."
)


def files(workspace: Workspace) -> dict[str, str]:
    """Return every file of dist/ with the hash of its content."""
    return {
        path.relative_to(workspace.dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(workspace.dist.rglob("*"))
        if path.is_file()
    }


def edit(workspace: Workspace, path: str, old: str, new: str) -> None:
    """Replace words in a file of the workspace."""
    file = workspace.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


GUIDE = f"guides/{SLUG}/guide.md"
LONG = "*a_ " * 20_000
"""Emphasis that begins and never ends: it keeps pandoc's reader busy for a minute."""


def texts(workspace: Workspace) -> dict[str, str]:
    """Return the text of each format, with plain spaces."""
    base = workspace.dist / SLUG / SLUG
    pdf = pypdfium2.PdfDocument(base.with_suffix(".pdf").read_bytes())
    raw = {
        "pdf": "\n".join(page.get_textpage().get_text_bounded() for page in pdf),
        "docx": zipfile.ZipFile(base.with_suffix(".docx")).read("word/document.xml").decode(),
        "html": base.with_suffix(".html").read_text("utf-8"),
    }
    return {
        name: " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
        for name, text in raw.items()
    }


def test_the_whole_way_makes_verified_files_and_a_catalogue(small: Workspace) -> None:
    """PDF, checklist, DOCX, HTML, EPUB, index, data and sums are there, and the sums are right."""
    report = build(small)
    made = files(small)
    assert set(made) == {
        f"{SLUG}/{SLUG}.pdf", f"{SLUG}/{SLUG}-checkliste.pdf", f"{SLUG}/{SLUG}.docx", f"{SLUG}/{SLUG}.html", f"{SLUG}/{SLUG}.epub",
        f"{SLUG}/{SLUG}.conformance.json", f"{SLUG}/index.html", f"{SLUG}/{SLUG}-qr.svg", "index.html",
        "catalogue.css", "catalogue.js", "search.js", "catalogue.json", "feed.xml", "sitemap.xml",
        "alle-leitfaeden.zip", "SHA256SUMS",
    }  # fmt: skip
    assert len(report.made) == len(FORMATS)
    sums = dict(line.split("  ")[::-1] for line in (small.dist / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: digest for name, digest in made.items() if name != "SHA256SUMS"}


def test_a_record_says_what_was_checked(small: Workspace) -> None:
    """Each file with its hash, each check with what has read it; the same build gives the same record."""
    build(small)
    record = json.loads((small.dist / SLUG / f"{SLUG}.conformance.json").read_text("utf-8"))
    assert record["statement"]["de"] == "Automatische Prüfungen bestanden"
    assert "barrierefrei" not in json.dumps(record)
    assert [file["path"] for file in record["files"]] == [made.path(SLUG) for made in FORMATS.values()]
    made = files(small)
    for file in record["files"]:
        assert file["sha256"] == made[file["path"]]
        passed = {check["id"] for check in file["checks"]}
        assert passed >= {"title-language", "access", "acknowledgement", "private"}
        assert all(check["by"] and check["what"]["de"] for check in file["checks"])
    assert any(check["id"] == "claims" for check in record["files"][0]["checks"])


def test_what_matters_is_in_every_format(small: Workspace) -> None:
    """Stars, German quotes, code as text and the acknowledgement come out verbatim in all of them."""
    build(small)
    for name, text in texts(small).items():
        assert "Teilnehmer*innen und Leiter*innen" in text, name
        assert "„ja“" in text, name
        assert "/etc/passwd" in text, name
        assert "{{ 7*7 }}" in text, name
        assert "10. Oktober 2022" in text, name
    for name in ("docx", "html"):
        assert texts(small)[name].count(WORDING) == 2, name


def test_the_pdf_claims_its_standards_and_carries_its_data(small: Workspace) -> None:
    """Title, language, author, PDF/UA-1 and PDF/A-2a are in the file."""
    build(small, to=["pdf"])
    reader = pypdf.PdfReader(small.dist / SLUG / f"{SLUG}.pdf")
    assert reader.metadata.title == "HowToMake … kleiner Leitfaden"
    assert reader.metadata.author == "Redaktion Beispiel"
    assert reader.trailer["/Root"]["/Lang"] == "de-DE"
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp


def test_nothing_is_done_twice(small: Workspace) -> None:
    """A second build makes nothing and touches nothing."""
    build(small)
    before = {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")}
    report = build(small)
    assert report.made == []
    assert {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")} == before


@pytest.mark.parametrize(
    "path", [GUIDE, "templates/brand.yml", "templates/funders/fonds-soziokultur-neustart-kultur.yml"]
)
def test_what_flows_in_decides(small: Workspace, path: str) -> None:
    """A change in guide, brand or profile builds anew; a touched file with the same content does not."""
    build(small)
    file = small.root / path
    os.utime(file, ns=(1, 1))
    assert build(small).made == []
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert len(build(small).made) == len(FORMATS)


@pytest.mark.parametrize("name", [f"{SLUG}/{SLUG}.pdf", "index.html", "search.js", "alle-leitfaeden.zip"])
def test_a_damaged_or_lost_file_is_made_again(small: Workspace, name: str) -> None:
    """What lies in dist/ is what was verified."""
    build(small)
    good = files(small)
    (small.dist / name).write_bytes(b"kaputt")
    build(small)
    assert files(small) == good
    (small.dist / name).unlink()
    build(small)
    assert files(small) == good


def test_a_guide_that_is_gone_leaves_dist(small: Workspace) -> None:
    """Nothing stale stays, and the catalogue knows."""
    other = small.root / "guides" / "anderer"
    other.mkdir()
    (other / "guide.md").write_text(
        (small.root / GUIDE).read_text("utf-8").replace("images/haus", "images/haus"), "utf-8"
    )
    (other / "images").mkdir()
    for name in ("images/haus.png", "decisions.yml"):
        (other / name).write_bytes((small.root / f"guides/{SLUG}/{name}").read_bytes())
    build(small)
    assert "anderer/anderer.pdf" in files(small)
    for path in sorted(other.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    other.rmdir()
    build(small)
    assert not any(name.startswith("anderer") for name in files(small))
    assert b"anderer" not in (small.dist / "catalogue.json").read_bytes()


def test_drafts_are_built_and_stay_out_of_the_catalogue(small: Workspace) -> None:
    """A draft is for its editors."""
    edit(small, GUIDE, "status: released", "status: draft")
    build(small)
    assert f"{SLUG}/{SLUG}.pdf" in files(small)
    for path in small.dist.glob("*.*"):
        assert SLUG.encode() not in path.read_bytes(), path.name
    assert not {f"{SLUG}/index.html", "feed.xml", "alle-leitfaeden.zip"} & set(files(small))


BREAKS: dict[str, tuple[Callable[[Workspace], None], str]] = {
    "acknowledgement gone from the PDF template": (
        lambda w: edit(w, "templates/typst/guide.typ", "funder.wording", '"Danke."'),
        f"dist/{SLUG}/{SLUG}.pdf",
    ),
    "acknowledgement gone from the web template": (
        lambda w: edit(w, "templates/html/guide.html.jinja", 'data-spot="title"', "hidden"),
        f"dist/{SLUG}/{SLUG}.html",
    ),
    "picture that is not there": (
        lambda w: edit(w, GUIDE, "images/haus.png", "images/huas.png"),
        f"{GUIDE}:25",
    ),
    "picture without alternative text": (
        lambda w: edit(w, GUIDE, "![Zwei Häuser am Fluss, dazwischen eine Brücke]", "![]"),
        f"{GUIDE}:25",
    ),
    "unknown key": (lambda w: edit(w, GUIDE, "effort:", "efort:"), f"{GUIDE}:10"),
    "unknown section": (lambda w: edit(w, GUIDE, "{#pitfalls}", "{#pitfals}"), f"{GUIDE}:42"),
    "bad YAML": (lambda w: edit(w, GUIDE, "version: ", "version: : "), f"{GUIDE}:4"),
    "unknown funder": (lambda w: edit(w, GUIDE, "[fonds-soziokultur", "[fond-soziokultur"), GUIDE),
    "guide that is a folder": (
        lambda w: ((w.root / GUIDE).unlink(), (w.root / GUIDE).mkdir())[1],
        GUIDE,
    ),
    "broken picture": (
        lambda w: (w.root / f"guides/{SLUG}/images/haus.png").write_bytes(b"\x89PNG nichts") and None,
        f"guides/{SLUG}/images/haus.png",
    ),
    "template of the catalogue broken": (
        lambda w: edit(w, "templates/html/guide.html.jinja", "{{", "{{ nirgends }}{{"),
        "templates/html/guide.html.jinja",
    ),
    "programme broken": (
        lambda w: edit(w, "guides/programme.yml", "date: 2024-02-29", "date: 2023-02-29"),
        "guides/programme.yml:8",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_mistake_stops_the_build_and_dist_stays_as_it_was(small: Workspace, name: str) -> None:
    """One message with place and hint; the old files are whole."""
    build(small)
    good = files(small)
    damage, place = BREAKS[name]
    damage(small)
    with pytest.raises(Trouble) as caught:
        build(small)
    assert any(problem.place.startswith(place) for problem in caught.value.problems), caught.value.problems
    assert files(small) == good


def test_a_template_that_typst_rejects_names_the_guide(small: Workspace) -> None:
    """A tool's failure says which file it failed on."""
    build(small)
    good = files(small)
    edit(small, "templates/typst/guide.typ", "#let ink", "#let ink ink")
    with pytest.raises(ToolFailure, match=SLUG):
        build(small)
    assert files(small) == good


@pytest.mark.slow
def test_a_guide_that_hangs_fails_alone_and_is_named(small: Workspace) -> None:
    """All others are made; its files stay as they were until it is mended."""
    second = "guides/zweiter"
    shutil.copytree(small.root / f"guides/{SLUG}", small.root / second)
    edit(small, f"{second}/guide.md", "title: HowToMake", "title: HowToMake noch einmal")
    build(small)
    before = files(small)
    edit(small, f"{second}/guide.md", "{#summary}", "{#summary}\n\n" + LONG)
    edit(small, GUIDE, "Raum buchen", "Raum bald buchen")
    with pytest.raises(ToolFailure, match=f"{second}/guide.md") as caught:
        build(small, how=How(seconds=6))
    assert "seconds" in str(caught.value)
    after = files(small)
    assert {name: one for name, one in after.items() if name.startswith("zweiter/")} == {
        name: one for name, one in before.items() if name.startswith("zweiter/")
    }
    assert after[f"{SLUG}/{SLUG}.pdf"] != before[f"{SLUG}/{SLUG}.pdf"]
    assert not [*small.cache.glob("stage/*")]
    edit(small, f"{second}/guide.md", LONG, "Wieder gut.")
    assert len(build(small).made) == len(FORMATS)


def test_the_same_input_gives_the_same_bytes_on_any_path_and_with_any_number_of_jobs(
    small: Workspace, tmp_path: Path
) -> None:
    """Place, time zone and order of work leave no trace."""
    import shutil

    other = Workspace((tmp_path / "an einem anderen Ort").resolve())
    shutil.copytree(small.root, other.root)
    build(small, how=How(jobs=1))
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LANG": "C", "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "pipeline", "build", "--jobs", "3"],
        cwd=other.root, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    assert files(small) == files(other)


def test_the_clock_of_the_environment_is_honoured(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH is the time the files carry."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    build(small, to=["docx"])
    core = zipfile.ZipFile(small.dist / SLUG / f"{SLUG}.docx").read("docProps/core.xml").decode()
    assert "1970-01-02T00:00:00Z" in core


def test_one_format_alone_leaves_no_stale_others(small: Workspace) -> None:
    """After a change, `--to pdf` makes the PDF and takes away what no longer fits."""
    build(small)
    edit(small, GUIDE, "Licht an", "Lampe an")
    build(small, to=["pdf"])
    assert f"{SLUG}/{SLUG}.pdf" in files(small)
    assert f"{SLUG}/{SLUG}.docx" not in files(small)
    assert len(build(small).made) == len(FORMATS) - 1


SHEET = f"{SLUG}/{SLUG}-checkliste.pdf"
LIST = "## Checkliste {#checklist}\n\n- [ ] Schlüssel holen\n- [x] Raum buchen\n"


def test_a_checklist_is_a_sheet_of_its_own(small: Workspace) -> None:
    """It is in the catalogue, its data, the record and the sums, and `verify` knows what it promises."""
    build(small)
    data = json.loads((small.dist / "catalogue.json").read_text("utf-8"))
    (sheet,) = [file for file in data["guides"][0]["files"] if file["format"] == "checklist"]
    assert (sheet["path"], sheet["pages"]) == (SHEET, 1)
    page = (small.dist / SLUG / "index.html").read_text("utf-8")
    assert f'href="../{SHEET}"><span><strong>Checkliste (PDF)</strong>' in page
    record = json.loads((small.dist / SLUG / f"{SLUG}.conformance.json").read_text("utf-8"))
    (checked,) = [file for file in record["files"] if file["path"] == SHEET]
    assert {check["id"] for check in checked["checks"]} == {
        "title-language", "access", "claims", "readable", "length", "fields", "sections", "verbatim",
        "acknowledgement", "private",
    }  # fmt: skip
    assert f"  {SHEET}\n" in (small.dist / "SHA256SUMS").read_text("utf-8")
    assert verify(small) == (len(FORMATS), [])
    whole = small.dist / SLUG / f"{SLUG}.pdf"
    (small.dist / SHEET).write_bytes(whole.read_bytes())
    assert any("Title" in problem.message for problem in verify(small)[1])


def test_a_guide_that_loses_its_checklist_loses_the_sheet(small: Workspace) -> None:
    """Without boxes there is none, nothing is done about it again, and it comes back with them."""
    build(small)
    edit(small, GUIDE, LIST, LIST.replace("[ ] ", "").replace("[x] ", ""))
    report = build(small)
    assert report.removed == [SHEET]
    assert SHEET not in files(small)
    assert b"checkliste.pdf" not in (small.dist / SLUG / "index.html").read_bytes()
    before = {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")}
    again = build(small)
    assert (again.made, again.current) == ([], [SLUG])
    assert {path: path.stat().st_mtime_ns for path in small.dist.rglob("*")} == before
    edit(small, GUIDE, "- Schlüssel", "- [ ] Schlüssel")
    assert SHEET in build(small).made


def test_the_sheet_alone(small: Workspace) -> None:
    """A guide without a checklist has nothing to make then, and leaves nothing behind."""
    assert build(small, to=["checklist"]).made == [SHEET]
    edit(small, GUIDE, LIST, "")
    assert build(small, to=["checklist"]).removed == [SHEET]
    assert not (small.dist / SLUG).exists()
    assert build(small, to=["checklist"]).removed == []
    assert build(small, to=["pdf"]).made == [f"{SLUG}/{SLUG}.pdf"]


def test_a_checklist_that_is_too_long_is_said(small: Workspace) -> None:
    """The file is made all the same."""
    edit(small, GUIDE, LIST, LIST + "".join(f"- [ ] Punkt {number}\n" for number in range(150)))
    report = build(small)
    assert SHEET in report.made
    assert [problem.path for problem in report.warnings if "one page" in problem.message] == [f"dist/{SHEET}"]


def test_nothing_private_of_pictures_reaches_a_file(small: Workspace) -> None:
    """Artist and place of a photo are in no format."""
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x013B] = "Erika Geheim"
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "white").save(out, "JPEG", exif=exif)
    (small.root / f"guides/{SLUG}/images/foto.jpg").write_bytes(out.getvalue())
    edit(small, GUIDE, "images/haus.png", "images/foto.jpg")
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    seen = f"- {{picture: foto.jpg, sha256: {digest}, decision: no-people}}\n"
    (small.root / f"guides/{SLUG}/decisions.yml").write_text(seen, "utf-8")
    build(small)
    for path in small.dist.rglob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert not any(b"Erika" in archive.read(name) for name in archive.namelist())
    assert not any(b"Erika" in path.read_bytes() for path in small.dist.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "leak", ["Anrufen unter 030 23125 407, danke.", "Die Rede war von einer vertraulichen Sache am Fluss."]
)
def test_what_the_ledger_withholds_reaches_no_file(small: Workspace, leak: str) -> None:
    """A withheld passage or number that somebody typed into the guide stops the build, with its line."""
    row = {
        "id": "1", "source": "a.txt", "place": "Zeile 1", "kind": "paragraph", "fate": "withheld", "section": "",
        "text": "Die Rede war von einer vertraulichen Sache am Fluss." if "Rede" in leak else "Nuri, 030 23125 407",
        "by": "rule", "score": 1.0, "reasons": [], "suggestions": [],
    }  # fmt: skip
    (small.guide_folder(SLUG) / "ledger.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert len(build(small).made) == len(FORMATS)
    good = files(small)
    edit(small, GUIDE, "Licht aus.", leak)
    with pytest.raises(Trouble) as caught:
        build(small)
    assert [problem.place for problem in caught.value.problems] == [f"{GUIDE}:40"]
    assert files(small) == good


def test_two_builds_do_not_mix(small: Workspace) -> None:
    """The second one says that the first is running."""
    from pipeline.workspace import lock

    with lock.held(small), pytest.raises(Trouble, match=r"Another build|Ein anderer"):
        build(small)
    assert len(build(small).made) == len(FORMATS)


def test_a_build_that_waited_for_another_looks_again(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another has published between the look and the lock is not written over with what was before."""
    from pipeline.workspace import lock

    build(small, to=["html"])
    edit(small, GUIDE, "Raum buchen", "Raum bald buchen")
    held = lock.held

    def late(workspace: Workspace) -> contextlib.AbstractContextManager[None]:
        monkeypatch.setattr(lock, "held", held)
        build(workspace, to=["html", "docx"])
        return held(workspace)

    monkeypatch.setattr(lock, "held", late)
    assert build(small, to=["html", "docx"]).made == []
    monkeypatch.undo()
    listed = (small.dist / "SHA256SUMS").read_text("utf-8").splitlines()
    made = files(small)
    assert {line[66:]: line[:64] for line in listed} == {n: s for n, s in made.items() if n != "SHA256SUMS"}
    assert build(small, to=["html", "docx"]).made == []


def test_what_a_killed_build_left_is_swept_away(small: Workspace) -> None:
    """Half-written files do not gather."""
    build(small)
    litter = small.dist / SLUG / ".x.pdf.0123abcd"
    litter.write_bytes(b"halb")
    build(small, force=True)
    assert not litter.exists()


def test_a_folder_that_cannot_be_written_is_said(small: Workspace) -> None:
    """Where dist/ is a file by mistake there is one sentence with the path."""
    small.dist.write_text("kein Ordner")
    with pytest.raises(Trouble) as caught:
        build(small)
    assert "dist" in caught.value.problems[0].path
    assert small.dist.read_text() == "kein Ordner"
