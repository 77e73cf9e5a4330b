"""What tests know of a scalar function by its row: its value by mpmath, and points of its domains."""
from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

from llbayes.ad.rules.partials import REAL, RULES
from llbayes.lang.library.ufunc import Ufunc

NEAR, SMALLEST = 40.0, 1e-300
LINE, PLANE = (200, 60), 120                        # points on a line: evenly near 0, and by magnitude; random ones in more dimensions


def exact(row: Ufunc) -> Callable[..., Any]:
    """The function by mpmath: what the row says, or mpmath's own of that name."""
    f = functools.partial(row.exact, mpmath) if row.exact is not None else getattr(mpmath, row.name, None)
    assert f is not None, f"mpmath has no function `{row.name}`: its row in `lang/library` must say `exact`"
    return f


def domains(row: Ufunc) -> tuple[Any, ...]:
    """The row's own, those of its derivative rule, or numbers around 0."""
    assert row.domains or row.body is None, f"`{row.name}` is written in the language: its row in `lang/library` must say `domains`"
    own = row.domains or (RULES[row.symbol].domains if row.symbol in RULES else (REAL,) * row.arity)
    assert len(own) == row.arity, f"`{row.name}`: {len(own)} domains for {row.arity} operands"
    return own


def points(row: Ufunc) -> list[tuple[float, ...]]:
    """Points inside the domains: evenly and by magnitude; in more dimensions independent ones, and ones whose operands are close."""
    parts = domains(row)
    if row.arity == 1:
        return [(float(x),) for x in line(parts[0])][::row.every]
    rng = np.random.default_rng(sum(map(ord, row.name)))
    columns = [rng.choice(line(d), PLANE) for d in parts]
    for k in range(1, row.arity):
        close = columns[0] + np.sqrt(np.abs(columns[0])) * rng.normal(size=PLANE)
        inside = np.array([within(x, parts[k]) for x in close]) & (rng.uniform(size=PLANE) < 0.5)
        columns[k] = np.where(inside, close, columns[k])
    return [tuple(map(float, p)) for p in zip(*columns, strict=True)][::row.every]


def within(x: float, domain: Any) -> bool:
    return not isinstance(domain, range) and domain[0] < x < domain[1]


def line(domain: Any) -> np.ndarray:
    """Points strictly inside an interval, or the whole numbers of a range."""
    if isinstance(domain, range):
        return np.array(domain, float)
    low, high = domain
    n, magnitudes = LINE
    found = [np.linspace(max(low, -NEAR), min(high, NEAR), n + 2)[1:-1]]
    if high > 0.0:
        found.append(np.geomspace(max(low, SMALLEST), high, magnitudes + 2)[1:-1])
    if low < 0.0:
        found.append(-np.geomspace(max(-high, SMALLEST), -low, magnitudes + 2)[1:-1])
    return np.concatenate(found)
