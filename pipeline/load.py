"""Loading: a guide's folder as a checked Document with what its files must show."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline import gate
from pipeline.guide import grants, programmefile
from pipeline.guide import rules as guide_rules
from pipeline.guide import source as guide_source
from pipeline.guide.funders import FOLDER as FUNDERS
from pipeline.messages import _
from pipeline.model.document import Document
from pipeline.model.folder import DECISIONS, GUIDE, LEDGER, PEOPLE, PICTURES, Folder
from pipeline.model.funder import Funder
from pipeline.model.problem import Problem, Severity, Topic, Trouble
from pipeline.privacy import roster, rulings, say
from pipeline.privacy.secrets import Search
from pipeline.render import marks, picture, reader, sheet, tree
from pipeline.render import rules as text_rules
from pipeline.render.assemble import assemble
from pipeline.render.settle import boxes
from pipeline.shelf import Shelf
from pipeline.structure import decisions, ledger
from pipeline.verify.checks import Expectation
from pipeline.workspace import clock
from pipeline.workspace import folder as folders
from pipeline.workspace.folder import Workspace

_STARRED = re.compile(r"[^\W\d_]+(?:\*[^\W\d_]+)+")
"""A word with a gender star."""


@dataclass(frozen=True)
class Part:
    """A whole guide, or what of it is a file of its own, with what its files must show."""

    document: Document
    expectation: Expectation


@dataclass(frozen=True)
class Loaded:
    """One guide, ready to be written."""

    document: Document
    expectation: Expectation
    epoch: int
    needs: tuple[str, ...] = ()
    """What it takes beside its folder and what every guide takes: files of the workspace, a workshop."""
    sheet: Part | None = None
    """Its checklist."""

    def part(self, name: str) -> Part | None:
        """Return what a format writes (`part` in formats.py); None where the guide has no such section."""
        return self.sheet if name else Part(self.document, self.expectation)


def load(folder: Folder, shelf: Shelf, epoch: int | None = None) -> tuple[Loaded | None, list[Problem]]:
    """Load one guide; with errors there is nothing to build, only what to mend.

    Its files carry the guide's date, or `epoch`, in seconds since 1970.

    Raises:
        ToolFailure: pandoc failed or ran out of time.
    """
    if folder.problems and GUIDE not in folder.files:
        return None, list(folder.problems)
    try:
        text = _text(folder, GUIDE)
        guide = guide_source.parse(text, folder.slug, folder.name(GUIDE))
        source = reader.read(guide, places=False)
    except Trouble as trouble:
        return None, list(trouble.problems)
    files, digests, problems = _pictures(folder)
    problems += [
        *folder.problems,
        *guide_rules.check(
            guide,
            shelf.template,
            funders=shelf.funders,
            workshops=[workshop.id for workshop in shelf.programme.workshops],
        ),
    ]
    try:
        known = private(folder, shelf)
        found, passed = _looked_at(source, text, known, files, digests)
        if found:
            found, passed = _looked_at(reader.read(guide), text, known, files, digests)
    except Trouble as trouble:
        return None, [*problems, *trouble.problems]
    problems += found
    funders = [shelf.funders[name] for name in guide.front.funders if name in shelf.funders]
    logos, missing = marks.marks(funders, shelf.kit)
    problems += [*grants.check(guide, funders), *missing]
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    document = assemble(
        passed.source,
        pictures={name: files[name] for name in sorted(_used(passed.source, files))},
        funders=funders,
        marks=logos,
        workshop=shelf.workshop(guide.front.workshop),
        brand=shelf.brand,
        covered=passed.covered,
    )
    expectation = Expectation(
        title=document.guide.front.title,
        lang=guide.front.lang,
        funders=document.funders,
        logos={f.id: tuple(logo for logo in f.logos if logo.file in logos) for f in funders},
        headings=tuple(section["heading"] for section in document.page["sections"]),
        fields=boxes.count(document.blocks),
        forbidden=passed.search,
        verbatim=_verbatim(document),
    )
    part = _sheet(document, expectation)
    epoch = clock.epoch(guide.front.date) if epoch is None else epoch
    return Loaded(document, expectation, epoch, _needs(guide.front.workshop, funders), part), problems


def _needs(workshop: str, funders: Sequence[Funder]) -> tuple[str, ...]:
    profiles = [f"{FUNDERS}/{funder.id}.yml" for funder in funders]
    logos = {f"{FUNDERS}/{logo.file}" for funder in funders for logo in funder.logos}
    return (*profiles, *sorted(logos), *([f"{programmefile.PATH}#{workshop}"] if workshop else []))


def _text(folder: Folder, name: str) -> str:
    return folders.text(folder.files.get(name, b""), folder.name(name))


def _looked_at(
    source: reader.Source,
    text: str,
    known: gate.Private,
    files: Mapping[str, tuple[str, bytes]],
    digests: Mapping[str, str],
) -> tuple[list[Problem], gate.Passed]:
    """Return what is wrong with the text of a guide, by the rules and for people's sake, and what may pass.

    Places make reading twice as long; most guides are read without, and again only to say where.
    """
    passed = gate.look(source, text, known, digests)
    return [*text_rules.check(source, files), *passed.problems], passed


def _sheet(guide: Document, promised: Expectation) -> Part | None:
    """Return the checklist of a guide: the same promises, on one page."""
    document = sheet.sheet(guide)
    if document is None:
        return None
    headings = [tree.text(node["c"][2]) for node in tree.walk(document.blocks) if node["t"] == "Header"]
    expectation = dataclasses.replace(
        promised,
        title=document.page["title"],
        funders=document.funders,
        headings=tuple(headings),
        fields=boxes.count(document.blocks),
        verbatim=(*_verbatim(document), *(f.disclaimer for f in document.funders if f.disclaimer)),
        most_pages=1,
    )
    return Part(document, expectation)


def _verbatim(document: Document) -> tuple[str, ...]:
    return tuple(sorted(set(_STARRED.findall(tree.text(list(document.blocks))))))


def programme(workspace: Workspace, shelf: Shelf) -> list[Problem]:
    """Return what in programme.yml speaks of people; guides/decisions.yml holds what is decided about it."""
    try:
        text = workspace.read_text(workspace.root / programmefile.PATH)
        return gate.look_at_programme(shelf.programme, text, private(workspace.folder(""), shelf))
    except Trouble as trouble:
        return list(trouble.problems)


def private(folder: Folder, shelf: Shelf) -> gate.Private:
    """Return what is known beside a guide: decisions, ledger and list of people, as far as they are there.

    Raises:
        Trouble: one of the files is broken or cannot be read.
    """
    broken = [one for one in folder.problems if not one.path.startswith(folder.name(PICTURES))]
    if broken:
        raise Trouble(broken)
    where = folder.name(DECISIONS)
    return gate.Private(
        decisions.read(_text(folder, DECISIONS), where, shelf.template),
        ledger.load(_text(folder, LEDGER), folder.name(LEDGER)),
        roster.read(_text(folder, PEOPLE)),
        where if DECISIONS in folder.files else _("{path} (not there yet)").format(path=where),
    )


def leaks(
    workspace: Workspace, shelf: Shelf, searches: Iterable[Search], name: str, data: bytes
) -> Iterator[Problem]:
    """Yield what the guides keep back and a page or list over all of them says all the same.

    What another guide may say, because somebody has decided so there, is no leak.
    """
    text = _spoken(data)
    hits = {hit.secret.text for search in searches for hit in search.hits(text)}
    if not hits:
        return
    elsewhere = [
        rulings.Rulings(private(workspace.folder(slug), shelf).decided.rulings) for slug in workspace.slugs()
    ]
    for secret in sorted(hits):
        if not any(other.releases(secret) for other in elsewhere):
            message = _("Private text would stand here: “{text}”.").format(text=say.short(secret))
            hint = _("Take it out of the front matter of the guide, or out of programme.yml.")
            yield Problem(name, 0, message, hint, topic=Topic.PRIVACY)


def _spoken(data: bytes) -> str:
    """Return what a page or a list of the catalogue says: its text without the styles and pictures in it."""
    text = re.sub(r"(?s)<style.*?</style>|data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+", " ", data.decode())
    return html.unescape(re.sub(r"<[^>]{0,40}>", " ", text))


def _used(source: reader.Source, files: dict[str, tuple[str, bytes]]) -> set[str]:
    return {unquote(node["c"][2][0]) for node in tree.walk(source.blocks) if node["t"] == "Image"} & set(
        files
    )


def _pictures(folder: Folder) -> tuple[dict[str, tuple[str, bytes]], dict[str, str], list[Problem]]:
    """Return the cleaned pictures of a guide and the SHA-256 of each file, by the address an author types."""
    cleaned: dict[str, tuple[str, bytes]] = {}
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    for name, data in folder.files.items():
        if not name.startswith(PICTURES):
            continue
        digests[name] = hashlib.sha256(data).hexdigest()
        try:
            cleaned[name] = picture.clean(data)
        except picture.Unusable as reason:
            hint = _("Open it in a picture program and save it as PNG or JPEG.")
            problems.append(Problem(folder.name(name), 0, str(reason), hint))
    return cleaned, digests, problems
