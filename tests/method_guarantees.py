"""What every method of uncertainty quantification guarantees, each a function of its row. `uq/test_methods.py` goes through the table,
`uq/test_newcomer.py` takes a new one."""
from __future__ import annotations

import contextlib
import dataclasses
import inspect
import itertools
import pickle
import tempfile
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy import stats

from llbayes import ppl, uq
from llbayes.ir.errors import DataError, LlbayesError, SettingsError
from llbayes.ppl import Cauchy, InverseGamma, Normal, StudentT, Uniform
from llbayes.uq.method import Needs

INPUTS = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))
CORRELATED = uq.GaussianInputs(("load", "length"), [10, 1.5], [[4, 0.1], [0.1, 0.1]])
QUICK = {"n": 64, "draws": 50, "threshold": 2.0, "conditional": 0.25}
ENDINGS = ("_se", "_ci_low", "_ci_high", "_all")


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
    given = (two.bind(y=np.array([12.0, 14.0])),) if m.needs is Needs.POSTERIOR else data(model, inputs) if m.needs is Needs.DATA else (model, inputs)
    taken = inspect.signature(m.call).parameters
    every = {"seed": 3, "start": np.array([10.0, 1.0]), "names": inputs.names} | QUICK | settings
    if m.derivatives and "jacobian" not in taken and callable(given[0]):
        given = (uq.Model(given[0], derivatives="differences"), *given[1:])                # black boxes have no others
    return m.call(*given, **{name: value for name, value in every.items() if name in taken})


def data(model, inputs):
    """Runs of a model at inputs that have few values, so that there are ties."""
    x = np.round(inputs.sample(64, seed=3), 1)
    return x, np.array([model(row) for row in x])


def numbers(r):
    if isinstance(r, uq.Result):
        return {name: r.array(name) for name in r.values}
    return {f.name: getattr(r, f.name) for f in dataclasses.fields(r) if isinstance(getattr(r, f.name), np.ndarray)}


def the_result_is_a_frozen_record_of_named_inputs(m):
    r = run(m)
    assert isinstance(r, uq.Result if m.looks else uq.Laplace) and r.names == ("load", "length")
    assert not m.looks or set(m.fields.split()) >= {name for name in r.values if not name.endswith(ENDINGS)}
    with pytest.raises(dataclasses.FrozenInstanceError):
        r.names = ()


def the_result_keeps_itself(m):
    """Through pickle and a file; arrays have names, and nobody writes to them."""
    r = run(m)
    again = pickle.loads(pickle.dumps(r))
    assert repr(again) == repr(r)
    if m.looks:
        with tempfile.TemporaryDirectory() as folder:
            r.save(f"{folder}/r.nc")
            read = uq.Result.load(f"{folder}/r.nc")
        assert read.table() == r.table() and read.counts == r.counts and read.notes == r.notes
        for name in r.values:
            np.testing.assert_array_equal(read.array(name), r.array(name))
            assert r.labelled(name).dims == r.values[name].dims and not r.array(name).flags.writeable
        assert len(r.to_dataframe()) and set(r.values) == set(r.dataset.data_vars)


def there_are_a_table_and_a_plot(m):
    r = run(m)
    assert len(r.table().splitlines()) >= 3
    ax = r.plot()
    assert ax.get_xlabel() or ax.get_ylabel()
    assert r.plot(ax) is ax
    plt.close("all")


def standard_errors_have_the_shape_of_what_they_belong_to(m):
    for r in (run(m), *([] if m.needs is Needs.LIMIT_STATE else [run(m, two_outputs)])):
        found = numbers(r)
        for error in (name for name in found if name.endswith("_se")):
            assert found[error].shape == found[error.removesuffix("_se")].shape and (found[error] >= 0).all()


def the_same_seed_gives_the_same_numbers(m):
    first, again, other = (numbers(run(m, seed=seed)) for seed in (5, 5, 6))
    assert all(np.array_equal(first[name], again[name], equal_nan=True) for name in first)
    random = "seed" in inspect.signature(m.call).parameters
    assert m.needs is Needs.POSTERIOR or random == any(not np.array_equal(first[name], other[name], equal_nan=True) for name in first)


def every_argument_has_a_type_and_a_line_in_the_docstring(m):
    for p in inspect.signature(m.call).parameters.values():
        assert p.annotation is not p.empty
        assert p.kind is not p.KEYWORD_ONLY or f"{p.name}: " in (m.call.__doc__ or ""), p.name


