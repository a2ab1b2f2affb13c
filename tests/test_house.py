"""What stands in no file of the project."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_REGISTRIES = ["py" + "pi.org", "python" + "hosted", "npm" + "js.org", "deb." + "debian", "registry." + "npm"]


def tracked() -> list[Path]:
    """Return the files git knows, or all files of a source archive."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("word", [*_REGISTRIES, "/root" + "/", "/wo" + "rk/"])
def test_no_file_names_a_registry_or_a_path_of_a_machine(word: str) -> None:
    """Dependencies are named, never addressed; paths are relative."""
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.is_file() and word.encode() in path.read_bytes()
    ]
    assert guilty == []


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_every_dependency_is_pinned_with_a_hash(name: str) -> None:
    """Each requirement has one exact version and at least one SHA-256, and no address."""
    text = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.match(r"^[a-z0-9._-]+==[\w.]+( ; [^-]*)? +--hash=sha256:[0-9a-f]{64}", line), line[:80]
        assert "://" not in line


def test_every_recipe_is_one_line() -> None:
    """The Makefile is a menu."""
    recipes = re.findall(r"^[\w. /]+:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipes
    assert [recipe for recipe in recipes if recipe.count("\n") > 3] == []


def test_every_font_has_its_licence_beside_it() -> None:
    """No font travels without its licence."""
    fonts = ROOT / "templates" / "fonts"
    for font in fonts.glob("*.ttf"):
        assert (fonts / f"OFL-{font.stem.split('-')[0]}.txt").is_file(), font.name
