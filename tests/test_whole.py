"""Whole and the same: whatever happens to a build, a file in dist/ is the old one or the new, never between."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from pipeline.build import How, build
from pipeline.model.problem import Trouble
from pipeline.workspace import lock
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
SLUG = "kleiner-leitfaden"
KILLS = int(os.environ.get("HOWTOMAKE_KILLS", "10"))
"""`HOWTOMAKE_KILLS=200 make test` takes a quarter of an hour more."""
SEED = 20221206
posix = pytest.mark.skipif(sys.platform == "win32", reason="process groups and limits are POSIX's")
FEW = "html,docx,checklist"


def guides(root: Path, number: int) -> None:
    """Make more guides of the one."""
    for count in range(number):
        folder = root / "guides" / f"leitfaden-{count}"
        shutil.copytree(root / "guides" / SLUG, folder)
        text = (folder / "guide.md").read_text("utf-8")
        (folder / "guide.md").write_text(
            text.replace("title: HowToMake", f"title: HowToMake {count}"), "utf-8"
        )


def say(workspace: Workspace, word: str) -> None:
    """Let every guide say another word."""
    for slug in workspace.slugs():
        path = workspace.guide_folder(slug) / "guide.md"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if "Licht aus" in line or "Wort: " in line)
        lines[at] = f"Licht aus. Wort: {word}.\n"
        path.write_text("".join(lines), "utf-8")


def sums(workspace: Workspace) -> dict[str, str]:
    """Return every file of dist/, hidden ones too, with the hash of its content."""
    return {
        path.relative_to(workspace.dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(workspace.dist.rglob("*"))
        if path.is_file()
    }


def command(*words: str, options: tuple[str, ...] = ()) -> list[str]:
    """Return the program as a person runs it."""
    return [sys.executable, *options, "-m", "pipeline", *words]


def environment(temporary: Path, **more: str) -> dict[str, str]:
    """Return an environment in which scratch files have a place of their own."""
    temporary.mkdir(exist_ok=True)
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "LANGUAGE": "en", **more}


def at_work(folder: Path) -> list[int]:
    """Return the processes that were started with this temporary folder, but for those that have ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"TMPDIR={folder}".encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found


def nobody_after(folder: Path, seconds: float = 10.0) -> bool:
    """Wait until no process is left of a build, and tell whether that was so in time."""
    until = time.monotonic() + seconds
    while at_work(folder) and time.monotonic() < until:
        time.sleep(0.05)
    return not at_work(folder)