OF_ALL = (the_result_is_a_frozen_record_of_named_inputs, the_result_keeps_itself, there_are_a_table_and_a_plot, standard_errors_have_the_shape_of_what_they_belong_to,
          the_same_seed_gives_the_same_numbers, every_argument_has_a_type_and_a_line_in_the_docstring)


def one_of_several_outputs_is_shown(m):
    r = run(m, two_outputs)
    assert r.table(0) != r.table(1)
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


def opaque(x):
    """A number that the compiled language does not follow: the model is a black box."""
    return float(str(float(x)))


def derivatives(m):
    """What a method takes beside a black box: derivatives of the two-input models below."""
    given = {"jacobian": lambda x: np.array([[2.0, 1.0]]), "order": 1}
    return {name: value for name, value in given.items() if name in inspect.signature(m.call).parameters}


def hows(m):
    return (None, "looped") if "how" in inspect.signature(m.call).parameters else (None,)


def a_model_that_writes_to_its_argument_counts_as_one_that_copies_it(m):
    def writes(x):
        x[0] = 2.0 * x[0]
        return opaque(x[0]) + x[1]

    def sorts(x):
        x = x if x.ndim == 1 else x.T
        x *= np.array([2.0, 1.0]).reshape(2, *[1] * (x.ndim - 1))
        return x[0] + x[1]

    def right(x):
        return opaque(2.0 * x[0]) + x[1]

    inputs = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))
    for how in hows(m):
        expected = numbers(run(m, right, inputs, how=how, **derivatives(m)))
        assert same(numbers(run(m, writes, inputs, how=how, **derivatives(m))), expected)
    if "looped" in hows(m):
        assert same(numbers(run(m, sorts, inputs, how="vectorised")), expected)
    differentiated = "jacobian" in inspect.signature(m.call).parameters        # by the compiler, whose language refuses the line that writes
    with pytest.raises(LlbayesError, match="(?s)writ.*copy it first") if differentiated else contextlib.nullcontext():
        run(m, lambda x: double_first(x) + x[1], inputs)


def double_first(x):
    x[0] = x[0] * 2.0
    return x[0]


def same(found, expected):
    return all(np.allclose(found[name], expected[name], rtol=1e-10, atol=1e-12, equal_nan=True) for name in expected)


NO_NUMBERS = {                                                       # what a model returned, and a word of the message
    "None": (None, "None"), "text": ("3.5", "text"), "complex": (1j, "complex"), "complex array": (np.array([1.0 + 0j]), "complex"), "a dict of text": ({"a": "1"}, "text"), "an empty dict": ({}, "without fields"),
    "nothing": ([], r"shape \(0,\)"), "ragged": ([1.0, [2.0, 3.0]], "list"), "object": (object(), "object"), "huge": (10**400, "beyond the range"),
    "dates": (np.datetime64("2020-01-01"), "dates"), "masked": (np.ma.array([1.0, 2.0], mask=[0, 1]), "masked"), "a None in an array": ([1.0, None], "objects"),
    "nan": (np.nan, "not finite"), "inf": ([1.0, -np.inf], "not finite"),
}


def what_is_no_number_is_named_for_what_it_is(m):
    given = NO_NUMBERS | ({"inf": (-np.inf, "not finite")} if m.needs is Needs.LIMIT_STATE else {})
    for how in hows(m):
        for returned, word in given.values():
            with pytest.raises(LlbayesError, match=word):
                run(m, lambda x, returned=returned: returned, how=how, **derivatives(m))
    if "how" in inspect.signature(m.call).parameters:
        with pytest.raises(LlbayesError, match=r"shape \(2,\) .* shape \(1,\)|shape \(1,\) .* shape \(2,\)"):
            run(m, lambda x: np.zeros(1 if opaque(x[0]) > 10.0 else 2))
    with pytest.raises(SettingsError, match=r"x\[0\], x\[1\]"):
        run(m, lambda force, width: force * width)
    with pytest.raises(SettingsError, match="function"):
        run(m, 3.0)


WITHOUT_VARIANCE = (Cauchy(0.0, 1.0), StudentT(1.5, 0.0, 1.0), InverseGamma(1.5, 1.0), stats.invweibull(1.5), stats.invweibull(0.8), stats.pareto(1.2),
                    stats.levy(), stats.genpareto(0.6), stats.t(2.0, 3.0, 1e-9))


