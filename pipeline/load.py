"""Loading: guides from the workspace as checked Documents with what their files must show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.guide import rules as guide_rules
from pipeline.guide import source as guide_source
from pipeline.messages import _
from pipeline.model.document import Document
from pipeline.model.ledger import Fate
from pipeline.model.problem import Problem, Severity, Trouble
from pipeline.render import picture, reader, tree
from pipeline.render import rules as text_rules
from pipeline.render.assemble import assemble
from pipeline.render.settle import boxes
from pipeline.shelf import Shelf
from pipeline.structure import ledger
from pipeline.verify.checks import Expectation
from pipeline.workspace import clock
from pipeline.workspace.folder import Workspace

_STARRED = re.compile(r"[^\W\d_]+(?:\*[^\W\d_]+)+")
"""A word with a gender star."""
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d /()-]{6,}\d")
"""E-mail addresses and telephone numbers, which stay private on their own, too."""
_PASSAGE = 16
"""Characters; shorter withheld texts (`dito`, `OK`) would be found anywhere."""


@dataclass(frozen=True)
class Loaded:
    """One guide, ready to be written."""

    document: Document
    expectation: Expectation
    epoch: int


def load_all(
    workspace: Workspace, slugs: Sequence[str], shelf: Shelf
) -> tuple[dict[str, Loaded], list[Problem]]:
    """Load guides and return them with all warnings.

    Raises:
        Trouble: any guide has errors; all errors and warnings of all guides at once.
    """
    loaded: dict[str, Loaded] = {}
    problems: list[Problem] = []
    for slug in slugs:
        item, found = load(workspace, slug, shelf)
        problems += found
        if item:
            loaded[slug] = item
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise Trouble(problems)
    return loaded, sorted(problems)


def load(workspace: Workspace, slug: str, shelf: Shelf) -> tuple[Loaded | None, list[Problem]]:
    """Load one guide; with errors there is nothing to build, only what to mend."""
    path = workspace.guide_folder(slug) / "guide.md"
    try:
        guide = guide_source.parse(workspace.read_text(path), slug, workspace.name(path))
        source = reader.read(guide)
    except Trouble as trouble:
        return None, list(trouble.problems)
    files, problems = _pictures(workspace, slug)
    try:
        withheld = _withheld(workspace, slug)
    except Trouble as trouble:
        return None, [*problems, *trouble.problems]
    problems += guide_rules.check(
        guide,
        shelf.template,
        funders=shelf.funders,
        workshops=[workshop.id for workshop in shelf.programme.workshops],
    )
    problems += text_rules.check(source, files)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return None, problems
    document = assemble(
        source,
        pictures={name: files[name] for name in sorted(_used(source, files))},
        funders=[shelf.funders[name] for name in guide.front.funders],
        workshop=shelf.workshop(guide.front.workshop),
        brand=shelf.brand,
    )
    expectation = Expectation(
        title=guide.front.title,
        lang=guide.front.lang,
        funders=document.funders,
        headings=tuple(section["heading"] for section in document.page["sections"]),
        fields=boxes.count(document.blocks),
        forbidden=withheld,
        verbatim=tuple(sorted(set(_STARRED.findall(tree.text(list(document.blocks)))))),
    )
    return Loaded(document, expectation, clock.epoch(guide.front.date)), problems


def _withheld(workspace: Workspace, slug: str) -> tuple[str, ...]:
    """Return what the ledger keeps back: whole passages, and the addresses and numbers in them.

    Without a ledger (it is private and may not be in git) there is nothing to look for.
    """
    path = workspace.guide_folder(slug) / "ledger.jsonl"
    if not path.exists():
        return ()
    texts = [
        entry.text
        for entry in ledger.load(workspace.read_text(path), workspace.name(path))
        if entry.fate is Fate.WITHHELD
    ]
    parts = [match[0] for text in texts for match in _CONTACT.finditer(text)]
    return tuple(dict.fromkeys([*(text for text in texts if len(text) >= _PASSAGE), *parts]))


def _used(source: reader.Source, files: dict[str, tuple[str, bytes]]) -> set[str]:
    return {unquote(node["c"][2][0]) for node in tree.walk(source.blocks) if node["t"] == "Image"} & set(
        files
    )


def _pictures(workspace: Workspace, slug: str) -> tuple[dict[str, tuple[str, bytes]], list[Problem]]:
    """Return the cleaned pictures of a guide by the address an author types, and what is wrong."""
    folder = workspace.guide_folder(slug)
    cleaned: dict[str, tuple[str, bytes]] = {}
    problems: list[Problem] = []
    for path in workspace.files(folder / "images"):
        name = path.relative_to(folder).as_posix()
        try:
            cleaned[name] = picture.clean(workspace.read(path))
        except picture.Unusable as reason:
            hint = _("Open it in a picture program and save it as PNG or JPEG.")
            problems.append(Problem(workspace.name(path), 0, str(reason), hint))
        except Trouble as trouble:
            problems += trouble.problems
    return cleaned, problems
