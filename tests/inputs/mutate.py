"""Mutate: broken and twisted kin of the inputs, made without chance, and what becomes of them.

`python -m inputs.mutate 5000` from `tests/` tries that many and prints the counts; a crash, a hang or a
letter that the inventory has and the ledger has not ends it with the number that makes the same input again.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import logging
import random
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.ingest import Existing, ingest
from pipeline.model.problem import ToolFailure, Trouble
from pipeline.notes.desk import Here
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

HOWTOMAKE = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((HOWTOMAKE / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((HOWTOMAKE / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
SECONDS = 30
_LARGEST = 300_000
"""Bytes; larger inputs are there for their size, and their kin would try the same again."""
_SPICE = (
    b"\x00", b"\xff\xfe", b"<", b"&x;", b"]]>", b"</w:p>", b"<w:p>", b"{", b"}", b"{{ 7*7 }}", b"\\", b"*" * 40,
    b"[" * 40, b"\xe2\x80\xae", b"\xcc\x88" * 30, b"\r", b"|" * 30, b"  - " * 10, b"%PDF-", b"endobj", b"9" * 30,
)  # fmt: skip


class Hang(Exception):  # noqa: N818  (what happened)
    """An input took too long."""


def mutated(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """Return a relative of an input: in its bytes, or inside one of its parts where it is an archive."""
    if data[:2] == b"PK" and dice.random() < 0.8:
        with contextlib.suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return _inside(data, others, dice)
    return _bytes(data, others, dice)


def _bytes(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    text = bytearray(data or b" ")
    for _time in range(dice.choice((1, 1, 2, 5, 20))):
        at = dice.randrange(len(text) + 1)
        how = dice.randrange(6)
        if how == 0:
            text[at : at + 1] = bytes([dice.randrange(256)])
        elif how == 1:
            del text[at : at + dice.choice((1, 4, 60, 2_000))]
        elif how == 2:
            text[at:at] = dice.choice(_SPICE)
        elif how == 3:
            start = dice.randrange(len(text) + 1)
            text[at:at] = text[start : start + dice.choice((3, 50, 3_000))]
        elif how == 4:
            other = dice.choice(others)
            start = dice.randrange(len(other) + 1)
            text[at:at] = other[start : start + dice.choice((20, 400))]
        else:
            del text[at:]
    return bytes(text)


def _inside(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """Change one part of an archive, leave one out, or name it anew; the archive stays whole."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = dice.choice(names)
        for name in names:
            part = old.read(name)
            if name != chosen:
                new.writestr(name, part)
            elif (how := dice.random()) < 0.8:
                new.writestr(name, _bytes(part, others, dice))
            elif how < 0.9:
                new.writestr(name[::-1], part)
    return made.getvalue()


def tried(name: str, data: bytes) -> str:
    """Ingest one input in this process; return how it ended, `read` or `refused`.

    Raises:
        Hang: it took more than `SECONDS`.
        Exception: what no reader should let out.
    """

    def stop(*_: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        ingest("x", {name: data}, TEMPLATE, CUES, Existing(), today=datetime.date(2026, 1, 1), desk=Here())
    except (Trouble, ToolFailure) as refused:
        if isinstance(refused, Trouble) and any(one.path.startswith("notes/") for one in refused.problems):
            raise
        return "refused"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return "read"


def kin(cases: Sequence[tuple[str, bytes]]) -> Callable[[int], tuple[str, bytes]]:
    """Return what makes the input with a number, always the same."""
    small = [(name, data) for name, data in cases if len(data) <= _LARGEST]
    others = [data for _name, data in small]

    def one(number: int) -> tuple[str, bytes]:
        dice = random.Random(number)  # noqa: S311  (no secret; the same number gives the same input)
        name, data = small[number % len(small)]
        return name, mutated(data, others, dice)

    return one


def main() -> None:
    """Try as many as the command line says, from a first number if it says one."""
    from inputs import hostile, offices, texts, words

    cases = [*texts.CASES, *words.CASES, *offices.CASES, *hostile.inputs("")]
    make = kin([(case.name, case.data) for case in cases])
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    ends: Counter[str] = Counter()
    logging.disable()
    for number in range(first, first + count):
        name, data = make(number)
        try:
            ends[tried(name, data)] += 1
        except BaseException as error:
            ends[f"{type(error).__name__} in {Path(name).suffix}"] += 1
            sys.stderr.write(f"number {number}, {name}: {error!r:.300}\n")
            if isinstance(error, KeyboardInterrupt):
                raise
    sys.stdout.write(f"{dict(ends)}\n")


if __name__ == "__main__":
    main()
