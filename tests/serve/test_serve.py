"""Serve: a real server, a real browser, and visitors who have no business here."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
SLUG = "kleiner-leitfaden"
PATIENCE = 30.0


@dataclass
class Served:
    """A workspace that is being served."""

    root: Path
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Ask for something; `Host` may be another than ours."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(link):
            link.request(method, path, headers={"Connection": "close", **headers})
            with link.getresponse() as answer:
                return answer.status, answer.read()

    def edit(self, old: str, new: str) -> None:
        """Save a change in the guide, as an editor does."""
        file = self.root / "guides" / SLUG / "guide.md"
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture
def served(small: Workspace) -> Iterator[Served]:
    """Serve a copy of the small workspace until the test has ended."""
    root = small.root
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--port", str(port)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        made = Served(root, port)
        until(
            lambda: (root / "dist" / "SHA256SUMS").is_file() and (root / f"dist/{SLUG}/{SLUG}.epub").is_file()
        )
        yield made
    finally:
        process.terminate()
        process.wait(10)


def until(true) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
def test_a_saved_change_comes_into_the_open_page(served: Served, chromium):
    """The page loads anew by itself; a mistake is shown in it, and mending takes the note away."""
    page = chromium.new_page()
    try:
        page.goto(f"http://127.0.0.1:{served.port}/{SLUG}/{SLUG}.html")
        served.edit("Licht an", "Lampe hell")
        page.get_by_text("Lampe hell").wait_for(timeout=PATIENCE * 1000)
        served.edit("{#pitfalls}", "{#pitfals}")
        page.get_by_role("alert").wait_for(timeout=PATIENCE * 1000)
        assert "pitfals" in page.get_by_role("alert").text_content()
        assert page.get_by_text("Lampe hell").is_visible(), "the last good page stays"
        served.edit("{#pitfals}", "{#pitfalls}")
        page.get_by_role("alert").wait_for(state="detached", timeout=PATIENCE * 1000)
    finally:
        page.close()


@pytest.mark.slow
def test_only_this_machine_is_let_in(served: Served):
    """Foreign names and pages are refused, nothing outside dist/ is given away, nothing can be changed."""
    assert served.get("/")[0] == 200
    assert served.get("/", Host=f"boese.example:{served.port}")[0] == 403
    assert served.get("/", Origin="https://boese.example")[0] == 403
    assert (
        served.get("/", Origin=f"http://localhost:{served.port}", Host=f"localhost:{served.port}")[0] == 200
    )
    assert served.get("/", method="POST")[0] == 405
    for path in (
        "/../guides/programme.yml",
        "/%2e%2e/guides/programme.yml",
        "//etc/passwd",
        "/.lock",
        "/nichts",
    ):
        assert served.get(path)[0] == 404, path
    (served.root / "dist" / "draussen").symlink_to(served.root / "guides")
    assert served.get("/draussen/programme.yml")[0] == 404


@pytest.mark.slow
def test_the_files_themselves_stay_as_they_were_verified(served: Served):
    """The script is put into the page on the way; what lies in dist/ has none of it."""
    assert b"EventSource" in served.get("/")[1]
    assert b"EventSource" not in (served.root / "dist" / "index.html").read_bytes()
    assert served.get(f"/{SLUG}/{SLUG}.pdf")[1] == (served.root / f"dist/{SLUG}/{SLUG}.pdf").read_bytes()
