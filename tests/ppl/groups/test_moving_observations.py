"""An obs= that is computed of parameters is scored, and is no observed data; one that is computed of data is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl, samplers
from llbayes.ppl import HalfNormal, Normal

X, Y = np.linspace(-1, 1, 5), np.array([0.1, 0.4, -0.3, 0.8, np.nan])


@ppl.model
def residuals(x, y):
    b = ppl.sample("b", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1))
    full = ppl.sample("x", Normal(0, s), obs=x, missing="parameter")
    ppl.sample("left", Normal(0, s), obs=x - b, dims="row")
    ppl.sample("sizes", HalfNormal(s), obs=np.abs(full * b) + 1.0)
    ppl.sample("y", Normal(b, s), obs=y, missing="skip", dims="row")
    for i in range(2):
        ppl.sample("root", HalfNormal(s), obs=np.sqrt(np.abs(x[i])))


@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_only_data_are_observed_data():
    p = residuals.bind(x=X, y=Y)
    assert list(p.observed) == ["x", "y", "root"] and p.observed["y"][:4] == pytest.approx(Y[:4])
    z = p.unconstrain({"b": 0.5, "s": 1.5})
    assert p.interpret(z).sites["left"].log_density == pytest.approx(st.norm.logpdf(X - 0.5, 0, 1.5).sum())
    found = [str(f) for f in ppl.check(p).findings if "observes depends on parameters" in str(f)]
    assert len(found) == 2 and "`left`" in found[0] and "`sizes`" in found[1] and f"{__file__}:" in found[0]
    tree: Any = samplers.nuts(p, draws=20, tune=20, chains=1, seed=1, progress=False)
    assert set(tree["observed_data"].data_vars) == {"x", "y", "root"}
    ppl.posterior_predictive(p, tree)
    assert tree["posterior_predictive"]["left"].dims == ("chain", "draw", "row")
    assert set(ppl.log_likelihood(p, tree)["log_likelihood"].data_vars) >= {"left", "y"}


def test_an_observation_that_points_refuse_is_data():
    @ppl.model
    def narrow(y):
        a = ppl.sample("a", Normal(0, 1))
        assert abs(a) < 1e-9 or a > 50.0
        ppl.sample("y", Normal(a, 1), obs=y)

    assert list(narrow.bind(y=X).observed) == ["y"]
