"""What Stan gave, as the tests compare it: stored files, names, and how near ours must be."""
from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent


@cache
def stored(subject: str) -> dict[str, Any]:
    """A file of stored values by name."""
    return json.loads((HERE / "stored" / f"{subject}.json").read_text())


def numbers(values: list[Any]) -> np.ndarray:
    """Numbers, of which JSON has words for what is not finite; None, which is not compared, is nan."""
    return np.array([np.nan if value is None else float(value) for value in values])


def apart(name: str) -> tuple[str, list[int]]:
    """The site that a name of Stan's is of, and its indices from 0: `L.2.1` is (L, [1, 0]), `t:2.1` of a tuple (t.2, [0])."""
    numbers_ = re.findall(r"([:.])(\d+)", name)
    return re.split(r"[:.]", name)[0] + "".join(f".{k}" for sign, k in numbers_ if sign == ":"), [int(k) - 1 for sign, k in numbers_ if sign == "."]


def ours(name: str) -> str:
    """`L.2.1` of Stan's is our `L[1,0]`."""
    site, indices = apart(name)
    return site + (f"[{','.join(map(str, indices))}]" if indices else "")


def element(arrays: dict[str, Any], output: str) -> float:
    """One of Stan's outputs among our arrays."""
    site, indices = apart(output)
    return float(arrays[site if site in arrays else f"{site}_"][tuple(indices)])


def distance(found: np.ndarray, wanted: np.ndarray, scale: float | None = None) -> float:
    """The largest error relative to the numbers' own size (at least one), or to a given scale; infinite where what is not finite differs."""
    found, wanted = np.asarray(found, float), np.asarray(wanted, float)
    if found.shape != wanted.shape:
        return np.inf
    same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    if not np.all(np.isfinite(found) & np.isfinite(wanted) | same):
        return np.inf
    with np.errstate(invalid="ignore"):
        errors = np.where(same, 0.0, np.abs(found - wanted) / (np.maximum(1, np.abs(wanted)) if scale is None else scale))
    return float(errors.max(initial=0.0))
