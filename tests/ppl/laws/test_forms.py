"""Distributions made of others against mpmath, at every example: log densities and both tails in CPython, slopes and second derivatives of machine code in the value
and all parameters, at draws, ties, bounds and single values, and at extremes: weights of 0, tails far out, sizes from 1e-8 to 1e16."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from form_examples import EXAMPLES
from sweeps import thinned

from llbayes import ad
from llbayes.lang.library.random import Rng

from .derivatives import derivatives, unlike, wrong_seconds, wrong_slopes
from .exact_forms import EXACT_FORMS
from .extreme_forms import ROWS


def test_every_example_has_a_law_in_mpmath():
    assert EXACT_FORMS.keys() == EXAMPLES.keys() >= ROWS.keys()


def rows_of(name):
    """(parameters, value): draws from end to end, bounds, single values, and the table's."""
    e = EXAMPLES[name]
    d = e.make(np.array(e.t))
    drawn = np.asarray(d.draw(Rng(np.random.PCG64(5)), (100,)), float)
    bounds = [float(b) for b in d.support().bounds() if b is not None and name != "custom of a cdf alone"]       # whose own function takes a log of 0 there
    values = [*np.quantile(drawn, [0.0, 0.3, 0.8, 1.0], method="nearest"), *e.atoms, *bounds, 1.0, *((0.0, 2.0, np.max(drawn) + 20.0) if d.discrete else ())]
    return [(e.t, float(x)) for x in dict.fromkeys(values)] + ROWS.get(name, [])


def near(got, want, scale):
    return got == want or abs(got - want) <= 1e-11 * abs(want) + scale


@pytest.mark.parametrize("name", EXAMPLES)
def test_densities_and_tails(name):
    """Logarithms to 1e-11 or, near 0, as many digits as 1 has; probabilities to 1e-11 where they are small."""
    make = EXAMPLES[name].make
    with np.errstate(all="ignore"), mpmath.workdps(60):
        for t, x in rows_of(name):
            d, law, at = make(np.array(t)), EXACT_FORMS[name]([mpmath.mpf(v) for v in t]), mpmath.mpf(x)
            assert near(d.logpdf(int(x) if d.discrete else x), float(law.density(at)), 1e-12), (t, x)
            if d.has("cdf"):
                below, above = law.below(at), law.above(at)
                assert near(d.logcdf(x), float(below), 1e-12) and near(d.logsf(x), float(above), 1e-12), (t, x)
                assert near(d.cdf(x), float(mpmath.exp(below)), 1e-15) and near(d.sf(x), float(mpmath.exp(above)), 1e-15), (t, x)


@pytest.mark.parametrize("name", thinned(EXAMPLES, 5))
def test_derivatives(name):
    """By two programs that go through all rows."""
    make, rows = EXAMPLES[name].make, rows_of(name)
    discrete = make(np.array(EXAMPLES[name].t)).discrete
    t, x = (np.array(c, float) for c in zip(*rows, strict=True))
    x = x.astype(int) if discrete else x

    def total(t, x):
        found = 0.0
        for i in range(len(x)):
            found += make(t[i]).logpdf(x[i])
        return found

    of = (0,) if discrete else (0, 1)
    joined = lambda parts: np.column_stack(parts)  # noqa: E731
    slopes, product = joined(ad.grad(total, argnums=of)(t, x)), ad.hvp(total, argnums=of)
    at = joined([t, x][: len(of)])
    second = np.stack([joined(product(t, x, (v[:, :-1], v[:, -1])[: len(of)] if not discrete else (v,))) for v in along(at)], axis=-1)
    assert np.all(np.isfinite(slopes)) and not np.any(np.isnan(second))
    compared = 0
    for k, (params, value) in enumerate(rows):
        assert unlike(at[k], second[k]) == [], (params, value)
        with mpmath.workdps(60):
            want = derivatives(density(name, value, discrete), at[k])
        if want is not None:
            compared += 1
            assert wrong_slopes(at[k], slopes[k], want) == [], (params, value)
            assert wrong_seconds(at[k], second[k], want) == [], (params, value)
    assert compared >= 4


def along(at):
    """For each column ones in it."""
    return [np.ones(len(at))[:, None] * unit for unit in np.eye(at.shape[1])]


def density(name, value, discrete):
    """The log density in mpmath as a function of parameters, and of a value that has slopes."""
    law = EXACT_FORMS[name]
    return (lambda *t: law(t).density(mpmath.mpf(value))) if discrete else (lambda *t: law(t[:-1]).density(t[-1]))
