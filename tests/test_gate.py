"""The gate: what nobody has decided about is named, covered in drafts, and let out by no one."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from pipeline import checking
from pipeline.build import build
from pipeline.formats import FORMATS
from pipeline.model.problem import Problem, Severity, Topic, Trouble
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
SLUG = "kleiner-leitfaden"
GUIDE = f"guides/{SLUG}/guide.md"


def edit(workspace: Workspace, old: str, new: str) -> None:
    """Replace words in the guide."""
    file = workspace.root / GUIDE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def decide(workspace: Workspace, line: str, slug: str = SLUG) -> None:
    """Put a line at the end of decisions.yml."""
    with (workspace.guide_folder(slug) / "decisions.yml").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def found(workspace: Workspace) -> list[Problem]:
    """Return what `check` says about people."""
    return [one for one in checking.check(workspace, [SLUG]) if one.topic is Topic.PRIVACY]


def everything(workspace: Workspace) -> str:
    """Return all that is in dist/: texts, metadata, every part of every archive, pictures as they are."""
    pieces = []
    for path in sorted(workspace.dist.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        pieces.append(data.decode("latin-1") if path.suffix == ".pdf" else data.decode("utf-8", "replace"))
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(data)
            pieces += [page.get_textpage().get_text_range() for page in document]
            pieces.append(json.dumps(document.get_metadata_dict()))
        if path.suffix in {".docx", ".epub"}:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                pieces += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(pieces)


NAMES = "Nach dem Plan von Aylin Demirkol geht das Licht aus."


def test_a_published_guide_stops_at_what_is_undecided(small: Workspace) -> None:
    """Place, kind, certainty, reason, and the lines to paste; dist/ stays as it was."""
    build(small)
    edit(small, "Licht aus.", NAMES)
    (problem,) = found(small)
    assert problem.place == f"{GUIDE}:40"
    assert problem.severity is Severity.ERROR
    assert "Aylin Demirkol" in problem.message
    assert f'{{find: "Aylin Demirkol", decision: "remove"}}' in problem.hint  # noqa: F541
    before = hash(everything(small))
    with pytest.raises(Trouble):
        build(small)
    assert hash(everything(small)) == before


@pytest.mark.parametrize("status", ["released", "review"])
def test_a_pasted_line_lets_it_pass(small: Workspace, status: str) -> None:
    """Consent and „not personal“ release; then the guide is made and stands in the catalogue."""
    edit(small, "status: released", f"status: {status}")
    edit(small, "Licht aus.", NAMES)
    line = next(line for line in found(small)[0].hint.splitlines() if "not-personal" in line)
    decide(small, line)
    assert found(small) == []
    assert len(build(small).made) == len(FORMATS)
    assert SLUG in (small.dist / "catalogue.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('- {find: "Aylin Demirkol", decision: remove}', "Aylin Demirkol"),
        ('- {find: "Aylin Demirkol", decision: role, instead: die Beleuchterin}', "die Beleuchterin"),
    ],
)
def test_what_is_to_go_has_to_go(small: Workspace, line: str, said: str) -> None:
    """A decision against a name is no permission to leave it there."""
    edit(small, "Licht aus.", NAMES)
    decide(small, line)
    (problem,) = found(small)
    assert said in f"{problem.message} {problem.hint}"
    with pytest.raises(Trouble):
        build(small)


def test_a_draft_is_made_with_covered_places_and_says_so(small: Workspace) -> None:
    """Title page, text and a box; the name is in no file, in no format; the catalogue does not know it."""
    edit(small, "status: released", "status: draft")
    edit(small, "Licht aus.", f"{NAMES} Mail: [Mail](mailto:aylin.demirkol@post.example), 0171 3920014.")
    edit(small, "authors: [Redaktion Beispiel]", "authors: [Aylin Demirkol]")
    assert {one.severity for one in found(small)} == {Severity.WARNING}
    report = build(small)
    assert len(report.made) == len(FORMATS)
    assert any(one.topic is Topic.PRIVACY for one in report.warnings)
    text = everything(small)
    for secret in ("Demirkol", "demirkol@", "aylin.demirkol", "3920014"):
        assert secret not in text
    page = (small.dist / SLUG / f"{SLUG}.html").read_text("utf-8")
    assert "[Name?]" in page or "[name?]" in page
    assert re.search(r'class="badge">[^<]*–', page)
    assert "howtomake check" in page


def test_the_address_of_a_covered_heading_says_nothing(small: Workspace) -> None:
    """Neither in bookmarks nor in the contents; links to it lead there still."""
    edit(small, "status: released", "status: draft")
    edit(small, "### Aufhören\n", "### Idee von @zirzirwor\n\n[Siehe oben](#idee-von-zirzirwor)\n")
    build(small)
    assert "zirzirwor" not in everything(small)
    assert '<a href="#verdeckt-1">' in everything(small)


def test_a_picture_nobody_has_looked_at_is_not_shown(small: Workspace) -> None:
    """Drafts leave it out; others stop; the pasted line lets this very picture pass."""
    (small.guide_folder(SLUG) / "decisions.yml").unlink()
    (problem,) = found(small)
    assert (problem.place, problem.severity) == (f"{GUIDE}:25", Severity.ERROR)
    with pytest.raises(Trouble):
        build(small)
    edit(small, "status: released", "status: draft")
    build(small, to=["html"])
    page = (small.dist / SLUG / f"{SLUG}.html").read_text("utf-8")
    assert "Zwei Häuser am Fluss" not in page
    decide(small, problem.hint.splitlines()[1])
    assert found(small) == []
    build(small, to=["html"])
    assert "Zwei Häuser am Fluss" in (small.dist / SLUG / f"{SLUG}.html").read_text("utf-8")


def test_a_picture_that_was_swapped_is_asked_about_again(small: Workspace) -> None:
    """The decision is about the bytes, not about the name."""
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(out, "PNG")
    (small.guide_folder(SLUG) / "images" / "haus.png").write_bytes(out.getvalue())
    (problem,) = found(small)
    assert "haus.png" in problem.message
    assert "sha256" in problem.hint
    with pytest.raises(Trouble):
        build(small)


def test_a_picture_to_be_left_out_must_not_stand_there(small: Workspace) -> None:
    """Whoever decides so has to take it out of the text."""
    file = small.guide_folder(SLUG) / "decisions.yml"
    file.write_text(file.read_text("utf-8").replace("no-people", "leave-out"), "utf-8")
    assert len(found(small)) == 1
    with pytest.raises(Trouble):
        build(small)


def withhold(workspace: Workspace, text: str, **other: str) -> None:
    """Put a passage into the ledger that was kept back."""
    row = {
        "id": "1", "source": "pad.md", "place": "Zeile 3", "text": text, "kind": "paragraph", "fate": "withheld",
        "section": "", "by": "rule", "score": 1.0, "reasons": [], "suggestions": [], **other,
    }  # fmt: skip
    (workspace.guide_folder(SLUG) / "ledger.jsonl").write_text(
        json.dumps(row, ensure_ascii=False) + "\n", "utf-8"
    )


def test_what_notes_keep_back_is_named_with_its_source(small: Workspace) -> None:
    """A whole passage that somebody wrote into the guide; a decision about the passage lets it pass."""
    withhold(small, "Die Stadt kürzt den Zuschuss im nächsten Jahr um die Hälfte.")
    edit(small, "Licht aus.", "Die Stadt kürzt den Zuschuss\nim nächsten Jahr um die Hälfte.")
    (problem,) = found(small)
    assert problem.place == f"{GUIDE}:40"
    assert "pad.md, Zeile 3" in problem.message
    line = problem.hint.splitlines()[1]
    decide(small, re.sub(r'section: "[^"]*"', "section: tips", line))
    assert found(small) == []


@pytest.mark.parametrize(
    "words", ["Wolf im Schafspelz", "der Wolf", "Wolfgang-Borchert-Weg", "Zeche Lindqvist"]
)
def test_ordinary_words_are_no_alarm(small: Workspace, words: str) -> None:
    """Wolf Lindqvist was there; a wolf, a street and a pit are something else."""
    withhold(small, "Anwesend: Wolf Lindqvist, Ada", section="attendance")
    edit(small, "Licht aus.", f"Das Stück heißt „{words}“.")
    build(small)
    edit(small, words, "Lindqvist fragt")
    assert found(small)


def test_the_guide_alone_is_searched_where_nothing_else_is_there(small: Workspace) -> None:
    """Without ledger, lists and decisions the same words are found."""
    edit(small, "Licht aus.", NAMES)
    before = [(one.place, one.message) for one in found(small)]
    (small.guide_folder(SLUG) / "decisions.yml").unlink()
    assert before[0] in [(one.place, one.message) for one in found(small)]


def test_people_of_a_list_are_looked_out_for(small: Workspace) -> None:
    """people.txt and `people:` close what no rule can know."""
    edit(small, "Licht aus.", "Fritte macht das Licht aus, Bömmel die Tür zu.")
    assert found(small) == []
    (small.guide_folder(SLUG) / "people.txt").write_text("Fritte\n", "utf-8")
    assert len(found(small)) == 1
    decide(small, "- people: [Bömmel]")
    assert len(found(small)) == 2


def test_the_programme_is_looked_through(small: Workspace) -> None:
    """It is printed in the catalogue; its decisions stand beside it."""
    file = small.root / "guides" / "programme.yml"
    file.write_text(
        file.read_text("utf-8").replace("Trifft sich manchmal.", "Fragt Aylin Demirkol."), "utf-8"
    )
    problems = [one for one in checking.check(small) if one.topic is Topic.PRIVACY]
    assert [one.place for one in problems] == ["guides/programme.yml:6"]
    with pytest.raises(Trouble):
        build(small)
    decide(small, next(line for line in problems[0].hint.splitlines() if "not-personal" in line), slug="")
    assert len(build(small).made) == len(FORMATS)


def test_the_catalogue_is_searched_for_what_guides_keep_back(small: Workspace) -> None:
    """A name that one guide keeps back stands in the programme: nothing is published until it is decided."""
    file = small.root / "guides" / "programme.yml"
    file.write_text(
        file.read_text("utf-8").replace("Trifft sich manchmal.", "Dank an Zyranthe Quo."), "utf-8"
    )
    (small.guide_folder(SLUG) / "people.txt").write_text("Zyranthe Quo\n", "utf-8")
    with pytest.raises(Trouble) as caught:
        build(small)
    assert {one.path for one in caught.value.problems} == {"dist/index.html", "dist/catalogue.json"}
    assert list(small.dist.glob("**/*.pdf")) == []
    (small.guide_folder(SLUG) / "people.txt").unlink()
    assert len(build(small).made) == len(FORMATS)


@pytest.mark.slow
def test_check_says_what_it_cannot_do(small: Workspace) -> None:
    """Once, below the findings; the exit code follows the status; lines to paste stand alone on their line."""
    edit(small, "Licht aus.", f"{NAMES} {NAMES}")

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline", "check", SLUG],
            cwd=small.root, env={"PYTHONPATH": str(ROOT), "LANGUAGE": "en", "PATH": ""},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    published = check()
    assert published.returncode == 1
    assert published.stdout.count("replaces no reading") == 1
    assert '\n- {find: "Aylin Demirkol", decision: "remove"}\n' in published.stdout
    edit(small, "status: released", "status: draft")
    assert check().returncode == 0


def test_our_own_guides_are_decided() -> None:
    """The guides of this collection have no open question about people; their pictures were looked at."""
    problems = checking.check(Workspace(ROOT))
    assert [one for one in problems if one.topic is Topic.PRIVACY] == []
