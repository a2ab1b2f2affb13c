"""The readers apart: the same answers as here, and whatever hangs, grows or dies is named and survived."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from pipeline.engine.apart import Apart
from pipeline.model import wire
from pipeline.model.notes import Block, Kind, Notes
from pipeline.model.problem import Trouble
from pipeline.notes import worker
from pipeline.notes.desk import Here

LINE = "Ein Satz für alle Teilnehmer*innen, lang genug.".encode()
NONE: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOWTOMAKE_LANG", "en")


@pytest.fixture(scope="module")
def desk() -> Iterator[Apart]:
    """Return one desk for all tests: that is how an ingest uses it."""
    with Apart() as made:
        yield made


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    """Return a desk whose plain reader does what the text tells it to: a stand-in for a reader with a hole."""
    (tmp_path / "sitecustomize.py").write_text("")
    (tmp_path / "planted.py").write_text(
        "import os, socket, subprocess, time, ctypes\n"
        "from pipeline.notes import plain, readers\n"
        "def read(name, data):\n"
        "    exec(data.decode(), {'os': os, 'socket': socket, 'subprocess': subprocess, 'time': time, 'ctypes': ctypes})\n"
        "    return plain.read(name, b'Ein Satz, der lang genug ist.')\n"
        "readers.READERS['.txt'] = read\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    from pipeline.engine import apart

    monkeypatch.setattr(apart, "_START", apart._START.replace("worker;", "worker; import planted;"))
    with Apart(seconds=5, megabytes=600) as made:
        made.read("warm.txt", b"# nothing but a warm start", NONE)
        yield made


def test_the_answers_are_those_of_the_readers(desk: Apart) -> None:
    """Notes with all their fields, pictures byte for byte, and the count."""
    picture = io.BytesIO()
    Image.new("RGB", (30, 20)).save(picture, "PNG")
    for name, data in (
        ("a.txt", LINE),
        ("a.md", "# Ziele\n\n- [x] eins | zwei\n\U0001f44d \ud83d".encode("utf-8", "replace")),
        ("a.png", picture.getvalue()),
    ):
        assert desk.read(name, data, NONE) == Here().read(name, data, NONE)
        assert desk.count(name, data, NONE) == Here().count(name, data, NONE)
        assert desk.members(name, data) is None


def test_a_problem_comes_back_as_one(desk: Apart) -> None:
    """In words, with the file's name, and the desk goes on."""
    with pytest.raises(Trouble, match="only 4 bytes"):
        desk.read("kurz.txt", b"kurz", NONE)
    assert desk.read("a.txt", LINE, NONE).blocks


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: pass", "longer than 5 seconds"),
        ("time.sleep(60)", "longer than 5 seconds"),
        ("x = [b'x' * 50_000_000 for n in range(100)]", "600 MB"),
        ("os._exit(3)", "break off"),
        ("os.abort()", "break off"),
        ("ctypes.string_at(0)", "break off"),
        ("raise KeyError('innen')", "KeyError"),
        ("def f(): f()\nf()", "nested more deeply"),
        ("os.write(1, b'\\0\\0\\0\\1\\0\\0\\0\\0x')", "break off"),
    ],
    ids=["busy", "asleep", "memory", "exit", "abort", "segfault", "error", "depth", "lies"],
)
def test_whatever_a_reader_does_is_named_and_the_next_file_is_read(
    planted: Apart, code: str, said: str
) -> None:
    """A hang, a bomb, a crash: one problem with the file's name within the limit, then a fresh process."""
    if "memory" in code and sys.platform != "linux":
        pytest.skip("only Linux bounds the address space")
    start = time.monotonic()
    with pytest.raises(Trouble) as trouble:
        planted.read("böse.txt", f"{code}\n# and words enough for notes".encode(), NONE)
    (problem,) = trouble.value.problems
    assert problem.path == "böse.txt"
    assert said in problem.message
    assert problem.hint
    assert time.monotonic() - start < 20
    assert planted.read("gut.txt", b"# all is well again, is it not", NONE).blocks


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', 9), timeout=1)",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "open('/etc/passwd').read()",
        "open('/tmp/howtomake-spur', 'w')",
        "os.remove('/tmp/howtomake-spur')",
        "os.mkdir('/tmp/howtomake-spur')",
        "os.open('/tmp/howtomake-spur', os.O_CREAT | os.O_WRONLY)",
    ],
)
def test_a_reader_can_do_nothing_but_read(planted: Apart, code: str) -> None:
    """No connection, no program, no file of anybody else's."""
    with pytest.raises(Trouble, match="PermissionError"):
        planted.read("böse.txt", f"{code}\n# and words enough for notes".encode(), NONE)
    assert not Path("/tmp/howtomake-spur").exists()  # noqa: S108


def test_the_cost_of_a_question_is_small(desk: Apart) -> None:
    """A process an ingest, not a process a file: the second question costs milliseconds."""
    desk.read("a.txt", LINE, NONE)
    start = time.monotonic()
    for _number in range(20):
        desk.read("a.txt", LINE, NONE)
    assert time.monotonic() - start < 2


def test_what_is_sent_is_checked_field_by_field() -> None:
    """A value of the wrong type is no noun: the other end has read hostile bytes."""
    notes = Notes("a.txt", (Block("a.txt", "Zeile 1", Kind.ITEM, "x", checked=True, cells=("a", "b")),))
    blobs: list[bytes] = []
    value = wire.plain(notes, blobs)
    assert wire.noun(Notes, value, blobs) == notes
    value["blocks"][0]["text"] = 7
    with pytest.raises(TypeError):
        wire.noun(Notes, value, blobs)
    for broken in ([], {"source": "a"}, None, "x"):
        with pytest.raises((TypeError, KeyError)):
            wire.noun(Notes, broken, [])


def test_the_worker_answers_until_the_pipe_ends() -> None:
    """Frame in, frame out; half a frame is the end."""
    asked, answers = os.pipe(), os.pipe()
    stopped = threading.Event()

    def run() -> None:
        with os.fdopen(asked[0], "rb") as questions, os.fdopen(answers[1], "wb") as out:
            while (frame := wire.receive(questions)) is not None:
                wire.send(out, *worker._answered(*frame, 100))
        stopped.set()

    threading.Thread(target=run, daemon=True).start()
    with os.fdopen(asked[1], "wb") as questions, os.fdopen(answers[0], "rb") as back:
        wire.send(questions, {"do": "read", "name": "a.txt", "others": []}, [LINE])
        reply = wire.receive(back)
        questions.write(b"\0\0")
        questions.close()
        assert stopped.wait(10)
    assert reply is not None
    assert reply[0]["answer"]["source"] == "a.txt"
