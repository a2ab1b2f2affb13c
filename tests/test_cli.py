"""The command line, run as people run it: words, exit codes, no traceback."""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli.main import VERBS
from pipeline.engine import pandoc
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
SLUG = "kleiner-leitfaden"


def run(
    folder: Path, *words: str, language: str = "en", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `howtomake WORDS` in a folder."""
    clean = {
        key: value for key, value in os.environ.items() if key not in {"LANGUAGE", "LC_ALL", "LC_MESSAGES"}
    }
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120,
        env={**clean, "PYTHONPATH": str(ROOT), "LANG": f"{language}.UTF-8", "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


def test_the_way_of_a_new_association(tmp_path: Path) -> None:
    """init, new, check, build, verify, clean: each verb says what it did and ends with 0."""
    assert run(tmp_path, "init").returncode == 0
    assert (
        run(tmp_path, "new", "unser-thema", "--title", "unser Thema").stdout.strip()
        == "guides/unser-thema/guide.md"
    )
    checked = run(tmp_path, "check")
    assert checked.returncode == 0, checked.stderr
    assert "guides/unser-thema/guide.md" in checked.stdout
    built = run(tmp_path, "build")
    assert built.returncode == 0, built.stderr
    assert "dist/unser-thema/unser-thema.pdf" in built.stdout
    verified = run(tmp_path, "verify")
    assert verified.returncode == 0, verified.stdout
    assert "automatic checks passed" in verified.stdout
    assert run(tmp_path, "clean").returncode == 0
    assert not (tmp_path / "dist").exists()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """A Makefile that is there stays, and nothing else is written."""
    (tmp_path / "Makefile").write_text("mine")
    done = run(tmp_path, "init")
    assert done.returncode == 1
    assert (tmp_path / "Makefile").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [tmp_path / "Makefile"]


def test_new_overwrites_nothing(small: Workspace) -> None:
    """A guide that is there stays."""
    guide = small.root / "guides" / SLUG / "guide.md"
    before = guide.read_bytes()
    assert run(small.root, "new", SLUG, "--title", "anders").returncode == 1
    assert guide.read_bytes() == before


def test_our_own_notes_are_all_in_the_ledger_and_a_second_ingest_changes_nothing(tmp_path: Path) -> None:
    """The sample guide's raw notes were ingested; doing it again finds nothing new and touches no file."""
    import shutil

    shutil.copytree(ROOT / "guides", tmp_path / "guides")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder = tmp_path / "guides" / "strategische-oeffentlichkeitsarbeit"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    notes = [str(path) for path in sorted((folder / "notes").iterdir())]
    done = run(tmp_path, "ingest", folder.name, *notes)
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    fates = {json.loads(line)["fate"] for line in (folder / "ledger.jsonl").read_text("utf-8").splitlines()}
    assert {"placed", "open", "follow-up", "withheld", "metadata"} <= fates


def test_notes_become_a_draft_that_builds(small: Workspace, tmp_path: Path) -> None:
    """ingest, check, build: a draft of notes is a PDF at once; what was private is in none of its files."""
    notes = tmp_path / "mitschrift.txt"
    notes.write_text(
        "Workshop Nachbarschaft\n\nAnwesend: Anna Beispiel, Bernd Muster\n\nTipps\n- früh anfangen, Teilnehmer*innen und "
        "Leiter*innen fragen\n- Anna unter 030 23125 407 anrufen\n\nTODO: Raum buchen bis 1. Mai\n",
        "utf-8",
    )
    assert run(small.root, "ingest", "nachbarschaft", str(notes), "--title", "Nachbarschaft").returncode == 0
    built = run(small.root, "build", "nachbarschaft")
    assert built.returncode == 0, built.stderr
    page = (small.dist / "nachbarschaft" / "nachbarschaft.html").read_text("utf-8")
    assert "Teilnehmer*innen und Leiter*innen fragen" in page
    assert "23125" not in page
    assert "Bernd Muster" not in page
    assert "Raum buchen" in (small.guide_folder("nachbarschaft") / "follow-up.md").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["protokoll.docx", "protokoll.doc", "bild.jpg", "leer.md", "gibt-es-nicht.txt"]
)
def test_a_file_that_cannot_be_read_stops_everything_with_one_sentence(
    small: Workspace, tmp_path: Path, name: str
) -> None:
    """No Word file, an old one, no picture, nothing in it, not there: exit 1 or 2, nothing written."""
    good, bad = tmp_path / "gut.txt", tmp_path / name
    good.write_text("Tipps\n- früh anfangen und alle fragen\n", "utf-8")
    if name != "gibt-es-nicht.txt":
        bad.write_bytes(
            {"protokoll.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80, "leer.md": b""}.get(
                name, b"kein Word, kein Bild"
            )
        )
    done = run(small.root, "ingest", "thema", str(good), str(bad))
    assert done.returncode in {1, 2}, done.stdout
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert not small.guide_folder("thema").exists()


