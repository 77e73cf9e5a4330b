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


def ours(name: str) -> str:
    """`L.2.1` of Stan's is our `L[1,0]`."""
    head, *indices = name.split(".")
    return head + (f"[{','.join(str(int(k) - 1) for k in indices)}]" if indices else "")


def element(arrays: dict[str, Any], output: str) -> float:
    """One of Stan's outputs among our arrays: `a.2.1` is `arrays["a"][1, 0]`."""
    value: Any = None
    for part in re.findall(r"[:.]?\w+", output):
        if value is None:
            value = arrays[part]
        elif part[0] == ":":
            value = value[int(part[1:]) - 1]
        else:
            value = value[int(part[1:]) - 1]
    return float(value)


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
