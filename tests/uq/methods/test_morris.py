"""Elementary effects against SALib on its own design, closed forms, and what they are told not to do."""
from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import DataError, SettingsError
from llbayes.models.uq import get
from llbayes.ppl import Cauchy, Normal, Uniform
from llbayes.uq.methods.morris import effects

matplotlib.use("Agg")
ANGLES = uq.Inputs({f"x{k}": Uniform(-np.pi, np.pi) for k in (1, 2, 3)})
PLACES = uq.Inputs({f"x{k}": Uniform(0.0, 1.0) for k in (1, 2, 3)})

# SALib 1.5.2: `sample.morris.sample(problem, 8, num_levels=4, seed=3)` of Ishigami's inputs, in levels, and what `analyze.morris.analyze` says of it
PATHS = np.array([[[3, 3, 3], [3, 3, 1], [3, 1, 1], [1, 1, 1]], [[2, 2, 0], [2, 0, 0], [0, 0, 0], [0, 0, 2]], [[2, 3, 3], [0, 3, 3], [0, 1, 3], [0, 1, 1]],
                  [[1, 1, 3], [1, 1, 1], [3, 1, 1], [3, 3, 1]], [[3, 1, 0], [3, 1, 2], [3, 3, 2], [1, 3, 2]], [[2, 0, 0], [0, 0, 0], [0, 0, 2], [0, 2, 2]],
                  [[0, 3, 2], [2, 3, 2], [2, 3, 0], [2, 1, 0]], [[0, 0, 3], [2, 0, 3], [2, 2, 3], [2, 2, 1]]])
MU, MU_STAR, SIGMA = ([7.70405411, -1.96875, -1.56219903], [7.70405411, 7.875, 4.68659708], [6.68024403, 8.15139942, 8.00933122])


def ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def linear(x):
    return 3.0 * x[0] - 2.0 * x[1] + 0.0 * x[2]


def both(x):
    return np.array([3.0 * x[0] - 2.0 * x[1], x[0] * x[2]])


def test_salibs_design_has_salibs_effects():
    points = (PATHS / 3.0 * 2.0 - 1.0).transpose(1, 0, 2) * np.pi
    e = effects(points, ishigami(points.transpose(2, 0, 1)), ((0,), (1,), (2,)), 2 / 3)
    assert e.mean(axis=1) == pytest.approx(MU, abs=1e-8) and np.abs(e).mean(axis=1) == pytest.approx(MU_STAR, abs=1e-8)
    assert e.std(axis=1, ddof=1) == pytest.approx(SIGMA, abs=1e-8)


@pytest.mark.parametrize("design", ["trajectories", "radial"])
def test_a_linear_model_has_its_slopes(design):
    inputs = uq.Inputs(a=Uniform(0.0, 1.0), b=Uniform(0.0, 2.0), c=Normal(0.0, 1.0))
    r = uq.morris(linear, inputs, n=10, design=design, seed=1)
    assert r.array("mu") == pytest.approx([3.0, -4.0, 0.0]) and r.array("mu_star") == pytest.approx([3.0, 4.0, 0.0])
    assert r.array("sigma") == pytest.approx(0.0, abs=1e-12) and r.n_evaluations == 40 and r.evaluated == "compiled"


@pytest.mark.parametrize("design", ["trajectories", "radial"])
def test_a_product_has_the_effects_of_its_grid(design):
    levels = np.array([0.05, 0.35, 0.65, 0.95])
    r = uq.morris(lambda x: x[0] * x[1] + 0.0 * x[2], PLACES, n=2000, design=design, seed=2)
    for name, exact in (("mu_star", 0.5), ("mu", 0.5), ("sigma", levels.std())):
        assert np.all(np.abs(r.array(name)[:2] - exact) <= 4 * r.array(f"{name}_se")[:2]), name
    assert r.array("mu_star_se").max() < 0.01


def test_what_is_not_linear_has_a_spread_and_ishigamis_second_input_is_seen():
    r = uq.morris(ishigami, ANGLES, n=200, seed=1)
    assert (r.array("mu_star") > 4.0).all() and abs(r.array("mu")[1]) < 2.0 and r.array("sigma")[1] > 5.0


def test_groups_move_together():
    r = uq.morris(lambda x: x[0] + 2.0 * x[1] - 4.0 * x[2], PLACES, n=64, groups={"pair": ("x1", "x2")}, seed=1)
    assert r.mu_star.dims == ("group",) and r.coords["group"] == ("pair", "x3") and r.n_evaluations == 64 * 3
    assert np.isnan(r.array("mu")[0]) and r.array("mu")[1] == pytest.approx(-4.0) and 1.0 < r.array("mu_star")[0] < 3.0
    assert "pair" in r.table() and r.plot() is not None
    plt.close("all")


