"""Inventory: all text of a raw file, counted without any reader, and compared with the ledger.

It shares no code with the readers, except that text files are decoded by `normalise`. What it counts
is letters, so it does not matter how a reader cuts the text into blocks.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pipeline.messages import _, ngettext
from pipeline.model.ledger import Entry
from pipeline.model.notes import Layer, Run
from pipeline.model.problem import Problem, Severity
from pipeline.notes import count, kinds, normalise, rtfcount

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXTS = {
    f"{_MAIN}t": Layer.BODY,
    f"{_MAIN}delText": Layer.DELETED,
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t": Layer.BODY,
    "{http://schemas.openxmlformats.org/drawingml/2006/main}t": Layer.BODY,
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}v": Layer.BODY,
}
_PART = re.compile(
    r"word/(document|(header|footer)\d*|footnotes|endnotes|comments|charts/chart\d*|diagrams/data\d*)\.xml"
)
_LAYERS = {"comments": Layer.COMMENT, "header": Layer.FURNITURE, "footer": Layer.FURNITURE}
_PROPERTIES = {
    "docProps/core.xml": "title subject creator lastModifiedBy keywords description category contentStatus "
    "created modified",
    "docProps/app.xml": "Company Manager",
}
_ALTERNATIVE_TEXT = re.compile(rb'\b(?:descr|title|alt)="([^"]*)"')
_FIELD_ADDRESS = re.compile(rb'HYPERLINK\s+(?:"|&quot;)(.*?)(?:"|&quot;)')
"""The address behind a link that is a field; a reader may say it."""
_HTML_COMMENT = re.compile(r"<!--|-->")
_LINE_END = re.compile("\n")
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}
_DRAWING = set("#*\\|_-<>=[]()~`:./\u2022\u2023\u25e6\u25aa\u2610\u2611\u2612")
"""Signs that people use to draw structure; readers turn them into headings, lists and tables."""
_GENDER = re.compile(r"(?<=[^\W\d_])[*:_](?=[^\W\d_])")
"""`Teilnehmer*innen`, `Kolleg:innen`, `Gäst_innen`."""
_GENDER_WORD = re.compile(r"(?<=[^\W\d_])[*:_](?=\s?in(?:nen)?\b)")
"""The same where spaces are uncertain."""
_SHOWN = 80
_WORD = re.compile(r"[^\W\d_]{3,}")
"""A word: its loss is no matter of taste."""
_FEW, _SHARE = 10, 0.005
"""Letters, and of all letters: so many signs two programs may read differently in a PDF."""
_MOST_SHOWN = 20


def take(name: str, data: bytes, others: frozenset[str] = frozenset()) -> list[Run]:
    """Return every run of text in a raw file; `others` are the names of those that lie beside it.

    A PDF whose text lies beside it (`x.pdf.txt`) is a picture: it was not read, and is not counted.

    Raises:
        ValueError: the bytes are not what the name says; the readers have said so before.
    """
    kind = kinds.of(name, data)
    if kind == ".pdf" and f"{name}.txt".lower() in {other.lower() for other in others}:
        kind = ""
    if kind in {".md", ".txt"}:
        return list(_lines(data, _HTML_COMMENT if kind == ".md" else _LINE_END))
    counts: dict[str, Callable[[bytes], Iterator[Run]]] = {
        ".docx": _word,
        ".odt": count.opendocument,
        ".rtf": rtfcount.runs,
        ".html": count.web,
        ".eml": count.mail,
        ".pdf": count.pdf,
        ".csv": functools.partial(count.sheet, suffix="csv"),
        ".tsv": functools.partial(count.sheet, suffix="csv"),
        ".xlsx": functools.partial(count.sheet, suffix="xlsx"),
        ".ods": functools.partial(count.sheet, suffix="ods"),
        ".zip": count.archive,
    }
    runs = list(counts[kind](data)) if kind in counts else []
    return [*runs, Run(name, name, optional=True)]


def _lines(data: bytes, cut: re.Pattern[str]) -> Iterator[Run]:
    text, _repairs = normalise.decode(data)
    for number, row in enumerate(text.split("\n"), start=1):
        for piece in cut.split(row):
            if piece.strip():
                yield Run(str(number), piece)


def _word(data: bytes) -> Iterator[Run]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            match = _PART.fullmatch(name)
            if match:
                yield from _part(name, archive.read(name), _LAYERS.get(match[2] or match[1], Layer.BODY))
            elif name in _PROPERTIES:
                yield from _properties(name, archive.read(name))
            elif name.startswith("word/") and name.endswith(".rels"):
                yield from _addresses(name, archive.read(name))


def _part(name: str, data: bytes, layer: Layer) -> Iterator[Run]:
    from lxml import etree

    data = data.replace(
        b"purl.oclc.org/ooxml/wordprocessingml/main", b"schemas.openxmlformats.org/wordprocessingml/2006/main"
    )
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    skipped: set[object] = set()
    for alternative in root.iter(f"{_COMPATIBLE}AlternateContent"):
        skipped.update(_said_again(alternative))
    for number, node in enumerate(root.iter(*_TEXTS)):
        if node.text and node not in skipped:
            yield Run(f"{name} {number}", node.text, _TEXTS[node.tag] if layer is Layer.BODY else layer)
    for match in _FIELD_ADDRESS.finditer(data):
        yield Run(name, _unescaped(match[1].decode("utf-8", "replace")), optional=True)
    for match in _ALTERNATIVE_TEXT.finditer(data):
        yield Run(name, _unescaped(match[1].decode("utf-8", "replace")), optional=True)


def _said_again(alternative: Any) -> Iterator[Any]:
    """Yield the texts in all branches but the first that says anything."""
    first = None
    for branch in alternative:
        texts = [node for node in branch.iter(*_TEXTS) if node.text]
        if first is None and texts:
            first = branch
        elif texts:
            yield from texts


def _properties(name: str, data: bytes) -> Iterator[Run]:
    wanted = "|".join(_PROPERTIES[name].split())
    text = data.decode("utf-8", "replace")
    for match in re.finditer(rf"<(?:\w+:)?({wanted})\b[^>]*>([^<]+)</", text):
        yield Run(f"{name} {match[1]}", _unescaped(match[2]), Layer.PROPERTY)


def _addresses(name: str, data: bytes) -> Iterator[Run]:
    """Yield addresses behind links and names of pictures: a reader may say them."""
    for match in re.finditer(r'\bTarget="([^"]*)"', data.decode("utf-8", "replace")):
        for said in {match[1], match[1].rpartition("/")[2]}:
            yield Run(name, _unescaped(said), optional=True)


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def reconcile(runs: Iterable[Run], entries: Iterable[Entry]) -> list[Problem]:
    """Compare the inventory of one file with its ledger entries; both ways, by letters.

    Each run must stand in the entries, and each letter as often as in the file: what is missing was
    lost by a reader, what is too much was invented or doubled.
    """
    runs, entries = list(runs), list(entries)
    path = entries[0].source if entries else ""
    there = "".join(_letters(entry.text) for entry in entries)
    counted = Counter(there)
    needed = Counter(_letters("".join(run.text for run in runs if not run.optional)))
    allowed = needed + Counter(_letters("".join(run.text for run in runs if run.optional)))
    missing, added = needed - counted, counted - allowed
    if any(run.loose for run in runs):
        return [
            *_compared_loosely(path, runs, there, missing, added, allowed),
            *_without_stars(path, runs, entries, _GENDER_WORD),
        ]
    lost = list(_not_in(there, (run for run in runs if not run.optional)))
    problems = [
        Problem(
            path,
            0,
            _("This text was not taken over: “{text}” ({place}).").format(
                text=run.text.strip()[:_SHOWN], place=run.place
            ),
            _("Nothing was written. Please send us this file, or copy the passage into a text file."),
        )
        for run in lost[:_MOST_SHOWN]
    ]
    if not lost and missing:
        problems += _doubled(path, runs, entries, missing)
    problems += _without_stars(path, runs, entries, _GENDER)
    if added:
        problems.append(_too_many(path, added, _("Nothing was written. Please send us this file.")))
    return problems


def _too_many(path: str, added: Counter[str], hint: str) -> Problem:
    return Problem(
        path,
        0,
        ngettext(
            "{n} letter too many came out of this file: {letters}",
            "{n} letters too many came out of this file: {letters}",
            added.total(),
        ).format(n=added.total(), letters=" ".join(sorted(added))[:_SHOWN]),
        hint,
    )


def _compared_loosely(
    path: str,
    runs: Sequence[Run],
    there: str,
    missing: Counter[str],
    added: Counter[str],
    allowed: Counter[str],
) -> list[Problem]:
    """Compare where the cut of the runs says nothing: by letters, and by words where letters differ.

    Two programs read formulas and odd fonts differently: single signs are a warning, words an error.
    """
    suspects = [run for run in runs if run.loose and any(sign in missing for sign in _letters(run.text))]
    words = [Run(run.place, word) for run in suspects for word in _WORD.findall(run.text)]
    lost = list(_not_in(there, words))
    hint = _(
        "Nothing was written. Two programs read this PDF differently. Bring the file it was made from; or "
        "save its text (“Save as text”) beside it as {name}: then that is read, and the PDF kept to look at."
    ).format(name=f"{path}.txt")
    problems = [
        Problem(
            path,
            0,
            _("This text was not taken over: “{text}” ({place}).").format(
                text=run.text.strip()[:_SHOWN], place=_("page {number}").format(number=run.place)
            ),
            hint,
        )
        for run in lost[:_MOST_SHOWN]
    ]
    much = added.total() - allowed["\ufffd"]
    if much > max(_FEW, _SHARE * allowed.total()):
        problems.append(_too_many(path, added, hint))
    elif not problems and (missing or much > 0):
        signs = " ".join(sorted({*missing, *(added if much > 0 else ())}))[:_SHOWN]
        problems.append(
            Problem(
                path,
                0,
                _("Two programs read some signs of this PDF differently: {signs}").format(signs=signs),
                _("Look at formulas and special signs in it yourself."),
                Severity.WARNING,
            )
        )
    return problems


def _without_stars(
    path: str, runs: Sequence[Run], entries: Sequence[Entry], pattern: re.Pattern[str]
) -> list[Problem]:
    """Say when signs of gender got lost: as stars, colons or low lines they are no drawing.

    A word that a file keeps in two runs is counted in the entries only, so this finds losses alone.
    """
    there = Counter(sign for entry in entries for sign in _gender_signs(entry.text, pattern))
    needed = Counter(sign for run in runs if not run.optional for sign in _gender_signs(run.text, pattern))
    return [
        Problem(
            path,
            0,
            _(
                "The sign “{sign}” within words stands {n} times in the file and {m} times in what was read."
            ).format(sign=sign, n=times, m=there[sign]),
            _("Nothing was written. Please send us this file."),
        )
        for sign, times in sorted(needed.items())
        if there[sign] < times
    ]


def _gender_signs(text: str, pattern: re.Pattern[str]) -> list[str]:
    return pattern.findall(normalise.clean(text)[0])


def _not_in(there: str, runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs that stand nowhere in a text; most stand behind the one before, so it is quick."""
    start = 0
    for run in runs:
        said = _letters(run.text)
        found = there.find(said, start)
        if found < 0:
            found = there.find(said)
        if found < 0:
            yield run
        else:
            start = found + len(said)


