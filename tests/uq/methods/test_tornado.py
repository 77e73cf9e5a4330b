"""Outputs at quantiles of one input after another, against closed forms."""
from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.special import ndtri

from llbayes import uq
from llbayes.ir.errors import DataError, LlbayesError, SettingsError
from llbayes.ppl import Cauchy, LogNormal, Normal, Uniform

matplotlib.use("Agg")
INPUTS = uq.Inputs(a=Normal(10.0, 2.0), b=Uniform(1.0, 3.0), c=LogNormal(0.0, 0.5))


def power(x):
    return x[0] * x[1] ** 3 / x[2]


def test_ends_and_elasticities_of_a_power_law():
    r = uq.tornado(power, INPUTS)
    z, q = ndtri(0.95), np.array([1.1, 2.9])
    assert r.array("base") == pytest.approx(80.0) and r.n_evaluations >= 7
    assert r.array("low") == pytest.approx([8.0 * (10 - 2 * z), 10 * q[0] ** 3, 80.0 * np.exp(0.5 * z)])
    assert r.array("high") == pytest.approx([8.0 * (10 + 2 * z), 10 * q[1] ** 3, 80.0 * np.exp(-0.5 * z)])
    assert r.array("elasticity") == pytest.approx([1.0, 3.0, -1.0]) and r.array("swing") == pytest.approx(np.abs(r.array("high") - r.array("low")))
    assert [line.split()[0] for line in r.table().splitlines() if line.split() and line.split()[0] in "abc"] == ["b", "c", "a"]


def test_the_mean_as_the_middle_and_other_quantiles():
    r = uq.tornado(power, INPUTS, low=0.1, high=0.8, centre="mean")
    assert r.array("base") == pytest.approx(80.0 / np.exp(0.125)) and r.array("low")[1] == pytest.approx(10 * 1.2**3 / np.exp(0.125))


def test_a_black_box_has_no_elasticity_and_its_own_gradient_one():
    def box(x):
        return float(str(float(x[0]))) * x[1] ** 3 / x[2]

    assert "elasticity" not in uq.tornado(box, INPUTS).values
    given = uq.Model(box, gradient=lambda x: np.array([x[1] ** 3 / x[2], 3 * x[0] * x[1] ** 2 / x[2], -x[0] * x[1] ** 3 / x[2] ** 2]))
    assert uq.tornado(given, INPUTS).array("elasticity") == pytest.approx([1.0, 3.0, -1.0])
    assert uq.tornado(uq.Model(box, derivatives="differences"), INPUTS).array("elasticity") == pytest.approx([1.0, 3.0, -1.0], rel=1e-5)
    assert uq.tornado(box, INPUTS).array("low") == pytest.approx(uq.tornado(power, INPUTS).array("low"), rel=1e-12)


def test_an_output_that_turns_is_said():
    r = uq.tornado(lambda x: (x[0] - 10.0) ** 2 + x[1], INPUTS)
    assert "quantiles of `a` the output turns" in " ".join(r.notes) and r.array("swing")[0] == pytest.approx(0.0, abs=1e-9)
    assert not uq.tornado(power, INPUTS).notes


def test_several_outputs_and_pictures():
    r = uq.tornado(lambda x: np.array([x[0], power(x), x[2] - x[2]]), INPUTS)
    assert r.swing.dims == ("input", "output") and r.array("elasticity")[:, 1] == pytest.approx([1.0, 3.0, -1.0]) and np.isnan(r.array("elasticity")[0, 2])
    assert "largest share" in r.table() and "elasticity" in r.table(1)
    assert "from the middle" in r.plot().get_ylabel()
    ax = uq.tornado(power, INPUTS).plot()
    assert [t.get_text() for t in ax.get_yticklabels()] == ["a", "c", "b"] and ax.lines[0].get_xdata()[0] == pytest.approx(80.0)
    plt.close("all")


def test_laws_without_moments_have_quantiles():
    r = uq.tornado(lambda x: x[0] + x[1], uq.Inputs(a=Cauchy(0.0, 1.0), b=Normal(0.0, 1.0)))
    assert r.array("high")[0] == pytest.approx(np.tan(0.45 * np.pi))


WRONG = {
    "dependent": (lambda: uq.tornado(power, uq.GaussianInputs(("a", "b"), [0, 0], [[1, 0.5], [0.5, 1]])), SettingsError, "independent inputs.*move alone"),
    "low above high": (lambda: uq.tornado(power, INPUTS, low=0.9, high=0.1), SettingsError, "`low` is 0.9 and `high` is 0.1"),
    "per cent": (lambda: uq.tornado(power, INPUTS, high=95), SettingsError, "`high` must be a number between 0 and 1, not 95"),
    "centre": (lambda: uq.tornado(power, INPUTS, centre="mode"), SettingsError, "`centre` must be one of `median`, `mean`"),
    "no mean": (lambda: uq.tornado(power, uq.Inputs(a=Cauchy(0.0, 1.0), b=Uniform(0, 1), c=Uniform(1, 2)), centre="mean"), SettingsError, "input `a` has no finite mean"),
    "not finite": (lambda: uq.tornado(lambda x: np.log(x[0] - 9.0) + x[1], INPUTS), DataError, "not finite at 1 of 7 points, first at a = 6.7"),
    "no model": (lambda: uq.tornado(None, INPUTS), SettingsError, "`model` must be a function of one array"),
    "a dict": (lambda: uq.tornado(power, {"a": Normal(0, 1)}), SettingsError, r"`uq.Inputs\(…\)` of this dict"),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done_is_said(name):
    make, error, message = WRONG[name]
    with pytest.raises(LlbayesError, match=message) as said:
        make()
    assert isinstance(said.value, error)
