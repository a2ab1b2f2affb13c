"""What all tests share: the judges, and the guides built once a session."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from judges import browser as browsers
from judges import epub, nu, office, ooxml, pdfua
from judges.need import need

from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
Judge = Callable[..., list[str]]


@pytest.fixture(scope="session")
def verapdf() -> Judge:
    """Return `verapdf(pdf, flavours=None)`: failures for every claimed standard."""
    need("java", hint="apt install default-jre-headless")
    from judges import verapdf as engine

    return engine.failures


@pytest.fixture(scope="session")
def claimed() -> Judge:
    """Return `claimed(pdf)`: the standards veraPDF sees claimed, `ua1`, `2a`."""
    need("java", hint="apt install default-jre-headless")
    from judges import verapdf as engine

    return engine.claimed


@pytest.fixture(scope="session")
def pdfua_rules() -> Judge:
    """Return `pdfua_rules(pdf, lang="de")`: broken rules of our own."""
    return pdfua.rules


@pytest.fixture(scope="session")
def nu_messages() -> Judge:
    """Return `nu_messages(html)`: errors and warnings of the Nu checker."""
    return nu.messages


@pytest.fixture(scope="session")
def epubcheck_messages() -> Judge:
    """Return `epubcheck_messages(epub)`: errors and warnings of the W3C's checker."""
    return epub.messages


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return the machine's Chromium under Playwright, one a worker."""
    with browsers.launched() as browser:
        yield browser


@pytest.fixture
def axe_violations(chromium: Any, tmp_path: Path) -> Judge:
    """Return `axe_violations(html or path, width=1280, scheme="light")`, with requests and script errors."""

    def judge(html: bytes | Path, width: int = 1280, scheme: str = "light") -> list[str]:
        with browsers.opened(chromium, html, tmp_path, width=width, scheme=scheme) as page:
            return [*browsers.axe_violations(page), *page.complaints]

    return judge


@pytest.fixture
def overflow(chromium: Any, tmp_path: Path) -> Callable[..., int]:
    """Return `overflow(html or path, width=320)`: CSS pixels by which the page is too wide."""

    def judge(html: bytes | Path, width: int = 320) -> int:
        with browsers.opened(chromium, html, tmp_path, width=width) as page:
            return browsers.overflow(page)

    return judge


@pytest.fixture(scope="session")
def libreoffice_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], str]:
    """Return `libreoffice_text(docx)`: the text a second reader finds."""
    folder = tmp_path_factory.mktemp("libreoffice")
    return lambda docx: office.text(docx, folder)


@pytest.fixture
def ooxml_errors(tmp_path: Path) -> Judge:
    """Return `ooxml_errors(docx)`: errors of the Open XML SDK."""
    return lambda docx: ooxml.errors(docx, tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the dist/ of the repository's guides, built by the real program, once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    workspace = shared / "repository"
    with _alone(shared / "build.lock"):
        if not (shared / "build.done").exists():
            _build(workspace)
            (shared / "build.done").touch()
    return workspace / "dist"


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """Return a workspace of one small guide in which everything occurs once; a test may break it."""
    root = tmp_path / "workspace"
    shutil.copytree(ROOT / "tests" / "workspaces" / "small", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    return Workspace(root.resolve())


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return the program, run in this process, in English; its exit code comes back."""
    from pipeline.cli.main import main

    monkeypatch.setenv("LANGUAGE", "en")

    def run(*words: str) -> int:
        try:
            main(words)
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return run


@contextlib.contextmanager
def _alone(lock: Path, seconds: float = 600) -> Iterator[None]:
    """Let one worker at a time in; a folder is made by one process only, on every system."""
    until = time.monotonic() + seconds
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError:
            assert time.monotonic() < until, f"{lock} is held by another worker for too long"
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.rmdir()


def _build(workspace: Path) -> None:
    shutil.rmtree(workspace, ignore_errors=True)
    for name in ("guides", "templates"):
        shutil.copytree(ROOT / name, workspace / name)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "de"}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "build"],
        cwd=workspace, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"the build of our own guides failed:\n{done.stdout}\n{done.stderr}"
