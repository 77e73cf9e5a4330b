"""Bounds that are infinite: no end there, as in Stan; those on the wrong side are refused."""
import numpy as np
import pytest

from llbayes import stan
from llbayes.ir.errors import LlbayesError

TEXT = """data { int n; vector[n] l; vector[n] u; array[2] vector[n] h; }
parameters { vector<lower=l>[n] a; vector<lower=l, upper=u>[n] b; array[2] vector<upper=h>[n] c; }
model { a ~ std_normal(); b ~ std_normal(); for (k in 1:2) c[k] ~ std_normal(); }
"""
LOW, HIGH = np.array([-np.inf, 0.0, -1.0, -np.inf]), np.array([1.0, np.inf, 2.0, np.inf])


def constrained(u, low, high):
    """The reference manual's transforms, entry by entry: values and the log Jacobian."""
    if np.isfinite(low) and np.isfinite(high):
        share = 1 / (1 + np.exp(-u))
        return low + (high - low) * share, np.log((high - low) * share * (1 - share))
    if np.isfinite(low):
        return low + np.exp(u), u
    return (high - np.exp(u), u) if np.isfinite(high) else (u, 0.0)


def test_entries_without_an_end_are_free():
    posterior = stan.model(text=TEXT).bind(n=4, l=LOW, u=HIGH, h=[HIGH, HIGH])
    z = np.linspace(-1.5, 1.2, 16)
    lows, highs = np.concatenate([LOW, LOW, np.full(8, -np.inf)]), np.concatenate([np.full(4, np.inf), HIGH, HIGH, HIGH])
    x, jacobian = np.array([constrained(*each) for each in zip(z, lows, highs, strict=True)]).T
    found = posterior.constrain(z)
    assert np.allclose(np.concatenate([found["a"], found["b"], found["c"].ravel()]), x, rtol=1e-14)
    assert posterior.log_density(z) == pytest.approx(np.sum(jacobian - 0.5 * x**2 - 0.5 * np.log(2 * np.pi)), rel=1e-13)
    gradient = posterior.value_and_grad(z)[1]
    assert np.allclose(gradient, [(posterior.log_density(z + e) - posterior.log_density(z - e)) / 2e-6 for e in 1e-6 * np.eye(16)], atol=1e-7)
    assert np.allclose(posterior.unconstrain(found), z, atol=1e-12)


@pytest.mark.parametrize("declared, ends", [
    ("real<lower=end> x", [np.inf, np.nan]), ("real<upper=end> x", [-np.inf, np.nan]), ("real<lower=0, upper=end> x", [-np.inf, -1.0, np.nan]),
    ("vector<lower=end>[2] x", [np.inf, np.nan]),
])  # fmt: skip
def test_bounds_that_leave_nothing_are_refused(declared, ends):
    model = stan.model(text=f"data {{ real end; }} parameters {{ {declared}; }} model {{ x ~ normal(0, 1); }}")
    for end in ends:
        with pytest.raises(LlbayesError, match="bound is not|is not below"):
            model.bind(end=end)


def test_numbers_that_are_infinite_are_no_bounds():
    posterior = stan.model(text="""
        data { real low; real high; int bounded; }
        transformed data { real most = bounded ? 3.5 : positive_infinity(); }
        parameters {
          real<lower=low> a; real<upper=high> b; real<lower=low, upper=high> c; vector<lower=low, upper=high + 1>[2] d; real<lower=low, upper=most> e;
          real<lower=(bounded ? a : negative_infinity())> f;
        }
        model { target += a + 2 * b + 3 * c + sum(d) + e + f; }""")
    z = np.linspace(-1.2, 0.9, 7)
    weights = np.array([1.0, 2.0, 3.0, 1.0, 1.0, 1.0, 1.0])
    for low, high, bounded in ((-np.inf, np.inf, 0), (-0.5, np.inf, 0), (-np.inf, 2.0, 1), (-1.5, 2.0, 1)):
        bound = posterior.bind(low=low, high=high, bounded=bounded)
        lows = np.array([low, -np.inf, low, low, low, low, -np.inf])
        highs = np.array([np.inf, high, high, high + 1, high + 1, 3.5 if bounded else np.inf, np.inf])
        lows[6] = constrained(z[0], low, np.inf)[0] if bounded else -np.inf
        x, jacobian = np.array([constrained(*each) for each in zip(z, lows, highs, strict=True)]).T
        found = bound.constrain(z)
        assert np.allclose(np.concatenate([np.ravel(found[name]) for name in "abcdef"]), x, rtol=1e-14)
        assert bound.log_density(z) == pytest.approx(np.sum(weights * x + jacobian), rel=1e-13)
        assert np.allclose(bound.unconstrain(found), z, atol=1e-12)
