"""Where a model computes nan its log density is -inf with a gradient of numbers: in machine code, in CPython, and for a chain."""
import math

import numpy as np
import pytest

from llbayes import ppl, samplers
from llbayes.ppl import Normal

# what gives nan at -1.5 and a number at 0.5
SOURCES = {
    "root": np.sqrt,
    "logarithm": np.log,
    "log1p": np.log1p,
    "arcsine": np.arcsin,
    "arctanh": np.arctanh,
    "fractional power": lambda a: a**0.3,
    "zero times infinity": lambda a: np.where(a < 0, 0.0, 1.0) * np.where(a < 0, np.inf, a),
    "difference of infinities": lambda a: np.exp(np.where(a < 0, 1e9, a)) - np.exp(np.where(a < 0, 1e9, 0.0)),
    "quotient of zeros": lambda a: np.maximum(a, 0.0) / np.maximum(a, 0.0),
    "log gamma of nan": lambda a: math.lgamma(1.0) + np.sqrt(a),
}
# where it gets into the density
PLACES = {
    "location": lambda v, y: ppl.sample("y", Normal(v, 1.0), obs=y),
    "scale": lambda v, y: ppl.sample("y", Normal(0.0, v), obs=y),
    "factor": lambda v, y: ppl.factor("f", v),
    "one of many": lambda v, y: ppl.sample("y", Normal(np.array([0.0, 1.0, 2.0]) + v * np.array([0.0, 1.0, 0.0]), 1.0), obs=np.array([1.0, 2.0, 3.0])),
}


@pytest.mark.parametrize(("source", "place"), [*[(s, "location") for s in SOURCES], *[("root", p) for p in PLACES if p != "location"]])
def test_nan_is_minus_infinity(source, place):
    compute, put = SOURCES[source], PLACES[place]

    @ppl.model
    def model(y):
        a = ppl.sample("a", Normal(0.0, 1.0))
        put(compute(a), y)

    posterior = model.bind(y=np.array([0.3, 0.4]))
    bad, good = np.array([-1.5]), np.array([0.5])
    assert posterior.log_density(bad) == -math.inf
    value, slope = posterior.value_and_grad(bad)
    assert value == -math.inf and np.isfinite(slope).all()
    assert posterior.interpret(bad).log_density == posterior.interpreted_log_density(bad) == -math.inf
    assert math.isfinite(posterior.log_density(good)) and np.isclose(posterior.log_density(good), posterior.interpret(good).log_density)
    if source == "root":
        assert "`a`" not in posterior.diagnose(bad) and posterior.diagnose(bad)


@pytest.mark.filterwarnings("ignore::llbayes.samplers.outcome.SamplingWarning")
def test_a_chain_stays_where_the_model_is_defined():
    @ppl.model
    def model():
        a = ppl.sample("a", Normal(0.0, 1.0))
        ppl.factor("f", 0.0 * np.sqrt(a))

    tree = samplers.nuts(model.bind(), draws=200, tune=200, chains=2, seed=1, init={"a": np.array(1.0)})
    assert (tree.posterior["a"].values >= 0.0).all() and np.isfinite(tree.sample_stats["lp"].values).all()
