"""Stylesheet: pages from templates, and the brand as CSS with its fonts in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.guide import yamltext
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble

if TYPE_CHECKING:
    from jinja2 import Environment

BRAND = "brand.yml"

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def fill(kit: Mapping[str, bytes], name: str, values: Mapping[str, Any]) -> str:
    """Fill a template; values are escaped, unknown names are problems, and Python is out of its reach.

    Raises:
        Trouble: the template is missing or wrong; its file and line are named.
    """
    import jinja2

    try:
        return _templates(kit).get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise Trouble.at(
            f"templates/{error.name}", _("The file is not there."), _("Take it anew from `howtomake init`.")
        ) from error
    except jinja2.TemplateSyntaxError as error:
        raise Trouble.at(f"templates/{error.name or name}", str(error.message), line=error.lineno) from error
    except jinja2.TemplateError as error:
        raise Trouble.at(f"templates/{name}", str(error)) from error
    except UnicodeDecodeError as error:
        raise Trouble.at(f"templates/{name}", _("The file is not in UTF-8.")) from error


def _templates(kit: Mapping[str, bytes]) -> Environment:
    """Return the environment of these templates; a build fills each of them many times."""
    return _environment(tuple(sorted((name, kit[name]) for name in kit if name.endswith(".jinja"))))


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, bytes], ...]) -> Environment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    sources = dict(templates)

    def source(name: str) -> str | None:
        return sources[name].decode("utf-8-sig") if name in sources else None

    return ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(source),
        autoescape=lambda name: not (name or "").endswith(".css.jinja"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def read_brand(kit: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Return brand.yml, for pages that belong to no guide."""
    if BRAND not in kit:
        raise Trouble.at(
            f"templates/{BRAND}", _("The file is not there."), _("Take it anew from `howtomake init`.")
        )
    value, _lines = yamltext.load_mapping(kit[BRAND].decode("utf-8-sig"), f"templates/{BRAND}")
    return value


def css(
    kit: Mapping[str, bytes], name: str, brand: Mapping[str, Any], faces: Collection[str], **values: Any
) -> str:
    """Return the stylesheet `name` with the brand's colours and the fonts of `faces` (`text 400 normal`)."""
    wanted = _("`{key}`: expected a colour like #1d1a2b, got “{got}”.")
    problems = [
        Problem(f"templates/{BRAND}", 0, wanted.format(key=key, got=value))
        for part in ("colours", "dark")
        for key, value in brand[part].items()
        if not _COLOUR.fullmatch(str(value))
    ]
    if problems:
        raise Trouble(problems)
    fonts = _faces(kit, brand["fonts"], faces)
    text, display = string(brand["fonts"]["text"]), string(brand["fonts"]["display"])
    given = {"brand": brand, "fonts": fonts, "text": text, "display": display, **values}
    sheet = fill(kit, name, given)
    if "</" in sheet:
        raise Trouble.at(f"templates/{name}", _("`</` in a stylesheet would end it."))
    lines = (line.strip() for line in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).splitlines())
    return "\n".join(line for line in lines if line)


def longest(kit: Mapping[str, bytes], brand: Mapping[str, Any], text: str) -> float:
    """Return the width of the longest word in the display type, as a multiple of the type's size.

    German compounds decide how large a title may be: `Öffentlichkeitsarbeit` takes ten times its size.
    """
    from PIL import ImageFont

    heavy = max(
        (face for face in brand["fonts"]["files"] if face["family"] == "display"),
        key=lambda face: int(face["weight"]),
    )
    font = ImageFont.truetype(io.BytesIO(typeface(kit, str(heavy["file"]))), 100)
    widths = [font.getlength(word) / 100 for word in re.split(r"\s+|(?<=-)", text) if word]
    return round(max([*widths, 4.0]), 2)


def string(text: str) -> str:
    """Return a text as a CSS string; a `<` in it could end the style element."""
    return (
        '"' + "".join(sign if sign.isalnum() or sign in " -_" else f"\\{ord(sign):x} " for sign in text) + '"'
    )


def icon(brand: Mapping[str, Any]) -> str:
    """Return the three dots of the series as the address of an icon, without its `data:image/svg+xml,`."""
    dots = "".join(
        f'<circle cx="{at}" cy="16" r="4.5" fill="{brand["colours"][name]}"/>'
        for at, name in ((5, "sun"), (16, "violet"), (27, "teal"))
    )
    back = f'<rect width="32" height="32" rx="5" fill="{brand["colours"]["coral"]}"/>'
    return quote(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{back}{dots}</svg>')


def policy(style: str, script: str = "", *, beside: bool = False) -> str:
    """Return the Content-Security-Policy that allows these two texts and nothing else (by their hashes).

    With `beside` also the styles and scripts that lie beside the page; `'self'` is nobody to a page from a
    disk in some browsers, so `file:` is named as well, which no page from the web can load.
    """
    near = " 'self' file:" if beside else ""
    parts = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:", "font-src data:"]
    parts.append(f"style-src 'sha256-{_sha256(style)}'{near}")
    if script or beside:
        parts.append("script-src" + (f" 'sha256-{_sha256(script)}'" if script else "") + near)
    return "; ".join(parts)


def data(value: Any) -> str:
    """Return a value as JSON that is safe inside a script element (no `<`, no `&`, no line separators)."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _faces(
    kit: Mapping[str, bytes], fonts: Mapping[str, Any], wanted: Collection[str]
) -> list[dict[str, Any]]:
    """Return the wanted faces for `@font-face`, each with its file in base64."""
    try:
        return [
            {
                "family": string(fonts[face["family"]]),
                "weight": int(face["weight"]),
                "style": "italic" if face["style"] == "italic" else "normal",
                "data": _base64(typeface(kit, str(face["file"]))),
            }
            for face in fonts["files"]
            if f"{face['family']} {face['weight']} {face['style']}" in wanted
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise Trouble.at(
            f"templates/{BRAND}",
            _("`fonts: files:` is incomplete: {what}.").format(what=error),
            _("Each font needs file, family, weight and style."),
        ) from error


def typeface(kit: Mapping[str, bytes], file: str) -> bytes:
    """Return a font of templates/fonts/.

    Raises:
        Trouble: it is not there.
    """
    try:
        return kit[f"fonts/{file}"]
    except KeyError as error:
        raise Trouble.at(
            f"templates/{BRAND}",
            _("The font {file} is not in templates/fonts/.").format(file=file),
            _("Put it there, or take it out of `fonts: files:`."),
        ) from error


@lru_cache(maxsize=16)
def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
