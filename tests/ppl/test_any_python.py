"""What depends on data alone may be any Python: it is run while the model is staged, without `ppl.once`. Each model here equals its own run in CPython."""
from __future__ import annotations

import collections
import functools
import itertools
import json
import math
import statistics
import sys

import numpy as np
import pytest
import scipy.stats

from llbayes import ppl
from llbayes.ir.errors import CompileError
from llbayes.ppl import HalfNormal, Normal

N = 30
RNG = np.random.default_rng(3)
DATA = {"g": RNG.integers(0, 4, N), "x": RNG.normal(size=N), "y": RNG.normal(size=N)}


# -- models, each by what Python makes of the data
@ppl.model
def levels_of_a_factor(g, x, y):
    levels, row = np.unique(g, return_inverse=True)
    a = ppl.sample("a", Normal(0, 1), shape=len(levels))
    ppl.sample("y", Normal(a[row], 1), obs=y)


@ppl.model
def largest_index(g, x, y):
    n = int(g.max()) + 1
    a = ppl.sample("a", Normal(0, 1), shape=n)
    for k in range(n):
        ppl.factor(f"f{k}", -0.5 * a[k] ** 2)
    ppl.sample("y", Normal(a[g], 1), obs=y)


@ppl.model
def counted(g, x, y):
    counts = collections.Counter(g.tolist())
    weights = np.array([1 / counts[k] for k in sorted(counts)])
    a = ppl.sample("a", Normal(0, 1), shape=len(counts))
    ppl.sample("y", Normal((a * weights)[g], 1), obs=y)


@ppl.model
def rows_left_out(g, x, y):
    keep = (g > 0) & (x > -1) & ~np.isnan(y)
    b = ppl.sample("b", Normal(0, 1))
    mu = b * x
    ppl.sample("y", Normal(mu[keep], 1), obs=y[keep])


def spread(v):
    try:
        return float(np.subtract(*np.percentile(v, [75, 25])))
    except ValueError:
        return 1.0


@ppl.model
def a_function_with_try(g, x, y):
    b = ppl.sample("b", Normal(0, spread(y)))
    ppl.sample("y", Normal(b * x, 1), obs=y)


@ppl.model
def in_another_order(g, x, y):
    order = sorted(range(len(x)), key=lambda i: x[i])
    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(b * x[order], 1), obs=y[order])


@ppl.model
def a_dict_filled_in_a_loop(g, x, y):
    seen = {}
    for k in g:
        seen[k] = seen.get(k, 0) + 1
    b = ppl.sample("b", Normal(0, 1), shape=len(seen))
    ppl.sample("y", Normal(b[g] / math.sqrt(max(seen.values())), 1), obs=y)


@ppl.model
def a_try_in_the_model(g, x, y):
    try:
        scale = statistics.stdev(x.tolist())
        middle = statistics.median(x.tolist())
    except statistics.StatisticsError:
        scale, middle = 1.0, 0.0
    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(b * (x - middle) / scale, 1), obs=y)


@ppl.model
def sets(g, x, y):
    present = {int(k) for k in g}
    both = present & {1, 2, 99}
    b = ppl.sample("b", Normal(0, 1), shape=len(both))
    ppl.sample("y", Normal(np.sum(b) * x, 1 + len(present)), obs=y)


@ppl.model
def a_branch_on_data(g, x, y):
    if np.any(x > 100):
        b = ppl.sample("b", Normal(0, 1), shape=3)
    else:
        b = ppl.sample("b", Normal(0, 1), shape=2)
    ppl.sample("y", Normal(b[0] + b[1] * x, 1), obs=y)


@ppl.model
def a_basis_by_scipy(g, x, y):
    q, r = np.linalg.qr(np.column_stack([np.ones(len(x)), x, scipy.stats.rankdata(x)]))
    beta = ppl.sample("beta", Normal(0, 1), shape=3)
    ppl.sample("y", Normal(q @ beta + r[0, 0], 1), obs=y)


