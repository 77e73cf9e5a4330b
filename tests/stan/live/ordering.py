"""Names of free values in the order in which Stan reads them.

Stan writes `unconstrained_param_names` with the first index fastest, also where it reads an array one element after the other; so the names of an array's free
values stand at wrong places. Here the indices of arrays go slowest, and those of vectors and matrices behind them stay as they are.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby


def array_dims(text: str) -> dict[str, int]:
    """How many indices of each parameter of a program are an array's."""
    found: dict[str, int] = {}
    block = re.search(r"^parameters \{(.*?)^\}", text, re.S | re.M)
    for line in re.split(r";", block[1] if block else ""):
        array = re.match(r"\s*(?://.*\n\s*)?array\[((?:[^\[\]]|\[[^\]]*\])*)\]", line)
        if array:
            depth = re.sub(r"\([^()]*\)|\[[^\]]*\]", "", array[1]).count(",") + 1
            found |= dict.fromkeys(re.findall(r"(\w+)\s*(?=,|$)", re.sub(r"<[^;]*>|\[[^\]]*\]", "", line).strip()), depth)
    return found


def in_order(names: Sequence[str], text: str) -> list[str]:
    """The names of a program's free values as Stan reads them."""
    arrays, ordered = array_dims(text), list[str]()
    for head, group in groupby(names, lambda name: re.split(r"[.:]", name)[0]):
        ordered += sorted(group, key=lambda name: places(name, arrays.get(head, 0)))
    return ordered


def places(name: str, arrays: int) -> tuple[list[int], list[int]]:
    """What a name is sorted by."""
    indices = [int(k) for k in re.findall(r"[.:](\d+)", name)]
    return indices[:arrays], indices[:arrays - 1 if arrays else None:-1] if ":" not in name else []