def test_several_outputs_each_have_effects():
    r = uq.morris(both, PLACES, n=16, seed=1)
    assert r.mu_star.dims == ("input", "output") and r.array("mu_star")[:, 0] == pytest.approx([3.0, 2.0, 0.0])
    alone = uq.morris(lambda x: x[0] * x[2], PLACES, n=16, seed=1)
    assert r.array("sigma")[:, 1] == pytest.approx(alone.array("sigma"), abs=1e-12)


def test_all_ways_agree():
    a, b, c = (uq.morris(ishigami, ANGLES, n=16, seed=4, how=how).array("mu_star") for how in ("compiled", "looped", None))
    assert b == pytest.approx(a, abs=1e-12) and np.array_equal(a, c)


def test_paths_with_a_point_that_fails_are_left_out():
    def model(x):
        if x[1] > 0.9 and x[2] > 0.9:
            raise ValueError("too much")
        return 2.0 * x[0]

    r = uq.morris(model, PLACES, n=40, seed=1, how="looped", allowed_failures=80)
    assert r.n_failed > 0 and r.array("mu")[0] == pytest.approx(2.0) and r.array("mu")[1] == 0.0 and "failed" in " ".join(r.notes)


def test_an_input_that_does_not_change_has_no_effect():
    r = uq.morris(lambda x: x[0] * x[1], uq.Inputs(a=Uniform(0.0, 1.0), b=3.0), n=8, seed=1)
    assert r.array("mu_star") == pytest.approx([3.0, 0.0])


def test_the_plane_has_lines_of_equal_ratio_and_whiskers():
    ax = uq.morris(ishigami, ANGLES, n=20, seed=1).plot()
    assert [line.get_slope() for line in ax.lines if hasattr(line, "get_slope")] == [0.1, 0.5, 1.0] and len(ax.containers) == 1
    assert {t.get_text() for t in ax.texts} >= {"x1", "x2", "x3", "0.1", "0.5", "1"} and "μ*" in ax.get_xlabel() and "σ" in ax.get_ylabel()
    plt.close("all")


def test_test_functions_in_the_order_of_their_total_indices():
    problem = get("borehole")
    r = uq.morris(problem.function, uq.Inputs(problem.laws), n=64, seed=1)
    assert r.names[int(r.array("mu_star").argmax())] == "rw"


WRONG = {
    "dependent": (lambda: uq.morris(linear, uq.GaussianInputs(("a", "b"), [0, 0], [[1, 0.5], [0.5, 1]])), SettingsError, "independent inputs.*does not move alone"),
    "swapped": (lambda: uq.morris(PLACES, linear), SettingsError, "model"),
    "a dict": (lambda: uq.morris(linear, {"a": Normal(0, 1)}), SettingsError, r"`inputs`, the second argument, must be `uq.Inputs`"),
    "one path": (lambda: uq.morris(linear, PLACES, n=1), SettingsError, "`n` must be a whole number, 4 or more, not 1"),
    "odd levels": (lambda: uq.morris(linear, PLACES, levels=5), SettingsError, "`levels` is 5; .* even, for example 6"),
    "design": (lambda: uq.morris(linear, PLACES, design="sobol"), SettingsError, "`design` must be one of `trajectories`, `radial`"),
    "no such input": (lambda: uq.morris(linear, PLACES, groups={"g": ("x1", "x9")}), SettingsError, "`x9` is no input; the inputs are x1, x2, x3"),
    "an edge of infinite quantiles": (lambda: uq.morris(linear, uq.Inputs(a=Normal(0, 1), b=Uniform(0, 1)), edge=0), SettingsError, "`edge` is 0, and input `a` has no"),
    "an edge in the middle": (lambda: uq.morris(linear, PLACES, edge=0.5), SettingsError, "`edge` must be a number from 0 to below 0.5, not 0.5"),
    "not finite": (lambda: uq.morris(lambda x: np.log(x[0] - 2.0), PLACES, n=4), DataError, "not finite at .* first at x1"),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done_is_said(name):
    make, error, message = WRONG[name]
    with pytest.raises(error, match=message):
        make()


def test_a_law_without_variance_is_named():
    with pytest.warns(uq.UqWarning, match="input `b` has no finite mean and variance: .*`levels`"):
        uq.morris(lambda x: x[0] + x[1], uq.Inputs(a=Normal(0, 1), b=Cauchy(0.0, 1.0)), n=8, seed=1)
