"""Progress: a bar that moves while a person waits; on a terminal only."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

_WIDEST = 32
"""Letters of what is being done."""


@contextlib.contextmanager
def bar(*, moves: bool = True, eta: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Return what takes the words, the work done and all the work; silent where nobody looks.

    With `eta` the bar says how long the rest will take.
    """
    if not moves or not sys.stderr.isatty():
        yield lambda _what, _done, _all: None
        return
    with click.progressbar(length=1, file=sys.stderr, width=24, show_eta=eta) as shown:

        def tell(what: str, done: int, everything: int) -> None:
            shown.label = what if len(what) <= _WIDEST else f"{what[: _WIDEST - 1]}…"
            shown.label = shown.label.ljust(_WIDEST)
            shown.length = most = max(everything, 1)
            shown.update(min(done, most) - shown.pos)
            shown.render_progress()

        yield tell
        shown.label = ""
        shown.update((shown.length or 1) - shown.pos)
