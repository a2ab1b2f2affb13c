"""The house is built as ARCHITECTURE.md says."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
ROOMS = {
    match[1]: {word.strip() for word in match[2].split(",") if word.strip() != "–"}
    for match in re.finditer(r"^\| `pipeline/(\w+)/` \|[^|]*\| ([^|]+) \|$", PAGE, re.MULTILINE)
}
MODULES = sorted(PIPELINE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Return every module name that a file imports, at the top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_every_room_is_on_the_page_and_every_room_on_the_page_is_there() -> None:
    """The table of rooms is the list of folders."""
    folders = {path.name for path in PIPELINE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert set(ROOMS) == folders


def test_every_file_named_on_the_page_exists() -> None:
    """No path on the page has rotted."""
    named = set(re.findall(r"`([\w./]+\.py|[\w/]+/)`", PAGE)) - {"dist/"}
    missing = [
        name
        for name in named
        if not any((base / name).exists() for base in (ROOT, PIPELINE, PIPELINE / "render"))
    ]
    assert missing == []


def test_every_story_is_on_the_page() -> None:
    """Each module beside the rooms is named on the page."""
    stories = {path.name for path in PIPELINE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert [name for name in stories if f"`{name}`" not in PAGE and f"/{name}`" not in PAGE] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PIPELINE).as_posix())
def test_data_moves_in_one_direction(path: Path) -> None:
    """A room imports no other rooms than the table allows."""
    room = path.relative_to(PIPELINE).parts[0]
    if room not in ROOMS or "everything" in ROOMS[room]:
        return
    allowed = ROOMS[room] | {room, "messages"}
    reached = {name.split(".")[1] for name in imports(path) if name.startswith("pipeline.")}
    assert reached <= allowed, f"{path.name} imports {sorted(reached - allowed)}"


@pytest.mark.parametrize(
    ("forbidden", "rooms"),
    [
        ({"subprocess", "multiprocessing"}, {"engine"}),
        ({"socket", "urllib.request", "http.client", "requests", "httpx"}, {"engine"}),
        ({"shutil", "tempfile"}, {"engine", "workspace", "cli", "doctor.py", "learning"}),
    ],
)
def test_only_the_named_rooms_reach_outside(forbidden: set[str], rooms: set[str]) -> None:
    """Processes run and a network is spoken to in engine/ alone, scratch files are made in few places."""
    guilty = [
        path.relative_to(PIPELINE).as_posix()
        for path in MODULES
        if imports(path) & forbidden and path.relative_to(PIPELINE).parts[0] not in rooms
    ]
    assert guilty == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PIPELINE).as_posix())
def test_every_module_says_what_it_is(path: Path) -> None:
    """The first line of each module is a docstring of one sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring, f"{path} has no docstring"
    assert docstring.splitlines()[0].endswith((".", "?")), docstring.splitlines()[0]
