"""Where a log density is -inf its slopes in the parameters are finite: in a mixture such a part has no weight, and must not make the whole nan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ppl import Bernoulli, Binomial, Poisson
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

VALUES = {"positive": (0.7, 3.0), "nonnegative": (0.0, 0.7), "unit": (0.0, 0.3, 1.0), "real": (0.0, -3.0), "n": (1.0, 5.0)}
X = (-2.0, 0.0, 0.3, 1.0, 5.0)
UNIVARIATE = [f for f in FAMILIES if not f.axes and not any(p.axes or p.size for p in f.params)]


@pytest.mark.parametrize("family", UNIVARIATE, ids=lambda f: f"{f.name}-{f.params[-1].name}")
def test_slopes_are_finite(family):
    rows = list(itertools.product(X, *[VALUES.get(p.name, VALUES.get(str(p.domain), (0.3, 2.0))) for p in family.params]))
    columns = [np.array(c) for c in zip(*rows, strict=True)]

    def mixed(x, *params):
        return np.sum(np.logaddexp(0.0, make(family, *params).logpdf(x)))

    for k in range(1, len(columns)):
        if family.params[k - 1].name not in ("n", "N", "k"):                    # counts
            with np.errstate(all="ignore"):
                nothing = make(family, *columns[1:]).logpdf(columns[0]) == -np.inf
            slopes = ad.grad(mixed, argnums=k)(*columns)
            assert np.isfinite(slopes[nothing]).all(), [rows[i] for i in np.flatnonzero(nothing & ~np.isfinite(slopes))][:3]


@ppl.model
def occupied(seen):
    p = ppl.sample("p", ppl.Uniform(0, 1))
    rate = ppl.sample("rate", ppl.Gamma(2, 1))
    ppl.marginalize("z", Bernoulli(0.4), lambda k: Binomial(4, p * k).logpdf(seen) + Poisson(rate * k).logpdf(seen) + Bernoulli(p * k).logpdf(1))


def test_in_a_sum_over_values_one_of_which_is_impossible():
    posterior = occupied.bind(seen=np.array([0, 2, 4]))
    z = np.array([0.3, -0.2])
    value, gradient = posterior.value_and_grad(z)
    h = 1e-6
    slopes = [(posterior.interpreted_log_density(z + h * e) - posterior.interpreted_log_density(z - h * e)) / (2 * h) for e in np.eye(2)]
    assert np.isfinite(value)
    np.testing.assert_allclose(gradient, slopes, rtol=1e-6)
    assert np.isfinite(posterior.hessian(z)).all()
