"""What every method of the table guarantees: results with tables, plots and errors, the same numbers for the same seed, refusal of wrong inputs."""
from __future__ import annotations

import dataclasses
import inspect

import matplotlib.pyplot as plt
import numpy as np
import pytest

from llbayes import ppl, uq
from llbayes.ir.errors import LlbayesError, SettingsError
from llbayes.ppl import Normal, Uniform
from llbayes.uq.method import Needs

INPUTS = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))
CORRELATED = uq.GaussianInputs(("load", "length"), [10, 1.5], [[4, 0.1], [0.1, 0.1]])
QUICK = {"n": 64, "draws": 50}
every = pytest.mark.parametrize("name", uq.METHODS)
of_inputs = pytest.mark.parametrize("name", [m.name for m in uq.METHODS.values() if m.needs is not Needs.POSTERIOR])


@ppl.model
def two(y):
    load = ppl.sample("load", Normal(10, 2))
    length = ppl.sample("length", Normal(1, 2))
    ppl.sample("y", Normal(load * length, 1.0), obs=y)


def one_output(x):
    return x[0] * x[1] ** 3 / 3.0


def two_outputs(x):
    return np.array([x[0] * x[1], x[0] + 3.0 * x[1]])


def run(name, model=one_output, inputs=INPUTS, **settings):
    m = uq.METHODS[name]
    given = (two.bind(y=np.array([12.0, 14.0])),) if m.needs is Needs.POSTERIOR else (model, inputs)
    taken = inspect.signature(m.call).parameters
    extra = {"seed": 3, "start": np.array([10.0, 1.0])} | QUICK | settings
    return m.call(*given, **{k: v for k, v in extra.items() if k in taken})


@pytest.fixture(autouse=True)
def no_windows():
    before = plt.get_backend()
    plt.switch_backend("Agg")
    yield
    plt.close("all")
    plt.switch_backend(before)


def numbers(r):
    return {f.name: getattr(r, f.name) for f in dataclasses.fields(r) if isinstance(getattr(r, f.name), np.ndarray)}


@every
def test_the_result_is_a_frozen_record_of_named_inputs(name):
    r = run(name)
    assert isinstance(r, uq.METHODS[name].result) and r.names == ("load", "length")
    with pytest.raises(dataclasses.FrozenInstanceError):
        r.names = ()


@every
def test_the_table_and_the_plot(name):
    r = run(name)
    assert len(r.table().splitlines()) >= 3
    ax = r.plot()
    assert ax.get_xlabel() or ax.get_ylabel()
    assert r.plot(ax) is ax


@of_inputs
def test_one_of_several_outputs_is_shown(name):
    r = run(name, two_outputs)
    assert r.table() == r.table(0) != r.table(1)
    assert r.plot(output=1)


@every
def test_standard_errors_have_the_shape_of_what_they_belong_to(name):
    for r in (run(name), run(name, two_outputs)):
        found = numbers(r)
        for error in (k for k in found if k.endswith("_se")):
            assert found[error].shape == found[error.removesuffix("_se")].shape and (found[error] >= 0).all()


@every
def test_the_same_seed_gives_the_same_numbers(name):
    first, again, other = (numbers(run(name, seed=seed)) for seed in (5, 5, 6))
    assert all(np.array_equal(first[k], again[k]) for k in first)
    random = "seed" in inspect.signature(uq.METHODS[name].call).parameters
    assert random == any(not np.array_equal(first[k], other[k]) for k in first) or uq.METHODS[name].needs is Needs.POSTERIOR


@of_inputs
def test_a_model_that_is_not_finite_is_refused(name):
    with np.errstate(all="ignore"), pytest.raises(LlbayesError, match="not finite"):
        run(name, lambda x: np.log(-x[0] - 100.0))


@of_inputs
def test_dependent_inputs_where_they_make_sense_only(name):
    if uq.METHODS[name].needs is Needs.INDEPENDENT_INPUTS:
        with pytest.raises(SettingsError, match="independent"):
            run(name, inputs=CORRELATED)
    else:
        assert run(name, inputs=CORRELATED).names == ("load", "length")


@every
def test_every_argument_has_a_type_and_a_line_in_the_docstring(name):
    call = uq.METHODS[name].call
    for p in inspect.signature(call).parameters.values():
        assert p.annotation is not p.empty
        assert p.kind is not p.KEYWORD_ONLY or f"{p.name}: " in (call.__doc__ or ""), p.name
