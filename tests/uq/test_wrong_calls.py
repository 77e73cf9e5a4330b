"""What is called wrongly in the room of uncertainty, and the words of the message: what was given, and what to do instead."""
from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from llbayes import ppl, uq
from llbayes.ir.errors import CompileError, DataError, LlbayesError, SettingsError
from llbayes.ppl import Cauchy, Normal, Uniform

INPUTS = uq.Inputs(load=Normal(10.0, 2.0), length=Uniform(1.0, 2.0))
DEPENDENT = uq.GaussianInputs(("load", "length"), [10.0, 1.5], [[4.0, 0.1], [0.1, 0.1]])
METHODS = [uq.propagate, uq.sobol, uq.delta_method, uq.morris, uq.shapley, uq.tornado]


def product(x):
    return x[0] * x[1]


def box(x):
    """Outside of the compiled language."""
    return float(str(float(x[0]))) * x[1]


def fails_at_some(x):
    if x[1] > 1.9:
        raise ValueError("too long")
    return float(str(float(x[0])))


def jumps(x):
    return np.zeros(1 if float(str(float(x[0]))) > 10.0 else 2)


def returned(value):
    """A model that returns this, called point after point."""
    return uq.Model(lambda x: value, how="looped")


@ppl.model
def observed(y):
    load = ppl.sample("load", Normal(10.0, 2.0))
    ppl.sample("y", Normal(load, 1.0), obs=y)


def again(folder, first, then):
    """Two campaigns of one folder."""
    uq.propagate(product, INPUTS, **{"n": 8, "replicates": 2, "seed": 1, "store": folder} | first)
    return uq.propagate(then.pop("model", product), then.pop("inputs", INPUTS), **{"n": 8, "replicates": 2, "seed": 1, "store": folder} | then)


