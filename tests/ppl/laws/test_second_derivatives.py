"""Second derivatives of log densities of every family of one number, in the value and all parameters: at points of all sizes, at modes, ends and limits they are
numbers and symmetric, and those of mpmath where there are some; where the density is 0 slopes are finite too."""

from __future__ import annotations

import itertools
import math

import mpmath
import numpy as np
import pytest
from sweeps import thinned

from llbayes.ir.errors import OutsideDomain
from llbayes.ppl.base.member import make

from ..exact_densities import EXACT, inside
from ..test_extremes import UNIVARIATE, named, points
from .derivatives import derivatives, unlike, wrong_seconds, wrong_slopes
from .rows import all_derivatives, applied, free_of

LEAST, LARGEST = 1e-150, 1e90                    # beyond, squares of slopes are no doubles
NEAR, COMPARED = 12, 10                          # points about the mass, and at limits, that mpmath is asked of
LIMITS = {"positive": (1.0, 2.0, 0.5), "nonnegative": (0.0, 1.0, 2.0), "unit": (0.0, 0.5, 1.0), "strictly between 0 and 1": (0.5, 0.25),
          "above 0, at most 1": (1.0, 0.5), "above 1": (2.0, 3.0), "real": (0.0, 1.0, -1.0, 0.5)}  # fmt: skip
DIFFERENTIABLE = [f for f in UNIVARIATE if free_of(f)]


def at_limits(family):
    """Points where shapes are 1, logits 0, values at modes and ends."""
    values = [LIMITS.get(str(p.domain), (0.0, 1.0, 2.0)) for p in family.params]
    found = [(x, p) for p in itertools.product(*values) for x in (0.5, 1.0, 0.0, 2.0, -1.0)]
    rng = np.random.default_rng(3)
    return [found[k] for k in sorted(rng.permutation(len(found))[:200])]


def usual(family, row):
    """Are these numbers of sizes that count, and parameters of a law?"""
    try:
        inside(family, row[0], row[1:])
    except OutsideDomain:
        return False
    return all(v == 0.0 or LEAST < abs(v) < LARGEST for v in row)


@pytest.mark.parametrize("family", thinned(DIFFERENTIABLE, 4), ids=named)
def test_second_derivatives(family):
    far, limits = points(family), at_limits(family)
    rows = [(x, *p) for x, p in (*far, *limits) if usual(family, (x, *p))]
    columns, free = [np.array(c) for c in zip(*rows, strict=True)], free_of(family)
    slopes, second = all_derivatives(applied(lambda x, *p: make(family, *p).logpdf(x), len(family.params)), columns, free)
    at = np.stack(columns, axis=-1)[:, free]
    held = [k for k, (x, *p) in enumerate(rows) if inside(family, x, p)]
    ends = {k for k, x in enumerate(columns[0]) if x in (0.0, 1.0) or math.isinf(x)}        # a density may be infinite there
    assert [(rows[k], slopes[k]) for k in range(len(rows)) if k not in ends and not np.all(np.isfinite(slopes[k]))] == []
    assert [(rows[k], second[k]) for k in range(len(rows)) if np.any(np.isnan(second[k]))] == []
    assert [(rows[k], found) for k in range(len(rows)) if (found := unlike(at[k], second[k]))] == []
    compared, exact = 0, EXACT[family.name, family.params[-1].name]
    for k in [*held[:: max(1, len(held) // NEAR)], *[k for k in held if k >= len(rows) - len(limits)][:COMPARED]]:
        with mpmath.workdps(60):
            want = derivatives(exact, rows[k], free)
        if want is not None and abs(want[0]) < 1e12:
            compared += 1
            assert wrong_slopes(at[k], slopes[k], want) == [], rows[k]
            assert wrong_seconds(at[k], second[k], want) == [], rows[k]
    assert compared >= 4
