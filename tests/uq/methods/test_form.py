"""Design points against those that are known in closed form, first and second order against the published limit states."""
from __future__ import annotations

import functools

import numpy as np
import pytest
from limit_states import inputs_of
from scipy import stats
from scipy.special import ndtr

from llbayes import ppl, uq
from llbayes.ir.errors import CompileError, DataError, SettingsError
from llbayes.models import uq as problems
from llbayes.ppl import LogNormal, Normal
from llbayes.uq.reliability.first_order import all_beyond

RS = uq.Inputs(R=Normal(4, 1), S=Normal(2, 1))
REVERSED = uq.Inputs(R=Normal(2, 1), S=Normal(4, 1))


def margin(x):
    return x[0] - x[1]


def opaque(x):
    return float(str(float(x[0] - x[1])))


@functools.cache
def form_of(name):
    problem = problems.get(name)
    return uq.form(problem.function, inputs_of(problem))


def test_a_difference_of_normals_is_exact_in_all_there_is():
    r = uq.form(margin, RS)
    assert r.beta == pytest.approx(np.sqrt(2), abs=1e-12) and r.P_f == pytest.approx(ndtr(-np.sqrt(2)), rel=1e-12)
    for name, value in (("x_star", [3, 3]), ("u_star", [-1, 1]), ("alpha", [-np.sqrt(0.5), np.sqrt(0.5)]), ("importance", [0.5, 0.5]), ("curvatures", [0])):
        np.testing.assert_allclose(r.array(name), value, atol=1e-10)
    assert r.P_breitung == pytest.approx(float(r.P_f), rel=1e-10) and r.P_hohenbichler == pytest.approx(float(r.P_f), rel=1e-10)
    assert list(r.dbeta.coords["parameter"].values) == ["R.loc", "R.scale", "S.loc", "S.scale"]
    np.testing.assert_allclose(r.dbeta, [np.sqrt(0.5), -np.sqrt(0.5), -np.sqrt(0.5), -np.sqrt(0.5)], atol=1e-10)     # of 2 / √(σ₁² + σ₂²)
    np.testing.assert_allclose(r.dP_f, -stats.norm.pdf(np.sqrt(2)) * r.array("dbeta"), rtol=1e-10)
    assert not r.notes and "P_f 0.07865" in r.table() and r.n_evaluations < 300


FIRST = {                            # first order, second order by Breitung and by Hohenbichler, design points
    "rp22": (0.0062096653, 0.0043909, None, 1), "rp31": (0.022750131948, 0.022750131948, 0.022750131948, 1), "rp107": (2.866515718791933e-7,) * 3 + (1,),
    "cantilever_stress": (0.00123867422,) * 3 + (1,), "cantilever_displacement": (0.0011926, None, 0.001248, 1), "four_branch": (0.0013498980, None, None, 4),
    "rp28": (4.8269e-8, None, None, 2), "rp33": (0.0013498980, None, None, 2), "strength_and_load": (0.0786496035251426,) * 3 + (1,),
    "rp24": (0.0062092, 0.0062092, None, 1), "rp8": (6.599e-4, 7.837e-4, None, 1), "rp25": (4.3245e-5, None, None, 1),
    "short_column": (0.0062158, 0.0059975, 0.0059718, 1),
}


@pytest.mark.parametrize("name", FIRST)
def test_published_limit_states(name):
    first, breitung, hohenbichler, points = FIRST[name]
    r = form_of(name)
    assert r.P_f == pytest.approx(first, rel=1e-4) and len(r.betas) == points
    assert breitung is None or r.P_breitung == pytest.approx(breitung, rel=1e-4)
    assert hohenbichler is None or r.P_hohenbichler == pytest.approx(hohenbichler, rel=2e-4)
    answers = problems.get(name).answers
    if "beta" in answers:
        assert r.beta == pytest.approx(answers["beta"], rel=1e-8)
    assert np.all(np.diff(r.betas) >= -1e-9) and np.sum(r.alpha**2) == pytest.approx(1) and np.sum(r.importance) == pytest.approx(1)


@pytest.mark.parametrize("name", ["cantilever_displacement", "short_column"])
def test_second_order_in_raw_units_and_of_correlated_loads(name):
    assert form_of(name).P_hohenbichler == pytest.approx(problems.get(name).answers["P_f"], rel=2e-3)


@ppl.model
def loads_of_a_column():
    M = ppl.sample("M", Normal(2000.0, 400.0))
    ppl.sample("P", Normal(500.0 + 0.5 * 100.0 * (M - 2000.0) / 400.0, 100.0 * np.sqrt(0.75)))
    ppl.sample("Y", LogNormal(mean=5.0, sd=0.5))


