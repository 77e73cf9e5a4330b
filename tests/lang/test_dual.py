"""Dual execution: every program gives the same number in CPython and compiled, to 1e-12 of max(1, |value|)."""
from __future__ import annotations

import copy
import warnings

import numpy as np
import pytest
from programs import PROGRAMS

from llbayes.ad.api import evaluate
from llbayes.ir.errors import CompileError


def interpreted(p):
    """The number that CPython gives, on copies of the arguments."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return float(p.function(*copy.deepcopy(p.args)))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_compiled_equals_interpreted(name):
    p = PROGRAMS[name]
    if p.expect == "refused":
        with pytest.raises(CompileError, match="programs.py"):
            evaluate(p.function)(*p.args)
        return
    try:
        got = float(evaluate(p.function)(*p.args))
    except CompileError:
        if p.expect == "either":
            return
        raise
    if p.expect == "nan":
        assert np.isnan(got)
        return
    want = interpreted(p)
    assert np.isfinite(want)
    assert abs(got - want) <= 1e-12 * max(1.0, abs(want))
