"""Importance sampling: the truth within its error where first order is right and where it is not, whatever the centres are."""
from __future__ import annotations

import numpy as np
import pytest
from limit_states import RS, inputs_of, margin, opaque
from scipy.special import ndtr

from llbayes import uq
from llbayes.ir.errors import CompileError, DataError, SettingsError
from llbayes.models import uq as problems
from llbayes.ppl import Normal, Uniform
from llbayes.uq.reliability.mixture import around

TRUTH = ndtr(-np.sqrt(2.0))
LIMIT_STATES = [name for name in problems.names() if "P_f" in problems.get(name).answers]


def sampled(name, **settings):
    problem = problems.get(name)
    return uq.importance(problem.function, inputs_of(problem), **{"seed": 1, **settings})


@pytest.mark.parametrize("name", LIMIT_STATES)
def test_the_truth_is_within_the_error(name):
    r, truth = sampled(name), problems.get(name).answers["P_f"]
    assert abs(r.P_f - truth) <= 4 * r.P_f_se and r.cov < 0.04
    assert r.P_f_ci_low < r.P_f < r.P_f_ci_high and r.P_f == pytest.approx(float(ndtr(-r.array("beta"))))
    assert ndtr(-r.array("beta_ci_high")) == pytest.approx(float(r.P_f_ci_low)) and 100 < r.ess < r.n_evaluations


def test_first_order_is_seen_to_be_seven_times_wrong():
    r = sampled("rp31", n=4096)
    assert r.P_form / r.P_f == pytest.approx(7.05, abs=0.3) and "the first order, 0.02275, is " in r.notes[0]
    assert "P_f, first order" in r.table()


@pytest.mark.slow
def test_the_intervals_cover():
    for name in ("rp22", "four_branch"):
        problem, found = problems.get(name), None
        inputs, truth = inputs_of(problem), problem.answers["P_f"]
        found = uq.form(problem.function, inputs)
        runs = [uq.importance(problem.function, inputs, at=found, n=256, seed=s) for s in range(200)]
        assert 0.9 <= np.mean([r.P_f_ci_low <= truth <= r.P_f_ci_high for r in runs]) <= 0.99
        assert abs(np.mean([r.P_f for r in runs]) - truth) < 4 * np.std([r.P_f for r in runs]) / np.sqrt(200)


def test_the_origin_fails():
    r = uq.importance(margin, uq.Inputs(R=Normal(2, 1), S=Normal(6, 1)), seed=1)
    assert abs(r.P_f - ndtr(np.sqrt(8))) < 4 * r.P_f_se and r.beta < 0 and r.P_f_ci_low < r.P_f < r.P_f_ci_high
    assert r.cov * (1 - r.P_f) == pytest.approx(float(r.P_f_se))


def test_centres_that_are_given():
    found = uq.form(margin, RS)
    a, b = uq.importance(margin, RS, at=found, seed=3), uq.importance(margin, RS, seed=3)
    assert np.array_equal(a.P_f, b.P_f) and b.n_gradients == found.n_gradients and b.n_evaluations == a.n_evaluations + found.n_evaluations - 1
    away = uq.importance(opaque, RS, at=[2.0, 2.0], n=256, seed=3)                    # a poor one, of a black box without derivatives
    assert abs(away.P_f - TRUTH) < 4 * away.P_f_se and np.isnan(away.P_form)
    assert uq.importance(opaque, RS, at=[[-1.0, 1.0], [1.0, 1.0]], n=64, seed=3).points.shape == (2, 2)


def test_kinds_of_inputs_and_sides():
    correlated = uq.importance(margin, uq.GaussianInputs(("R", "S"), [4, 2], [[1, 0.5], [0.5, 1]]), seed=1)
    assert abs(correlated.P_f - ndtr(-2)) < 4 * correlated.P_f_se
    bounded = uq.importance(lambda x: x[0] + x[1], uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 1)), threshold=1.9, failure="above", seed=1)
    assert abs(bounded.P_f - 0.005) < 4 * bounded.P_f_se
    big = uq.importance(lambda x: 2.0**600 * margin(x), RS, seed=1)
    assert np.array_equal(big.P_f, uq.importance(margin, RS, seed=1).P_f)


