"""Documents for the tests of the formats, assembled by the real reader from Markdown."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from pipeline.guide import source, yamltext
from pipeline.guide.funders import parse_funder
from pipeline.model.document import Document
from pipeline.render import picture, reader
from pipeline.render.assemble import assemble

TEMPLATES = Path(__file__).parents[2] / "templates"
FUNDER = "fonds-soziokultur-neustart-kultur"

HEAD = {
    "title": "HowToMake … kleiner Leitfaden",
    "subtitle": "Alles, was vorkommen kann",
    "version": '"1.0"',
    "date": "2024-03-01",
    "status": "review",
    "summary": "Ein Leitfaden, in dem alles einmal vorkommt.",
    "keywords": "[Test, Beispiel]",
    "audience": "Teilnehmer*innen und Leiter*innen",
    "effort": "eine Stunde",
    "funders": f"[{FUNDER}]",
    "authors": "[Redaktion Beispiel]",
    "contact": "Geschäftsstelle",
}
BARE = dict.fromkeys(
    ("subtitle", "summary", "audience", "effort", "funders", "authors", "contact", "keywords")
)
"""Changes to HEAD that leave nothing but title, version, date and status."""
BODY = (
    (Path(__file__).parents[1] / "workspaces/small/guides/kleiner-leitfaden/guide.md")
    .read_text("utf-8")
    .split("---\n", 2)[2]
)


@cache
def kit() -> dict[str, bytes]:
    """Return the templates of the repository."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
        for path in TEMPLATES.rglob("*")
        if path.is_file()
    }


def drawing(size: tuple[int, int] = (320, 160)) -> tuple[str, bytes]:
    """Return a cleaned picture."""
    image = Image.new("RGB", size, "#fbf4e9")
    ImageDraw.Draw(image).rectangle((20, 20, 120, 120), fill="#4d2f87")
    out = io.BytesIO()
    image.save(out, "PNG")
    return picture.clean(out.getvalue())


def document(body: str = BODY, *, catalogue: str = "", **head: str | None) -> Document:
    """Assemble a guide; keys of its front matter may be changed, None takes one away.

    With the address of a catalogue its imprint has a QR code.
    """
    values = {key: value for key, value in (HEAD | head).items() if value is not None}
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n" + body
    guide = source.parse(text, "kleiner-leitfaden", "guides/kleiner-leitfaden/guide.md")
    brand: Any = yamltext.load_mapping(kit()["brand.yml"].decode(), "templates/brand.yml")[0]
    name = f"templates/funders/{FUNDER}.yml"
    profile = parse_funder(kit()[f"funders/{FUNDER}.yml"].decode(), name)
    return assemble(
        reader.read(guide),
        pictures={"images/haus.png": drawing()},
        funders=[profile for _name in guide.front.funders],
        workshop=None,
        brand={**brand, "catalogue": catalogue},
    )
