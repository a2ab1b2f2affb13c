"""Count Word: every text of a raw Word file, for the inventory, without any code of its reader.

It goes by what the parts are, not by how they hang together: whatever holds text is counted, wherever
it is kept, except building blocks that nobody sees (`word/glossary/`).
"""

from __future__ import annotations

import email
import email.policy
import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.model.notes import Layer, Run
from pipeline.notes import count, normalise

_ROOTS = {
    "document": Layer.BODY, "hdr": Layer.FURNITURE, "ftr": Layer.FURNITURE, "footnotes": Layer.FOOTNOTE,
    "endnotes": Layer.FOOTNOTE, "comments": Layer.COMMENT, "chartSpace": Layer.BODY, "dataModel": Layer.BODY,
}  # fmt: skip
"""The parts that hold text, by the name of their root element."""
_TEXTS = {"t", "delText", "v", "pt"}
_PROPERTIES = {
    "docProps/core.xml": "title subject creator lastModifiedBy keywords description category contentStatus "
    "created modified",
    "docProps/app.xml": "Company Manager",
}
_SIGNS = "→←↑↓↔⇐⇒⇔⇑⇓☺☹✓✔✗✎✂☎✉☞●■◆❖•○▪★➢∀∃′≤≥∞°±″×∂÷≠≡≈…∅∩∪∈∉∇√⋅¬∧∨∑∫αβγδεζηθικλμνξοπρςστυφχψωϑϕϖ"
_SIGNS += "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
"""What a letter of a symbol font may show."""
_MATHS = "^√∫,;"
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = re.compile(rb"purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_ALIKE = re.compile(r"\{[^}]*(?:main|math|chart|chartex|diagram)\}")
"""Namespaces whose texts people see; others keep numbers for machines."""


def word(data: bytes) -> Iterator[Run]:
    """Yield every text of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    authors: set[str] = set()
    for name, content in sorted(parts.items()):
        if name in _PROPERTIES:
            yield from _properties(name, content)
        elif name.endswith(".xml") and "/glossary/" not in name and (root := _root(content)) is not None:
            related = _related(name, parts)
            yield from _part(name, root, related)
            for chunk in root.iter(f"{_MAIN}altChunk"):
                yield from _chunk(parts.get(next((related.get(one, "") for one in chunk.values()), ""), b""))
            if _local(root) != "comments":
                authors |= {" ".join(normalise.clean(one)[0].split()) for one in _authors(root)}
    yield from (Run("", author, Layer.PROPERTY) for author in authors)
    yield Run("", "Eingebettete Datei Embedded file", optional=True)


def _root(content: bytes) -> Any:
    """Return the root of a part that holds text; None for all others, whatever they are."""
    from lxml import etree

    head = content[:3_000]
    if not any(name.encode() in head for name in _ROOTS):
        return None
    content = _STRICT.sub(rb"schemas.openxmlformats.org/\1/2006/\2", content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
    root = etree.fromstring(content, parser)
    return root if _local(root) in _ROOTS else None


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _authors(root: Any) -> Iterator[str]:
    for node in root.iter():
        if author := str(node.get(f"{_MAIN}author") or "").strip():
            yield author


def _part(name: str, root: Any, related: dict[str, str]) -> Iterator[Run]:
    layer = _ROOTS[_local(root)]
    again = set(_said_again(root))
    optional = {text for box in root.iter("{*}checkbox") for text in box.getparent().getparent().iter("{*}t")}
    optional |= set(_categories_again(root))
    for number, node in enumerate(root.iter()):
        if node in again or not isinstance(node.tag, str):
            continue
        local = _local(node)
        if local in _TEXTS and node.text and _ALIKE.match(node.tag) and len(node) == 0:
            gone = Layer.DELETED if local == "delText" and layer is Layer.BODY else layer
            text = _rounded(node.text) if local == "v" else node.text
            yield Run(f"{name} {number}", text, gone, optional=node in optional)
        else:
            yield from _unwritten(f"{name} {number}", local, node, layer)
            targets = [
                related[value] for key, value in node.items() if "relationships" in key and value in related
            ]
            yield from (
                Run(name, one if ":" in one else posixpath.basename(one), optional=True) for one in targets
            )
    yield from _instructions(name, root)


def _rounded(text: str) -> str:
    """Return a long number of a chart without what its program's reckoning added: people read 4.4."""
    try:
        return format(float(text), ".10g") if len(text) > len("0.1234567890") else text
    except ValueError:
        return text


