"""Private stays private: whatever is put into notes, wherever, is in no file of the draft they become."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from notes import wordfile as w

from pipeline import gate
from pipeline import ingest as story
from pipeline.build import How, build
from pipeline.guide import source as sources
from pipeline.ingest import Existing
from pipeline.render import passages, reader
from pipeline.structure import ledger
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
DAY = datetime.date(2026, 11, 24)

# What is put in


@dataclass(frozen=True)
class Private:
    """A string about somebody, and what of it must be nowhere."""

    text: str
    secret: str


_SYLLABLES = ["dro", "vel", "kum", "zir", "gan", "tho", "mip", "lus", "bek", "wor", "fen", "ril"]
_FIRST = [
    "Aylin",
    "Bernd",
    "Khaled",
    "Oksana",
    "Jürgen",
    "Katarzyna",
    "Svenja",
    "Mehmet",
    "Rosa",
    "Wolf",
    "Max",
]
_surnames = st.lists(st.sampled_from(_SYLLABLES), min_size=3, max_size=3).map(
    lambda s: "".join(s).capitalize()
)
_digits = st.text("23456789", min_size=7, max_size=8)


def _iban(account: str) -> str:
    """Return a German IBAN with the right check digits (ISO 13616)."""
    bare = f"37040044{account:0>10}"
    check = 98 - int(f"{bare}131400") % 97
    return f"DE{check:02d}{bare}"


_NAMES: st.SearchStrategy[Private] = st.one_of(
    st.builds(lambda f, s: Private(f"{f} {s}", s), st.sampled_from(_FIRST[:8]), _surnames),
    st.builds(lambda s: Private(f"Frau {s}", s), _surnames),
    st.builds(lambda s: Private(f"Herrn Dr. {s}", s), _surnames),
    st.builds(lambda f, s: Private(f"{f} {s}mann", f"{s}mann"), st.sampled_from(_FIRST[8:]), _surnames),
)
_OTHERS: st.SearchStrategy[Private] = st.one_of(
    st.builds(lambda s: Private(f"{s.lower()}@haus.example", s.lower()), _surnames),
    st.builds(lambda s: Private(f"{s.lower()} (at) haus.example", s.lower()), _surnames),
    st.builds(lambda d: Private(f"0171 {d}", d), _digits),
    st.builds(lambda d: Private(f"+49 (0)231 {d[:4]} {d[4:]}", d), _digits),
    st.builds(lambda d: Private(_iban(d), f"{d:0>10}"), _digits),
    st.builds(lambda s: Private(f"@{s.lower()}", s.lower()), _surnames),
    st.builds(lambda s: Private(f"{s}straße 12, 44147 Dortmund", f"{s}straße"), _surnames),
    st.builds(lambda s: Private(f"Passwort: {s}77", f"{s}77"), _surnames),
    st.builds(lambda s: Private(f"https://pad.example.org/p/{s}", s), _surnames),
)
PRIVATE = st.one_of(_NAMES, _OTHERS)

# Where it is put

Layer = Callable[[str], tuple[str, dict[str, str]]]


def _sentence(text: str) -> str:
    return f"Wer Hilfe braucht, fragt zuerst nach: {text}"


def _part(name: str, root: str, inner: str) -> dict[str, str]:
    return {f"word/{name}.xml": w.part(root, inner)}


def _reference(kind: str) -> str:
    return f'<w:r><w:{kind}Reference w:id="2"/></w:r>'


def _core(text: str) -> dict[str, str]:
    spaces = 'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return {
        "docProps/core.xml": f"<cp:coreProperties {spaces}><dc:creator>{text}</dc:creator>"
        f"<cp:lastModifiedBy>{text}</cp:lastModifiedBy></cp:coreProperties>"
    }


WORD: dict[str, Layer] = {
    "paragraph": lambda x: (w.p(_sentence(x)), {}),
    "item": lambda x: (w.p(f"- {_sentence(x)}"), {}),
    "alone": lambda x: (w.p(x), {}),
    "heading": lambda x: (w.bold(f"Idee von {x}") + w.p("Immer früh anfangen und alle fragen."), {}),
    "cell": lambda x: (w.table(("Wer", "Was"), (x, "Raum buchen")), {}),
    "attendance": lambda x: (w.p(f"Anwesend: {x}, Team"), {}),
    "label": lambda x: (w.p(f"Moderation: {x}"), {}),
    "turn": lambda x: (w.p(f"{x}: Das hat bei uns gut geklappt."), {}),
    "box": lambda x: (w.p("Ein Satz.", w.text_box(_sentence(x))), {}),
    "header": lambda x: (w.p("Ein Satz."), _part("header1", "hdr", w.p(_sentence(x)))),
    "footer": lambda x: (w.p("Ein Satz."), _part("footer1", "ftr", w.p(_sentence(x)))),
    "footnote": lambda x: (
        w.p("Ein Satz mit Fußnote.", _reference("footnote")),
        _part("footnotes", "footnotes", f'<w:footnote w:id="2">{w.p(_sentence(x))}</w:footnote>'),
    ),
    "comment": lambda x: (
        w.p("Ein Satz mit Kommentar.", _reference("comment")),
        _part("comments", "comments", f'<w:comment w:id="2" w:author="Ada">{w.p(_sentence(x))}</w:comment>'),
    ),
    "comment author": lambda x: (
        w.p("Ein Satz mit Kommentar.", _reference("comment")),
        _part("comments", "comments", f'<w:comment w:id="2" w:author="{x}">{w.p("Quelle?")}</w:comment>'),
    ),
    "deleted": lambda x: (
        w.p("Davor.", f'<w:del w:author="Ada"><w:r><w:delText>{_sentence(x)}</w:delText></w:r></w:del>'),
        {},
    ),
    "inserted": lambda x: (w.p("Davor. ", f'<w:ins w:author="Ada">{w.t(_sentence(x))}</w:ins>'), {}),
    "hidden": lambda x: (
        w.p("Davor.", f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{_sentence(x)}</w:t></w:r>"),
        {},
    ),
    "split run": lambda x: (w.p("Fragt: ", w.t(x[: len(x) // 2]) + w.t(x[len(x) // 2 :])), {}),
    "author": lambda x: (w.p("Ein Satz."), _core(x)),
}
MARKDOWN: dict[str, Callable[[str], str]] = {
    "paragraph": _sentence,
    "item": lambda x: f"- {_sentence(x)}",
    "escaped item": lambda x: f"\\* {_sentence(x)}",
    "emphasis": lambda x: f"Fragt **{x}** danach.",
    "quote": lambda x: f"> Vorher reden, sagt {x}",
    "heading": lambda x: f"### Idee von {x}\n\nImmer früh anfangen und alle fragen.",
    "cell": lambda x: f"| Wer | Was |\n|---|---|\n| {x} | Raum buchen |",
    "comment": lambda x: f"<!-- {x} -->",
    "link": lambda x: f"[Mehr dazu](https://haus.example/{re.sub(r'[^A-Za-z0-9]', '', x)}) bei {x}",
    "code": lambda x: f"`{x}` steht am Brett.",
    "title": lambda x: f"# Workshop mit {x}",
    "front matter": lambda x: f"---\nauthor: '{x}'\n---\n",
}


def _word(rows: list[tuple[str, Private]]) -> bytes:
    body, parts = w.bold("Tipps"), {}
    for layer, one in rows:
        inner, more = WORD[layer](escape(one.text))
        body += inner
        parts |= more
    return w.word(body, parts)


def _markdown(rows: list[tuple[str, Private]]) -> bytes:
    order = {"front matter": 0, "title": 1}
    rows = sorted(rows, key=lambda row: order.get(row[0], 2))
    text = ""
    for number, (layer, one) in enumerate(rows):
        if order.get(layer, 2) == 2 and (number == 0 or order.get(rows[number - 1][0], 2) < 2):
            text += "## Tipps\n\n"
        text += MARKDOWN[layer](one.text) + "\n\n"
    return f"{text}\n## Ziele\n\nWir wollen mehr Leute erreichen.\n".encode()


# What comes out


def _everything(dist: Path) -> str:
    """Return all that is in dist/, as text, without the breaks and signs that a format puts into it."""
    pieces = []
    for path in sorted(dist.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(data)
            pieces += [page.get_textpage().get_text_range() for page in document]
            pieces.append(json.dumps(document.get_metadata_dict()))
        elif path.suffix in {".docx", ".epub"}:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                pieces += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            pieces.append(re.sub(r"base64,[A-Za-z0-9+/=]+", "", data.decode("utf-8", "replace")))
    text = re.sub(r"<[^>]*>", lambda match: " ".join(re.findall(r'"([^"]*)"', match[0])), "\n".join(pieces))
    return re.sub(r"[\s\u00ad\ufffe\x02()/-]+", "", text).casefold()


def _plain(secret: str) -> str:
    return re.sub(r"[\s()/-]+", "", secret).casefold()


def _distinct(rows: list[tuple[str, Private]]) -> bool:
    """Tell whether each layer and each secret is used once; parts of others would be found with them."""
    secrets = [_plain(one.secret) for _layer, one in rows]
    apart = all(one not in other for one in secrets for other in secrets if one is not other)
    return len({layer for layer, _one in rows}) == len(rows) and apart


def _ingested(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return what an ingest writes below guides/a-b/."""
    outcome = story.ingest("a-b", files, TEMPLATE, CUES, Existing(), today=DAY, title="Ein Thema")
    return dict(outcome.writes)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(sorted(WORD)), PRIVATE), min_size=1, max_size=4).filter(_distinct),
    st.lists(st.tuples(st.sampled_from(sorted(MARKDOWN)), PRIVATE), min_size=1, max_size=4).filter(_distinct),
)
def test_nothing_private_passes_the_gate(
    word: list[tuple[str, Private]], markdown: list[tuple[str, Private]]
) -> None:
    """For any strings in any layers of notes: the draft behind the gate has none, with ledger or without."""
    writes = _ingested({"a.docx": _word(word), "a.md": _markdown(markdown)})
    text = writes["guide.md"].decode()
    entries = ledger.load(writes["ledger.jsonl"].decode(), "ledger.jsonl")
    for private in (gate.Private(entries=entries), gate.Private()):
        source = reader.read(sources.parse(text, "a-b", "guides/a-b/guide.md"))
        passed = gate.look(source, text, private, {})
        shown = [one.text for one in passages.of_body(passed.source)] + [repr(passed.source.guide.front)]
        said = _plain(" ".join(shown))
        assert [(layer, one) for layer, one in [*word, *markdown] if _plain(one.secret) in said] == []


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    st.lists(st.tuples(st.sampled_from(sorted(WORD)), PRIVATE), min_size=6, max_size=9).filter(_distinct),
    st.lists(st.tuples(st.sampled_from(sorted(MARKDOWN)), PRIVATE), min_size=4, max_size=6).filter(_distinct),
)
def test_nothing_private_reaches_a_file(
    word: list[tuple[str, Private]], markdown: list[tuple[str, Private]]
) -> None:
    """For any strings in any layers of a Word and a Markdown note: no file of the draft has any of them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "templates", root / "templates")
        (root / "guides" / "a-b").mkdir(parents=True)
        small = ROOT / "tests" / "workspaces" / "small" / "guides" / "programme.yml"
        programme = small.read_text("utf-8").replace(", guide: kleiner-leitfaden", "")
        (root / "guides" / "programme.yml").write_text(programme, "utf-8")
        for name, data in _ingested({"protokoll.docx": _word(word), "pad.md": _markdown(markdown)}).items():
            target = root / "guides" / "a-b" / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        build(Workspace(root.resolve()), how=How(jobs=2))
        text = _everything(root / "dist")
    assert "einthema" in text
    assert [(layer, one) for layer, one in [*word, *markdown] if _plain(one.secret) in text] == []


def test_the_test_can_tell() -> None:
    """What is looked for is there to be found when nothing is done about it."""
    assert _plain("0171 23 45") in re.sub(r"[\s()/-]+", "", "Ruf 0171/2345 an").casefold()
