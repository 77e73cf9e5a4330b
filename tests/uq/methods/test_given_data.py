"""First-order indices of runs that are there, against functions whose indices are known, and what is no data."""
from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from llbayes import uq
from llbayes.ir.errors import DataError, LlbayesError, SettingsError
from llbayes.ppl import Uniform

matplotlib.use("Agg")
S = np.array([0.313905191147811, 0.442411144790041, 0.0])


def ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def runs(n, seed):
    x = np.random.default_rng(seed).uniform(-np.pi, np.pi, (n, 3))
    return x, ishigami(x.T)


def test_ishigami_within_its_errors_and_in_order():
    r = uq.given_data(*runs(4000, 1), seed=1)
    assert np.all(np.abs(r.array("S1") - S) <= 4 * r.array("S1_se")) and r.array("S1_se").max() < 0.03
    assert r.array("S1").argsort().tolist() == [2, 0, 1] and r.names == ("x1", "x2", "x3") and r.n_evaluations == 0


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 1000])
def test_intervals_cover(n):
    covered = []
    for s in range(200):
        r = uq.given_data(*runs(n, s), seed=1)
        covered.append((r.array("S1_ci_low") <= S) & (r.array("S1_ci_high") >= S))
    assert 0.9 <= np.mean(covered) <= 0.99 and np.mean(covered, axis=0).min() >= 0.87


def test_increasing_functions_of_an_input_and_the_order_of_rows_change_nothing():
    x, y = runs(500, 2)
    first = uq.given_data(x, y, seed=1)
    order = np.argsort(y)
    for other in (uq.given_data(np.exp(x), y, seed=1), uq.given_data(x**3, y, seed=5), uq.given_data(x[order], y[order], seed=1), uq.given_data(x, 3.0 - 1e9 * y)):
        assert other.array("S1") == pytest.approx(first.array("S1"), rel=1e-9) and other.array("S1_se") == pytest.approx(first.array("S1_se"), rel=1e-8)


def test_sorted_data_with_equal_inputs_show_no_more_than_others():
    rng = np.random.default_rng(3)
    kind, y = rng.integers(0, 2, 4000), np.sort(rng.normal(size=4000))
    r = uq.given_data(np.column_stack([kind, np.ones(4000)]), y, names=("kind", "same"), seed=1)
    assert np.all(np.abs(r.array("S1")) <= 4 * r.array("S1_se")) and "`same` has the same value in all rows" in " ".join(r.notes)


def test_linear_gaussian_data_that_depend_on_each_other():
    rng = np.random.default_rng(4)
    x = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 8000)
    r = uq.given_data(x, x[:, 0] + x[:, 1], seed=1)
    assert np.all(np.abs(r.array("S1") - 1.6**2 / 3.2) <= 4 * r.array("S1_se"))      # Var E[y | x1] = (1 + ρ)²


def test_noise_alone_has_no_index_and_a_function_of_one_input_has_all():
    rng = np.random.default_rng(5)
    x = rng.uniform(size=(2000, 2))
    r = uq.given_data(x, np.column_stack([x[:, 0] ** 2, rng.normal(size=2000)]), seed=1)
    assert r.array("S1")[0, 0] == pytest.approx(1.0, abs=0.01) and np.all(np.abs(r.array("S1")[:, 1]) <= 4 * r.array("S1_se")[:, 1])
    assert r.array("S1_se")[0, 1] == pytest.approx(2000**-0.5, rel=0.2)


def test_data_frames_names_and_several_outputs():
    x, y = runs(300, 6)
    frame = pd.DataFrame(x, columns=["a", "b", "c"]).assign(out=y, twice=y**2)
    one = uq.given_data(frame.drop(columns="twice"), "out", seed=1)
    assert one.names == ("a", "b", "c") and one.S1.dims == ("input",)
    two = uq.given_data(frame, ["out", "twice"], seed=1)
    assert two.coords["output"] == ("out", "twice") and two.array("S1")[:, 0] == pytest.approx(one.array("S1"), abs=1e-12)
    assert np.array_equal(uq.given_data(frame[["a", "b", "c"]], frame[["out", "twice"]], seed=1).array("S1"), two.array("S1"))
    assert uq.given_data(x, y, names=("a", "b", "c"), seed=1).array("S1") == pytest.approx(one.array("S1"), abs=1e-12)
    assert "twice" in two.table() and two.table("out") == two.table(0)
    for ax in (one.plot(), two.plot(), two.plot(output="twice")):
        assert "share of the variance" in ax.get_ylabel()
    plt.close("all")


