"""Words of other tools for series, fields and kernels are answered at the user's line with ours; and what else calls can lack."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from public_processes import ARGUMENTS, KERNELS, made

from llbayes import ppl
from llbayes.ir.errors import LlbayesError, ModelError
from llbayes.ppl import kernels
from llbayes.ppl.habits import parameters
from llbayes.ppl.processes import CONSTRUCTORS

MAKERS = {**CONSTRUCTORS, **{name: getattr(kernels, name) for name in KERNELS}}
GIVEN = {**ARGUMENTS, **KERNELS}
# constructor -> keywords of PyMC, NumPyro, TFP, Stan and GPy -> our parameters that the answer names
ELSEWHERE = {
    "RandomWalk": {"sigma": "scale", "mu": "drift", "steps": "length"},
    "AR": {"rho": "coefficients", "sigma": "scale", "phi": "coefficients", "intercept": "constant"},
    "MA": {"theta": "coefficients", "sigma": "scale", "mu": "loc"},
    "GARCH": {"alpha_1": "alpha", "beta_1": "beta", "initial_vol": "initial"},
    "StochasticVolatility": {"loc": "mu"},
    "GaussianProcess": {"cov_func": "kernel", "X": "x", "sigma": "noise", "mean_func": "mean"},
    "HilbertSpaceGP": {"c": "boundary", "cov_func": "kernel"},
    "ICAR": {"W": "graph", "sigma": "scale", "zero_sum_stdev": "centring"},
    "CAR": {"W": "graph", "mu": "loc"},
    "HiddenMarkov": {"P": "transition", "init_probs": "initial", "observation_dist": "emission"},
    "LinearGaussianStateSpace": {"F": "transition", "H": "design", "Q": "process", "R": "noise", "T": "transition", "Z": "design", "a0": "mean", "P0": "cov"},
    "ExpQuad": {"ls": "lengthscale", "length_scale": "lengthscale", "ell": "lengthscale", "sigma": "scale", "amplitude": "scale"},
    "Matern32": {"ls": "lengthscale", "length_scale": "lengthscale", "variance": "scale=np.sqrt(variance)"},
    "Matern52": {"ls": "lengthscale", "length_scale": "lengthscale", "eta": "scale"},
    "Periodic": {"ls": "lengthscale", "T": "period", "p": "period"},
    "Linear": {"c": "centre", "sigma": "scale"},
    "Constant": {"c": "variance", "value": "variance"},
}


def told(run, *fragments):
    """The error of a call: at a line of this file, with all fragments."""
    with pytest.raises(LlbayesError) as caught:
        run()
    error = caught.value
    said = f"{error.message} {error.hint}"
    assert error.position is not None and error.position.file == __file__, error
    assert not [f for f in fragments if f not in said], error


@pytest.mark.parametrize("name", MAKERS)
def test_keywords_of_other_tools_are_answered_with_ours(name):
    assert MAKERS.keys() == ELSEWHERE.keys(), "what do other tools call its parameters?"
    own = list(inspect.signature(MAKERS[name]).parameters)
    for word, ours in ELSEWHERE[name].items():
        told(lambda word=word: MAKERS[name](**{word: 1.0}), f"`{word}`", ours if "=" in ours else f"`{word}` is `{ours}` here")
    for parameter in own:
        for word in parameters.elsewhere(name, own, parameter):
            if word not in own:
                told(lambda word=word: MAKERS[name](**{word: 1.0}), f"`{word}` is `{parameter}` here")


@pytest.mark.parametrize("name", MAKERS)
def test_calls_that_do_not_fit_name_the_parameters(name):
    own = list(inspect.signature(MAKERS[name]).parameters)
    all_named = [f"`{p}`" for p in own]
    told(lambda: MAKERS[name](*[1.0] * 12), *all_named)
    told(lambda: MAKERS[name](no_such_thing=1.0), *all_named)
    told(lambda: MAKERS[name]("x", *[1.0] * len(own)), *all_named)
    told(lambda: MAKERS[name](**{own[0] + "x": 1.0}), "did you mean")
    if name in CONSTRUCTORS:
        for word, remedy in {"observed": "obs=", "dims": "dims=…", "shape": "shape=…"}.items():
            told(lambda word=word: MAKERS[name](**{word: 1.0}), remedy)


NO_NUMBERS = {"a distribution": ppl.Normal(0, 1), "a text": "text", "a dict": {"a": 1}, "a set": ppl.positive, "dates": np.array(["2020"], "M8[D]"), "texts": ["a", "b"]}


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_no_number_is_no_parameter(name):
    for parameter in GIVEN[name]:
        for title, wrong in NO_NUMBERS.items():
            if parameter != "emission" or title != "a distribution":
                told(lambda wrong=wrong, parameter=parameter: MAKERS[name](**{**GIVEN[name], parameter: wrong}))


@pytest.mark.parametrize("name", ARGUMENTS)
def test_what_it_does_without_is_refused_and_what_it_has_is_there(name):
    d = made(name)
    for word, arguments in {"cdf": (0.5,), "logsf": (0.5,), "quantile": (0.5,), "truncated": (0.2, 0.6), "mean": (), "variance": (), "sd": (), "covariance": (), "noncentered": ()}.items():
        has = {"logsf": "cdf", "sd": "variance"}.get(word, word)
        if d.has(has):
            assert word == "noncentered" or np.isfinite(getattr(d, word)()).all()
        else:
            with pytest.raises(ModelError, match=f"`{d.name}`") as caught:
                getattr(d, word)(*arguments)
            assert caught.value.position is not None and caught.value.hint
    assert d.name in repr(d) and d.name in str(d) and "object at" not in repr(d)


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_shows_its_parameters(name):
    k = getattr(kernels, name)(**KERNELS[name])
    assert repr(k) == f"{name}({', '.join(f'{p}={v:g}' for p, v in KERNELS[name].items())})"
    assert repr(k + 2.0 * k) == f"{k!r} + Constant(variance=2) * {k!r}"
