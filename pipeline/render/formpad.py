"""Form as a pad: the blank form as Markdown, to be pasted into any pad."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.form import FORM, Form, Part, Shape

_EMPTY = 3
"""Empty rows, of a table or to tick; in a pad one more is quickly typed."""


def write(form: Form) -> str:
    """Return the text. Marks stand behind headings, `{#tips}`; advice is quoted; fields are empty."""
    lines = [f"<!-- {FORM} 1 -->", f"# {form.title}", "", *_spaced(f"> {text}" for text in form.intro)]
    for part in form.parts:
        mark = f" {{#{part.mark}}}" if part.mark else ""
        lines += [f"{'#' * (part.level + 1)} {part.heading}{mark}", ""]
        lines += [f"> {part.hint}", ""] if part.hint else []
        lines += _below(part)
    return "\n".join(lines)


def _spaced(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        yield ""


def _below(part: Part) -> list[str]:
    rows: list[str] = []
    match part.shape:
        case Shape.FACTS:
            rows = [f"- {fact.label}:" for fact in part.facts]
        case Shape.TABLE:
            rows = [_row(part.columns), "|" + "---|" * len(part.columns)]
            rows += [_row([""] * len(part.columns))] * min(part.rows, _EMPTY)
            rows += ["", "- "] if part.ask else []
        case Shape.BOXES:
            rows = ["- [ ] "] * min(part.rows, _EMPTY)
        case Shape.AGREED:
            rows = [f"- [ ] {sentence}" for sentence in part.sentences]
        case Shape.LINES:
            rows = ["- "]
    return [*rows, ""] if rows else []


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
