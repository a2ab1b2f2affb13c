"""Columns: how the columns of a table share its width, by what stands in them."""

from __future__ import annotations

import re

from pipeline.model.document import Node
from pipeline.render import tree

PADDING = 0.035
"""Share of the table's width that goes into the white on both sides of a column."""
LETTER = 0.0115
"""Share of the table's width that a letter takes."""
LONGEST = 14
"""Letters; longer words are hyphenated where a column is narrow."""


def spread(table: Node) -> Node:
    """Return the table with a width for each column; pandoc's own guess is equal or none."""
    content = list(table["c"])
    rows = [*content[3][1], *(row for body in content[4] for row in body[3])]
    weights = [1.0] * len(content[2])
    least = [PADDING] * len(weights)
    for column in range(len(weights)):
        texts = [tree.text(row[1][column][4]) for row in rows if column < len(row[1])]
        # A no-break space holds what stands around it together.
        longest_word = max((len(word) for text in texts for word in re.split(r"[ \n]", text)), default=1)
        longest = max(map(len, texts), default=1)
        weights[column] = max(longest_word * 0.85, longest**0.72, 1.0)
        least[column] += LETTER * min(longest_word, LONGEST)
    shares = _shared(weights, least)
    content[2] = [
        [column[0], {"t": "ColWidth", "c": round(share / sum(shares), 3)}]
        for column, share in zip(content[2], shares, strict=True)
    ]
    return {"t": "Table", "c": content}


def _shared(weights: list[float], least: list[float]) -> list[float]:
    """Share by weight; what would get too little gets its least, at the expense of all others."""
    if sum(least) >= 1:
        return least
    poor: set[int] = set()
    while True:
        left = 1 - sum(least[column] for column in poor)
        whole = sum(weight for column, weight in enumerate(weights) if column not in poor)
        shares = [
            least[column] if column in poor else weight / whole * left
            for column, weight in enumerate(weights)
        ]
        new = {column for column, share in enumerate(shares) if share < least[column]} - poor
        if not new:
            return shares
        poor |= new
