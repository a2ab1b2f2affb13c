"""Search: the words of all guides as a script, so that a page finds them on the web and on a disk alike.

A page that was opened from a disk may load scripts beside it, but fetch nothing. So the index is a script.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.model.document import Document, Node
from pipeline.publish import stems
from pipeline.publish.entry import Entry
from pipeline.render import tree

HEAD = ""
"""The place of what a guide says of itself: title, summary, keywords."""
_TOLD = ("title", "subtitle", "summary", "audience", "effort", "description")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def words(document: Document) -> dict[str, str]:
    """Return the stems of each section of a guide by its id, separated by spaces; the imprint is left out."""
    page = document.page
    head = [*(page[key] for key in _TOLD), *page["keywords"], *page["roles"]]
    found = {HEAD: " ".join(stems.stems("\n".join(head)))}
    for name, text in _sections(document):
        if name and name != "imprint":
            found[name] = " ".join(stems.stems(text))
    return found


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    name, blocks = "", list[Node]()
    for block in document.blocks:
        if block["t"] == "Header" and block["c"][0] == 1:
            yield name, tree.text(blocks)
            name, blocks = block["c"][1][0], []
        blocks.append(block)
    yield name, tree.text(blocks)


def index(entries: Sequence[Entry]) -> str:
    """Return search.js.

    It sets `howtomakeSearch` to {folds, endings, idle (publish/stems.py), guides: [slug], places: [[number of
    the guide, section id, its heading]], words: {stem: places}}, where places are numbers to base 36, each
    the distance to the one before it.
    """
    places: list[tuple[int, str, str]] = []
    found: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        headings = {section["id"]: section["heading"] for section in entry.page["sections"]}
        for name, text in entry.words.items():
            place = len(places)
            for word in text.split():
                found[word].append(place)
            places.append((number, name, headings.get(name, "")))
    whole = {
        "folds": stems.FOLDS,
        "endings": stems.ENDINGS,
        "idle": sorted(stems.IDLE),
        "guides": [entry.slug for entry in entries],
        "places": places,
        "words": {word: _distances(numbers) for word, numbers in sorted(found.items())},
    }
    return f"var howtomakeSearch = {_json(whole)};\n"


def _distances(numbers: Sequence[int]) -> str:
    return " ".join([_base36(here - before) for before, here in zip([0, *numbers], numbers, strict=False)])


@lru_cache(maxsize=10_000)
def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
