"""Entries that `where=` leaves out: of every family, whatever stands there, they are nan in `observed_data`, draws in predictions, and nothing in
the density; data that are not finite are refused everywhere else."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import DataError
from llbayes.lang.library.random import Rng
from llbayes.ppl import Normal
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.interpret.scoring import Pointwise
from llbayes.ppl.interpret.simulation import Draw

THERE = np.array([True, False, True, True, False])
CASES = [pytest.param(f, f.examples[0], id=f"{f.name}-{f.params[-1].name}") for f in FAMILIES]


def observed_of(family, params, obs, there):
    def m(obs, there):
        a = ppl.sample("a", Normal(0, 1))
        ppl.factor("f", a)
        ppl.sample("y", make(family, *params), obs=obs, where=there)
    return ppl.model(m).bind(obs=obs, there=there)


@pytest.mark.parametrize("filler", [np.nan, np.inf, -999.0, 0.5])
@pytest.mark.parametrize(("family", "params"), CASES)
def test_what_stands_there_does_not_matter(family, params, filler):
    d = make(family, *params)
    y = np.asarray(d.draw(Rng(np.random.PCG64(3)), (5, *d.event(np.shape))), float)
    filled = y.copy()
    filled[~THERE] = filler
    p, whole = observed_of(family, params, filled, THERE), observed_of(family, params, y[THERE], np.ones(3, bool))
    np.testing.assert_array_equal(np.isnan(p.observed["y"]), np.isnan(np.where(THERE.reshape(-1, *[1] * (y.ndim - 1)), y, np.nan)))
    np.testing.assert_array_equal(p.observed["y"][THERE], y[THERE])
    assert p.interpreted_log_density([0.3]) == pytest.approx(whole.interpreted_log_density([0.3]), rel=1e-12)
    scores = p.programs.interpreted(Pointwise, np.zeros((1, 1)))["y"][:, p.binding.mask("y")]
    np.testing.assert_allclose(scores, whole.programs.interpreted(Pointwise, np.zeros((1, 1)))["y"], rtol=1e-12)
    drawn = p.programs.interpreted(lambda b: Draw(b, False), np.zeros((20, 1)), np.random.PCG64(1))["y"]
    assert np.isfinite(drawn).all() and (drawn[:, ~THERE] == filler).mean() < 0.6


@ppl.model
def simple(y, there):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a, 1), obs=y, where=there)


@pytest.mark.parametrize("there", [[1, 0, 1], [1.0, 0.0, 1.0], [True, False, True], (True, False, True)], ids=str)
def test_machine_code_passes_them_over(there):
    p = simple.bind(y=[1.0, np.nan, 3.0], there=there)
    value, gradient = p.value_and_grad([0.5])
    assert value == pytest.approx(-0.125 - 0.125 - 3.125 - 1.5 * np.log(2 * np.pi)) and gradient == pytest.approx([2.5])
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 40))}})
    y = ppl.posterior_predictive(p, tree, seed=1)["posterior_predictive"]["y"].values
    assert np.isfinite(y).all() and len(np.unique(y)) == y.size
    scores = ppl.log_likelihood(p, tree)["log_likelihood"]["y"].values
    np.testing.assert_allclose(scores, np.broadcast_to([-0.5 - 0.5 * np.log(2 * np.pi), np.nan, -4.5 - 0.5 * np.log(2 * np.pi)], (1, 40, 3)))
    assert np.isfinite(ppl.prior_predictive(p, 5, seed=1)["prior_predictive"]["y"].values).all()


@ppl.model
def elsewhere(y, x, there):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * x, 1), obs=y, where=there)


@ppl.model
def lagged(y, there):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * y[:-1], 1), obs=y[1:], where=there[1:])


@ppl.model
def unused(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("z", Normal(a, 1), obs=0.0 if y[0] > 0 else 1.0)


@ppl.model
def refusing(y, there):
    a = ppl.sample("a", Normal(0, 1))
    assert np.all(y > 0), "y is positive"
    ppl.sample("y", Normal(a, 1), obs=y, where=there)


WRONG = {
    "an entry that exists": (simple, {"y": [1.0, np.nan, np.nan], "there": [True, False, True]}, "`y`: 2 of 3 values are not finite"),
    "a covariate": (elsewhere, {"y": [1.0, np.nan, 3.0], "x": [1.0, np.nan, 3.0], "there": [True, False, True]}, "`x`: 1 of 3 values"),
    "only a covariate": (elsewhere, {"y": [1.0, 2.0, 3.0], "x": [1.0, np.inf, 3.0], "there": [True, False, True]}, "`x`: 1 of 3 values"),
    "a lag": (lagged, {"y": [1.0, np.nan, 3.0], "there": [True, False, True]}, "`y` hold nan, which reaches the log density of `y`"),
    "a comparison": (unused, {"y": [np.nan, 1.0]}, "`y`: 1 of 2 values"),
    "a condition": (refusing, {"y": [1.0, np.nan, 3.0], "there": [True, False, True]}, "`y`: 1 of 3 values"),
    "part of an event": (elsewhere, {"y": [1.0, 2.0, 3.0], "x": 1.0, "there": [[True]]}, r"where= of `y` has shape \(1, 1\)"),
}


@pytest.mark.parametrize("name", WRONG)
def test_nan_is_refused_everywhere_else(name):
    model, data, message = WRONG[name]
    with pytest.raises(DataError, match=message):
        model.bind(**data)


def test_an_event_is_there_or_not_as_a_whole():
    @ppl.model
    def m(y, there):
        a = ppl.sample("a", Normal(0, 1), shape=2)
        ppl.sample("y", ppl.MultivariateNormal(a, np.eye(2)), obs=y, where=there)
    with pytest.raises(DataError, match="a vector or matrix at each of"):
        m.bind(y=np.zeros((2, 2)), there=[[True, True], [True, False]])


def test_a_draw_that_nobody_can_make_is_nan_where_nothing_was_observed():
    @ppl.model
    def m(y, rate, there):
        a = ppl.sample("a", Normal(0, 1))
        ppl.factor("f", a)
        ppl.sample("y", ppl.Poisson(rate), obs=y, where=there)
    p = m.bind(y=[1, -9], rate=[2.0, -9.0], there=[True, False])
    tree = results.from_groups({"posterior": {"a": np.zeros((1, 3))}})
    y = ppl.posterior_predictive(p, tree, seed=1)["posterior_predictive"]["y"].values
    assert np.isfinite(y[..., 0]).all() and np.isnan(y[..., 1]).all()
