"""Trace page: a guide and its notes side by side, for editors alone; it is never put into dist/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.model.guide import Guide
from pipeline.model.ledger import Entry
from pipeline.model.trace import How, Sentence, Source, Trace
from pipeline.render import stylesheet

PAGE, STYLE = "trace/trace.html.jinja", "trace/trace.css.jinja"
_FACES = {"text 400 normal", "text 700 normal", "display 800 normal"}
_NOT_SAME = {How.EDITED: "bearbeitet", How.PART: "zum Teil"}

Changes = Mapping[tuple[int, int], Sequence[tuple[str, str]]]
"""Number of a sentence and of its source → words that stayed, went and came."""


def page(guide: Guide, found: Trace, changes: Changes, kit: Mapping[str, bytes]) -> str:
    """Return one self-contained page in German, the language of guides and notes.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
    """
    from markupsafe import Markup

    brand = stylesheet.read_brand(kit)
    style = stylesheet.css(kit, STYLE, brand, _FACES)
    values = {
        "title": guide.front.title,
        "counts": list(_counts(found)),
        "sections": list(_sections(guide, found, changes)),
        "leftovers": [
            {"heading": heading, "entries": list(map(_entry, entries))}
            for heading, entries in (
                ("Nicht mehr im Leitfaden", found.missing),
                ("Noch offen und nicht im Leitfaden", found.waiting),
            )
            if entries
        ],
        "icon": stylesheet.icon(brand),
        "style": Markup(style),  # noqa: S704  (our templates and checked colours)
        "policy": stylesheet.policy(style),
    }
    return stylesheet.fill(kit, PAGE, values)


def _counts(found: Trace) -> Iterator[dict[str, Any]]:
    counts = found.counts
    yield {"n": len(found.sentences), "words": "Sätze"}
    for name, words in (
        ("exact", "wörtlich aus den Notizen"),
        ("edited", "bearbeitet"),
        ("several", "aus mehreren Stellen"),
        ("editorial", "redaktionell"),
    ):
        yield {"n": counts[name], "words": words}


def _sections(guide: Guide, found: Trace, changes: Changes) -> Iterator[dict[str, Any]]:
    headings = {section.id: section.heading for section in guide.sections}
    numbered = enumerate(found.sentences)
    for name, group in groupby(numbered, key=lambda row: row[1].section):
        yield {
            "id": name or "anfang",
            "heading": headings.get(name, name) or "Am Anfang",
            "sentences": [_sentence(number, one, changes) for number, one in group],
        }


def _sentence(number: int, one: Sentence, changes: Changes) -> dict[str, Any]:
    return {
        "line": one.line,
        "text": one.text,
        "sources": [_source(source, changes.get((number, at), ())) for at, source in enumerate(one.sources)],
    }


def _source(source: Source, words: Sequence[tuple[str, str]]) -> dict[str, Any]:
    near = f" ({round(source.similarity * 100)} %)" if source.how is not How.EXACT else ""
    return {
        "how": source.how.value,
        "said_how": _NOT_SAME.get(source.how, "wörtlich") + near,
        "place": f"{source.entry.source}, {source.entry.place}",
        "words": list(words) or [(" ", source.said)],
    }


def _entry(entry: Entry) -> dict[str, str]:
    return {"place": f"{entry.source}, {entry.place}", "text": entry.text}
