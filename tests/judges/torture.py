"""Torture: a guide that holds everything guide.md may hold, in any brand, with and without logos."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[2]
WORKSPACE = ROOT / "tests" / "workspaces" / "torture"
SLUG = "alles-auf-einmal"
GUIDE = WORKSPACE / "guides" / SLUG / "guide.md"

PICTURES = {
    "haeuser": (900, 500),
    "schmuck": (600, 60),
    "breit": (2800, 160),
    "hoch": (220, 1700),
    "plan": (640, 480),
}
"""Pictures of the guide, in pixels: very wide and very tall ones among them."""
LOGOS = {"breit.png": (600, 160), "hoch.png": (160, 400), "trust.jpg": (500, 250)}
"""Drawn here; a logo of a real funder stands nowhere in the tests."""
THEIRS = (
    "--brand",
    "Kulturbund Musterland e. V.",
    "--website",
    "https://example.org/",
    "--colour",
    "#0a7c5a",
)
"""What `init` is told when another association starts."""


def build(root: Path, *, brand: tuple[str, ...] = (), logos: bool = False) -> tuple[Path, str]:
    """Start a workspace with the real commands, build the guide there; return dist/ and what was said."""
    run(root, "init", ".", *brand)
    shutil.copytree(WORKSPACE, root, dirs_exist_ok=True)
    folder = root / "guides" / SLUG
    pictures = {f"{name}.png": drawn(*size) for name, size in PICTURES.items()}
    _write(folder / "images", pictures)
    if logos:
        _write(
            root / "templates/funders/logos",
            {
                name: drawn(*size, kind="JPEG" if name.endswith("jpg") else "PNG")
                for name, size in LOGOS.items()
            },
        )
    with (folder / "decisions.yml").open("a", encoding="utf-8") as file:
        file.writelines(
            f"- {{picture: {name}, sha256: {hashlib.sha256(data).hexdigest()}, decision: no-people, by: Redaktion}}\n"
            for name, data in pictures.items()
        )
    return root / "dist", run(root, "build")


def drawn(width: int, height: int, kind: str = "PNG") -> bytes:
    """Return a picture that shows when it is distorted or cut: stripes, a frame, a circle."""
    image = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(image)
    colours = ("#fbf4e9", "#ffc845", "#ff6244", "#e3f1ee", "#0c5f61", "#efeaf7", "#4d2f87")
    across = width > height
    for number, colour in enumerate(colours):
        low, high = (round((width if across else height) * (number + side) / 7) for side in (0, 1))
        draw.rectangle((low, 0, high, height) if across else (0, low, width, high), fill=colour)
    least = min(width, height)
    draw.ellipse(
        (
            (width - least) / 2 + 8,
            (height - least) / 2 + 8,
            (width + least) / 2 - 8,
            (height + least) / 2 - 8,
        ),
        outline="#1d1a2b",
        width=6,
    )
    draw.rectangle((0, 0, width - 1, height - 1), outline="#1d1a2b", width=4)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def run(root: Path, *words: str) -> str:
    """Run a command in a workspace; return what it says beside its results."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{words} failed:\n{done.stdout}\n{done.stderr}"
    return done.stderr
