"""`ppl.generated` and `ppl.random`: a block of named values runs where they are asked for, compiled, and what depends on its draws is a prediction."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import CompileError, SettingsError
from llbayes.ppl import Categorical, HalfNormal, MultivariateNormal, Normal, Poisson
from llbayes.ppl import influence as made
from llbayes.ppl.interpret.simulation import Draw

CALLS: list[int] = []


def simulated(n):
    CALLS.append(n)
    return np.array([ppl.random(Normal(0.0, 1.0)) for _ in range(n)]), ppl.random(Poisson(4.0)), ppl.random(Normal(0.0, 1.0), shape=2)


def above(rng_of, mean):
    """A draw by rejection: until one is positive."""
    while True:
        t = ppl.random(rng_of(mean, 1.0))
        if t > 0.0:
            break
    return t


@ppl.model
def whole(y, n):
    x, k, w = ppl.once(simulated, n)
    mu = ppl.sample("mu", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1))
    ppl.sample("y", Normal(mu + x, s), obs=y)

    def block():
        y_rep, count, kept = np.zeros(n), 0, np.zeros((n, 2))
        for i in range(n):
            y_rep[i] = ppl.random(Normal(mu, s))
            kept[i, 1] = mu * i
            if y_rep[i] > 0:
                count += 1
        z = ppl.random(Normal(mu, s), shape=(2, 3))
        c, d = ppl.random(Poisson(2.0)), ppl.random(Poisson(2.0))
        v = ppl.random(MultivariateNormal(np.zeros(3), np.eye(3)))
        j = ppl.random(Categorical(np.full(3, 1 / 3)))
        return {"y_rep": y_rep, "count": count, "kept": kept, "pos": above(Normal, mu), "z": z, "gap": c - d, "at": kept[j, 1], "v": v,
                "three": 3, "k": k, "w": w[0], "flag": mu > 0.5}
    ppl.generated(block, dims={"y_rep": "row", "kept": ("row", "side")})


FREE, DRAWN = {"kept", "three", "k", "w", "flag"}, {"y_rep", "count", "pos", "z", "gap", "at", "v"}
ROWS = np.random.default_rng(3).normal(size=(40, 2))


@pytest.fixture(scope="module")
def posterior():
    return whole.bind(y=np.arange(4.0), n=4, coords={"row": list("abcd")})


@pytest.fixture(scope="module")
def tree(posterior):
    values = {name: a[None] for name, a in posterior.constrain(ROWS).items()}
    return results.from_groups({"posterior": values}, coords=posterior.coords, dims={v.name: v.dims for v in posterior.variables})


def test_draws_decide_where_a_value_belongs(posterior):
    assert posterior.generated == DRAWN
    assert {v.name for v in posterior.variables} == FREE | {"mu", "s"}
    assert posterior.programs.density().log_density(np.zeros(2)) == pytest.approx(posterior.interpret(np.zeros(2)).log_density)
    with pytest.raises(SettingsError, match=r"`gap` depends on a draw: `ppl.posterior_predictive` gives it"):
        posterior.constrain(ROWS, "gap")


def test_what_varies_with_the_draws_is_found(posterior):
    rows = posterior.programs.interpreted(lambda b: Draw(b, False), np.tile([0.1, -0.2], (40, 1)), np.random.PCG64(1))
    assert {n for n in FREE | DRAWN if len(np.unique(rows[n].reshape(40, -1), axis=0)) > 1} == DRAWN


def test_machine_code_draws_what_cpython_draws(posterior):
    """From the same bits, rejection and loops included; values, types and shapes."""
    compiled = posterior.programs.outputs(("draw", False), lambda b: Draw(b, False), ROWS, np.random.PCG64(1))
    assert posterior.programs.compiled["draw", False] is not None
    for name, a in posterior.programs.interpreted(lambda b: Draw(b, False), ROWS, np.random.PCG64(1)).items():
        assert a.dtype == compiled[name].dtype and a.shape == compiled[name].shape, name
        np.testing.assert_allclose(compiled[name], a, rtol=1e-13)
    for name, a in posterior.constrain(ROWS).items():
        np.testing.assert_array_equal(a, compiled[name])


def test_groups(posterior, tree):
    group = ppl.posterior_predictive(posterior, tree, seed=1)["posterior_predictive"]
    assert set(group.data_vars) == DRAWN | {"y"}
    assert group["y_rep"].dims == ("chain", "draw", "row") and list(group["row"].values) == list("abcd")
    assert {n: group[n].dtype.kind for n in ("count", "gap", "pos")} == {"count": "i", "gap": "i", "pos": "f"}
    np.testing.assert_array_equal(group["count"].values, (group["y_rep"].values > 0).sum(-1))
    assert (group["pos"].values > 0).all()
    prior = ppl.prior_predictive(posterior, 5, seed=1)
    assert set(prior["prior"].data_vars) == FREE | {"mu", "s"} and set(prior["prior_predictive"].data_vars) == DRAWN | {"y"}
    ppl.predict(posterior, tree, data={"y": None}, seed=1, do={"three": 4.0})
    assert set(tree["predictions"].data_vars) == FREE | DRAWN | {"y"} and (tree["predictions"]["three"].values == 4).all()


def test_once_draws_the_same_at_each_binding(posterior):
    CALLS.clear()
    again = whole.bind(y=np.arange(4.0), n=4)
    assert CALLS == [4], "once, and never for the log density"
    again.log_density(np.zeros(2))
    for a, b in zip(again.binding.once[0], posterior.binding.once[0], strict=True):
        np.testing.assert_array_equal(a, b)
    assert len(np.unique(again.binding.once[0][0])) == 4


def test_a_block_costs_the_density_nothing():
    def of(generated):
        @ppl.model
        def m(y):
            a = ppl.sample("a", Normal(0, 1))
            ppl.sample("y", Normal(a, 1), obs=y)
            if generated:
                ppl.generated(lambda: {"z": ppl.random(Normal(a, 1))})
        return m.bind(y=1.0).programs.density().staged.text
    assert of(True) == of(False)


def test_values_of_a_submodel_have_its_name_before_theirs():
    def part(a):
        ppl.generated(lambda: {"z": ppl.random(Normal(a, 1)), "w": 2 * a})

    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        ppl.submodel("one", part, a)
        ppl.factor("f", 0.0, likelihood=True, draw=lambda: ppl.generate("g", Normal(a, 1)) + ppl.random(Normal(0, 1)))
        ppl.deterministic("late", lambda: ppl.random(Normal(a, 1)))
    p = m.bind()
    assert p.generated == {"one.z", "late"}
    prior = ppl.prior_predictive(p, 3, seed=1)
    assert set(prior["prior_predictive"].data_vars) == {"one.z", "late", "f", "g"} and set(prior["prior"].data_vars) == {"a", "one.w"}


def test_counts_that_cannot_be_drawn_are_an_error_and_never_a_number():
    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        ppl.generated(lambda: {"k": 1 + ppl.random(Poisson(a)), "x": ppl.random(Normal(0.0, a)), "twice": 2 * a})
    p = m.bind()
    assert p.constrain([[-1.0]])["twice"] == -2.0
    with pytest.raises(ValueError, match="a count could not be drawn"):
        ppl.prior_predictive(p, 20, seed=1)


def test_a_block_that_cannot_be_looked_through(monkeypatch):
    """Then all its values count as depending on a draw."""
    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        ppl.deterministic("before", 2 * a)
        ppl.generated(lambda: {"z": ppl.random(Normal(a, 1)), "w": 2 * a})

    def refuse(*what, **more):
        raise CompileError("not in the language")
    monkeypatch.setattr(made, "staged", refuse)
    assert m.bind().generated == {"z", "w"}
