"""Placing: one key a question, written at once, undone byte for byte, never asked again."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cli.main import main
from pipeline.model.problem import Trouble
from pipeline.placing import Changed, Session
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
PAD = """# Workshop „Leitungswechsel“

## Kanäle
- Aushang beim Bäcker an der Ecke
- Plakate kleben, aber zu zweit

| Kanal | Stunden |
|---|---|
| Website | 2 |

## Kleinkram
- das letzte Wort hat die Theke
- Schlüssel liegen beim Nachbarn
- Rosen gießen nicht vergessen

Ein Satz ganz allein am Ende der Seite.
"""
AGAIN = """# Protokoll vom zweiten Treffen

## Kleinkram
- der Beamer braucht eine neue Lampe

## Kanäle
- Aushang beim Bäcker an der Ecke
"""


@dataclass(frozen=True)
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *words: str, given: str = "") -> Done:
    """Run `howtomake WORDS` as the console script does, in this process."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for name in ("stdout", "stderr")
    }
    streams["stdin"] = io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "en")
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as left:
            main(words)
    said = {name: streams[name].buffer.getvalue().decode() for name in ("stdout", "stderr")}  # type: ignore[attr-defined]
    return Done(int(left.value.code or 0), **said)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace in which one pad has been read."""
    root = tmp_path_factory.mktemp("drafted")
    assert run(root, "init").returncode == 0
    (root / "pad.md").write_text(PAD, "utf-8")
    (root / "neu.md").write_text(AGAIN, "utf-8")
    assert run(root, "ingest", "a-b", "pad.md").returncode == 0
    return root


@pytest.fixture
def workspace(drafted: Path, tmp_path: Path) -> Workspace:
    """Return a copy of it."""
    root = tmp_path / "ws"
    shutil.copytree(drafted, root)
    return Workspace(root)


def files(workspace: Workspace) -> dict[str, bytes]:
    """Return every file of guides/."""
    base = workspace.root / "guides"
    return {
        path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*") if path.is_file()
    }


def ledger(workspace: Workspace) -> list[dict[str, object]]:
    """Return the lines of the ledger."""
    text = (workspace.guide_folder("a-b") / "ledger.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def fate(workspace: Workspace, words: str) -> tuple[object, object, object]:
    """Return fate, section and who decided about a passage."""
    return next(
        (row["fate"], row["section"], row["by"]) for row in ledger(workspace) if words in str(row["text"])
    )


def guide(workspace: Workspace) -> str:
    """Return guide.md."""
    return (workspace.guide_folder("a-b") / "guide.md").read_text("utf-8")


def test_one_key_a_question_until_nothing_is_open(workspace: Workspace) -> None:
    """As many keys as questions; then nothing waits, and a second ingest asks nothing and changes nothing."""
    listed = json.loads(run(workspace.root, "place", "a-b", "--json").stdout)
    keys = "1" * len(listed["questions"])
    done = run(workspace.root, "place", "a-b", "--answers", "-", given=keys)
    assert done.returncode == 0, done.stderr
    assert f"{listed['open']} passages decided, 0 open." in done.stdout
    assert "{#open}" not in guide(workspace)
    assert not [row for row in ledger(workspace) if row["fate"] == "open"]
    before = files(workspace)
    assert run(workspace.root, "ingest", "a-b", "pad.md").returncode == 0
    assert "0 open" in run(workspace.root, "place", "a-b", "--answers", "-").stdout
    assert files(workspace) == before


def test_the_listing_says_what_another_front_needs(workspace: Workspace) -> None:
    """Texts, where they stand, what is around them, three suggestions with reasons; nothing is written."""
    before = files(workspace)
    listed = json.loads(run(workspace.root, "place", "a-b", "--json").stdout)
    assert files(workspace) == before
    first = listed["questions"][0]
    assert first["texts"] == ["Aushang beim Bäcker an der Ecke"]
    assert (first["path"][-1], first["place"]) == ("Kanäle", "Zeile 4")
    assert first["after"].endswith("Plakate kleben, aber zu zweit")
    assert [len(one["suggestions"]) for one in listed["questions"]] == [3] * len(listed["questions"])
    assert all(one["reason"] for one in first["suggestions"])
    assert {"id": "aside", "heading": "Nicht für den Leitfaden", "published": False} in listed["sections"]
    table = next(one for one in listed["questions"] if len(one["ids"]) == 2)
    assert table["texts"] == ["Kanal | Stunden", "Website | 2"]


def test_answers_of_another_front(workspace: Workspace) -> None:
    """A JSON list of ids and sections; nonsense is said with exit 1, and nothing is written."""
    listed = json.loads(run(workspace.root, "place", "a-b", "--json").stdout)
    rows = [{"ids": one["ids"], "section": "tips"} for one in listed["questions"]]
    before = files(workspace)
    for wrong in ('[{"ids": ["x"], "section": "tipps"}]', '[{"section": "tips"}]', "[1]", "[{"):
        done = run(workspace.root, "place", "a-b", "--answers", "-", given=wrong)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert files(workspace) == before
    done = run(workspace.root, "place", "a-b", "--answers", "-", given=json.dumps(rows))
    assert f"{listed['open']} passages decided" in done.stdout
    assert json.loads(run(workspace.root, "place", "a-b", "--json").stdout)["open"] == 0


def test_a_list_of_cards_is_taken_apart(workspace: Workspace) -> None:
    """Each row of a spreadsheet may go elsewhere, whole and alone; the others keep waiting."""
    cards = "Karte;Punkte\nGläser zuerst spülen;4\nDas Dach ist undicht;7\nMontags ist niemand da;2\n"
    (workspace.root / "karten.csv").write_text(cards, "utf-8")
    assert run(workspace.root, "ingest", "a-b", "karten.csv").returncode == 0
    listed = json.loads(run(workspace.root, "place", "a-b", "--json").stdout)
    ids = next(one["ids"] for one in listed["questions"] if one["source"] == "karten.csv")
    rows = [{"ids": [ids[1]], "section": "tips"}, {"ids": [ids[2]], "section": "pitfalls"}]
    done = run(workspace.root, "place", "a-b", "--answers", "-", given=json.dumps(rows))
    assert "2 passages decided" in done.stdout, done.stderr
    assert fate(workspace, "Gläser")[:2] == ("placed", "tips")
    assert fate(workspace, "Dach")[:2] == ("placed", "pitfalls")
    assert fate(workspace, "Montags")[0] == "open"
    tips, waiting = (guide(workspace).partition(f"{{#{name}}}")[2] for name in ("tips", "open"))
    assert "Gläser zuerst spülen" in tips.partition("\n## ")[0]
    assert "Montags ist niemand da" in waiting


def test_not_for_the_guide_other_section_group_and_single(workspace: Workspace) -> None:
    """n, o and a letter, g, s: each does what the help says."""
    given = "n  oa  s  g1"  # Aushang: not; Plakate: the first of all sections; table: skip; Kleinkram: all
    done = run(workspace.root, "place", "a-b", "--answers", "-", given=given)
    assert done.returncode == 0, done.stderr
    assert fate(workspace, "Aushang")[:2] == ("follow-up", "aside")
    assert fate(workspace, "Plakate")[:2] == ("placed", "summary")
    assert fate(workspace, "Website")[0] == "open"
    sections = {fate(workspace, words)[:2] for words in ("Theke", "Nachbarn", "Rosen")}
    assert len(sections) == 1
    assert sections.pop()[0] in {"placed", "follow-up"}
    assert "das letzte Wort hat die Theke" not in guide(workspace).partition("{#open}")[2]


def test_a_heading_is_learned_for_the_notes_to_come(workspace: Workspace) -> None:
    """`i`: what stands under it goes there now and later, in this guide and in others."""
    run(workspace.root, "place", "a-b", "--answers", "-", given="sss i o" + "j")
    assert fate(workspace, "Rosen")[:2] == ("placed", "tips")
    learned = (workspace.root / "guides" / "learned.yml").read_text("utf-8")
    assert '"Kleinkram": tips' in learned
    assert "Rosen" not in learned
    assert run(workspace.root, "ingest", "a-b", "neu.md").returncode == 0
    assert fate(workspace, "Beamer")[:2] == ("placed", "tips")
    assert run(workspace.root, "ingest", "anderes", "neu.md").returncode == 0
    assert "Beamer" in (workspace.guide_folder("anderes") / "guide.md").read_text("utf-8").split("{#tips}")[1]


def test_the_second_workshop_asks_less(workspace: Workspace) -> None:
    """What was decided is known in another guide, by its check sum."""
    run(workspace.root, "ingest", "vorher", "neu.md")
    before = json.loads(run(workspace.root, "place", "vorher", "--json").stdout)["open"]
    run(workspace.root, "place", "a-b", "--answers", "-", given="1" * 20)
    run(workspace.root, "ingest", "nachher", "neu.md")
    assert json.loads(run(workspace.root, "place", "nachher", "--json").stdout)["open"] < before


def test_undo_is_identity_on_bytes(workspace: Workspace) -> None:
    """Also when a file did not exist before; and there is an end to it."""
    before = files(workspace)
    done = run(workspace.root, "place", "a-b", "--answers", "-", given="1 g n u u u q")
    assert done.returncode == 0
    assert "nothing to undo" in done.stderr
    assert files(workspace) == before


def test_undo_touches_nothing_once_somebody_else_has_written(workspace: Workspace) -> None:
    """Their words are worth more than our way back."""
    session = Session(workspace, "a-b")
    session.answer(session.state().questions[:1], "tips")
    path = workspace.guide_folder("a-b") / "guide.md"
    path.write_text(path.read_text("utf-8") + "\nMein Satz.\n", "utf-8")
    before = files(workspace)
    with pytest.raises(Changed):
        session.undo()
    assert files(workspace) == before


def test_a_person_writes_while_the_session_goes_on(workspace: Workspace) -> None:
    """Every answer reads the files anew, so no byte of theirs is lost."""
    session = Session(workspace, "a-b")
    asked = session.state().questions
    path = workspace.guide_folder("a-b") / "guide.md"
    path.write_text(path.read_text("utf-8").replace("{#steps}\n", "{#steps}\n\nMein Satz.\n"), "utf-8")
    session.answer(asked[:1], "steps")
    assert "Mein Satz." in guide(workspace)
    assert "Aushang" in guide(workspace).partition("{#steps}")[2].partition("\n## ")[0]


def test_what_a_person_moved_is_recorded_and_not_asked(workspace: Workspace) -> None:
    """Cut and pasted in an editor: on record at the next sitting, in its place once."""
    path = workspace.guide_folder("a-b") / "guide.md"
    line = "- Rosen gießen nicht vergessen\n"
    text = path.read_text("utf-8").replace(line, "").replace("{#steps}\n", f"{{#steps}}\n\n{line}")
    path.write_text(text, "utf-8")
    done = run(workspace.root, "place", "a-b", "--answers", "-")
    assert "1 passage that you have moved yourself is on record." in done.stdout
    assert fate(workspace, "Rosen") == ("placed", "steps", "editor")
    assert guide(workspace) == text
    assert run(workspace.root, "ingest", "a-b", "pad.md").returncode == 0
    assert guide(workspace).count("Rosen gießen") == 1


@pytest.mark.parametrize("verb", ["place", "ingest"])
def test_decisions_by_hand_are_carried_out(workspace: Workspace, verb: str) -> None:
    """Next time, whichever verb comes first: taken out of the box, put into the section, once."""
    decided = workspace.guide_folder("a-b") / "decisions.yml"
    mine = "# meine Notiz\n- text: Rosen gießen nicht vergessen\n  section: examples\n"
    decided.write_text(mine, "utf-8")
    words = ("place", "a-b", "--answers", "-") if verb == "place" else ("ingest", "a-b", "pad.md")
    done = run(workspace.root, *words)
    assert done.returncode == 0, done.stderr
    assert fate(workspace, "Rosen") == ("placed", "examples", "editor")
    assert "Rosen" in guide(workspace).partition("{#examples}")[2].partition("\n## ")[0]
    assert guide(workspace).count("Rosen") == 1
    assert decided.read_text("utf-8") == mine
    before = files(workspace)
    run(workspace.root, *words)
    assert files(workspace) == before


def test_a_decision_follows_a_person_who_has_moved_the_text(workspace: Workspace) -> None:
    """Where they put it counts; the program says so and moves nothing."""
    run(workspace.root, "place", "a-b", "--answers", "-", given="oj" + "s" * 9)
    path = workspace.guide_folder("a-b") / "guide.md"
    text = path.read_text("utf-8").replace("- Aushang beim Bäcker an der Ecke\n", "")
    text = text.replace("{#steps}\n", "{#steps}\n\n- Aushang beim Bäcker, immer an der Ecke\n")
    path.write_text(text, "utf-8")
    decided = workspace.guide_folder("a-b") / "decisions.yml"
    decided.write_text(decided.read_text("utf-8").replace("tips", "pitfalls"), "utf-8")
    done = run(workspace.root, "ingest", "a-b", "pad.md")
    assert "move it there yourself" in done.stdout
    assert guide(workspace) == text


def test_a_list_in_brackets_is_added_to(workspace: Workspace) -> None:
    """decisions.yml may be written either way; what stands in it stays."""
    path = workspace.guide_folder("a-b") / "decisions.yml"
    path.write_text("# so\n[{text: Rosen gießen nicht vergessen, section: tips}]\n", "utf-8")
    done = run(workspace.root, "place", "a-b", "--answers", "-", given="n")
    assert done.returncode == 0, done.stderr
    assert path.read_text("utf-8").startswith("# so\n[{text: Rosen gießen nicht vergessen, section: tips}, {")
    assert run(workspace.root, "place", "a-b", "--json").returncode == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["tips", "tasks", "aside", "checklist"]), st.booleans()),
        max_size=5,
    )
)
def test_any_answers_undone_leave_every_byte(
    workspace: Workspace, answers: list[tuple[int, str, bool]]
) -> None:
    """In any order, with headings learned or not; each open passage is decided once."""
    before = files(workspace)
    session = Session(workspace, "a-b")
    decided: list[str] = []
    for number, section, always in answers:
        questions = session.state().questions
        if not questions:
            break
        question = questions[number % len(questions)]
        assert not set(question.ids) & set(decided)
        decided += question.ids
        assert session.answer([question], section, always=question.heading if always else "") == len(
            question.ids
        )
        assert session.answer([question], section) == 0
    while session.undo():
        continue
    assert files(workspace) == before


def test_a_killed_session_is_caught_up_with(workspace: Workspace) -> None:
    """Decisions were written, guide and ledger not yet: the next sitting finishes what was begun."""
    session = Session(workspace, "a-b")
    before = files(workspace)
    session.answer(session.state().questions[:1], "tips")
    for name in ("guide.md", "ledger.jsonl"):
        (workspace.guide_folder("a-b") / name).write_bytes(before[f"a-b/{name}"])
    after_kill = Session(workspace, "a-b")
    assert after_kill.catch_up().decided == 1
    assert fate(workspace, "Aushang") == ("placed", "tips", "editor")
    assert guide(workspace).count("Aushang") == 1


def test_without_the_notes_the_ledger_is_enough(workspace: Workspace) -> None:
    """The notes are private and may lie elsewhere; places, headings and moves still work."""
    shutil.rmtree(workspace.guide_folder("a-b") / "notes")
    done = run(workspace.root, "place", "a-b", "--answers", "-", given="1" * 12)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Aushang beim Bäcker an der Ecke" in guide(workspace)
    assert "| Kanal | Stunden |\n|---|---|\n| Website | 2 |\n" in guide(workspace)


def test_a_guide_without_a_ledger_is_told_what_to_do(workspace: Workspace) -> None:
    """Exit 1 and the verb that makes one."""
    for verb in ("place", "trace"):
        done = run(workspace.root, verb, "gibt-es-nicht")
        assert done.returncode == 1
        assert "howtomake ingest" in done.stderr
    with pytest.raises(Trouble):
        Session(workspace, "../a-b")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
def test_on_a_terminal(workspace: Workspace) -> None:
    """The question is drawn with its suggestions and keys; Ctrl-C ends it with 130, answers kept."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "place", "a-b"],
        cwd=workspace.root, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "TERM": "xterm", "PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(slave)
    seen = _until(master, "? help")
    assert "Aushang beim Bäcker" in seen
    assert "Kanäle" in seen
    os.write(master, b"1")
    _until(master, "1 decided", "? help")
    os.write(master, b"\x03")
    assert process.wait(20) == 130
    os.close(master)
    assert fate(workspace, "Aushang")[2] == "editor"
    assert fate(workspace, "Plakate")[0] == "open"


def _until(master: int, *words: str) -> str:
    """Read from a terminal until words have appeared, one after the other, and a key is waited for."""
    seen, end = "", time.monotonic() + 30
    while not re.search(".*".join(map(re.escape, words)), seen, re.DOTALL):
        assert time.monotonic() < end, seen
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 65536).decode("utf-8", "replace")
    time.sleep(0.5)
    return seen


def test_interrupted_from_outside(workspace: Workspace) -> None:
    """A signal while it waits: 130, and all files are whole."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "place", "a-b", "--answers", "-"],
        cwd=workspace.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "PYTHONUTF8": "1"},
    )  # fmt: skip
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    assert run(workspace.root, "place", "a-b", "--json").returncode == 0
