"""What selects, orders and summarises: compiled it has CPython's values, both modes' derivatives are differences, and so are second ones."""
from __future__ import annotations

import numpy as np
import pytest
from selecting_expressions import SUBJECTS, Z

from llbayes.ad import evaluate, hessian, jacobian
from llbayes.lang.library.selecting.quantiles import CONTINUOUS, DISCRETE, HALVING, among

H = 1e-6


def together(expressions):
    """All expressions as one vector."""
    def f(z):
        return np.concatenate([np.ravel(e(z)) * 1.0 for e in expressions])
    return f


def owners(expressions):
    """Which expression each element of that vector belongs to."""
    with np.errstate(all="ignore"):
        return np.concatenate([np.full(np.size(e(Z)), k) for k, e in enumerate(expressions)])


@pytest.fixture(scope="module", params=list(SUBJECTS))
def subject(request):
    return SUBJECTS[request.param]


@pytest.mark.filterwarnings("ignore")
def test_values_are_those_of_cpython(subject):
    f = together(subject)
    want, got = f(Z), evaluate(f)(Z)
    wrong = ~np.isclose(got, want, rtol=1e-13, atol=1e-14, equal_nan=True)
    assert not wrong.any(), (set(owners(subject)[wrong]), got[wrong], want[wrong])


@pytest.mark.filterwarnings("ignore")
def test_derivatives_are_differences(subject):
    f = together(subject)
    slopes = jacobian(f)(Z)
    differences = np.stack([(f(Z + H * e) - f(Z - H * e)) / (2.0 * H) for e in np.eye(Z.size)], axis=1)
    wrong = ~np.isclose(slopes, differences, rtol=1e-6, atol=1e-7, equal_nan=True).all(axis=1)
    assert not wrong.any(), (set(owners(subject)[wrong]), slopes[wrong], differences[wrong])


@pytest.mark.filterwarnings("ignore")
def test_second_derivatives_are_differences_of_the_first(subject):
    f = together(subject)
    weights = np.random.default_rng(1).normal(size=f(Z).shape)
    slopes, curvature = jacobian(f), hessian(lambda z: np.sum(weights * f(z)))(Z)
    np.testing.assert_allclose(curvature, curvature.T, rtol=1e-10, atol=1e-10)
    differences = [weights @ (slopes(Z + H * e) - slopes(Z - H * e)) / (2.0 * H) for e in np.eye(Z.size)]
    np.testing.assert_allclose(curvature, differences, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("n", [9, 12])
def test_quantiles_by_every_rule(n):
    shares = np.array([0.0, 1.0 / 3.0, 0.5, 0.77, 1.0])
    rules = [*CONTINUOUS, *HALVING, *DISCRETE]
    got = evaluate(lambda z: of_sorted(np.sort(z), shares, rules))(Z[:n])
    np.testing.assert_allclose(got, [np.quantile(Z[:n], shares, method=rule) for rule in rules], rtol=1e-13, atol=1e-14)


def of_sorted(s, shares, rules):
    """The quantiles of sorted numbers by these rules."""
    return np.array([[among(s, q, rule) for q in shares] for rule in rules])