def a_law_without_the_moments_is_said_by_name(m):
    for law in WITHOUT_VARIANCE if m.moments else ():
        inputs = uq.Inputs(load=Normal(1, 1), wild=law)
        with warnings.catch_warnings():
            warnings.simplefilter("error", uq.UqWarning)
            with pytest.raises((uq.UqWarning, LlbayesError), match="`wild`"):
                run(m, lambda x: x[0] + 2.0 * x[1], inputs, how="looped")
    assert run(m, lambda x: x[0] + 2.0 * x[1], uq.Inputs(load=Normal(1, 1), length=StudentT(5.0, 0.0, 1.0)), n=1024).names == ("load", "length")


def a_model_of_inputs_by_their_names_is_one_of_an_array(m):
    expected = numbers(run(m, lambda x: x[0] * x[1]))
    assert same(numbers(run(m, lambda length, load: load * length)), expected)
    assert same(numbers(run(m, lambda x: {"product": x[0] * x[1]})), numbers(run(m, lambda x: np.array([x[0] * x[1]]))))


def a_model_that_draws_random_numbers_is_noticed(m):
    rng, calls = np.random.default_rng(1), itertools.count()
    for model in (lambda x: x[0] + 1e-3 * rng.normal(), lambda x: opaque(x[0]) + 1e-3 * next(calls)):
        refused = contextlib.suppress(DataError) if m.derivatives else contextlib.nullcontext()     # by derivatives that do not tell how it changes
        with pytest.warns(uq.UqWarning, match="not a function of its inputs"), refused:
            run(m, model, **derivatives(m))


def outputs_of_any_size_have_the_same_numbers_in_their_units(m):
    ordinary = numbers(run(m, lambda x: x[0] + 3.0 * x[1], how="looped"))
    for size in (2.0**-600, 2.0**600, 2.0**1015):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", uq.UqWarning)            # of squares that floats cannot hold, which are named
            found = numbers(run(m, lambda x, size=size: size * (x[0] + 3.0 * x[1]), how="looped"))
        for name, value in found.items():
            units = (1.0,) if np.array_equal(value, ordinary[name]) else (size, size**2) if size < 2.0**500 else (size, np.inf)
            with np.errstate(over="ignore", under="ignore", invalid="ignore"):
                assert any(np.allclose(value, np.where(ordinary[name] == 0.0, 0.0, ordinary[name] * unit), rtol=1e-12, atol=0.0, equal_nan=True) for unit in units), (name, size)


OF_INPUTS = (one_of_several_outputs_is_shown, a_model_that_is_not_finite_is_refused, dependent_inputs_are_taken_where_they_make_sense_only,
             a_model_that_writes_to_its_argument_counts_as_one_that_copies_it, what_is_no_number_is_named_for_what_it_is,
             a_law_without_the_moments_is_said_by_name, a_model_of_inputs_by_their_names_is_one_of_an_array, a_model_that_draws_random_numbers_is_noticed,
             outputs_of_any_size_have_the_same_numbers_in_their_units)


def several_outputs_are_refused(m):
    with pytest.raises(SettingsError, match=r"a limit state is one number, and the model returns an output of shape \(2,\)"):
        run(m, two_outputs)


def probabilities(r):
    return np.array([r.array(name) for name in r.values if name.startswith(("P_f", "beta")) and r.values[name].dims == ()])


def a_threshold_moves_with_the_output_and_turns_with_its_sign(m):
    ordinary = probabilities(run(m))
    for model, settings in ((lambda x: 2.0**600 * one_output(x), {"threshold": 2.0**601}), (lambda x: 2.0**-600 * one_output(x), {"threshold": 2.0**-599}),
                            (lambda x: one_output(x) - 2.0, {"threshold": 0.0}), (lambda x: -one_output(x), {"threshold": -2.0, "failure": "above"})):
        np.testing.assert_allclose(probabilities(run(m, model, **settings)), ordinary, rtol=1e-6)


def a_limit_state_that_draws_random_numbers_is_noticed(m):
    calls = itertools.count()
    model = uq.Model(lambda x: opaque(x[0]) + 1e-9 * next(calls), gradient=lambda x: np.array([1.0, 0.0]))
    with pytest.warns(uq.UqWarning, match="not a function of its inputs"):
        run(m, model, threshold=6.0, starts=0)


OF_LIMIT_STATES = (a_model_that_is_not_finite_is_refused, dependent_inputs_are_taken_where_they_make_sense_only, what_is_no_number_is_named_for_what_it_is,
                   a_model_of_inputs_by_their_names_is_one_of_an_array, several_outputs_are_refused,
                   a_threshold_moves_with_the_output_and_turns_with_its_sign, a_limit_state_that_draws_random_numbers_is_noticed)


OF_DATA = (one_of_several_outputs_is_shown, outputs_of_any_size_have_the_same_numbers_in_their_units)
