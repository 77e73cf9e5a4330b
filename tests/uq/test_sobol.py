"""Sobol' indices against functions whose indices are known in closed form."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import uq
from llbayes.ir.errors import DataError, SettingsError
from llbayes.ppl import Normal, Uniform
from llbayes.uq.campaigns.campaign import Scale
from llbayes.uq.evaluation.evaluator import Evaluator
from llbayes.uq.evaluation.mixture import Mixture
from llbayes.uq.methods.sobol import Indices, Plan

ISHIGAMI_S = np.array([0.313905191147811, 0.442411144790041, 0.0])
ISHIGAMI_T = np.array([0.557588855209959, 0.442411144790041, 0.243683664062148])
G = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def angles():
    return uq.Inputs(x1=Uniform(-np.pi, np.pi), x2=Uniform(-np.pi, np.pi), x3=Uniform(-np.pi, np.pi))


def ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def g_function(x):
    return np.prod((np.abs(4.0 * x - 2.0) + G) / (1.0 + G), axis=-1)


def g_indices():
    v = 1 / (3 * (1 + G) ** 2)
    total = np.prod(1 + v) - 1
    return v / total, v * np.prod(1 + v) / (1 + v) / total


def near(estimate, error, truth):
    return np.all(np.abs(estimate - truth) <= 3 * error + 1e-12)


@pytest.mark.parametrize("how", [None, "looped"])
def test_ishigami(how):
    r = uq.sobol(ishigami, angles(), n=4096, seed=1, how=how)
    assert near(r.S1, r.S1_se, ISHIGAMI_S) and near(r.ST, r.ST_se, ISHIGAMI_T)
    assert r.S1_se.max() < 0.04 and r.ST_se.max() < 0.04
    assert r.variance == pytest.approx(13.844587940719254, rel=0.02)
    assert r.evaluated == (how or "compiled") and r.n_evaluations == 5 * 4096


def test_g_function_vectorised():
    r = uq.sobol(g_function, uq.Inputs({f"x{i}": Uniform(0, 1) for i in range(8)}), n=4096, seed=2, how="vectorised")
    S, T = g_indices()
    assert near(r.S1, r.S1_se, S) and near(r.ST, r.ST_se, T)


def test_all_ways_agree():
    inputs = uq.Inputs({f"x{i}": Uniform(0, 1) for i in range(8)})
    a, b, c = (uq.sobol(g_function, inputs, n=64, seed=2, how=how) for how in ("compiled", "vectorised", "looped"))
    assert np.allclose(b.S1, a.S1, atol=1e-12) and np.allclose(c.ST, b.ST, atol=1e-12)


def test_outputs_of_a_vector_each_have_indices():
    def two(x):
        return np.array([x[0], x[0] + 2.0 * x[1]])

    r = uq.sobol(two, uq.Inputs(a=Normal(0, 1), b=Normal(0, 1)), n=1024, seed=3)
    assert r.evaluated == "compiled"
    assert r.S1.shape == (2, 2)
    assert near(r.S1, r.S1_se, np.array([[1, 0.2], [0, 0.8]])) and near(r.ST, r.ST_se, np.array([[1, 0.2], [0, 0.8]]))


@pytest.mark.sweep
def test_the_intervals_cover():
    inputs = angles()
    vectorised = lambda x: ishigami(x.T)  # noqa: E731
    covered = np.mean([(r.ST_ci_low <= ISHIGAMI_T) & (r.ST_ci_high >= ISHIGAMI_T)
                       for r in (uq.sobol(vectorised, inputs, n=256, seed=s, how="vectorised") for s in range(60))])
    assert covered > 0.88


@pytest.mark.parametrize("make, error, message", [
    (lambda: uq.sobol(ishigami, angles(), n=1000), SettingsError, "`n` is 1000; .* 1024"),
    (lambda: uq.sobol(ishigami, angles(), how="fast"), SettingsError, "`how` must be one of .*not 'fast'"),
    (lambda: uq.sobol(lambda x: 1.0, angles(), n=8, how="looped"), DataError, "does not vary"),
    (lambda: uq.sobol(lambda x: np.inf, angles(), n=8, how="looped"), DataError, "not finite at 2 of 2 points"),
])
def test_what_cannot_be_done_is_said(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_groups_of_the_inputs_are_those_of_the_indices():
    inputs = uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 1), c=Uniform(0, 1), groups={"ab": ("a", "b")})
    weighted = lambda x: 3.0 * x[0] + 4.0 * x[1] + 5.0 * x[2]  # noqa: E731
    by_default, given, alone = (uq.sobol(weighted, inputs, n=256, seed=1, groups=groups) for groups in (None, {"ab": ("a", "b")}, {}))
    assert by_default.coords["group"] == ("ab", "c") and np.array_equal(by_default.array("ST"), given.array("ST"))
    assert alone.coords["input"] == ("a", "b", "c") and near(alone.array("ST"), alone.array("ST_se"), np.array([9.0, 16.0, 25.0]) / 50.0)
    assert tuple(uq.morris(weighted, inputs, n=16, seed=1).coords["group"]) == ("ab", "c")


def bent(x):
    return {"a": np.exp(0.3 * x[0]) * x[1], "b": np.array([x[2], np.sqrt(x[0] + x[1] * x[2])])}


def looping(x):
    total = 0.0
    for k in range(200):
        total += np.sin(x[0] + k) * x[1] + x[2]
    return total


@pytest.mark.parametrize("function", [lambda x: x[0] ** 0.6 * x[1] + x[2] * x[0], bent, looping])
@pytest.mark.parametrize("n", [2, 32, 128])
def test_parts_of_the_design_need_not_exist(function, n):
    """What is made of choices of columns has the bits of the same points written out, in any form of an output; where a body loops, points exist."""
    inputs = uq.Inputs(a=Uniform(1, 2), b=Normal(3, 0.1), c=Uniform(0, 1))
    run, points = Evaluator(function, inputs), inputs.sample(2 * n, seed=1).reshape(n, 2, 3)
    block = Mixture(points, Plan(1, ((0,), (1, 2)), True).choice(3))
    assert block.choice.tolist() == [[False] * 3, [True] * 3, [True, False, False], [False, True, True], [False, True, True], [True, False, False]]
    expected = run(block.points.reshape(-1, 3)).reshape(6, n, *run.shape)
    found = run.of_block(block)
    np.testing.assert_array_equal(found, expected)
    assert run.tally.evaluations == 12 * n and np.array_equal(block.points[3], np.stack([points[:, 0, 0], points[:, 1, 1], points[:, 1, 2]], axis=1))
    assert (run.of_mixture(block) is None) == (function is looping)


SALIB = {                            # of `analyze.sobol` of SALib 1.6.0
    "S1": [0.29512815584082724, 0.7551903938101447, -0.1951698902609872], "ST": [2.119786733072306, 0.9225249266472832, 0.7568133028319951],
    "S2": [-0.7070497690175901, -0.27494439739942045, -0.3923549238245816],
}


def outputs_of_a_design(d=3, n=8):
    """(n, 2 d + 2): at each point of A, A with a column from B, B with one from A, and B, as SALib orders them; all with one mean, about which both take squares."""
    k = np.arange((2 * d + 2) * n).reshape(n, 2 * d + 2)
    y = ((k * 37) % 101) / 10.0
    y[:, 1:-1] += y[:, [0, -1]].mean() - y[:, 1:-1].mean()
    return y


def test_estimators_are_those_of_salib():
    y = outputs_of_a_design()
    f = y[:, [0, 7, 1, 2, 3, 4, 5, 6]].T
    plan = Plan(3, ((0,), (1,), (2,)), True)
    sums = plan.sums(np.zeros((8, 8, 3)), f, Scale(np.ones(()), np.array(5.0)))
    found = Indices(Scale(np.ones(()), np.zeros(())))(sums)
    for name, expected in SALIB.items():
        np.testing.assert_allclose(found[name] if name != "S2" else found[name][np.triu_indices(3, 1)], expected, rtol=1e-10)