@posix
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_any_moment(small: Workspace, tmp_path: Path, jobs: str) -> None:
    """Every file is the old or the new one; the next build mends all, and nothing is left lying or running.

    Alternately the whole group is killed and the program alone.
    """
    chance = random.Random(SEED)  # noqa: S311
    guides(small.root, 4 if jobs != "1" else 0)
    temporary = tmp_path / "temporary"
    where = environment(temporary)
    words = command("build", "-q", "--jobs", jobs, "--to", "pdf,html,checklist")
    say(small, "null")
    begun = time.monotonic()
    subprocess.run(words, cwd=small.root, env=where, check=True)
    full = time.monotonic() - begun
    old, in_time = sums(small), 0
    for number in range(KILLS // 2):
        say(small, f"Nummer {number}")
        with subprocess.Popen(
            words, cwd=small.root, env=where, start_new_session=True, stderr=subprocess.DEVNULL
        ) as running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(full * chance.uniform(0.1, 1.1))
            ended = running.poll() is not None
            if number % 2:
                running.kill()
            elif not ended:
                os.killpg(running.pid, signal.SIGKILL)
        in_time += not ended
        assert nobody_after(temporary), [
            Path(f"/proc/{pid}/cmdline").read_bytes() for pid in at_work(temporary)
        ]
        between = sums(small)
        begun = time.monotonic()
        subprocess.run(words, cwd=small.root, env=where, check=True)
        full = max(full * 0.7, min(full, time.monotonic() - begun))
        new = sums(small)
        drafts = {name for name in between if Path(name).name.startswith(".")}
        assert {name: one for name, one in between.items() if name not in drafts} == {
            name: between.get(name)
            for name in between.keys() - drafts
            if between[name] in {old[name], new[name]}
        }
        assert set(between) - drafts == set(old) == set(new)
        for name in between:
            if name.endswith(".pdf"):
                pypdfium2.PdfDocument((small.dist / name).read_bytes()).close()
        assert not [*small.cache.glob("stage/*"), *small.cache.glob(".*")]
        assert not list(temporary.iterdir())
        old = new
    assert in_time >= KILLS // 4
    assert set((small.dist / "SHA256SUMS").read_text("utf-8").split()) >= set(old.values()) - {
        old["SHA256SUMS"]
    }


@posix
def test_what_a_killed_build_had_published_goes_when_its_guide_goes(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though no record of the guide was ever written."""
    from pipeline.workspace.state import State

    build(small, to=["html"])
    before = sums(small)
    guides(small.root, 1)
    saves: list[int] = []
    save = State.save

    def killed(state: State) -> None:
        saves.append(1)
        if state.catalogue and not state.pending:
            raise KeyboardInterrupt
        save(state)

    monkeypatch.setattr(State, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        build(small, to=["html"])
    monkeypatch.undo()
    assert (small.dist / "leitfaden-0" / "leitfaden-0.html").exists()
    shutil.rmtree(small.root / "guides" / "leitfaden-0")
    build(small, to=["html"])
    assert sums(small) == before
    assert not (small.dist / "leitfaden-0").exists()


def test_hidden_files_of_others_stay(small: Workspace) -> None:
    """What a web server wants in dist/ is not ours to sweep."""
    build(small, to=["html"])
    (small.dist / ".htaccess").write_text("Options -Indexes\n", "utf-8")
    say(small, "neu")
    build(small, to=["html"])
    assert (small.dist / ".htaccess").exists()


def run(
    workspace: Workspace, temporary: Path, *words: str, options: tuple[str, ...] = (), **more: str
) -> tuple[int, str]:
    """Return exit code and words of a build."""
    done = subprocess.run(
        command("build", *words, options=options), cwd=workspace.root, env=environment(temporary, **more),
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


LIMITED = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.argv = ["howtomake", "build", "--jobs", "1", "--to", "{formats}"]
runpy.run_module("pipeline", run_name="__main__")
"""


@posix
@pytest.mark.parametrize("size", [0, 3_000, 60_000])
def test_a_file_that_cannot_be_written_to_its_end(small: Workspace, tmp_path: Path, size: int) -> None:
    """At a limit on file sizes a build says so in a sentence, dist/ is as it was, and the next one mends it."""
    build(small, to=FEW.split(","))
    old = sums(small)
    say(small, "neu")
    where = environment(tmp_path / "temporary")
    story = LIMITED.format(size=size, formats=FEW)
    done = subprocess.run(
        [sys.executable, "-c", story], cwd=small.root, env=where, capture_output=True, text=True, timeout=120, check=False
    )  # fmt: skip
    assert done.returncode in {1, 4}, done.stderr
    assert "Traceback" not in done.stderr
    assert sums(small) == old
    assert build(small, to=FEW.split(",")).made
    assert not [*small.cache.glob("stage/*"), *small.cache.glob(".*")]


@contextlib.contextmanager
def disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """Mount a small disk of its own; who may not is told why the test is skipped."""
    folder.mkdir(exist_ok=True)
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@posix
@pytest.mark.slow
def test_a_full_disk(small: Workspace, tmp_path: Path) -> None:
    """A sentence, files of dist/ that are the old or the new, and all well when there is room again."""
    with disk(tmp_path / "disk", 8_000) as folder:
        here = Workspace(folder / "workspace")
        shutil.copytree(small.root, here.root)
        formats = ("--to", FEW)
        assert run(here, tmp_path / "temporary", *formats)[0] == 0
        old = sums(here)
        stopped = 0
        for room in (10_000, 300_000):
            say(here, f"mit {room}")
            free = shutil.disk_usage(folder).free
            (folder / "ballast").write_bytes(bytes(max(free - room - 8_192, 0)))
            code, said = run(here, tmp_path / "temporary", *formats)
            assert "Traceback" not in said
            between = sums(here)
            (folder / "ballast").unlink()
            assert run(here, tmp_path / "temporary", *formats)[0] == 0
            new = sums(here)
            assert code == 0 or "written" in said
            stopped += code
            assert set(between) == set(old) == set(new)
            assert all(one in {old[name], new[name]} for name, one in between.items())
            old = new
        assert stopped


@posix
@pytest.mark.slow
def test_a_full_disk_while_publishing_to_another_file_system(small: Workspace, tmp_path: Path) -> None:
    """dist/ lies elsewhere: files are written there anew, whole, or a sentence says why not."""
    with disk(tmp_path / "disk", 4_000) as folder:
        small.dist.symlink_to(folder, target_is_directory=True)
        temporary = tmp_path / "temporary"
        assert run(small, temporary, "--to", FEW)[0] == 0
        old = sums(small)
        assert (folder / SLUG / f"{SLUG}.html").exists()
        say(small, "neu")
        free = shutil.disk_usage(folder).free
        (folder / "ballast").write_bytes(bytes(max(free - 4_096, 0)))
        code, said = run(small, temporary, "--to", FEW)
        assert (code, "written" in said) == (1, True), said
        between = sums(small)
        del between["ballast"]
        (folder / "ballast").unlink()
        assert run(small, temporary, "--to", FEW)[0] == 0
        new = sums(small)
        assert set(between) == set(old) == set(new)
        assert all(one in {old[name], new[name]} for name, one in between.items())
        assert old[f"{SLUG}/{SLUG}.html"] != new[f"{SLUG}/{SLUG}.html"]


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder: by its mode, or for root, whom no mode stops, by its mount."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o555)
    yield
    for path in folders:
        path.chmod(0o755)


@posix
def test_a_read_only_folder(small: Workspace, tmp_path: Path) -> None:
    """The build names it, and dist/ is as it was."""
    with contextlib.ExitStack() as stack:
        if os.geteuid() == 0:
            stack.enter_context(disk(small.dist, 4_000))
        build(small, to=["html"])
        old = sums(small)
        say(small, "neu")
        with read_only(small.dist):
            code, said = run(small, tmp_path / "temporary", "--to", "html")
            assert sums(small) == old
        assert code == 1
        assert "dist/" in said
        assert "Traceback" not in said
        assert build(small, to=["html"]).made == [f"{SLUG}/{SLUG}.html"]


def test_two_builds_at_once(small: Workspace, tmp_path: Path) -> None:
    """The second says so and leaves with 1; when the first is killed nothing is in its way."""
    held = "import sys; from pathlib import Path; from pipeline.workspace import lock; from pipeline.workspace.folder import Workspace\nwith lock.held(Workspace(Path().resolve())): print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", held], cwd=small.root, env=environment(tmp_path / "temporary"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as first:  # fmt: skip
        assert first.stdout
        first.stdout.readline()
        code, said = run(small, tmp_path / "temporary", "--to", "html")
        assert (code, "Another build is running" in said) == (1, True)
        assert not small.dist.exists()
        first.kill()
        first.wait()
        assert run(small, tmp_path / "temporary", "--to", "html")[0] == 0


def test_the_lock_is_let_go_of_after_trouble(small: Workspace) -> None:
    """A build that stops at a problem is in nobody's way."""
    guide = small.guide_folder(SLUG) / "guide.md"
    good = guide.read_text("utf-8")
    guide.write_text(good.replace("status: released", "status: perhaps"), "utf-8")
    with pytest.raises(Trouble):
        build(small, to=["html"])
    guide.write_text(good, "utf-8")
    with lock.held(small):
        pass
    assert build(small, to=["html"]).made


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, str]]:
    """Return a workspace of five guides, built by one process, with the hashes of its files."""
    root = tmp_path_factory.mktemp("model") / "workspace"
    shutil.copytree(ROOT / "tests" / "workspaces" / "small", root)
    shutil.copytree(ROOT / "templates", root / "templates")
    guides(root, 4)
    workspace = Workspace(root.resolve())
    build(workspace, how=How(1))
    return workspace, sums(workspace)


