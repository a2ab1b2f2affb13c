"""Front matter: the head of guide.md between its two `---` lines."""

from __future__ import annotations

import re

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.guide import FrontMatter
from pipeline.model.problem import Problem, Trouble

LICENCES = {
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/deed.de",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.de",
}
"""Licences that let a centre adapt a guide (ND forbids it), by SPDX id."""

_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML takes as an escape only (YAML 1.2.2, 5.1)."""


def split(text: str, path: str) -> tuple[str, str, int]:
    """Split guide.md into front matter, body, and the line on which the body begins.

    Raises:
        Trouble: the file does not begin with `---`, or the second `---` is missing.
    """
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        raise Trouble.at(
            path,
            _("The file does not begin with its front matter."),
            _("The first line must be `---`, then `title: …` and the other keys, then `---`."),
            line=1,
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    raise Trouble.at(
        path,
        _("The front matter has no end."),
        _("Put a line `---` below its last key."),
        line=1,
    )


def parse(text: str, path: str) -> FrontMatter:
    """Read the front matter (without its `---` lines), all problems at once."""
    value, lines = yamltext.load_mapping(text, path, first_line=2)
    front = schema.read(FrontMatter, value, lines)
    problems = []
    if not _LANG.fullmatch(front.lang):
        problems.append(
            Problem(
                path,
                lines.of(("lang",)),
                _("`lang`: expected a language tag like de-DE, got “{got}”.").format(got=front.lang),
            )
        )
    if front.licence not in LICENCES:
        problems.append(
            Problem(
                path,
                lines.of(("licence",)),
                _("`licence`: “{got}” is not a licence that lets centres adapt the guide.").format(
                    got=front.licence
                ),
                _("Possible: {known}.").format(known=", ".join(LICENCES)),
            )
        )
    if problems:
        raise Trouble(problems)
    return front


def quoted(text: str) -> str:
    """Return a text as a YAML value in double quotes, which is safe whatever it holds."""
    import json

    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