def test_weights_are_those_of_the_densities():
    mixture = around(np.array([[1.0, 2.0], [-2.0, 1.5]]), 0.2)
    assert mixture.shares.sum() == pytest.approx(1.0) and mixture.shares[0] == 0.2
    u = np.array([[0.3, -0.4], [3.0, 2.0], [-np.inf, 0.0]])
    shifted = np.exp(-0.5 * ((u[:2, None] - mixture.centres) ** 2).sum(-1)) @ mixture.shares[1:]
    nominal = np.exp(-0.5 * (u[:2] ** 2).sum(-1))
    np.testing.assert_allclose(mixture.weights(u)[:2], nominal / (0.2 * nominal + shifted), rtol=1e-12)
    assert mixture.weights(u).max() <= 5.0
    parts = mixture.draws(np.column_stack([np.linspace(0.001, 0.999, 999), np.full((999, 2), 0.5)]))
    np.testing.assert_allclose([(np.abs(parts - c).sum(axis=1) < 1e-9).mean() for c in np.vstack([[0, 0], mixture.centres])], mixture.shares, atol=2e-3)


def test_points_that_fail_are_counted():
    r = uq.importance(lambda x: np.where(x[0] > 6.3, np.nan, margin(x)), RS, n=64, at=[-1.0, 1.0], allowed_failures=50, seed=1)
    assert 0 < r.n_failed < 50 and abs(r.P_f - TRUTH) < 4 * r.P_f_se + 0.02


def test_a_store_goes_on_and_an_executor_gives_the_same(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    here = uq.importance(margin, RS, n=64, seed=2, store=tmp_path / "s")
    again = uq.importance(margin, RS, n=64, seed=2, store=tmp_path / "s")
    with ThreadPoolExecutor(2) as pool:
        there = uq.importance(margin, RS, n=64, seed=2, executor=pool)
    assert np.array_equal(here.P_f, again.P_f) and np.array_equal(here.P_f, there.P_f)
    with pytest.raises(SettingsError, match="another campaign: centres differ"):
        uq.importance(margin, RS, n=64, seed=2, store=tmp_path / "s", at=[-2.0, 1.0])


def test_the_picture_has_the_first_order_beside_it():
    import matplotlib.pyplot as plt

    ax = sampled("rp31").plot()
    assert [line.get_label() for line in ax.lines] == ["estimate", "first order"] and ax.get_xlabel() == "replicates"
    plt.close("all")


OTHER = uq.Inputs(a=Normal(0, 1), b=Normal(0, 1))
WRONG = {
    "n": (margin, {"n": 1000}, SettingsError, "`n` is 1000; .* 1024"), "replicates": (margin, {"replicates": 1}, SettingsError, "`replicates` must be"),
    "defensive": (margin, {"defensive": 1.0}, SettingsError, "`defensive` must be a number between 0 and 1"),
    "level": (margin, {"level": 95}, SettingsError, "`level` must be a number between 0 and 1"),
    "a point of three": (margin, {"at": [1.0, 2.0, 3.0]}, SettingsError, r"`at` must be a result of `uq.form`, or points \(k, 2\)"),
    "a point without numbers": (margin, {"at": [np.nan, 1.0]}, SettingsError, "`at` must be"), "a text": (margin, {"at": "form"}, SettingsError, "`at` must be"),
    "another's result": (margin, {"at": lambda: uq.form(margin, OTHER)}, SettingsError, "`form` for the inputs a, b; it must be one of `form` for R, S"),
    "another method's": (margin, {"at": lambda: uq.delta_method(margin, RS)}, SettingsError, "`at` is a result of `delta_method`"),
    "no derivatives": (opaque, {}, CompileError, "the model has no derivatives"), "several outputs": (lambda x: x, {}, SettingsError, "a limit state is one number"),
    "no hit": (margin, {"at": [9.0, 9.0], "n": 2, "replicates": 2, "threshold": -9.0, "defensive": 0.01}, DataError, "none of 4 points lies beyond the threshold"),
    "failures": (lambda x: np.where(x[0] > 6.3, np.nan, margin(x)), {"at": [-1.0, 1.0]}, DataError, "not finite at .* first at R = "),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_done_is_said(what):
    model, settings, error, message = WRONG[what]
    settings = {name: value() if callable(value) else value for name, value in settings.items()}
    with pytest.raises(error, match=message):
        uq.importance(model, RS, **{"seed": 1, **settings})
