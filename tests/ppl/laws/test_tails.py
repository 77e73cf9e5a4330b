"""Logarithms of both tails, of which truncated and censored densities are made: slopes and second derivatives in the value and all parameters are mpmath's, for
families of one number with a cdf, by one program for both."""

from __future__ import annotations

import exact_tails
import mpmath
import numpy as np
import pytest
from sweeps import thinned

from llbayes.ppl.base.member import make

from ..exact_counts import CASES as COUNTS
from ..exact_counts import TAILS as OF_COUNTS
from ..test_counts import NUMBERS
from ..test_tails import BY_NAME
from ..test_tails import CASES as NUMBERS_CASES
from .derivatives import derivatives, unlike, wrong_seconds, wrong_slopes
from .rows import all_derivatives, applied, free_of

pytestmark = pytest.mark.thinned(3)

TABLE = {(name, f.params[-1].name): (f, NUMBERS_CASES[name], exact_tails.TAILS[name]) for name, f in BY_NAME.items()}
TABLE |= {name: (f, COUNTS[name], OF_COUNTS[name]) for name, f in NUMBERS.items() if name in OF_COUNTS}
LONG = ("Beta", "BetaBinomial", "BetaNegativeBinomial", "BetaProportion", "Binomial", "ExGaussian", "ExpModNormal", "HalfStudentT", "NegativeBinomial", "PERT", "SkewNormal", "StudentT", "VonMises")
ROUNDED = ("ContinuousBernoulli",)               # of whose log cdf the curvature at the upper end is a difference of parts of the order of 1
NAMES = [name for name, (f, _, _) in sorted(TABLE.items()) if free_of(f) and name[0] not in LONG + ROUNDED]      # second slopes of those in shapes: tests of the functions
LEAST, LARGEST, ASKED = 1e-6, 500.0, 4           # of numbers; points that mpmath is asked of: it takes long at others


def rows_of(cases):
    rows = [(x, *case[:-1]) for case in cases for x in case[-1]]
    rows = [row for row in rows if all(v == 0.0 or LEAST < abs(v) < LARGEST for v in row)]
    return [rows[k] for k in sorted(np.random.default_rng(1).permutation(len(rows))[:ASKED])]


@pytest.mark.parametrize("name", thinned(NAMES, 8), ids="-".join)
def test_derivatives_of_log_tails(name):
    family, cases, law = TABLE[name]
    rows, free, n = rows_of(cases), free_of(family), len(family.params)
    twice = [np.array(c + c, float) for c in zip(*rows, strict=True)]
    upper = np.arange(2 * len(rows)) >= len(rows)

    def either(x, *p):
        d = make(family, *p)
        return np.where(upper, d.logsf(x), d.logcdf(x))

    slopes, second = all_derivatives(applied(either, n), twice, free)
    compared = 0
    for k, row in enumerate(rows + rows):
        at = np.array(row, float)[free]
        assert unlike(at, second[k]) == [], (row, upper[k])
        with mpmath.workdps(60):
            want = derivatives(lambda *a, k=k: law(*a)[int(upper[k])], row, free)
        if want is not None:
            compared += 1
            assert wrong_slopes(at, slopes[k], want) == [], (row, upper[k])
            assert wrong_seconds(at, second[k], want) == [], (row, upper[k])
    assert compared >= 2