@ppl.model
def a_function_inside(g, x, y):
    def coded(values):
        names = [f"level {v}" for v in values]
        return [sorted(set(names)).index(n) for n in names]

    code = np.array(coded(g.tolist()))
    a = ppl.sample("a", Normal(0, 1), shape=int(code.max()) + 1)
    ppl.sample("y", Normal(a[code], 1), obs=y)


@ppl.model
def texts(g, x, y):
    settings = json.loads(json.dumps({"most": float(x.max()), "n": int((g == 1).sum())}))
    b = ppl.sample("b", Normal(0, settings["most"]), shape=settings["n"])
    ppl.sample("y", Normal(np.sum(b) * x, 1), obs=y)


@ppl.model
def pairs(g, x, y):
    found = [(i, j) for i, j in itertools.combinations(range(8), 2) if g[i] == g[j]]
    first, second = np.array(found).T
    u = ppl.sample("u", Normal(0, 1), shape=8)
    ppl.factor("near", -0.5 * np.sum((u[first] - u[second]) ** 2))
    ppl.sample("y", Normal(u[0] * x, 1), obs=y)


@ppl.model
def a_mask_of_columns(g, x, y):
    X = np.column_stack([x, x**2, 0 * x, np.ones(len(x))])
    used = X.std(axis=0) > 0
    b = ppl.sample("b", Normal(0, 1), shape=int(used.sum()))
    ppl.sample("y", Normal(X[:, used] @ b, 1), obs=y)


@ppl.model
def parts_by_group(g, x, y):
    sigma = ppl.sample("sigma", HalfNormal(1))
    for k in np.unique(g):
        rows = np.flatnonzero(g == k)
        m = ppl.sample(f"m{k}", Normal(0, 1))
        ppl.sample(f"y{k}", Normal(m + 0 * x[rows], sigma), obs=y[rows])


@ppl.model
def written_in_place(g, x, y):
    times = np.zeros(4)
    for k in g:
        times[k] += 1
    a = ppl.sample("a", Normal(0, 1), shape=len(np.unique(g)))
    ppl.sample("y", Normal((a * times)[g], 1), obs=y)


MODELS = [m for m in list(globals().values()) if isinstance(m, ppl.Model)]


@functools.cache
def bound(name):
    return next(m for m in MODELS if m.__name__ == name).bind(**DATA)


