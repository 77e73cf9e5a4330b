"""Words for arguments of distributions that may be one value or many: what one is, and what many are."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

WORDS = {
    "reals": ("real", "array[] real | vector | row_vector"),
    "ints": ("int", "array[] int"),
    "vectors": ("vector | row_vector", "array[] vector | array[] row_vector"),
    "column": ("real", "vector"),
    "cutpoints": ("vector", "array[] vector"),
    "rows": ("", "matrix"),
    "many ints": ("", "array[] int"),
    "many reals": ("", "vector"),
}


class Form(NamedTuple):
    """The notation of each argument, and the numbers of those that are many: they have one length, or Stan refuses the call."""

    arguments: tuple[str, ...]
    many: tuple[int, ...]


def forms(words: Sequence[str]) -> Iterator[Form]:
    """All ways in which arguments may be one or many, the one in which none is many first."""
    choices = [[(text, many) for many, text in enumerate(WORDS[word]) if text] if word in WORDS else [(word, 0)] for word in words]
    for chosen in product(*choices):
        yield Form(tuple(text for text, _ in chosen), tuple(k for k, (_, many) in enumerate(chosen) if many))
