"""What every method of uncertainty quantification guarantees, each a function of its row. `uq/test_methods.py` goes through the table,
`uq/test_newcomer.py` takes a new one."""
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


@ppl.model
def two(y):
    load = ppl.sample("load", Normal(10, 2))
    length = ppl.sample("length", Normal(1, 2))
    ppl.sample("y", Normal(load * length, 1.0), obs=y)


def one_output(x):
    return x[0] * x[1] ** 3 / 3.0


def two_outputs(x):
    return np.array([x[0] * x[1], x[0] + 3.0 * x[1]])


def run(m, model=one_output, inputs=INPUTS, **settings):
    """A quick call of the method, with those of the settings that it takes."""
    given = (two.bind(y=np.array([12.0, 14.0])),) if m.needs is Needs.POSTERIOR else (model, inputs)
    taken = inspect.signature(m.call).parameters
    every = {"seed": 3, "start": np.array([10.0, 1.0])} | QUICK | settings
    return m.call(*given, **{name: value for name, value in every.items() if name in taken})


def numbers(r):
    return {f.name: getattr(r, f.name) for f in dataclasses.fields(r) if isinstance(getattr(r, f.name), np.ndarray)}


def the_result_is_a_frozen_record_of_named_inputs(m):
    r = run(m)
    assert isinstance(r, m.result) and r.names == ("load", "length")
    with pytest.raises(dataclasses.FrozenInstanceError):
        r.names = ()


def there_are_a_table_and_a_plot(m):
    r = run(m)
    assert len(r.table().splitlines()) >= 3
    ax = r.plot()
    assert ax.get_xlabel() or ax.get_ylabel()
    assert r.plot(ax) is ax
    plt.close("all")


def standard_errors_have_the_shape_of_what_they_belong_to(m):
    for r in (run(m), run(m, two_outputs)):
        found = numbers(r)
        for error in (name for name in found if name.endswith("_se")):
            assert found[error].shape == found[error.removesuffix("_se")].shape and (found[error] >= 0).all()


def the_same_seed_gives_the_same_numbers(m):
    first, again, other = (numbers(run(m, seed=seed)) for seed in (5, 5, 6))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    random = "seed" in inspect.signature(m.call).parameters
    assert m.needs is Needs.POSTERIOR or random == any(not np.array_equal(first[name], other[name]) for name in first)


def every_argument_has_a_type_and_a_line_in_the_docstring(m):
    for p in inspect.signature(m.call).parameters.values():
        assert p.annotation is not p.empty
        assert p.kind is not p.KEYWORD_ONLY or f"{p.name}: " in (m.call.__doc__ or ""), p.name


OF_ALL = (the_result_is_a_frozen_record_of_named_inputs, there_are_a_table_and_a_plot, standard_errors_have_the_shape_of_what_they_belong_to,
          the_same_seed_gives_the_same_numbers, every_argument_has_a_type_and_a_line_in_the_docstring)


def one_of_several_outputs_is_shown(m):
    r = run(m, two_outputs)
    assert r.table() == r.table(0) != r.table(1)
    assert r.plot(output=1)
    plt.close("all")


def a_model_that_is_not_finite_is_refused(m):
    with np.errstate(all="ignore"), pytest.raises(LlbayesError, match="not finite"):
        run(m, lambda x: np.log(-x[0] - 100.0))


def dependent_inputs_are_taken_where_they_make_sense_only(m):
    if m.needs is Needs.INDEPENDENT_INPUTS:
        with pytest.raises(SettingsError, match="independent"):
            run(m, inputs=CORRELATED)
    else:
        assert run(m, inputs=CORRELATED).names == ("load", "length")


OF_INPUTS = (one_of_several_outputs_is_shown, a_model_that_is_not_finite_is_refused, dependent_inputs_are_taken_where_they_make_sense_only)