def _doubled(
    path: str, runs: Sequence[Run], entries: Sequence[Entry], missing: Counter[str]
) -> list[Problem]:
    """Name the texts that stand more often in the file than in the ledger."""
    there = "".join(_letters(entry.text) for entry in entries)
    often = Counter(_letters(run.text) for run in runs if not run.optional)
    fewer = [said for said, times in often.items() if said and there.count(said) < times]
    shown = (
        ", ".join(f"“{said[:_SHOWN]}”" for said in fewer[:_MOST_SHOWN]) or " ".join(sorted(missing))[:_SHOWN]
    )
    return [
        Problem(
            path,
            0,
            _("These texts stand more often in the file than were taken over: {texts}.").format(texts=shown),
            _("Nothing was written. Please send us this file."),
        )
    ]


def _letters(text: str) -> str:
    """Return what counts: all signs decomposed, without space, invisible signs and signs that only draw."""
    bare = unicodedata.normalize("NFD", normalise.clean(_HTML_COMMENT.sub(" ", text))[0])
    return bare.translate(_COUNTED)


class _Counted(dict[int, int | None]):
    """What counts as a letter, asked once for each sign there is."""

    def __missing__(self, point: int) -> int | None:
        sign = chr(point)
        counts = sign not in _DRAWING and unicodedata.category(sign) not in _INVISIBLE
        self[point] = point if counts else None
        return self[point]


_COUNTED = _Counted()
