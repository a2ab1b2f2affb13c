"""Document: a guide as one settled tree, ready for every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.model.funder import Funder
from pipeline.model.guide import Guide

Node: TypeAlias = dict[str, Any]
"""One element of pandoc's JSON tree: `{"t": name, "c": content}`."""


@dataclass(frozen=True)
class Document:
    """What all writers get. The title page is not in the tree: each format makes it from `page`.

    `blocks` is pandoc's tree after all transforms; `pictures` maps the image targets in it to
    cleaned bytes; `page` holds the plain values a template prints (see render/page.py).
    """

    guide: Guide
    blocks: tuple[Node, ...]
    pictures: Mapping[str, bytes]
    funders: tuple[Funder, ...]
    page: Mapping[str, Any]
