"""What the names of a Stan program are called in Python."""
from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

from ...ppl.interpret.table import RESERVED as DIMS

USED = ("np", "ppl", "st", "transformed_data", "generated_quantities")
RESERVED = frozenset({*keyword.kwlist, *USED, *(word for word in dir(builtins) if word[0].islower())})


def python_name(name: str, taken: Iterable[str] = RESERVED) -> str:
    """The name itself, or with `_` behind it where Python or the translation has it."""
    while name in taken:
        name += "_"
    return name


def site_name(name: str) -> str:
    """What a variable is called in results: by its own name, with `_` behind those that results have for their dims."""
    return f"{name}_" if name in DIMS else name


def model_name(name: str, taken: Iterable[str]) -> str:
    """A name of Python's for a program, which none of its functions has: that of its file without what cannot be in names."""
    word = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "program"
    return python_name(word if not word[0].isdigit() else f"model_{word}", taken)
