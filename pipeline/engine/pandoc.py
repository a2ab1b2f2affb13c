"""Pandoc: bytes in, bytes out, in lasting processes that fetch nothing and that a time limit can end."""

from __future__ import annotations

import functools
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.engine import calls, lasting
from pipeline.messages import _
from pipeline.model.problem import ToolFailure

_MOST_JOBS = 400


@functools.cache
def find() -> Path:
    """Return the pandoc that came with the package; pypandoc knows where that is."""
    import pypandoc

    try:
        return Path(pypandoc.get_pandoc_path())
    except OSError as error:
        raise ToolFailure("pandoc", str(error), _("Run `make setup` again.")) from error


def convert(
    data: bytes,
    *,
    source: str,
    target: str,
    options: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Convert `data` from pandoc format `source` to `target`.

    Reading happens in pandoc's sandbox, which knows no files and no network; a picture whose address does not
    hold it becomes its words before anything is written. `options` are pandoc's WriterOptions, and those
    that are paths are names of `files` (name → content).

    Raises:
        ToolFailure: pandoc is missing, failed, or took too long.
    """
    question = {"source": source, "target": target, "options": options or {}}
    data = data if source == "json" else _lines(data)
    calls.record(calls.Call(_typed(source, target, options or {}), {"in": data, **(files or {})}))
    with lasting.lend(lasting.Program("pandoc", "pandoc", _command, _MOST_JOBS)) as process:
        process.lay({"in": data, **(files or {})})
        try:
            reply = process.asked(question)
        except ToolFailure as failure:
            hint = _("Deeply nested brackets or lists do this; simplify the passage.")
            raise ToolFailure("pandoc", failure.message, hint) from failure
        if reply != "made":
            raise ToolFailure("pandoc", str(reply).partition("\nstack traceback:")[0].strip()[:2000])
        return (process.folder / "out").read_bytes()


def _lines(data: bytes) -> bytes:
    """Return text as pandoc's own command takes it: plain line ends, the last one too, and no tabs."""
    text = data.decode().replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return (text if text.endswith("\n") else f"{text}\n").encode()


_OPTIONS = {
    "wrap_text": "wrap",
    "reference_doc": "reference-doc",
    "highlight_method": "syntax-highlighting",
}
"""Pandoc's WriterOptions → the same on the command line."""


def _typed(source: str, target: str, options: Mapping[str, Any]) -> str:
    named = [f"--{_OPTIONS[name]}={value}" for name, value in options.items()]
    return shlex.join(["pandoc", "--sandbox", "-f", source, "-t", target, *named, "-o", "out", "in"])


def _command(home: Path) -> list[str]:
    script = home / "worker.lua"
    script.write_text(_WORKER, "utf-8")
    return [str(find()), "lua", "-E", str(script), str(home / "job")]


_WORKER = """
local folder = arg[1]
local function path(name) return pandoc.path.join{folder, name} end

local function convert(job)
  local file = assert(io.open(path('in'), 'rb'))
  local data = file:read('a')
  file:close()
  local doc = pandoc.read(data, job.source, nil, {})
  local options = job.options
  if options.reference_doc then options.reference_doc = path(options.reference_doc) end
  if job.target == 'docx' then
    doc = doc:walk{Image = function(image)
      if image.src:sub(1, 5) ~= 'data:' then return image.caption end
    end}
  end
  local made = pandoc.write(doc, job.target, options)
  file = assert(io.open(path('out'), 'wb'))
  assert(file:write(made))
  assert(file:close())
end

for line in io.lines() do
  local well, why = pcall(convert, pandoc.json.decode(line, false))
  io.stdout:write(pandoc.json.encode(well and 'made' or tostring(why)), '\\n')
  io.stdout:flush()
end
"""


def version() -> str:
    """Return pandoc's version, `3.9`.

    Raises:
        ToolFailure: it is missing or does not run.
    """
    try:
        done = subprocess.run([str(find()), "--version"], capture_output=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolFailure("pandoc", str(error)) from error
    return done.stdout.decode("utf-8", "replace").split()[1]


@functools.cache
def default_reference() -> bytes:
    """Return pandoc's own reference DOCX, which has every style its writer asks for.

    Raises:
        ToolFailure: pandoc is missing or does not run.
    """
    command = [str(find()), "--print-default-data-file", "reference.docx"]
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolFailure("pandoc", str(error)) from error
