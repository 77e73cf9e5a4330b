"""Inputs as a table: their laws, mean, sd and quantiles, and which are not compiled."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..shown import SHOWN, Table
from .laws.constant import Constant

LONGEST = 44                         # characters of a law


def described(law: Any, placed: Any) -> str:
    """A law in words: as `ppl` writes it, or SciPy's name with its arguments."""
    if isinstance(law, Constant):
        return "does not vary"
    if placed is not None:
        return shortened(repr(placed))
    family = getattr(law, "dist", None)
    if family is None:
        return shortened(str(getattr(law, "name", None) or type(law).__name__))
    given = [f"{a:.4g}" for a in law.args] + [f"{name}={a:.4g}" for name, a in law.kwds.items()]
    return shortened(f"{family.name}({', '.join(given)})")


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1]}…"


def table(names: Sequence[str], laws: Sequence[str], mean: np.ndarray, sd: np.ndarray, quantiles: np.ndarray, kind: str = "",
          outside: Sequence[str] = ()) -> Table:
    """Inputs by name; `kind` is said of all, `outside` are those that are not compiled."""
    rows = [(name, law, *(f"{q:.5g}" for q in (m, s, *row))) for name, law, m, s, row in zip(names, laws, mean, sd, quantiles, strict=True)]
    said = f"{len(names)} input{'s' if len(names) != 1 else ''}{', ' if kind else ''}{kind}"
    if outside:
        said += f"; not compiled, by SciPy: {', '.join(f'`{name}`' for name in outside)}"
    return Table(("law", "mean", "sd", *(f"{100 * p:g} %" for p in SHOWN)), rows, said)
