"""Cover: a draft in which nothing stands that nobody has decided about, and a box that says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.messages import for_guide
from pipeline.model.document import Node
from pipeline.model.finding import Sort
from pipeline.render import passages, tree
from pipeline.render.passages import Passage
from pipeline.render.reader import Source


def _(text: str) -> str:
    """Mark a word for translation; it is printed in the guide's own language."""
    return text


_WORDS = {
    Sort.NAME: _("[name?]"),
    Sort.INITIALS: _("[initials?]"),
    Sort.HANDLE: _("[handle?]"),
    Sort.EMAIL: _("[e-mail?]"),
    Sort.PHONE: _("[phone?]"),
    Sort.ADDRESS: _("[address?]"),
    Sort.BIRTH: _("[birth?]"),
    Sort.ACCOUNT: _("[account?]"),
    Sort.NUMBER: _("[number?]"),
    Sort.PLATE: _("[plate?]"),
    Sort.PASSWORD: _("[password?]"),
    Sort.LINK: _("[link?]"),
}
_PICTURE = _("[Picture: not released yet]")
_TITLE = _("Draft with covered places – not to be passed on")
_BADGE = _("places covered")


@dataclass(frozen=True)
class Spot:
    """One place in a text, and what stands there instead."""

    passage: Passage
    start: int
    end: int
    instead: str


def word(sort: Sort, lang: str) -> str:
    """Return what stands for something nobody has decided about: `[Name?]`."""
    return for_guide(lang, _WORDS[sort])


def covered(
    source: Source, front: Sequence[Passage], spots: Sequence[Spot], pictures: Sequence[Node]
) -> Source:
    """Return the guide with spots and pictures covered; `source` is used up by it."""
    guide, lang = source.guide, source.guide.front.lang
    headings = {id(node): tree.text(node["c"][2]) for node in tree.walk(source.raw) if node["t"] == "Header"}
    for spot in sorted(spots, key=lambda one: -one.start):
        spot.passage.replace(spot.start, spot.end, spot.instead)
    for picture in pictures:
        picture.update(t="Str", c=for_guide(lang, _PICTURE))
    head = passages.front_with(guide.front, front)
    _rename(source.raw, headings)
    raw = _with_box(source.raw, _box(lang, len(spots), len(pictures)))
    return Source(dataclasses.replace(guide, front=head), raw)


def _rename(blocks: Sequence[Node], before: Mapping[int, str]) -> None:
    """Give headings in which something was covered a new address: theirs was made of their words."""
    new: dict[str, str] = {}
    for node in tree.walk(blocks):
        if node["t"] == "Header" and tree.text(node["c"][2]) != before.get(id(node)):
            old = node["c"][1][0]
            node["c"][1][0] = new[f"#{old}"] = f"verdeckt-{len(new) + 1}"
    for node in tree.walk(blocks):
        if node["t"] == "Link" and node["c"][2][0] in new:
            node["c"][2][0] = f"#{new[node['c'][2][0]]}"


def badge(status_text: str, lang: str) -> str:
    """Return what the title page says of a draft in which something is covered."""
    return f"{status_text} – {for_guide(lang, _BADGE)}"


def _box(lang: str, spots: int, pictures: int) -> Node:
    text = for_guide(
        lang,
        _(
            "Nobody has decided yet about everything here that may speak of people (places: {spots}, "
            "pictures: {pictures}). It is covered, and the guide cannot be released. `howtomake check` names "
            "it. The program finds hints; it replaces no reading."
        ),
    ).format(spots=spots, pictures=pictures)
    return tree.div(["warning"], [tree.para(text)], title=for_guide(lang, _TITLE))


def _with_box(blocks: Sequence[Node], box: Node) -> list[Node]:
    """Put the box below the first heading: what stands before it belongs to no section."""
    first = next((number for number, block in enumerate(blocks) if block["t"] == "Header"), -1)
    return [*blocks[: first + 1], box, *blocks[first + 1 :]]
