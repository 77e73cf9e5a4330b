"""Errors that were meant show the user's line and no way through our own code, whichever public call found them; accidents show all."""
import traceback
import warnings

import numpy as np
import pytest

from llbayes import ad, ppl, samplers, uq
from llbayes.ir.errors import LlbayesError
from llbayes.ir.ours import is_users
from llbayes.ir.tracebacks import brief


def unknown(x):
    return np.sum(np.unique(x * 2.0))


def breaks(x):
    assert x[0] > 5.0, "too small"
    return x[0] * x[1]


@ppl.model
def twice(y):
    ppl.sample("a", ppl.Normal(0.0, 1.0))
    ppl.sample("a", ppl.Normal(0.0, 1.0))


@ppl.model
def outside(y):
    a = ppl.sample("a", ppl.Normal(0.0, 1.0), shape=2)
    ppl.factor("f", unknown(a))


INPUTS, X = uq.Inputs(a=ppl.Normal(0.0, 1.0), b=ppl.Normal(0.0, 1.0)), np.ones(2)
OF_ONE = ("evaluate", "grad", "value_and_grad", "jacobian", "hessian")
CALLS = {
    **{f"ad.{name}": lambda name=name: getattr(ad, name)(unknown)(X) for name in OF_ONE},
    **{f"ad.{name} of two": lambda name=name: getattr(ad, name)(unknown)(X, X) for name in ("jvp", "hvp")},
    "ad.vjp": lambda: ad.vjp(unknown)(X, 1.0),
    **{f"ad.{name} where it runs": lambda name=name: getattr(ad, name)(breaks)(X) for name in OF_ONE},
    "a model": lambda: twice.bind(y=1.0),
    "a model with a call": lambda: outside.bind(y=1.0),
    **{f"samplers.{name}": lambda s=s: s.call(unknown, dim=2, draws=4, tune=4, chains=1, progress=False) for name, s in samplers.SAMPLERS.items()},
    "samplers.laplace": lambda: samplers.laplace(unknown, dim=2),
    "uq.laplace": lambda: uq.laplace(unknown, dim=2),
    **{f"uq.{name}": lambda name=name: getattr(uq, name)(unknown, INPUTS, how="compiled") for name in ("propagate", "sobol")},
    "uq.delta_method": lambda: uq.delta_method(unknown, INPUTS),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_users_line_and_nothing_of_ours(name):
    with pytest.raises((LlbayesError, AssertionError)) as raised, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        CALLS[name]()
    files = [frame.filename for frame in traceback.extract_tb(raised.value.__traceback__)]
    assert sum(not is_users(file) for file in files) <= 2, files
    assert __file__ in str(raised.value) and "^^^" in str(raised.value)


def test_accidents_and_causes_stay_whole():
    @brief
    def call(error):
        try:
            raise KeyError("inner")
        except KeyError as cause:
            raise error from cause

    with pytest.raises(LlbayesError) as raised:
        call(LlbayesError("meant"))
    assert isinstance(raised.value.__cause__, KeyError)
    with pytest.raises(ZeroDivisionError) as raised:
        call(ZeroDivisionError())
    assert len(traceback.extract_tb(raised.value.__traceback__)) == 3
