"""Grants: what the funders of one guide ask for together, and where their rules contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.messages import _
from pipeline.model.funder import Funder, Size
from pipeline.model.guide import Guide
from pipeline.model.problem import Problem, Severity

HEADER_LINE = 1
"""Where `funders:` stands, as near as the front matter tells."""


def check(guide: Guide, funders: Sequence[Funder]) -> list[Problem]:
    """Return what a person has to settle; none of it stops a build, for the sentences stand in any case."""
    found = [*_beside(funders), *_order(funders), *_sizes(funders)]
    return [Problem(guide.path, HEADER_LINE, message, hint, Severity.WARNING) for message, hint in found]


def _beside(funders: Sequence[Funder]) -> Iterator[tuple[str, str]]:
    for funder in funders:
        others = ", ".join(other.name for other in funders if other is not funder)
        if funder.exclusive and others:
            yield (
                _(
                    "{funder} wants no other funder beside it without consent; here are also: {others}."
                ).format(funder=funder.name, others=others),
                _("Ask for the consent in writing, and keep it with the grant letter."),
            )


def _order(funders: Sequence[Funder]) -> Iterator[tuple[str, str]]:
    first = [funder for funder in funders if funder.first]
    if len(first) > 1:
        yield (
            _("More than one funder wants to be named first: {names}.").format(names=_names(first)),
            _("Ask them; until then they stand in the order of `funders`."),
        )
    elif first and funders[0] is not first[0]:
        yield (
            _("{funder} wants to be named first.").format(funder=first[0].name),
            _("Put `{id}` at the beginning of `funders`.").format(id=first[0].id),
        )


def _sizes(funders: Sequence[Funder]) -> Iterator[tuple[str, str]]:
    """Yield rules about size that exclude each other: larger than all others is as large as none."""
    largest = [funder for funder in funders if funder.size is Size.LARGEST]
    if not largest:
        return
    ask = _("Ask both; until then all logos are equally high.")
    if len(largest) > 1:
        yield _("More than one funder wants the largest logo: {names}.").format(names=_names(largest)), ask
        return
    own = {logo.group for logo in largest[0].logos} - {""}
    for other in funders:
        if other is largest[0]:
            continue
        shared = own & {logo.group for logo in other.logos}
        if other.size is Size.AT_LEAST_AS_LARGE or shared:
            yield (
                _("{one} wants the largest logo, {other} one as large: both cannot be kept.").format(
                    one=largest[0].name, other=other.name
                ),
                ask,
            )


def _names(funders: Sequence[Funder]) -> str:
    return ", ".join(funder.name for funder in funders)
