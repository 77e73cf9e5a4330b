"""Observations of models that come by many sites are looked at in machine code, and are those that CPython sees."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ppl import Normal, Poisson, observing
from llbayes.ppl.interpret.values import observed_at

RNG = np.random.default_rng(1)


@ppl.model
def looped(y, k, w, v):
    a = ppl.sample("a", Normal(0, 1))
    for i in range(len(y)):
        ppl.sample("y", Normal(a, 1), obs=y[i])
        ppl.sample("k", Poisson(np.exp(a)), obs=k[i])
    ppl.sample("w", Normal(a, 1), obs=w, dims=("row", "col"))
    for i in range(2):
        ppl.sample("v", Normal(a, 1), obs=v[: i + 1])


def bound(**more):
    return looped.bind(y=RNG.normal(size=30), k=RNG.poisson(2.0, 30), w=RNG.normal(size=(2, 3)), v=[1.0, 2.0], **more)


def test_machine_code_sees_what_cpython_sees(monkeypatch):
    monkeypatch.setattr(observing, "MANY", 10)
    posterior = bound()
    assert posterior.moving == frozenset() and posterior.programs.compiled["seen"] is not None
    there = observed_at(looped.function, posterior.binding, posterior.binding.point)
    assert there.keys() == posterior.observed.keys() == {"y", "k", "w", "v"}
    for name, a in there.items():
        assert posterior.observed[name].dtype == a.dtype
        np.testing.assert_array_equal(posterior.observed[name], a)


@pytest.mark.parametrize("many", [10, 2000])
def test_what_moves_is_found_either_way(monkeypatch, many):
    @ppl.model
    def m(y):
        a = ppl.sample("a", Normal(0, 1))
        for i in range(len(y)):
            ppl.sample("y", Normal(0, 1), obs=y[i] - a)
            ppl.sample("x", Normal(a, 1), obs=y[i])
    monkeypatch.setattr(observing, "MANY", many)
    posterior = m.bind(y=np.arange(20.0))
    assert posterior.moving == {"y"} and set(posterior.observed) == {"x"}


def test_a_model_without_observations_is_not_run_for_them(monkeypatch):
    @ppl.model
    def m():
        a = ppl.sample("a", Normal(0, 1))
        ppl.factor("f", -a * a)

    def refuse(*what):
        raise AssertionError("no run is needed")
    posterior = m.bind()
    monkeypatch.setattr(observing, "observed_at", refuse)
    monkeypatch.setattr(observing, "moving", refuse)
    assert posterior.observed == {} and posterior.moving == frozenset()
