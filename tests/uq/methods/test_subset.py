"""Subset simulation: the truth within its error, far into the tail, without derivatives; what gets stuck says so."""
from __future__ import annotations

import numpy as np
import pytest
from limit_states import inputs_of
from scipy.special import ndtr

from llbayes import uq
from llbayes.ir.errors import DataError, SettingsError
from llbayes.models import uq as problems
from llbayes.ppl import Normal

RS = uq.Inputs(R=Normal(4, 1), S=Normal(2, 1))
LIMIT_STATES = [name for name in problems.names() if "P_f" in problems.get(name).answers]


def margin(x):
    return x[0] - x[1]


def descended(name, **settings):
    problem = problems.get(name)
    return uq.subset(problem.function, inputs_of(problem), **{"seed": 1, **settings})


@pytest.mark.parametrize("name", LIMIT_STATES)
def test_the_truth_is_within_the_error(name):
    r, truth = descended(name), problems.get(name).answers["P_f"]
    assert abs(r.P_f - truth) <= 4 * r.P_f_se and r.cov < 0.3
    assert r.n_gradients == 0 and r.n_evaluations < 9e4


def test_levels_come_down_to_the_threshold():
    r = uq.subset(lambda x: 3.0 * (margin(x)) + 7.0, RS, threshold=0.0, seed=2)               # Φ(-(2 + 7/3) / √2)
    truth = ndtr(-(2 + 7 / 3) / np.sqrt(2))
    assert abs(r.P_f - truth) < 4 * r.P_f_se
    for levels, estimate in zip(r.array("levels"), r.array("estimates"), strict=True):
        levels = levels[np.isfinite(levels)]
        assert np.all(np.diff(levels) < 0) and levels[-1] == 0.0 and 0.0999 ** len(levels) < estimate <= 0.1 ** (len(levels) - 1)
    np.testing.assert_allclose(np.nanmean(r.levels[:, 0]), 13.0 - 3 * np.sqrt(2) * 1.2816, rtol=0.05)
    assert np.nanmin(r.taken) > 0.2 and np.nanmax(r.taken) < 0.8
    above = uq.subset(lambda x: -margin(x), RS, threshold=1.0, failure="above", seed=2)
    assert abs(above.P_f - ndtr(-3 / np.sqrt(2))) < 4 * above.P_f_se and np.all(above.levels[:, -2] < 1.0)


def test_many_inputs_are_no_harder():
    d = 100
    r = uq.subset(lambda x: 4.0 - np.sum(x) / np.sqrt(100.0), uq.Inputs({f"x{k}": Normal(0, 1) for k in range(d)}), seed=1)
    assert abs(r.P_f - ndtr(-4.0)) < 4 * r.P_f_se and r.cov < 0.25


@pytest.mark.slow
def test_the_intervals_cover():
    for name in ("rp22", "four_branch"):
        problem = problems.get(name)
        inputs, truth = inputs_of(problem), problem.answers["P_f"]
        runs = [uq.subset(problem.function, inputs, seed=s) for s in range(200)]
        assert 0.88 <= np.mean([r.P_f_ci_low <= truth <= r.P_f_ci_high for r in runs]) <= 0.99
        assert abs(np.mean([r.P_f for r in runs]) / truth - 1.0) < 0.03


def test_models_and_inputs():
    origin = uq.subset(margin, uq.Inputs(R=Normal(2, 1), S=Normal(8, 1)), seed=1)
    assert origin.P_f > 0.999 and abs(origin.P_f - ndtr(6 / np.sqrt(2))) < 4 * origin.P_f_se and origin.beta < 0
    correlated = uq.subset(margin, uq.GaussianInputs(("R", "S"), [4, 2], [[1, 0.5], [0.5, 1]]), seed=1)
    assert abs(correlated.P_f - ndtr(-2)) < 4 * correlated.P_f_se
    box = uq.subset(lambda x: float(str(float(margin(x)))), RS, n=100, replicates=4, seed=1)
    assert box.evaluated == "looped" and abs(box.P_f - ndtr(-np.sqrt(2))) < 4 * box.P_f_se
    jump = uq.subset(lambda x: margin(x) + np.where(x[0] < 2.5, -3.0, 0.0), RS, seed=1)       # no derivatives are believed
    r, s = np.meshgrid(*[np.linspace(-8, 8, 4001)] * 2, indexing="ij")
    truth = np.sum(np.exp(-0.5 * (r * r + s * s)) * (2.0 + r - s - 3.0 * (r < -1.5) <= 0.0)) * 0.004**2 / (2.0 * np.pi)
    assert abs(jump.P_f - truth) < 4 * jump.P_f_se
    big = uq.subset(lambda x: 2.0**600 * margin(x), RS, seed=1)
    assert np.array_equal(big.P_f, uq.subset(margin, RS, seed=1).P_f)


def test_the_picture_has_a_line_for_each_replicate():
    import matplotlib.pyplot as plt

    ax = descended("rp107").plot()
    assert len(ax.lines) == 11 and ax.get_yscale() == "log"
    plt.close("all")


WRONG = {
    "n": (margin, {"n": 5}, SettingsError, "`n` must be a whole number, 10 or more"), "chains": (margin, {"n": 1005}, SettingsError, "100.5 chains of length 10"),
    "lengths": (margin, {"conditional": 0.3}, SettingsError, "chains of length 3.33"), "one chain": (margin, {"n": 10}, SettingsError, "1 chains .* 2 chains"),
    "conditional": (margin, {"conditional": 1.0}, SettingsError, "`conditional` must be a number between 0 and 1"),
    "replicates": (margin, {"replicates": 1}, SettingsError, "`replicates` must be"), "level": (margin, {"level": 2.0}, SettingsError, "`level` must"),
    "never": (lambda x: 1.0 + margin(x) ** 2, {}, DataError, "subset simulation is stuck at level .* the output there is 1, and the threshold 0"),
    "steps": (lambda x: np.floor(margin(x)) + 5.0, {}, DataError, "stuck at level .*: levels come no lower"),
    "a constant": (lambda x: 1.0 + 0.0 * x[0], {}, DataError, "levels come no lower"),
    "no value": (lambda x: np.where(x[0] < 1.0, np.nan, margin(x)), {}, DataError, "not finite at .* first at R = "),
    "several outputs": (lambda x: x, {}, SettingsError, "a limit state is one number"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_done_is_said(what):
    model, settings, error, message = WRONG[what]
    with pytest.raises(error, match=message):
        uq.subset(model, RS, **{"seed": 1, **settings})