@pytest.mark.parametrize("name", [m.__name__ for m in MODELS])
def test_density_is_that_of_the_run_in_cpython(name):
    posterior = bound(name)
    z = np.random.default_rng(5).normal(size=posterior.dim)
    v = np.random.default_rng(6).normal(size=posterior.dim)
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpret(z).log_density, rel=1e-12)
    difference = (posterior.interpret(z + 1e-6 * v).log_density - posterior.interpret(z - 1e-6 * v).log_density) / 2e-6
    assert gradient @ v == pytest.approx(difference, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", ["levels_of_a_factor", "rows_left_out", "parts_by_group"])
def test_other_data_have_code_of_their_own(name):
    posterior = bound(name)
    other = posterior.rebind(g=(DATA["g"] + 1) % 4, y=DATA["y"] + 1)
    z = np.random.default_rng(5).normal(size=posterior.dim)
    assert other.value_and_grad(z)[0] == pytest.approx(other.interpret(z).log_density, rel=1e-12)
    assert posterior.value_and_grad(z)[0] == pytest.approx(posterior.interpret(z).log_density, rel=1e-12)
    assert other.programs.shared is not posterior.programs.shared


def test_the_same_data_share_code():
    posterior = bound("levels_of_a_factor")
    again = posterior.rebind(y=DATA["y"].copy())
    assert again.programs.shared is posterior.programs.shared


def test_predictions_of_it():
    posterior = bound("levels_of_a_factor")
    tree = ppl.prior_predictive(posterior, draws=50, seed=1)
    assert tree.prior["a"].shape == (1, 50, 4)
    assert tree.prior_predictive["y"].shape == (1, 50, N)


@ppl.model
def ordinary(g, x, y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    ppl.sample("y", Normal(a[g] + np.mean(x), 1), obs=y)


def test_ordinary_models_are_staged_by_types_alone():
    assert ordinary.bind(**DATA).programs.density().staged.known is None


def noted(v):
    return len(set(v.tolist()))


@ppl.model
def called(g, x, y):
    a = ppl.sample("a", Normal(0, 1), shape=noted(g))
    ppl.sample("y", Normal(a[g], 1), obs=y)


def calls_of(f, run):
    """How often f is called meanwhile."""
    count = 0

    def look(frame, event, _):
        nonlocal count
        count += event == "call" and frame.f_code is f.__code__
    before = sys.getprofile()
    sys.setprofile(look)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def test_python_is_called_once_for_all_passes_and_interpretations():
    found = []
    assert calls_of(noted, lambda: found.append(called.bind(**DATA))) <= 4     # one of them for the code, the others are runs of the model
    assert calls_of(noted, lambda: found[0].constrain(np.zeros(4))) == 0


# -- what is refused
@ppl.model
def of_parameters(g, x, y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    ppl.sample("y", Normal(np.unique(a)[0], 1), obs=y)


@ppl.model
def random_numbers(g, x, y):
    jitter = np.random.normal(size=len(np.unique(g)))
    a = ppl.sample("a", Normal(0, 1), shape=4)
    ppl.sample("y", Normal((a + jitter)[g], 1), obs=y)


@ppl.model
def random_numbers_inside(g, x, y):
    jitter = sum({np.random.normal() for _ in g})
    a = ppl.sample("a", Normal(0, 1), shape=4)
    ppl.sample("y", Normal(a[g] + jitter, 1), obs=y)


@ppl.model
def a_parameter_as_key(g, x, y):
    a = ppl.sample("a", Normal(0, 1))
    table = {0: 1.0, 1: 2.0}
    ppl.sample("y", Normal(table.get(a, 3.0) + len(np.unique(g)), 1), obs=y)


@ppl.model
def written_later_in_a_loop(g, x, y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    held, total = np.zeros(4), 0.0
    for i in range(len(x)):
        total = total + np.unique(held)[-1]
        held[g[i]] = i
    ppl.sample("y", Normal(a[g] + total, 1), obs=y)


@ppl.model
def of_what_was_written(g, x, y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    held = np.zeros(4)
    held[0] = a[0]
    ppl.sample("y", Normal(np.unique(held)[0], 1), obs=y)


def extended(values):
    try:
        values.append(1.0)
    finally:
        pass
    return len(values)


@ppl.model
def a_list_that_grows_on_a_path(g, x, y):
    b = ppl.sample("b", Normal(0, 1))
    values = [1.0]
    n = 0
    if b > 0:
        n = extended(values)
    ppl.sample("y", Normal(b + n + len(values), 1), obs=y)


@ppl.model
def a_function_that_calls_itself(g, x, y):
    def down(k):
        return 0 if k == 0 else down(k - 1)

    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(b + down(b), 1), obs=y)


@pytest.mark.parametrize(("model", "says"), [
    (a_list_that_grows_on_a_path, "try|Try"), (a_function_that_calls_itself, "recursion"),
    (of_parameters, "numpy.unique"), (random_numbers, "numpy.random.normal"), (random_numbers_inside, "set|Set"), (a_parameter_as_key, "run-time"),
    (written_later_in_a_loop, "numpy.unique"), (of_what_was_written, "numpy.unique")])
def test_what_data_do_not_decide_is_refused_at_its_line(model, says):
    with pytest.raises(CompileError, match=says) as caught:
        model.bind(**DATA)
    assert "test_any_python.py" in str(caught.value)
    assert caught.value.hint or "random" in str(caught.value)
