"""Palette: the colours of a brand, whether they can be read over one another, and a set made from one."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.messages import _

LEAST = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""
PAIRS = (
    ("ink", "paper"), ("ink", "sand"), ("ink", "coral-light"), ("ink", "violet-light"),
    ("muted", "paper"), ("muted", "sand"), ("muted", "teal-light"),
    ("teal", "paper"), ("teal", "sand"), ("teal", "teal-light"),
    ("paper", "violet"), ("violet", "violet-light"), ("paper", "teal"),
    ("coral-dark", "paper"), ("coral-dark", "coral-light"), ("alert", "alert-light"), ("ink", "alert-light"),
)  # fmt: skip
"""Text and ground as the styles lay them over one another, light as well as dark."""
BRIGHT = ("coral", "sun")
"""Grounds that carry the light `ink` in both modes."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STEP = 0.01
_TOE = 0.04045
_ALERT = 0.025
"""The hue of warnings, whatever the brand: red with some orange."""


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours (`#1d1a2b`), from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(two)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _shares(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    """Return the light of one component (WCAG 2.2, relative luminance)."""
    return share / 12.92 if share <= _TOE else ((share + 0.055) / 1.055) ** 2.4


def _shares(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def is_colour(value: object) -> bool:
    """Tell whether a value is a colour as brands write it, `#1d1a2b`."""
    return bool(_COLOUR.fullmatch(str(value)))


def unreadable(brand: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key of each text colour that cannot be read, and what is wrong with it."""
    for mode in ("colours", "dark"):
        colours, light = brand[mode], brand["colours"]
        pairs = [(name, colours.get(name), ground, colours.get(ground)) for name, ground in PAIRS]
        pairs += [("ink", light.get("ink"), ground, colours.get(ground)) for ground in BRIGHT]
        for name, text, ground, under in pairs:
            if not (is_colour(text) and is_colour(under)):
                continue  # the pages say so themselves, with the key
            found = contrast(str(text), str(under))
            if found < LEAST:
                yield (
                    f"{mode}: {name}",
                    _("`{text}` on `{ground}` has a contrast of {found:.1f}:1; text needs {least}:1.").format(
                        text=f"{mode}: {name}", ground=ground, found=found, least=LEAST
                    ),
                )


def derive(main: str, accent: str = "") -> dict[str, dict[str, str]]:
    """Return `colours` and `dark` of a brand made from its colour, and a second one if it has any.

    Each text colour is moved along its lightness until it can be read on all its grounds.
    """
    hue = _hls(main)[0]
    second = accent or _colour((hue + 0.12) % 1, 0.66, 0.9)
    ink = _colour(hue, 0.11, 0.25)
    light = {
        "ink": ink,
        "paper": "#ffffff",
        "sand": _colour(hue, 0.965, 0.35),
        "line": _colour(hue, 0.82, 0.15),
        "coral": _until(main, [ink], +1),
        "sun": _until(second, [ink], +1),
        "coral-light": _colour(hue, 0.95, 0.6),
        "alert-light": _colour(_ALERT, 0.945, 0.85),
        "teal-light": _colour(_across(hue, 0.5), 0.93, 0.35),
        "violet-light": _colour(_across(hue, 0.72), 0.95, 0.4),
    }
    light["muted"] = _until(_colour(hue, 0.4, 0.1), [light["paper"], light["sand"], light["teal-light"]], -1)
    light["coral-dark"] = _until(main, [light["paper"], light["coral-light"]], -1)
    light["alert"] = _until(_colour(_ALERT, 0.4, 0.77), [light["paper"], light["alert-light"]], -1)
    light["teal"] = _until(
        _colour(_across(hue, 0.5), 0.24, 0.7), [light["paper"], light["sand"], light["teal-light"]], -1
    )
    light["violet"] = _until(
        _colour(_across(hue, 0.72), 0.38, 0.5), [light["paper"], light["violet-light"]], -1
    )
    return {"colours": light, "dark": _night(hue, light)}


def _night(hue: float, light: Mapping[str, str]) -> dict[str, str]:
    dark = {
        "ink": _colour(hue, 0.93, 0.3),
        "paper": _colour(hue, 0.1, 0.2),
        "sand": _colour(hue, 0.14, 0.2),
        "line": _colour(hue, 0.29, 0.15),
        "coral": light["coral"],
        "sun": light["sun"],
        "coral-light": _colour(hue, 0.16, 0.3),
        "alert-light": _colour(_ALERT, 0.17, 0.35),
        "teal-light": _colour(_across(hue, 0.5), 0.13, 0.3),
        "violet-light": _colour(_across(hue, 0.72), 0.19, 0.3),
    }
    dark["muted"] = _until(_colour(hue, 0.7, 0.1), [dark["paper"], dark["sand"], dark["teal-light"]], +1)
    dark["coral-dark"] = _until(light["coral-dark"], [dark["paper"], dark["coral-light"]], +1)
    dark["alert"] = _until(light["alert"], [dark["paper"], dark["alert-light"]], +1)
    dark["teal"] = _until(light["teal"], [dark["paper"], dark["sand"], dark["teal-light"]], +1)
    dark["violet"] = _until(light["violet"], [dark["paper"], dark["violet-light"]], +1)
    return dark


def _across(hue: float, way: float) -> float:
    """Return a hue so far around the circle; warm ones belong to warnings, so blue stands in for them."""
    found = (hue + way) % 1
    return 0.6 if found < 0.25 or found > 0.85 else found  # noqa: PLR2004  (red to yellow-green, pink)


def _until(colour: str, others: list[str], way: int) -> str:
    """Make a colour lighter (+1) or darker (-1) until it has enough contrast to all others."""
    hue, lightness, strength = _hls(colour)
    end = 1.0 if way > 0 else 0.0
    while any(contrast(colour, other) < LEAST for other in others) and lightness != end:
        lightness = min(1.0, max(0.0, lightness + way * _STEP))
        colour = _colour(hue, lightness, strength)
    return colour


def _hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_shares(colour))


def _colour(hue: float, lightness: float, strength: float) -> str:
    return "#" + "".join(
        f"{round(share * 255):02x}" for share in colorsys.hls_to_rgb(hue, lightness, strength)
    )