def test_check_names_all_problems_at_once_with_place_and_hint(small: Workspace) -> None:
    """Three mistakes in two files: three places, three hints, exit 1."""
    guide = small.root / "guides" / SLUG / "guide.md"
    text = (
        guide.read_text("utf-8")
        .replace("{#pitfalls}", "{#pitfals}")
        .replace("images/haus.png", "images/huas.png")
    )
    guide.write_text(text, "utf-8")
    done = run(small.root, "check")
    assert done.returncode == 1
    assert "guide.md:25: " in done.stdout
    assert "guide.md:42: " in done.stdout
    assert "images/haus.png" in done.stdout
    assert "pitfalls" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_strict_counts_notes(small: Workspace) -> None:
    """What is only a note otherwise stops with --strict."""
    guide = small.root / "guides" / SLUG / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace("::: warning", "::: warnung"), "utf-8")
    assert run(small.root, "check").returncode == 0
    assert run(small.root, "check", "--strict").returncode == 1


def test_problems_for_programs_are_json(small: Workspace) -> None:
    """Place, line, severity, message and hint, and nothing else on stdout."""
    guide = small.root / "guides" / SLUG / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace("effort:", "efort:"), "utf-8")
    done = run(small.root, "check", "--json")
    rows = json.loads(done.stdout)
    assert [(row["path"], row["line"], row["severity"]) for row in rows] == [
        (f"guides/{SLUG}/guide.md", 10, "error")
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nonsense"], 2),
        (["build", "--to", "odt"], 2),
        (["build", "--jobs", "0"], 2),
        (["new", "x"], 2),
        (["build", "gibt-es-nicht"], 1),
        (["new", "Groß und mit Leerzeichen", "--title", "x"], 1),
        (["verify"], 1),
        (["--help"], 0),
        (["--version"], 0),
    ],
)
def test_exit_codes_are_those_of_the_contract(small: Workspace, words: list[str], code: int) -> None:
    """0 done, 1 problems, 2 wrong usage; a sentence each."""
    done = run(small.root, *words)
    assert done.returncode == code, done.stderr
    assert (done.stdout + done.stderr).strip()
    assert "Traceback" not in done.stderr


def test_outside_a_workspace_the_way_in_is_said(tmp_path: Path) -> None:
    """Exit 1 and the verb that makes one, in German too."""
    assert "howtomake init" in run(tmp_path, "build").stderr
    german = run(tmp_path, "build", language="de_DE")
    assert german.returncode == 1
    assert "kein Arbeitsordner" in german.stderr


def test_our_own_bug_is_one_sentence_and_a_report(small: Workspace) -> None:
    """Exit 3, no traceback on the screen, all of it in a file."""
    broken = small.root / "sitecustomize.py"
    broken.write_text(
        "import importlib.metadata\n"
        "def _boom(name):\n    raise KeyError('planted')\n"
        "importlib.metadata.version = _boom\n"
    )
    done = run(small.root, "build", PYTHONPATH=f"{small.root}{os.pathsep}{ROOT}")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    report = re.search(r"\S+howtomake-\S+\.txt", done.stderr)
    assert report
    path = Path(report[0])
    assert "planted" in path.read_text("utf-8")
    path.unlink()


def test_a_missing_tool_is_said_with_exit_4(small: Workspace, tmp_path: Path) -> None:
    """Without pandoc the message says so, and how to get it."""
    done = run(small.root, "build", PYPANDOC_PANDOC=str(tmp_path / "no-pandoc-here"))
    assert done.returncode == 4, done.stderr
    assert "pandoc" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_reads_a_file_from_elsewhere(small: Workspace, tmp_path: Path) -> None:
    """A file that is no guide gives reasons, not a crash."""
    stranger = tmp_path / "fremd.pdf"
    stranger.write_bytes(b"%PDF-1.7 kaputt")
    done = run(small.root, "verify", str(stranger))
    assert done.returncode == 1
    assert "fremd.pdf" in done.stdout


def test_results_and_diagnostics_go_their_own_ways(small: Workspace) -> None:
    """What was made is on stdout; where no terminal is, nothing moves on stderr; quiet is quiet."""
    done = run(small.root, "build")
    assert f"dist/{SLUG}/{SLUG}.pdf" in done.stdout
    assert done.stderr == ""
    done = run(small.root, "build", "--force", "--quiet")
    assert done.stdout == done.stderr == ""