def test_dependent_inputs_as_a_model():
    column, known = problems.get("short_column").function, form_of("short_column")
    r = uq.form(lambda Y, M, P: column(np.array([Y, M, P])), uq.inputs_of(loads_of_a_column.bind()))
    for name in ("beta", "P_f", "P_hohenbichler"):
        assert float(r.array(name)) == pytest.approx(float(known.array(name)), rel=1e-9)
    order = [r.names.index(name) for name in known.names]
    np.testing.assert_allclose(r.array("x_star")[order], known.x_star, rtol=1e-7)
    np.testing.assert_allclose(r.array("importance")[order], known.importance, rtol=1e-6)


def test_a_design_point_fulfils_the_conditions():
    for name in ("rp8", "rp22", "cantilever_displacement", "four_branch"):
        problem, r = problems.get(name), form_of(name)
        inputs = inputs_of(problem)
        size = abs(problem.function(np.array(inputs.mean)))
        for u, x, beta in zip(r.array("points"), r.array("points_x"), r.array("betas"), strict=True):
            np.testing.assert_allclose(inputs.from_normal(u[None])[0], x, rtol=1e-12)
            assert abs(problem.function(x)) < 1e-9 * size and np.linalg.norm(u) == pytest.approx(beta)
        np.testing.assert_allclose(r.u_star, r.array("beta") * r.array("alpha"), atol=1e-9)


def test_several_points_are_said():
    note = form_of("four_branch").notes[0]
    assert "4 design points" in note and "from 0.00135 to 0.003165, and the sum at second order 0.00224" in note


def test_an_edge_is_a_parallel_system_of_planes():
    r = form_of("rp25")
    assert "parallel system" in r.notes[0] and np.isnan(r.P_breitung) and np.isnan(r.dbeta).all()
    r = uq.form(lambda x: np.maximum(2.0 - x[0], 3.0 - x[1]), uq.Inputs(a=Normal(0, 1), b=Normal(0, 1)))
    np.testing.assert_allclose(r.u_star, [2, 3], atol=1e-9)
    assert r.P_f == pytest.approx(ndtr(-2) * ndtr(-3), rel=1e-9)


def test_the_probability_of_an_orthant():
    rho = 0.5                                                        # of two: 1/4 + asin ρ / 2π
    assert all_beyond(np.zeros(2), np.array([[1, rho], [rho, 1]])) == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), rel=1e-5)
    assert all_beyond(np.array([4.0, 5.0, 3.0]), np.eye(3)) == pytest.approx(ndtr(-4) * ndtr(-5) * ndtr(-3), rel=1e-10)


def test_the_origin_fails():
    r = uq.form(margin, REVERSED)
    assert r.beta == pytest.approx(-np.sqrt(2)) and r.P_f == pytest.approx(ndtr(np.sqrt(2)))
    np.testing.assert_allclose(r.dbeta, [np.sqrt(0.5), np.sqrt(0.5), -np.sqrt(0.5), np.sqrt(0.5)], atol=1e-10)
    np.testing.assert_allclose(r.u_star, r.array("beta") * r.array("alpha"), atol=1e-9)
    q = uq.form(lambda x: -(2.5 - (x[0] + x[1]) / np.sqrt(2.0) + 0.1 * (x[0] - x[1]) ** 2), uq.Inputs(a=Normal(0, 1), b=Normal(0, 1)))
    assert q.P_breitung == pytest.approx(1 - 0.0043908965, rel=1e-8)
    assert uq.form(margin, uq.Inputs(R=Normal(2, 1), S=Normal(2, 1))).P_f == 0.5


def test_derivatives_in_parameters_are_those_of_another_search():
    problem, r, h = problems.get("cantilever_displacement"), form_of("cantilever_displacement"), 1e-4
    for name, loc, scale, by in (("E", 2.9e7, 1.45e6, (2900.0, 0.0)), ("X", 500.0, 100.0, (0.0, 0.01))):
        up, down = (uq.form(problem.function, uq.Inputs({**problem.laws, name: Normal(loc + s * by[0], scale + s * by[1])}), starts=0) for s in (1, -1))
        label = f"{name}.{'loc' if by[0] else 'scale'}"
        for value, slope in (("beta", "dbeta"), ("P_f", "dP_f")):
            found = float(getattr(r, slope).sel(parameter=label))
            assert found == pytest.approx((float(up.array(value)) - float(down.array(value))) / (2 * sum(by)), rel=h)


def test_correlated_inputs():
    rho = 0.5
    r = uq.form(margin, uq.GaussianInputs(("R", "S"), [4, 2], [[1, rho], [rho, 1]]))
    assert r.beta == pytest.approx(2 / np.sqrt(2 - 2 * rho)) and np.sum(r.importance) == pytest.approx(1)
    np.testing.assert_allclose(r.x_star, [3, 3], atol=1e-9)
    np.testing.assert_allclose(r.importance, [0.5, 0.5], atol=1e-9)


def test_a_threshold_from_either_side():
    above = uq.form(lambda x: 5.0 - margin(x), RS, threshold=5.0, failure="above")
    assert above.beta == pytest.approx(np.sqrt(2)) and above.threshold == 5.0
    assert uq.form(lambda x: margin(x) + 7.0, RS, threshold=7.0).beta == pytest.approx(np.sqrt(2))