OTHERWISE = {
    "four jobs, in German, on the other side of the world": (
        ("--jobs", "4"), (), {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "1"}, 0o022,
    ),
    "two jobs, an optimised Python, a locale without umlauts, a narrow umask": (
        ("--jobs", "2"), ("-O",), {"TZ": "America/Los_Angeles", "LC_ALL": "C", "LANGUAGE": "C", "PYTHONHASHSEED": "4242"}, 0o077,
    ),
}  # fmt: skip


@posix
@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERWISE)
def test_the_same_bytes_however_it_is_built(
    model: tuple[Workspace, dict[str, str]], tmp_path: Path, name: str
) -> None:
    """Number of jobs, path, time zone, locale, umask, order of hashes and `-O` leave no trace."""
    words, options, more, mask = OTHERWISE[name]
    there, expected = model
    here = Workspace(tmp_path / "ein anderer Ort, mit Umlauten äöü")
    for folder in ("guides", "templates"):
        shutil.copytree(there.root / folder, here.root / folder)
    before = os.umask(mask)
    try:
        code, said = run(here, tmp_path / "temporary", *words, options=options, **more)
    finally:
        os.umask(before)
    assert code == 0, said
    assert sums(here) == expected
    data = json.loads((here.dist / "catalogue.json").read_text("utf-8"))
    assert len(data["guides"]) == 5
