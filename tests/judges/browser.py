"""Browser: Chromium as a reader meets a page, and axe-core as its first critic."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from judges.need import need

ARGUMENTS = [
    "--no-sandbox",  # the tests run as root in containers; every page is offline and ours
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""Tags of axe's rules: everything WCAG 2.2 AA that a program can tell, and axe's own advice."""

_REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], input, select, button, summary, [tabindex='0']")];
  window.wanted = all.filter((one) => one.checkVisibility({ visibilityProperty: true }));
  return window.wanted.map((one) => one.outerHTML.slice(0, 80));
}"""
"""Numbers what a keyboard must reach, in the order of the page."""
_FOCUSED = """() => {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = here.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight;
  return [window.wanted.indexOf(here), shown && inside];
}"""
"""The number of what has the focus, and whether one sees that it has."""


@contextlib.contextmanager
def launched() -> Iterator[Any]:
    """Start the machine's Chromium; nothing is downloaded."""
    path = need("chromium", "chromium-browser", "google-chrome", hint="apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def opened(
    browser: Any, html: bytes | Path, folder: Path, *, width: int = 1280, scheme: str = "light", **more: Any
) -> Iterator[Any]:
    """Open a page from its file, offline; `page.complaints` lists requests and errors it should not make.

    A page that needs what lies beside it is given by its path; `more` goes to the browser's context.
    """
    file = html if isinstance(html, Path) else folder / "page.html"
    if isinstance(html, bytes):
        file.write_bytes(html)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="de-DE",
        offline=True,
        **more,
    )
    try:
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "request", lambda request: _outside(request.url) and complaints.append(f"requests {request.url}")
        )
        page.on("console", lambda said: said.type == "error" and complaints.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.complaints = complaints
        page.goto(file.as_uri(), wait_until="load")
        yield page
    finally:
        context.close()


def _outside(address: str) -> bool:
    return not address.startswith(("file:", "data:", "blob:", "about:"))


def axe_violations(page: Any) -> list[str]:
    """Return what axe objects to, one line an element; without `preload` it asks for no stylesheet by itself."""
    from axe_playwright_python.sync_playwright import Axe

    response = Axe().run(page, options={"runOnly": RULES, "preload": False}).response
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']} "
        f"at {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Any) -> int:
    """Return by how many CSS pixels the page is wider than the window (WCAG 1.4.10)."""
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def unreachable(page: Any) -> list[str]:
    """Walk through the page with Tab; return what is not reached, not in its order, or not seen to be reached."""
    wanted = page.evaluate(_REACHABLE)
    walked = []
    for _step in range(len(wanted) + 1):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(_FOCUSED))
    wrong = [
        f"{found}, visible: {visible}, at {wanted[at]}"
        for at, (found, visible) in enumerate(walked[:-1])
        if found != at or not visible
    ]
    return wrong if walked[-1][0] in {-1, 0} else [*wrong, "the walk ends in a trap"]