EVERY = {                                                            # of every method
    "model and inputs swapped": (lambda m: m(INPUTS, product), SettingsError, "`model` must be a function|the model comes first, then its inputs"),
    "no model": (lambda m: m(None, INPUTS), SettingsError, "`model` must be a function of one array.*not None"),
    "a number for a model": (lambda m: m(3.0, INPUTS), SettingsError, "`model` must be a function of one array.*not 3.0"),
    "a dict of laws": (lambda m: m(product, {"load": Normal(10.0, 2.0)}), SettingsError, r"`inputs`, the second argument, must be `uq.Inputs`.*(.|\n)*`uq.Inputs\(…\)` of this dict"),
    "a list of laws": (lambda m: m(product, [Normal(10.0, 2.0)]), SettingsError, r"`inputs`, the second argument, must be `uq.Inputs`(.|\n)*load=Normal"),
    "None for inputs": (lambda m: m(product, None), SettingsError, "`inputs`, the second argument, must be `uq.Inputs`.* not None"),
    "points for inputs": (lambda m: m(product, np.zeros((10, 2))), SettingsError, "`inputs`, the second argument, must be `uq.Inputs`"),
    "a class for inputs": (lambda m: m(product, uq.Inputs), SettingsError, "`inputs`, the second argument, must be `uq.Inputs`(.|\n)*load=Normal"),
    "arguments of other names": (lambda m: m(lambda force, width: force * width, INPUTS), SettingsError, r"force, width(.|\n)*load, length(.|\n)*x\[0\], x\[1\]"),
    "too few arguments": (lambda m: m(lambda: 1.0, INPUTS), SettingsError, "takes `\\(\\)`; a model takes one array"),
    "an argument that is none": (lambda m: m(product, INPUTS, samples=100), LlbayesError, "has no argument `samples`(.|\n)*`samples` is none of"),
    "nothing returned": (lambda m: m(returned(None), INPUTS), DataError, "returned None at the inputs(.|\n)*does a `return` lack"),
    "text returned": (lambda m: m(returned("3.5"), INPUTS), DataError, "returned text at the inputs(.|\n)*return numbers"),
    "complex outputs": (lambda m: m(returned(1.0 + 2.0j), INPUTS), DataError, "complex numbers(.|\n)*real and imaginary parts as two outputs"),
    "ragged outputs": (lambda m: m(returned([1.0, [2.0, 3.0]]), INPUTS), DataError, "a list that is no array of numbers(.|\n)*same shape at all points"),
    "an empty output": (lambda m: m(returned([]), INPUTS), DataError, r"nothing, an array of shape \(0,\)"),
    "an output that is not finite": (lambda m: m(lambda x: np.log(-x[0] - 100.0), INPUTS), DataError, "not finite .*load = .*length = "),
    "names for more outputs than there are": (lambda m: m(uq.Model(product, outputs=["a", "b"]), INPUTS), SettingsError, "`outputs` names 2 places"),
}
ONE = {
    "no power of two": (lambda f: uq.propagate(product, INPUTS, n=1000), SettingsError, "`n` is 1000; a Sobol sequence needs a power of two, for example 1024"),
    "n of zero": (lambda f: uq.propagate(product, INPUTS, n=0), SettingsError, "`n` must be a whole number from 2"),
    "n as text": (lambda f: uq.sobol(product, INPUTS, n="1024"), SettingsError, "`n` must be a whole number from 2 .*not '1024'"),
    "one replicate": (lambda f: uq.propagate(product, INPUTS, replicates=1), SettingsError, "`replicates` must be a whole number, 2 or more, not 1"),
    "more replicates than points": (lambda f: uq.sobol(product, INPUTS, n=16, replicates=16), SettingsError, "`replicates` is 16; of 16 points there are at most 8"),
    "a probability in per cent": (lambda f: uq.propagate(product, INPUTS, probabilities=(5, 95)), SettingsError, "`probabilities` must be numbers between 0 and 1"),
    "a level in per cent": (lambda f: uq.sobol(product, INPUTS, level=95), SettingsError, "`level` must be a number between 0 and 1, not 95"),
    "a threshold as text": (lambda f: uq.propagate(product, INPUTS, thresholds="high"), SettingsError, "`thresholds` must be numbers, not 'high'"),
    "a way that is none": (lambda f: uq.propagate(product, INPUTS, how="fast"), SettingsError, "`how` must be one of `compiled`, `vectorised`, `looped`"),
    "compiled by force": (lambda f: uq.propagate(box, INPUTS, how="compiled"), CompileError, "str"),
    "a vectorised model that is none": (lambda f: uq.propagate(lambda x: float(np.sum(x)), INPUTS, n=8, how="vectorised"), DataError,
                                        r"vectorised model returned shape \(\) for 2 points; the first axis counts the points"),
    "a seed below 0": (lambda f: uq.propagate(product, INPUTS, seed=-1), SettingsError, "`seed` must be a whole number, 0 or more, not -1"),
    "a seed of text": (lambda f: uq.sobol(product, INPUTS, seed="monday"), SettingsError, "`seed`.*'monday'"),
    "points that raise": (lambda f: uq.propagate(fails_at_some, INPUTS, n=64, replicates=2, seed=1), DataError,
                          "the model raises at .* points, first at load = .*: ValueError: too long(.|\n)*`allowed_failures=` leaves such points out"),
    "more that raise than may": (lambda f: uq.propagate(fails_at_some, INPUTS, n=64, replicates=2, seed=1, allowed_failures=2), DataError, "raises .*; 2 may fail"),
    "failures below 0": (lambda f: uq.propagate(product, INPUTS, allowed_failures=-1), SettingsError, "`allowed_failures` must be a whole number, 0 or more"),
    "an output whose shape changes": (lambda f: uq.propagate(jumps, INPUTS, n=64, how="looped"), DataError, r"shape \(\d,\) at .* and shape \(\d,\) at .*(.|\n)*same shape"),
    "Sobol' indices of dependent inputs": (lambda f: uq.sobol(product, DEPENDENT), SettingsError, "independent inputs(.|\n)*`uq.shapley` divides the variance"),
    "a constant output": (lambda f: uq.sobol(lambda x: 3.0 + 0.0 * x[0], INPUTS, n=64), DataError, "does not vary with the inputs: its variance is 0"),
    "a group of no such input": (lambda f: uq.sobol(product, INPUTS, groups={"g": ("wind",)}), SettingsError, "`wind` is no input; the inputs are load, length"),
    "an input in two groups": (lambda f: uq.sobol(product, INPUTS, groups={"g": ("load",), "h": ("load",)}), SettingsError, "`load` is in two groups"),
    "groups as a list": (lambda f: uq.sobol(product, INPUTS, groups=[("load", "length")]), SettingsError, "`groups` must be inputs by the name of their group"),
    "second order as text": (lambda f: uq.sobol(product, INPUTS, second_order="yes"), SettingsError, "`second_order` must be True or False, not 'yes'"),
    "derivatives of a black box": (lambda f: uq.delta_method(box, INPUTS), CompileError, "no derivatives(.|\n)*gradient=…"),
    "a third order": (lambda f: uq.delta_method(product, INPUTS, order=3), SettingsError, "`order` must be a whole number from 1 to 2, not 3"),
    "a Jacobian of another shape": (lambda f: uq.delta_method(box, INPUTS, order=1, jacobian=lambda x: np.ones(5)), DataError, r"shape \(5,\)"),
    "the delta method without moments": (lambda f: uq.delta_method(product, uq.Inputs(load=Cauchy(0.0, 1.0), length=Uniform(1, 2))), SettingsError,
                                         "input `load` has no finite mean and variance(.|\n)*`propagate`, for quantiles"),
    "a gradient that is no function": (lambda f: uq.Model(box, gradient=np.ones(2)), SettingsError, "`gradient` must be a function of one array"),
    "a model of no function": (lambda f: uq.Model(3.0), SettingsError, "`function` must be a function of the inputs, not 3.0"),
    "differences under another name": (lambda f: uq.Model(box, derivatives="finite"), SettingsError, "`derivatives` must be \"differences\" or None"),
    "laws without names": (lambda f: uq.Inputs([Normal(0.0, 1.0)]), SettingsError, "every input has a name"),
    "no inputs": (lambda f: uq.Inputs(), SettingsError, "no inputs"),
    "text for a law": (lambda f: uq.Inputs(load="normal"), SettingsError, "input `load`"),
    "a discrete law": (lambda f: uq.Inputs(count=stats.poisson(3.0)).logpdf([[1.0]]), LlbayesError, "(?i)input `count`|poisson|discrete|single values"),
    "a family without parameters": (lambda f: uq.Inputs(load=stats.gamma), SettingsError, "input `load` (.|\n)*scipy.stats.gamma"),
    "parameters outside their domain": (lambda f: uq.Inputs(load=Normal(0.0, -1.0)), LlbayesError, "-1"),
    "a covariance that is none": (lambda f: uq.GaussianInputs(("a", "b"), [0, 0], [[1.0, 2.0], [2.0, 1.0]]), SettingsError, "positive semi-definite"),
    "a covariance of another size": (lambda f: uq.GaussianInputs(("a", "b"), [0, 0], np.eye(3)), SettingsError, r"2 names, a mean of shape \(2,\) and a covariance of shape \(3, 3\)"),
    "a name twice": (lambda f: uq.GaussianInputs(("a", "a"), [0, 0], np.eye(2)), SettingsError, "`a` is given to two inputs"),
    "a posterior for inputs": (lambda f: uq.inputs_of(observed.bind(y=np.ones(3))), SettingsError, "observes `y`(.|\n)*without obs="),
    "a model that is not bound": (lambda f: uq.inputs_of(observed), SettingsError, "must be a bound model(.|\n)*model.bind"),
    "a store of another n": (lambda f: again(f, {}, {"n": 16}), SettingsError, "holds another campaign: n differ(.|\n)*folder of its own"),
    "a store of another seed": (lambda f: again(f, {}, {"seed": 2}), SettingsError, "holds another campaign: seed differ"),
    "a store of another model": (lambda f: again(f, {}, {"model": lambda x: x[0] + x[1]}), SettingsError, "holds another campaign: model differ"),
    "a store of other inputs": (lambda f: again(f, {}, {"inputs": uq.Inputs(load=Normal(9.0, 2.0), length=Uniform(1, 2))}), SettingsError, "another campaign: inputs differ"),
    "a store that is no folder": (lambda f: uq.propagate(product, INPUTS, store=3), SettingsError, "`store` must be a folder, or None, not 3"),
    "an output that is not there": (lambda f: uq.propagate(product, INPUTS, n=8, replicates=2).table(3), SettingsError, "`output` must be a whole number"),
    "an array that is not there": (lambda f: uq.propagate(product, INPUTS, n=8, replicates=2).array("S1"), SettingsError, "has no `S1`(.|\n)*it has mean"),
    "places of another number": (lambda f: uq.propagate(lambda x: np.array([x[0], x[1]]), INPUTS, n=8, replicates=2).plot(at=[0, 1, 2]), SettingsError, "`at` has 3 places, and there are 2"),
    "Axes of text": (lambda f: uq.tornado(product, INPUTS).plot(ax="top"), SettingsError, "`ax` must be None or Matplotlib's Axes"),
    "a number of starts": (lambda f: uq.laplace(lambda z: -z[0] * z[0], dim=1, starts=2.5), SettingsError, "`starts` must be a whole number, 1 or more, not 2.5"),
}
SAID = {                                                             # what is not refused, and warned of
    "random numbers": (lambda: uq.propagate(lambda x: float(str(float(x[0]))) + np.random.default_rng().normal(), INPUTS, n=8, replicates=2), "not a function of its inputs(.|\n)*Fix a seed"),
    "no variance": (lambda: uq.sobol(product, uq.Inputs(a=Cauchy(0.0, 1.0), b=Uniform(0.0, 1.0)), n=64, seed=1), "input `a` has no finite mean and variance"),
    "no fourth moment": (lambda: uq.propagate(product, uq.Inputs(a=stats.pareto(3.5), b=Uniform(0, 1)), n=1024, seed=1), "input `a` has no finite fourth moment.*standard errors"),
    "an output without variance": (lambda: uq.propagate(lambda x: 1.0 / x[1], uq.Inputs(a=Normal(0, 1), b=Uniform(0.0, 1.0)), n=64, seed=1), "tail of input `b` .*no finite variance"),
}


@pytest.mark.parametrize("method", METHODS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("name", EVERY)
def test_every_method(name, method):
    make, error, message = EVERY[name]
    with warnings.catch_warnings(), pytest.raises(LlbayesError, match=message) as said:
        warnings.simplefilter("ignore", RuntimeWarning)
        make(method)
    assert isinstance(said.value, error)


@pytest.mark.parametrize("name", ONE)
def test_one_call(name, tmp_path):
    make, error, message = ONE[name]
    with pytest.raises(LlbayesError, match=message) as said:
        make(tmp_path / "store")
    assert isinstance(said.value, error)


@pytest.mark.parametrize("name", SAID)
def test_what_is_warned_of(name):
    make, message = SAID[name]
    with pytest.warns(uq.UqWarning, match=message):
        make()


def test_failures_that_are_allowed_are_counted():
    r = uq.propagate(fails_at_some, INPUTS, n=64, replicates=2, seed=1, allowed_failures=40)
    assert 5 <= r.n_failed <= 20 and f"{r.n_failed} of 128 points failed and were left out" in " ".join(r.notes)


def test_there_are_many():
    assert len(EVERY) + len(ONE) + len(SAID) >= 50
