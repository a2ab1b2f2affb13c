"""Columns: how the columns of a table share its width, by what stands in them."""

from __future__ import annotations

from pipeline.model.document import Node
from pipeline.render import tree

NARROWEST = 0.09
"""A column gets at least this share of the table's width."""


def spread(table: Node) -> Node:
    """Return the table with a width for each column; pandoc's own guess is equal or none."""
    content = list(table["c"])
    rows = [*content[3][1], *(row for body in content[4] for row in body[3])]
    weights = [1.0] * len(content[2])
    for column in range(len(weights)):
        texts = [tree.text(row[1][column][4]) for row in rows if column < len(row[1])]
        longest_word = max((len(word) for text in texts for word in text.split()), default=1)
        longest = max(map(len, texts), default=1)
        weights[column] = max(longest_word * 0.85, longest**0.72)
    shares = [max(weight / sum(weights), NARROWEST) for weight in weights]
    content[2] = [
        [column[0], {"t": "ColWidth", "c": round(share / sum(shares), 3)}]
        for column, share in zip(content[2], shares, strict=True)
    ]
    return {"t": "Table", "c": content}
