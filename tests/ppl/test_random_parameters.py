"""Every family at the sites of a model where all its parameters are random: observed, with `where=` too, and as a prior; compiled as in CPython, and as its log
density says. A support that is computed of parameters is as good as one that is known."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ppl import GeneralizedExtremeValue, Pareto, Transformed
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

THERE = np.array([True, False, True])


def scaled(p, t):
    """A parameter times t, where it is no count."""
    return p if isinstance(p, int) or np.asarray(p).dtype.kind == "i" else p * t


LAWS = [(lambda t, f=f: make(f, *(scaled(p, t) for p in f.examples[0]))) for f in FAMILIES]
LAWS += [lambda t: GeneralizedExtremeValue(0.3, t, 0.2).truncated(0.0), lambda t: Transformed(Pareto(3.0, t), np.log)]
DRAWS = [np.asarray(law(1.0).sample(3, seed=1)) for law in LAWS]


@ppl.model
def random(first, last):
    t = ppl.param("t", ppl.real)
    for k in range(first, last):
        d = LAWS[k](t)
        ppl.sample(f"y{k}", d, obs=DRAWS[k])
        ppl.sample(f"part{k}", d, obs=DRAWS[k], where=THERE)
        if not d.discrete:
            ppl.sample(f"x{k}", d, shape=DRAWS[k].shape)


@pytest.mark.parametrize("first", range(0, len(LAWS), 24))
def test_random_parameters(first):
    last = min(first + 24, len(LAWS))
    posterior = random.bind(first=first, last=last)
    z = np.full(posterior.dim, 0.1)
    z[0] = 1.0
    found = posterior.interpret(z).sites
    for k in range(first, last):
        scores = LAWS[k](1.0).logpdf(DRAWS[k])
        assert found[f"y{k}"].log_density == pytest.approx(np.sum(scores), rel=1e-10), LAWS[k](1.0)
        assert found[f"part{k}"].log_density == pytest.approx(np.sum(scores[THERE]), rel=1e-10), LAWS[k](1.0)
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z), rel=1e-9)
