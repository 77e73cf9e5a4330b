"""Line sampling: exact along each line, so that planes are exact and gently curved surfaces nearly so."""
from __future__ import annotations

import numpy as np
import pytest
from limit_states import RS, inputs_of, margin, opaque
from scipy.special import ndtr

from llbayes import uq
from llbayes.ir.errors import CompileError, DataError, SettingsError
from llbayes.models import uq as problems
from llbayes.ppl import Normal
from llbayes.uq.reliability.lines import beyond


def lined(name, **settings):
    problem = problems.get(name)
    return uq.line_sampling(problem.function, inputs_of(problem), **{"seed": 1, **settings})


def on_lines(function, slope):
    """The function of c, on every line."""
    return lambda c, line: (function(c), slope(c))


SHAPES = {                           # crossings of one line: the function, its slope, the probability where it is zero or less
    "one": (lambda c: 2.0 - c, lambda c: -1.0 + 0.0 * c, ndtr(-2.0)), "one behind": (lambda c: c + 7.0, lambda c: 1.0 + 0.0 * c, ndtr(-7.0)),
    "two": (lambda c: 4.0 - c * c, lambda c: -2.0 * c, 2.0 * ndtr(-2.0)), "a band between two nodes": (lambda c: (c - 2.4) ** 2 - 0.01, lambda c: 2.0 * (c - 2.4),
                                                                                              ndtr(2.5) - ndtr(2.3)),
    "a gap": (lambda c: 0.01 - (c - 2.4) ** 2, lambda c: -2.0 * (c - 2.4), 1.0 - (ndtr(2.5) - ndtr(2.3))), "none": (lambda c: 1.0 + c * c, lambda c: 2.0 * c, 0.0),
    "all": (lambda c: -1.0 - c * c, lambda c: -2.0 * c, 1.0), "a kink": (lambda c: np.minimum(3.0 - c, 2.5 + c), lambda c: np.where(c > 0.25, -1.0, 1.0),
                                                                         ndtr(-3.0) + ndtr(-2.5)),
    "a root of third order": (lambda c: (2.0 - c) ** 3, lambda c: -3.0 * (2.0 - c) ** 2, ndtr(-2.0)),
    "a jump": (lambda c: np.where(c > 2.2, -1.0, 5.0), lambda c: 0.0 * c, ndtr(-2.2)),
    "waves": (lambda c: np.cos(1.2 * c), lambda c: -1.2 * np.sin(1.2 * c), None),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_crossing_of_a_line_is_found(name):
    function, slope, truth = SHAPES[name]
    if truth is None:
        edges = (np.arange(-6, 6) + 0.5) * np.pi / 1.2
        truth = sum(ndtr(b) - ndtr(a) for a, b in zip(edges[:-1], edges[1:], strict=True) if np.cos(1.2 * 0.5 * (a + b)) < 0)
    np.testing.assert_allclose(beyond(on_lines(function, slope), 3, 8.0, 17), truth, rtol=1e-8, atol=1e-15)


def test_a_plane_is_exact():
    r = uq.line_sampling(margin, RS, seed=1)
    assert r.P_f == pytest.approx(ndtr(-np.sqrt(2)), rel=1e-12) and r.P_f_se < 1e-15
    np.testing.assert_allclose(r.direction, [-np.sqrt(0.5), np.sqrt(0.5)], atol=1e-12)
    assert lined("rp107").P_f == pytest.approx(ndtr(-5.0), rel=1e-9)
    assert uq.line_sampling(lambda x: x[0], uq.Inputs(R=Normal(4, 1)), seed=1).P_f == pytest.approx(ndtr(-4.0), rel=1e-9)


@pytest.mark.parametrize("name, cov", [("cantilever_displacement", 0.002), ("rp22", 0.001), ("rp24", 0.003), ("rp25", 0.01), ("rp31", 0.01), ("rp8", 0.02)])
def test_the_truth_is_within_the_error(name, cov):
    r, truth = lined(name), problems.get(name).answers["P_f"]
    assert abs(r.P_f - truth) <= 4 * r.P_f_se + 1e-8 * truth and r.cov < cov


def test_several_design_points_are_said():
    r = lined("four_branch", n=1024)
    assert "4 design points and lines follow the nearest" in r.notes[-1] and abs(r.P_f - problems.get("four_branch").answers["P_f"]) < 4 * r.P_f_se


@pytest.mark.slow
def test_the_intervals_cover():
    problem = problems.get("rp8")
    inputs, truth = inputs_of(problem), problem.answers["P_f"]
    found = uq.form(problem.function, inputs)
    runs = [uq.line_sampling(problem.function, inputs, at=found, n=32, seed=s) for s in range(200)]
    assert 0.9 <= np.mean([r.P_f_ci_low <= truth <= r.P_f_ci_high for r in runs]) <= 0.99


def test_models_and_inputs():
    origin = uq.line_sampling(margin, uq.Inputs(R=Normal(2, 1), S=Normal(6, 1)), seed=1)
    assert origin.P_f == pytest.approx(ndtr(np.sqrt(8)), rel=1e-12) and origin.beta == pytest.approx(-np.sqrt(8))
    given = uq.Model(opaque, gradient=lambda x: np.array([1.0, -1.0]))
    assert uq.line_sampling(given, RS, n=4, replicates=2, seed=1).P_f == pytest.approx(ndtr(-np.sqrt(2)), rel=1e-9)
    tilted = uq.line_sampling(margin, RS, at=[-1.0, 0.5], n=256, seed=1)
    assert abs(tilted.P_f - ndtr(-np.sqrt(2))) < 4 * tilted.P_f_se and np.isnan(tilted.P_form)
    big = uq.line_sampling(lambda x: 2.0**600 * margin(x), RS, seed=1)
    assert big.P_f == pytest.approx(ndtr(-np.sqrt(2)), rel=1e-12)


def test_the_picture():
    import matplotlib.pyplot as plt

    assert lined("rp31").plot().get_ylabel() == "P_f"
    plt.close("all")


WRONG = {
    "n": (margin, {"n": 100}, SettingsError, "`n` is 100; .* 128"), "replicates": (margin, {"replicates": 1}, SettingsError, "`replicates` must be"),
    "an even number": (margin, {"nodes": 16}, SettingsError, "`nodes` must be an odd number, not 16"),
    "few nodes": (margin, {"nodes": 3}, SettingsError, "`nodes` must be a whole number, 5 or more"), "level": (margin, {"level": 0}, SettingsError, "`level` must"),
    "the origin": (margin, {"at": [0.0, 0.0]}, SettingsError, "the origin: it gives no direction"), "no derivatives": (opaque, {}, CompileError, "no derivatives"),
    "a point of three": (margin, {"at": [1.0, 2.0, 3.0]}, SettingsError, "`at` must be"), "seed": (margin, {"seed": "one"}, SettingsError, "`seed` must be"),
    "no failure": (lambda x: 1.0 + x[0] ** 2, {"at": [1.0, 1.0]}, DataError, "none of 16 points lies beyond the threshold"),
    "several outputs": (lambda x: x, {}, SettingsError, "a limit state is one number"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_done_is_said(what):
    model, settings, error, message = WRONG[what]
    with pytest.raises(error, match=message):
        uq.line_sampling(model, RS, **{"seed": 1, **settings})