def test_runs_that_propagate_kept():
    inputs = uq.Inputs({f"angle{k}": Uniform(-np.pi, np.pi) for k in range(3)})
    kept = uq.propagate(ishigami, inputs, n=64, seed=1)
    r = uq.given_data(kept.inputs, kept.outputs, seed=1)
    assert r.names == inputs.names and np.all(np.abs(r.array("S1") - S) <= 4 * r.array("S1_se"))


def test_saved_and_loaded(tmp_path):
    r = uq.given_data(*runs(100, 7), seed=1)
    r.save(tmp_path / "r.nc")
    assert uq.Result.load(tmp_path / "r.nc").table() == r.table()


X, Y = runs(100, 8)
FRAME = pd.DataFrame(X, columns=["a", "b", "c"])
GAPS = np.where(np.arange(100) == 7, np.nan, Y)
WRONG = {
    "a model": (lambda: uq.given_data(ishigami, uq.Inputs(a=Uniform(0, 1))), SettingsError, "`x` must be data: `uq.sobol` takes a model"),
    "unequal lengths": (lambda: uq.given_data(X, Y[:-1]), DataError, "`x` has 100 rows and `y` has 99"),
    "transposed": (lambda: uq.given_data(X.T, Y), DataError, "`x` has 3 rows and `y` has 100"),
    "nan": (lambda: uq.given_data(X, GAPS), DataError, r"`y` is not finite in 1 of 100 rows, first in row 7(.|\n)*keep = np.isfinite"),
    "nan in a column": (lambda: uq.given_data(FRAME.assign(b=GAPS), Y), DataError, "`x` is not finite .* row 7, column `b`"),
    "ragged": (lambda: uq.given_data([[1.0], [1.0, 2.0]] * 20, Y[:40]), SettingsError, "`x` must be an array of numbers with a row"),
    "a dict": (lambda: uq.given_data({"a": X[:, 0]}, Y), SettingsError, r"`x` must be an array with a row for each run, not(.|\n)*DataFrame"),
    "None": (lambda: uq.given_data(X, None), SettingsError, "`y` must be an array with a row for each run, not None"),
    "no such column": (lambda: uq.given_data(FRAME, "z"), SettingsError, "`y` is 'z', and the columns of `x` are a, b, c"),
    "a column of an array": (lambda: uq.given_data(X, "a"), SettingsError, "`x` is no DataFrame"),
    "too few names": (lambda: uq.given_data(X, Y, names=("a", "b")), SettingsError, "`names` are 2, a, b, and `x` has 3 columns"),
    "a name twice": (lambda: uq.given_data(X, Y, names=("a", "a", "b")), SettingsError, "`a` is given to two"),
    "few rows": (lambda: uq.given_data(X[:10], Y[:10]), DataError, "there are 10 rows; .* 16 or more"),
    "a constant": (lambda: uq.given_data(X, np.full(100, 3.5)), DataError, "output 0 of `y` does not vary: it is 3.5"),
    "text": (lambda: uq.given_data(FRAME.assign(a="red"), Y), SettingsError, "`x` must be an array of numbers"),
    "complex": (lambda: uq.given_data(X, Y + 1j), SettingsError, "`y` must be an array of numbers"),
    "one column": (lambda: uq.given_data(X[:, 0], Y), SettingsError, r"`x` must be an array \(n, d\)"),
    "level": (lambda: uq.given_data(X, Y, level=95), SettingsError, "`level` must be a number between 0 and 1, not 95"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_data_is_said(name):
    make, error, message = WRONG[name]
    with pytest.raises(LlbayesError, match=message) as said:
        make()
    assert isinstance(said.value, error)
