"""A small probability from independent replicates: its error, its interval, and the reliability index that belongs to it."""
from __future__ import annotations

import numpy as np

from ...ir.errors import DataError
from ..campaigns.replicates import Sums, jackknife
from ..result import Result


def probability_fields(sums: Sums, side: float, level: float) -> dict[str, np.ndarray]:
    """`P_f`, `beta` = -Φ⁻¹(P_f), `cov` (the standard error relative to the rare side's probability) and `estimates` (replicates,), from the sum of weights
    `hits` and the count `n` of each replicate. Side -1: what was sampled is the probability of safety. DataError where nothing was hit."""
    if not np.any(sums["hits"] > 0.0):
        raise DataError(f"none of {int(sums['n'].sum())} points lies beyond the threshold: nothing can be said of the probability",
                        hint="sample more points: `n`")
    found = jackknife(sums, lambda s: {"P_f": s["hits"] / s["n"]}, level)
    rare, se = float(found.value["P_f"]), float(found.se["P_f"])
    ends = max(rare - found.half * se, 0.0), min(rare + found.half * se, 1.0)
    low, high = sorted(turned(p, side) for p in ends)
    beta, far, near = (side * index(p) for p in (rare, *ends))
    density = np.exp(-0.5 * beta * beta) / np.sqrt(2.0 * np.pi)
    with np.errstate(divide="ignore"):
        fields = {"P_f": turned(rare, side), "P_f_se": se, "P_f_ci_low": low, "P_f_ci_high": high, "beta": beta, "beta_se": np.divide(se, density),
                  "beta_ci_low": min(far, near), "beta_ci_high": max(far, near), "cov": se / rare, "estimates": turned(sums["hits"] / sums["n"], side)}
    return {name: np.asarray(a) for name, a in fields.items()}


def turned(p: np.ndarray | float, side: float) -> np.ndarray | float:
    """The probability of failure where that of the rare side is p."""
    return p if side > 0.0 else 1.0 - p


def index(p: float) -> float:
    """-Φ⁻¹(p)"""
    from scipy.special import ndtri

    return float(-ndtri(p))


def rows_of(r: Result) -> list[tuple[str, str, str]]:
    """Value and standard error of the probability and the index."""
    return [(name, f"{float(r.array(name)):.6g}", f"{float(r.array(f'{name}_se')):.2g}") for name in ("P_f", "beta")]
