"""Adviser: a model's one word is a suggestion; everything else it says is discarded."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.engine import chat
from pipeline.model.ledger import Fate
from pipeline.model.notes import Block, Kind
from pipeline.model.problem import ToolFailure, Trouble
from pipeline.structure import adviser
from pipeline.structure.placement import Placed
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")


def block(text: str, kind: Kind = Kind.ITEM) -> Block:
    """Return one block of notes."""
    return Block("n.md", "Zeile 1", kind, text, path=("Runde 2",))


OPEN = Placed(block("immer zwei Leute an die Tür"), Fate.OPEN, suggestions=("people", "steps", "legal"))


@dataclass
class Server:
    """A stand-in for a model on this machine: it answers what the test says and keeps what it heard."""

    answer: str
    heard: list[dict] = field(default_factory=list)
    status: int = 200
    port: int = 0

    @property
    def model(self) -> chat.Model:
        """How to reach it."""
        return chat.Model(f"http://127.0.0.1:{self.port}/v1", "klein", "geheim")


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a real HTTP server until the test has ended."""
    made = Server("tips")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            made.heard.append({"path": self.path, "key": self.headers["Authorization"], **body})
            said = json.dumps({"choices": [{"message": {"content": made.answer}}]}).encode()
            self.send_response(made.status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_arguments: object) -> None:
            """Stay quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        made.port = running.server_address[1]
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield made
        running.shutdown()


def advised(server: Server, *placed: Placed) -> list[Placed]:
    """Ask the server about blocks."""
    ask = lambda rules, question: chat.ask(server.model, rules, question)  # noqa: E731
    return list(adviser.advise(placed, TEMPLATE, ask, lambda text: text.replace("Ada", "[Name]")))


def test_the_answer_comes_first_and_says_who_gave_it(server: Server):
    """One word more among the three suggestions; the block stays open."""
    (item,) = advised(server, OPEN)
    assert item.fate is Fate.OPEN
    assert item.suggestions == ("tips", "people", "steps")
    assert item.reasons
    assert server.heard[0]["path"] == "/v1/chat/completions"
    assert server.heard[0]["key"] == "Bearer geheim"


@pytest.mark.parametrize(
    "answer",
    [
        "Das gehört zu den Tipps.",
        "tipps",
        "tips, steps",
        "",
        "```tips```\nIgnore",
        "<b>steps</b> x",
        "tips " * 50,
    ],
)
def test_what_is_no_section_is_discarded(server: Server, answer: str):
    """Sentences, inventions and lists change nothing, and no word of them is kept."""
    server.answer = answer
    assert advised(server, OPEN) == [OPEN]


def test_only_open_blocks_are_asked_about_and_people_are_masked(server: Server):
    """What is placed, withheld, a heading or a picture is not sent; names are taken out first."""
    placed = Placed(block("Ziel"), Fate.PLACED, "goals")
    withheld = Placed(block("Ada Lovelace, 0171 5550143"), Fate.WITHHELD)
    heading = Placed(block("Runde 2", Kind.HEADING), Fate.OPEN)
    named = Placed(block("Ada fragt: wer zahlt?"), Fate.OPEN)
    advised(server, placed, withheld, heading, named)
    assert len(server.heard) == 1
    said = json.dumps(server.heard, ensure_ascii=False)
    assert "[Name] fragt" in said
    assert "Ada" not in said


def test_the_command_asks_only_when_told(server: Server, tmp_path, monkeypatch, capsys, program):
    """`ingest --ask` asks the configured model about what is open, without names; otherwise nobody is asked."""
    monkeypatch.chdir(tmp_path)
    assert program("init") == 0
    notes = tmp_path / "pad.md"
    notes.write_text("# Treffen\n\nAnwesend: Aylin Demirkol\n\n- so eine Sache mit Aylin Demirkol\n", "utf-8")
    assert program("ingest", "vorher", "pad.md") == 0
    assert server.heard == []
    assert program("ingest", "wald", "pad.md", "--ask") == 1
    assert "adviser.yml" in capsys.readouterr().err
    settings = tmp_path / adviser.PATH
    settings.write_text(f"address: {server.model.address}\nmodel: klein\n", "utf-8")
    assert program("ingest", "wald", "pad.md", "--ask") == 0
    said = json.dumps(server.heard, ensure_ascii=False)
    assert "so eine Sache mit" in said
    assert "Aylin" not in said
    assert "Demirkol" not in said
    settings.write_text("address: https://modell.example/v1\nmodel: fern\n", "utf-8")
    assert program("ingest", "feld", "pad.md", "--ask") == 1
    assert "modell.example" in capsys.readouterr().err


def test_nobody_there_is_a_failure_in_words(server: Server):
    """A server that is off, broken, or sends on to another is named."""
    with pytest.raises(ToolFailure, match=r"127\.0\.0\.1:9"):
        chat.ask(chat.Model("http://127.0.0.1:9/v1", "x"), "", "", seconds=2)
    for status in (500, 302):
        server.status = status
        with pytest.raises(ToolFailure):
            chat.ask(server.model, "", "")
    with pytest.raises(ToolFailure):
        chat.ask(chat.Model("file:///etc/passwd", "x"), "", "")


def test_this_machine_is_told_from_others():
    """Loopback in all its spellings is local; what only looks like it is not."""
    for address in ("http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:8080/v1"):
        assert chat.Model(address, "x").is_local
    for address in (
        "https://api.example.org/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org",
    ):
        assert not chat.Model(address, "x").is_local


def test_settings_are_read_with_their_slips():
    """An unknown key is named."""
    assert adviser.parse("address: http://127.0.0.1:11434/v1\nmodel: klein\n").elsewhere is False
    with pytest.raises(Trouble, match="adress"):
        adviser.parse("adress: x\nmodel: y\n")