def _unwritten(place: str, local: str, node: Any, layer: Layer) -> Iterator[Run]:
    """Yield what a person sees that is no text of the file: drawn words, choices, signs, pictures."""
    if local == "textpath" and node.get("string"):
        yield Run(place, node.get("string"), layer)
    elif local == "docPr":
        yield Run(place, node.get("descr") or "", layer)
        yield Run(place, node.get("title") or "", layer, optional=bool(node.get("descr")))
    elif local == "ddList":
        entries = [one.get(f"{_MAIN}val") or "" for one in node if _local(one) == "listEntry"]
        at = {_local(one): one.get(f"{_MAIN}val") for one in node}
        number = str(at.get("result") or at.get("default") or "0")
        yield from (
            Run(place, one, layer) for one in entries[int(number) : int(number) + 1] if number.isdecimal()
        )
    elif local == "sym":
        code = node.get(f"{_MAIN}char") or "20"
        yield Run(place, _SIGNS + chr(int(code, 16) & 0xFF), optional=True)
    elif "/math" in node.tag:
        yield Run(place, _MATHS, optional=True)
    for key, value in node.items():
        if key.rpartition("}")[2] in {"descr", "title", "alt", "ProgID"} or "/math" in key:
            yield Run(place, value, optional=True)


def _instructions(name: str, root: Any) -> Iterator[Run]:
    """Yield the instructions of fields: a reader may say the address of a link, and must say buttons."""
    code, result = "", False
    for node in root.iter(f"{_MAIN}instrText", f"{_MAIN}fldChar", f"{_MAIN}fldSimple"):
        if _local(node) == "instrText":
            code += node.text or ""
            continue
        kind = node.get(f"{_MAIN}fldCharType")
        result = result or kind == "separate"
        if (
            kind == "end"
            and not result
            and (match := re.match(r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s+(.+)", code))
        ):
            yield Run(name, match[1])
        yield Run(name, code + (node.get(f"{_MAIN}instr") or ""), optional=True)
        yield Run(name, _SIGNS, optional=True)
        if kind in {"begin", "end"}:
            code, result = "", False


def _said_again(root: Any) -> Iterator[Any]:
    """Yield all that stands in alternatives but the first that says anything."""
    for alternative in root.iter("{*}AlternateContent"):
        branches = [branch for branch in alternative if isinstance(branch.tag, str)]
        branches.sort(key=lambda branch: _local(branch) != "Choice")
        speaks = [any(one.text for one in branch.iter("{*}t", "{*}delText")) for branch in branches]
        chosen = branches[speaks.index(True) if True in speaks else 0] if branches else None
        for branch in branches:
            if branch is not chosen:
                yield from branch.iter()


def _categories_again(root: Any) -> Iterator[Any]:
    """Yield the categories that each series of a chart repeats."""
    shown: list[str] = []
    for series in root.iter("{*}ser"):
        for part in series:
            if _local(part) in {"cat", "xVal"}:
                values = list(part.iter("{*}v"))
                said = [value.text or "" for value in values]
                if said == shown:
                    yield from values
                shown = said or shown


def _related(name: str, parts: dict[str, bytes]) -> dict[str, str]:
    """Return what the relations of a part lead to: addresses, and names of other parts."""
    folder, file = posixpath.split(name)
    found = {}
    for line in re.findall(
        r"<(?:\w+:)?Relationship\b[^>]*>", parts.get(f"{folder}/_rels/{file}.rels", b"").decode()
    ):
        said = {
            key: html.unescape(value) for key, value in re.findall(r"""(\w+)\s*=\s*["']([^"']*)["']""", line)
        }
        target = said.get("Target", "")
        if said.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[said.get("Id", "")] = target
    return found


def _chunk(data: bytes) -> Iterator[Run]:
    """Yield the text of a whole document that a Word file keeps inside."""
    start = data[:1_000].lower()
    if start.startswith(b"pk"):
        yield from word(data)
    elif b"mime-version:" in start:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
        yield from count.web(str(pages[0].get_content()).encode() if pages else b"")
    elif b"<html" in start or b"<!doctype" in start or start.strip().startswith(b"<"):
        yield from count.web(data)
    else:
        text, _repairs = normalise.decode(data)
        yield from (Run("", row) for row in text.split("\n"))


def _properties(name: str, content: bytes) -> Iterator[Run]:
    wanted = "|".join(_PROPERTIES[name].split())
    for match in re.finditer(rf"<(?:\w+:)?({wanted})\b[^>]*>([^<]+)</", content.decode("utf-8", "replace")):
        yield Run(f"{name} {match[1]}", html.unescape(match[2]), Layer.PROPERTY)
