"""Propagation and Sobol' indices: intervals cover as often as they say, and errors fall as fast as the theory of scrambled sequences has it at least."""
import numpy as np
import pytest
from scipy import stats

from llbayes import uq
from llbayes.models import uq as problems
from llbayes.ppl import Normal

PROBLEM = problems.get("ishigami")
INPUTS = uq.Inputs(dict(PROBLEM.laws))
GAUSSIAN = uq.Inputs(a=Normal(1, 1), b=Normal(2, 1))
LAW = stats.norm(3.0, np.sqrt(2.0))


def total(x):
    return x[0] + x[1]


def of_sobol(n, seed):
    r = uq.sobol(PROBLEM.function, INPUTS, n=n, replicates=8, seed=seed)
    return {name: (r.array(name), r.array(f"{name}_ci_low"), r.array(f"{name}_ci_high"), np.asarray(PROBLEM.answers[name])) for name in ("S1", "ST")}


def of_propagate(n, seed):
    r = uq.propagate(PROBLEM.function, INPUTS, n=n, replicates=8, seed=seed)
    g = uq.propagate(total, GAUSSIAN, n=n, replicates=8, seed=seed, probabilities=(0.25, 0.5, 0.75), thresholds=[4.0], cvar=[0.5])
    beyond = 3.0 + np.sqrt(2.0) * stats.norm.pdf(0.0) / 0.5
    truths = {"mean": (r, 3.5), "sd": (r, np.sqrt(13.844587940719254)), "quantile": (g, LAW.ppf([0.25, 0.5, 0.75])), "exceedance": (g, [LAW.sf(4.0)]),
              "cvar": (g, [beyond])}
    return {name: (s.array(name), s.array(f"{name}_ci_low"), s.array(f"{name}_ci_high"), np.asarray(truth)) for name, (s, truth) in truths.items()}


CALLS = {"sobol": of_sobol, "propagate": of_propagate}


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_intervals_cover(name):
    """At 0.95, over 200 seeds; each field's entries together."""
    found = [CALLS[name](512, seed) for seed in range(200)]
    shares = {field: float(np.mean([(low <= truth) & (truth <= high) for run in found for _, low, high, truth in [run[field]]])) for field in found[0]}
    assert all(0.90 <= share <= 0.995 for share in shares.values()), shares


@pytest.mark.parametrize("name", CALLS)
def test_errors_fall_at_their_rate(name):
    """n^-1/2 at least, which plain sampling has; scrambled sequences do better for what is smooth."""
    sizes = (64, 256, 1024)
    found = {n: [CALLS[name](n, seed) for seed in range(12)] for n in sizes}
    for field in found[64][0]:
        errors = [np.sqrt(np.mean([(run[field][0] - run[field][3]) ** 2 for run in found[n]])) for n in sizes]
        slope = np.polyfit(np.log(sizes), np.log(errors), 1)[0]
        assert slope < -0.4, (field, errors)
