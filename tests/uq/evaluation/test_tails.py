"""Outputs without a variance of inputs that have all moments are named; no others are."""
from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from llbayes import uq
from llbayes.models.uq import get, names
from llbayes.ppl import Exponential, Gumbel, HalfNormal, LogNormal, Normal, StudentT, Uniform, Weibull
from llbayes.uq.evaluation.evaluator import Evaluator
from llbayes.uq.evaluation.tails import FAR, diverges, rising


def found(model, inputs):
    run = Evaluator(model, inputs)
    run.ready(inputs.from_normal(np.zeros((1, inputs.dim)))[0])
    return rising(run)


FLOOD = get("flood")
TRAP = uq.Inputs({**FLOOD.laws, "Ks": Normal(30.0, 7.5).truncated(0.0, None)})


@pytest.mark.parametrize("method", [uq.propagate, uq.sobol, uq.shapley])
def test_the_trap_in_the_flood_model_is_named(method):
    with pytest.warns(uq.UqWarning, match="in the tail of input `Ks` that it has no finite variance"):
        r = method(FLOOD.function, TRAP, n=32, replicates=2, seed=1)
    clean = method(FLOOD.function, uq.Inputs(FLOOD.laws), n=32, replicates=2, seed=1)
    assert r.n_evaluations == clean.n_evaluations


@pytest.mark.parametrize("name", names())
def test_no_test_function_is_under_suspicion(name):
    problem = get(name)
    assert found(problem.function, uq.Inputs(problem.laws)) == []


HAS = {                                              # a power of one input: has it a second moment?
    "Uniform": (Uniform(0.0, 1.0), {-0.45: True, -0.5: False, -1.0: False, 4.0: True}),
    "HalfNormal": (HalfNormal(1.0), {-0.45: True, -0.6: False, 6.0: True}),
    "Exponential": (Exponential(1.0), {-0.45: True, -0.6: False, 3.0: True}),
    "Weibull": (Weibull(2.0, 1.0), {-0.9: True, -1.1: False, 2.0: True}),
    "StudentT": (StudentT(5.0, 0.0, 1.0), {2.0: True, 3.0: False}),
    "LogNormal": (LogNormal(0.0, 1.5), {-3.0: True, 3.0: True, 6.0: True}),
    "Normal above 0": (Normal(30.0, 7.5).truncated(0.0, None), {-0.45: True, -0.6: False, 4.0: True}),
    "Gumbel": (Gumbel(5.0, 1.0), {1.0: True, 3.0: True}),
    "SciPy's gamma": (stats.gamma(3.0), {-1.4: True, -1.6: False, 3.0: True}),
}


@pytest.mark.parametrize(("law", "power", "has"), [(name, p, has) for name, (_, powers) in HAS.items() for p, has in powers.items()])
def test_powers_of_one_input(law, power, has):
    inputs = uq.Inputs(other=Normal(0.0, 1.0), x=HAS[law][0])
    model = (lambda x: x[0] + np.abs(x[1]) ** power) if power != 3.0 else lambda x: x[0] + x[1] * x[1] * x[1]
    assert found(model, inputs) == ([] if has else ["x"])


def test_dependent_inputs_are_named_together():
    inputs = uq.GaussianInputs(("a", "b", "c"), [0, 0, 0], [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert set(found(lambda x: np.exp(x[0] * x[0]) + x[2], inputs)) >= {"a"}
    assert found(lambda x: np.exp(0.1 * x[0] * x[0]) + x[2], inputs) == []


def test_what_is_not_compiled_is_not_called_there():
    def box(x):
        assert np.all(np.abs(x) < 8.0)
        return 1.0 / float(str(float(x[0])))

    with warnings.catch_warnings():
        warnings.simplefilter("error", uq.UqWarning)
        uq.propagate(box, uq.Inputs(x=Uniform(0.0, 1.0)), n=8, replicates=2, seed=1)


def test_numbers_that_end_and_numbers_that_start_at_nothing_are_not_judged():
    u, near = 0.5 * FAR**2, np.zeros(1)
    assert diverges(1.2 * u, near) and not diverges(0.9 * u, near) and not diverges(20.0 * FAR, near)
    assert diverges(np.where(FAR > 8.0, np.inf, 1.2 * u), near) and not diverges(np.where(FAR > 6.0, np.nan, 1.2 * u), near)
    assert not diverges(np.where(FAR < 6.0, -80.0, 0.9 * u), near) and not diverges(np.where(FAR > 9.0, 0.0, 20.0 * FAR) - 300.0, near)
