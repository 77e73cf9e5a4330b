"""The scalar special functions compiled equal the same source in CPython, at every point and edge of the CPython test."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes.ad import evaluate
from llbayes.lang.library import math as language
from llbayes.lang.library.special import SPECIAL

from .test_special_cpython import EDGES, POINTS

NAMES = sorted(n for n in SPECIAL if hasattr(language, n) and n not in ("trigamma", "stop_gradient"))


@pytest.mark.parametrize("name", NAMES)
def test_compiled_special_function(name):
    f, own = getattr(language, name), SPECIAL[name]
    points = [a for a in POINTS[name][1] + [a for n, a, _ in EDGES if n == name] if not (name.startswith("gammainc") and a[1] < 0)]
    columns = [np.array(c) for c in zip(*points, strict=True)]
    if own.arity == 1:
        def program(x):
            return f(x)
    elif own.arity == 2:
        def program(x, y):
            return f(x, y)
    else:
        def program(x, y, w):
            return f(x, y, w)
    got = evaluate(program)(*columns)
    want = np.array([own.function(*p) for p in points])
    np.testing.assert_allclose(got, want, rtol=5e-14 if not name.startswith(("gammainc", "betainc")) else 1e-12, atol=2e-15)
