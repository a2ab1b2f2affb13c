"""Looking: what flows into a file decides whether it is made anew, nothing else does."""

import shutil

import pytest

from pipeline import formats, load, shelf
from pipeline.build import build
from pipeline.looking import _SHARED
from pipeline.workspace.folder import Workspace

SLUG = "kleiner-leitfaden"
FUNDER = "fonds-soziokultur-neustart-kultur"


def add(workspace: Workspace, path: str, text: str = "\n") -> None:
    """Add to a file of the workspace."""
    file = workspace.root / path
    file.write_text(file.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def two(small: Workspace) -> Workspace:
    """A workspace with a second guide that has another funder."""
    folder = small.root / "guides" / "zweiter"
    shutil.copytree(small.root / "guides" / SLUG, folder)
    funders = small.root / "templates" / "funders"
    shutil.copy(funders / f"{FUNDER}.yml", funders / "anderer.yml")
    guide = folder / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace(FUNDER, "anderer"), "utf-8")
    build(small, to=["html"])
    return small


def test_a_profile_concerns_its_guides_alone(two: Workspace) -> None:
    """A change of a funder's profile makes exactly the guides anew that name it."""
    add(two, "templates/funders/anderer.yml")
    assert build(two, to=["html"]).made == ["zweiter/zweiter.html"]
    add(two, f"templates/funders/{FUNDER}.yml")
    assert build(two, to=["html"]).made == [f"{SLUG}/{SLUG}.html"]


def test_the_programme_concerns_the_catalogue_and_the_guides_of_a_workshop(two: Workspace) -> None:
    """What it says of groups stands in the catalogue alone; what it says of a workshop, in its guides, too."""
    path = two.root / "guides" / "programme.yml"
    before = (two.dist / "index.html").read_bytes()
    text = path.read_text("utf-8").replace("Ein Programm für Tests.", "Ein neues Programm.")
    path.write_text(text, "utf-8")
    assert build(two, to=["html"]).made == []
    assert (two.dist / "index.html").read_bytes() != before
    path.write_text(text.replace("12 Personen", "13 Personen"), "utf-8")
    assert len(build(two, to=["html"]).made) == 2
    assert build(two, to=["html"]).made == []


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_format_takes_what_it_says_and_nothing_else(small: Workspace, name: str) -> None:
    """Without all other templates it has the same bytes: so they need not be looked at."""
    shared = shelf.load(small)
    guide, _problems = load.load(small.folder(SLUG), shared)
    assert guide
    part, made = guide.part(formats.FORMATS[name].part), formats.FORMATS[name]
    assert part
    kit = {path: data for path, data in shared.kit.items() if path.startswith(_SHARED + made.templates)}
    assert len(kit) < len(shared.kit)
    write = formats.writer(name).write
    whole = write(part.document, shared.kit, epoch=guide.epoch)
    assert write(part.document, kit, epoch=guide.epoch) == whole


def test_what_is_saved_while_it_is_built_is_made_next_time(small: Workspace) -> None:
    """A file counts as it was when the build began."""
    path = f"guides/{SLUG}/guide.md"
    saved = []

    def save(_event: object) -> None:
        if not saved:
            saved.append(path)
            add(small, path, "\nSpäter.\n")

    build(small, to=["html"], tell=save)
    build(small, to=["html"])
    assert "Später." in (small.dist / SLUG / f"{SLUG}.html").read_text("utf-8")
    assert build(small, to=["html"]).made == []
