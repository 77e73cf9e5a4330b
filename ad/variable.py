"""A named part of the results of a target, as models and algorithms know it."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """One parameter or deterministic: `kind` says which."""

    name: str
    shape: tuple[int, ...]
    dims: tuple[str, ...] = ()
    kind: str = "parameter"
