"""The wheel brings everything that `init` needs: it works away from a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the unpacked wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.slow
def test_a_workspace_made_from_the_wheel_builds(wheel: Path, tmp_path: Path) -> None:
    """init, new, build without the repository: templates, fonts, messages and Makefile are in the wheel."""
    environment = {**os.environ, "PYTHONPATH": str(wheel), "LANGUAGE": "de"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "import sys; from pipeline.cli import main; main(sys.argv[1:])", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "geschrieben" in run("init")
    run("new", "unser-thema", "--title", "unser Thema")
    assert "dist/unser-thema/unser-thema.pdf" in run("build")
    assert (tmp_path / "Makefile").is_file()
    assert "guides/*/notes/" in (tmp_path / ".gitignore").read_text("utf-8")
    assert not (wheel / "tests").exists()
    assert not (wheel / "pipeline" / "learning").exists()
