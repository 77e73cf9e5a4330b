"""Containers of bounds, some of them infinite: no end there, as in Stan; a number as a bound that is infinite is refused."""
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


@pytest.mark.parametrize("declared", ["real<lower=end> x", "real<upper=end> x", "real<lower=0, upper=end> x", "vector<lower=end>[2] x"])
@pytest.mark.parametrize("end", [np.inf, -np.inf, np.nan])
def test_a_number_as_a_bound_is_finite(declared, end):
    model = stan.model(text=f"data {{ real end; }} parameters {{ {declared}; }} model {{ x ~ normal(0, 1); }}")
    with pytest.raises(LlbayesError, match="bound is not|is not below"):
        model.bind(end=end)
