"""Source: the text of guide.md as a Guide, with its sections found by id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.guide import frontmatter
from pipeline.model.guide import Guide, Section

_HEADING = re.compile(r"^##[ \t]+(?P<heading>.*?)[ \t]*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*#*[ \t]*$")
_ID = re.compile(r"#([^\s{}]+)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")

OPEN = "open"
"""Id of the box „Noch einzuordnen“ at the end of a draft; never a section of the template."""


def parse(text: str, slug: str, path: str) -> Guide:
    """Read guide.md.

    Raises:
        Trouble: the front matter is missing or wrong.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, body, body_line = frontmatter.split(text, path)
    front = frontmatter.parse(head, path)
    return Guide(slug, path, front, body, body_line, tuple(_sections(body, body_line)))


def _sections(body: str, first_line: int) -> Iterator[Section]:
    lines = body.split("\n")
    starts = list(_headings(lines))
    ends = [*(number for number, _match in starts), len(lines)][1:]
    for (number, match), end in zip(starts, ends, strict=True):
        found = _ID.search(match["attributes"] or "")
        yield Section(
            id=found[1] if found else "",
            heading=match["heading"],
            line=first_line + number,
            text="\n".join(lines[number + 1 : end]).strip("\n"),
        )


def _headings(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the `##` headings, leaving out those inside code fences and comments."""
    fence, comment = "", False
    for number, line in enumerate(lines):
        if comment:
            comment = "-->" not in line
        elif fence:
            closing = _FENCE.match(line)
            if closing and closing[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif line.lstrip().startswith("<!--") and "-->" not in line:
            comment = True
        elif match := _HEADING.match(line):
            yield number, match
