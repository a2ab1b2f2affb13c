"""Callouts: `::: tip`, `::: warning`, `::: example` get a title of their own."""

from __future__ import annotations

from pipeline.messages import for_guide
from pipeline.model.document import Node
from pipeline.render import tree


def _(text: str) -> str:
    """Mark a word for translation; it is translated into the guide's language below."""
    return text


TITLES = {"tip": _("Tip"), "warning": _("Watch out"), "example": _("Example")}
"""The kinds there are, and what stands on them when the author gave no title."""


def find(blocks: list[Node], lang: str) -> list[Node]:
    """Give each callout the classes `callout` and its kind, and a title block."""

    def change(node: Node) -> Node:
        kind = next((name for name in tree.classes(node) if name in TITLES), "")
        if not kind:
            return node
        attributes, content = node["c"]
        title = tree.value(attributes, "title") or for_guide(lang, TITLES[kind])
        return tree.div(
            ["callout", kind], [tree.div(["callout-title"], [tree.para(title)]), *content], attributes[0]
        )

    return list(tree.rewrite(blocks, change, {"Div"}))