MODELS = {
    "differences": (uq.Model(opaque, derivatives="differences"), RS), "given": (uq.Model(opaque, gradient=lambda x: np.array([1.0, -1.0])), RS),
    "SciPy's laws": (margin, uq.Inputs(R=stats.norm(4, 1), S=Normal(2, 1))), "by names": (lambda S, R: R - S, RS), "a record": (lambda x: {"g": margin(x)}, RS),
    "an array of one": (lambda x: np.array([margin(x)]), RS), "vectorised": (uq.Model(lambda x: x[:, 0] - x[:, 1], how="vectorised", derivatives="differences"), RS),
    "a constant": (lambda x: x[0] - x[1] - x[2], uq.Inputs(R=Normal(5, 1), S=Normal(2, 1), c=1.0)),
}


@pytest.mark.parametrize("name", MODELS)
def test_models_of_every_kind(name):
    r = uq.form(*MODELS[name])
    assert r.beta == pytest.approx(np.sqrt(2), rel=1e-6)
    assert r.P_hohenbichler == pytest.approx(float(r.P_f), rel=1e-4) or np.isnan(r.P_hohenbichler)


@pytest.mark.parametrize("size", [2.0**-600, 2.0**600, 2.0**1010])
def test_units_do_not_count(size):
    r, ordinary = uq.form(lambda x: size * margin(x), RS), uq.form(margin, RS)
    for name in ("beta", "P_f", "P_hohenbichler", "dbeta", "dP_f", "importance"):
        np.testing.assert_allclose(r.array(name), ordinary.array(name), rtol=1e-10)


def test_numbers_are_the_same_at_every_call():
    a, b = form_of("four_branch"), form_of.__wrapped__("four_branch")
    assert all(np.array_equal(a.array(name), b.array(name)) for name in a.values)


def test_the_picture_has_a_bar_for_each_input():
    import matplotlib.pyplot as plt

    ax = form_of("cantilever_displacement").plot()
    assert len(ax.patches) == 3 and [t.get_text() for t in ax.get_yticklabels()] == ["Y", "E", "X"]
    plt.close("all")


WRONG = {
    "a text": (margin, RS, {"threshold": "2"}, SettingsError, "`threshold` must be a number that floats hold, not '2'"),
    "nan": (margin, RS, {"threshold": np.nan}, SettingsError, "`threshold` must be a number"),
    "a large number": (margin, RS, {"threshold": 10**400}, SettingsError, "`threshold` must be a number that floats hold"),
    "a side": (margin, RS, {"failure": "under"}, SettingsError, "`failure` must be one of `below`, `above`"),
    "starts": (margin, RS, {"starts": -1}, SettingsError, "`starts` must be a whole number, 0 or more"),
    "several outputs": (lambda x: x, RS, {}, SettingsError, r"a limit state is one number, and the model returns an output of shape \(2,\)"),
    "a record of several": (lambda x: {"a": x[0], "b": x[1]}, RS, {}, SettingsError, r"2 outputs \(a, b\)"),
    "inputs": (margin, {"R": Normal(4, 1)}, {}, SettingsError, "`inputs`, the second argument, must be `uq.Inputs`"),
    "no derivatives": (opaque, RS, {}, CompileError, "the model has no derivatives"),
    "no value": (lambda x: np.log(-x[0] - 100.0), RS, {}, DataError, "not finite at 1 of 1 points, first at R = 4, S = 2"),
    "no failure": (lambda x: 1.0 + x[0] ** 2, RS, {}, DataError, "no design point was found from 13 starts: .* where the limit state is 1 "),
    "a constant": (lambda x: 1.0 + 0.0 * x[0], RS, {}, DataError, "does not change with the inputs"),
    "steps": (lambda x: np.floor(margin(x) + 0.3), RS, {}, DataError, "`form` needs derivatives that tell how the model changes"),
    "a jump": (lambda x: margin(x) + np.where(x[0] < 2.5, -3.0, 0.0), RS, {}, DataError, "it jumps, or is chaotic"),
}


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_done_is_said(what):
    model, inputs, settings, error, message = WRONG[what]
    with pytest.raises(error, match=message):
        uq.form(model, inputs, **settings)


def test_a_lognormal_pair_is_a_normal_one_of_logarithms():
    r = uq.form(lambda x: np.log(x[0]) - np.log(x[1]), uq.Inputs(R=LogNormal(1.0, 0.3), S=LogNormal(0.0, 0.4)))
    assert r.beta == pytest.approx(2.0, rel=1e-9)
    np.testing.assert_allclose(r.importance, [0.36, 0.64], rtol=1e-9)


def test_a_search_leaves_the_region_of_values_without_harm():
    r = uq.form(lambda x: np.sqrt(x[0]) - x[1], uq.Inputs(a=Normal(4, 1), b=Normal(0, 0.5)))
    assert r.beta == pytest.approx(np.sqrt(12.0), rel=1e-9)
