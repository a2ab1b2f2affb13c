"""Rules: what must hold for the text of a guide so that every format can be made and read by all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import unquote

from pipeline.messages import _
from pipeline.model.document import Node
from pipeline.model.problem import Problem, Severity
from pipeline.render import tree
from pipeline.render.reader import Source
from pipeline.render.settle import boxes
from pipeline.render.settle.callouts import TITLES
from pipeline.render.settle.comments import is_comment

_EMPTY_ALT = re.compile(r"(?i)^(bild|foto|image|grafik|abbildung|logo|.*\.(png|jpe?g|gif|webp|svg))$")
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
_DIVS = {*TITLES, "only"}


def check(source: Source, pictures: Collection[str]) -> list[Problem]:
    """Return all problems of a guide's text; `pictures` are the files beside guide.md (`images/x.png`)."""
    inspect = _Inspection(source, pictures)
    return [problem for node, line in source.lines() for problem in inspect.node(node, line)]


class _Inspection:
    def __init__(self, source: Source, pictures: Collection[str]) -> None:
        self.path = source.guide.path
        self.pictures = pictures
        self.anchors = {
            node["c"][1 if node["t"] == "Header" else 0][0]
            for node in tree.walk(source.blocks)
            if node["t"] in {"Header", "Div", "Span"}
        }
        self.level = 1

    def node(self, node: Node, line: int) -> Iterator[Problem]:
        rules: dict[str, Callable[[Node], Iterator[tuple[str, str]]]] = {
            "Image": self._image,
            "Link": self._link,
            "Header": self._heading,
            "RawBlock": self._raw,
            "RawInline": self._raw,
            "Table": self._table,
            "BulletList": self._boxes,
        }
        if rule := rules.get(node["t"]):
            for message, hint in rule(node):
                yield Problem(self.path, line, message, hint)
        if node["t"] == "Div":
            for name in tree.classes(node):
                if name not in _DIVS:
                    near = difflib.get_close_matches(name, _DIVS, n=1, cutoff=0.5)
                    hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
                    message = _("A box `::: {name}` is not known; it is set as plain text.").format(name=name)
                    known = _("Known: {known}.").format(known=", ".join(sorted(TITLES)))
                    yield Problem(self.path, line, message, hint or known, Severity.WARNING)

    def _image(self, node: Node) -> Iterator[tuple[str, str]]:
        attributes, alt, (target, _title) = node["c"]
        name = unquote(target)
        if re.match(r"(?i)[a-z][a-z0-9+.-]+:|//", name):
            yield (
                _("The picture “{name}” lies elsewhere; nothing is fetched.").format(name=name[:80]),
                _("Save it into images/ and name it `images/…`."),
            )
        elif ".." in name.split("/") or name.startswith(("/", "\\")) or not name.startswith("images/"):
            yield (
                _("The picture “{name}” is not in images/.").format(name=name),
                _("Put it into the folder images/ beside guide.md and name it `images/…`."),
            )
        elif name not in self.pictures:
            near = difflib.get_close_matches(name, list(self.pictures), n=1)
            hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
            yield (
                _("The picture “{name}” does not exist.").format(name=name),
                hint or _("Known: {known}.").format(known=", ".join(sorted(self.pictures)) or "–"),
            )
        words = tree.text(alt).strip()
        if "decorative" in attributes[1]:
            return
        if not words:
            yield (
                _("The picture “{name}” has no text for people who do not see it.").format(name=name),
                _(
                    "Write what it shows: `![…]({name})`, "
                    "or mark it as decoration: `![]({name}){{.decorative}}`."
                ).format(name=name),
            )
        elif _EMPTY_ALT.match(words):
            yield (
                _("The alternative text “{words}” says nothing about the picture.").format(words=words),
                _("Write in one sentence what it shows."),
            )

    def _link(self, node: Node) -> Iterator[tuple[str, str]]:
        _attributes, inlines, (target, _title) = node["c"]
        if not tree.text(inlines).strip() and not any(n["t"] == "Image" for n in tree.walk(inlines)):
            yield (
                _("The link to “{target}” has no text.").format(target=target[:80]),
                _("Write `[what is to be found there]({target})`.").format(target=target[:80]),
            )
        if target.startswith("#"):
            if unquote(target[1:]) not in self.anchors:
                yield (
                    _("The link leads to “{target}”, which this guide does not have.").format(target=target),
                    _("Headings get their address with `{{#{name}}}`.").format(name=target[1:]),
                )
        elif not target.lower().startswith(_SCHEMES):
            yield (
                _("The link address “{target}” works on no other machine.").format(target=target[:80]),
                _("Use a full address that begins with https://."),
            )

    def _heading(self, node: Node) -> Iterator[tuple[str, str]]:
        level, _attributes, inlines = node["c"]
        words = tree.text(inlines).strip()
        if level == 1:
            yield (
                _("“# {words}” would be a second title.").format(words=words),
                _("Sections begin with `##`; the title stands in the front matter."),
            )
        elif level > self.level + 1 and self.level > 1:
            yield (
                _("The heading “{words}” skips a level.").format(words=words),
                _("Below `{above}` comes `{next}`.").format(
                    above="#" * self.level, next="#" * (self.level + 1)
                ),
            )
        if not words:
            yield _("This heading is empty."), _("Write a heading or delete the line.")
        self.level = level

    def _boxes(self, node: Node) -> Iterator[tuple[str, str]]:
        if any(boxes.state(item) and not tree.text(item[0])[3:].strip() for item in node["c"]):
            yield (
                _("A box to tick says nothing: nobody knows what it is for."),
                _("Write what is to be done behind `[ ]`, or delete the line."),
            )

    def _raw(self, node: Node) -> Iterator[tuple[str, str]]:
        raw = node["c"][1]
        if not is_comment(raw):
            yield (
                _("HTML is not read: “{raw}”.").format(raw=raw.strip()[:60]),
                _("Use Markdown, or write `\\<` for the sign itself."),
            )

    def _table(self, node: Node) -> Iterator[tuple[str, str]]:
        head = node["c"][3][1]
        if not head or not any(tree.text(cell[4]).strip() for row in head for cell in row[1]):
            yield (
                _("This table has no heading row; a screen reader cannot tell what its columns are."),
                _("Write what each column holds into the first row."),
            )