def rows(text: str) -> list[dict[str, object]]:
    """Return the JSON objects of a text, one a line."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_program_can_follow_a_build(small: Workspace) -> None:
    """Each line is an event: why a file is made, when it is begun and done, and what came of it all."""
    told = rows(run(small.root, "build", "--to", "html", "--json").stdout)
    path = f"{SLUG}/{SLUG}.html"
    assert [row["event"] for row in told] == ["stale", "making", "ran", "ran", "made", "end"]
    assert told[0] == {"event": "stale", "guide": SLUG, "file": f"dist/{path}", "why": "never made yet"}
    assert {**told[4]} == {"event": "made", "guide": SLUG, "file": f"dist/{path}", "done": 1, "of": 1}
    assert told[-1] == {"event": "end", "made": [path], "current": [], "removed": []}
    guide = small.root / "guides" / SLUG / "guide.md"
    guide.write_text(guide.read_text("utf-8").replace("{#summary}", "{#sumary}"), "utf-8")
    done = run(small.root, "build", "--json")
    assert done.returncode == 1
    assert [row["event"] for row in rows(done.stdout)][-1] == "problem"


def test_why_something_is_made_can_be_asked(small: Workspace) -> None:
    """`--explain` names what has changed and makes nothing."""
    run(small.root, "build")
    assert "up to date" in run(small.root, "build", "--explain").stdout
    style = small.root / "templates" / "html" / "guide.css.jinja"
    style.write_text(style.read_text("utf-8") + "\n", "utf-8")
    told = run(small.root, "build", "--explain").stdout
    assert told == f"dist/{SLUG}/{SLUG}.html: templates/html/guide.css.jinja has changed\n"
    assert run(small.root, "build", "--explain").stdout == told
    assert run(small.root, "build").stdout.count("dist/") == 1


def test_a_step_that_failed_can_be_replayed(small: Workspace) -> None:
    """`--keep` lays down what the tool was given and its command, which fails in the same way when typed."""
    template = small.root / "templates" / "typst" / "guide.typ"
    template.write_text(template.read_text("utf-8") + "\n#nichts\n", "utf-8")
    done = run(small.root, "build", "--to", "pdf", "--keep")
    assert done.returncode == 4
    kept = small.root / ".howtomake" / "kept" / SLUG / "pdf"
    assert kept.relative_to(small.root).parent.as_posix() in done.stderr
    program, *words = shlex.split((kept / "command.txt").read_text("utf-8"))
    assert program == "python"
    again = subprocess.run([sys.executable, *words], cwd=kept, capture_output=True, text=True, check=False)
    assert "nichts" in again.stderr


def test_the_commands_of_tools_can_be_seen(small: Workspace) -> None:
    """`-v` says each command as a person would type it; pandoc takes it as it is."""
    said = run(small.root, "build", "--to", "html", "-v").stderr
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith("pandoc ")]
    assert len(commands) == 2
    (small.root / "in").write_text('{"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": []}', "utf-8")
    for command in commands:
        subprocess.run([str(pandoc.find()), *command[1:]], cwd=small.root, check=True)


def test_every_verb_helps_in_both_languages(tmp_path: Path) -> None:
    """`VERB --help` says what the verb does; the German help is German."""
    for verb in VERBS:
        english, german = run(tmp_path, verb, "--help"), run(tmp_path, verb, "--help", language="de_DE")
        assert (english.returncode, german.returncode) == (0, 0), verb
        assert "Usage:" in english.stdout
        assert "Aufruf:" in german.stdout
        assert english.stdout != german.stdout


def test_help_imports_nothing_slow() -> None:
    """`--help` loads no document library; that is what keeps it quick."""
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "slow = {'docx', 'jinja2', 'pydantic', 'pypandoc', 'pypdf', 'typst', 'lxml', 'PIL', 'ruamel'}\n"
        "print('SLOW', sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "SLOW []" in done.stdout


def test_a_build_with_nothing_to_do_loads_nothing_slow(small: Workspace) -> None:
    """The second build reads states and hashes, no library."""
    run(small.root, "build")
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(['build'])\nexcept SystemExit:\n    pass\n"
        "slow = {'docx', 'jinja2', 'pydantic', 'pypandoc', 'pypdf', 'typst', 'lxml', 'PIL', 'ruamel'}\n"
        "print('SLOW', sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=small.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "SLOW []" in done.stdout


def test_a_killed_build_leaves_dist_whole(small: Workspace) -> None:
    """Killed at many moments, dist/ holds the old files or the new, and the next build mends the rest."""
    assert run(small.root, "build").returncode == 0
    guide = small.root / "guides" / SLUG / "guide.md"
    for number, moment in enumerate((0.15, 0.4, 0.7, 1.0, 1.3)):
        guide.write_text(guide.read_text("utf-8") + f"\nZeile {number}.\n", "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "build", "--quiet"], cwd=small.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moment)
        process.kill()
        process.wait()
        assert (
            run(small.root, "verify", f"dist/{SLUG}/{SLUG}.pdf", f"dist/{SLUG}/{SLUG}.docx").returncode == 0
        )
    assert run(small.root, "build").returncode == 0
    assert run(small.root, "verify").returncode == 0
    assert not [path for path in small.dist.rglob(".*") if path.is_file()]
