"""Families of vectors, matrices and categories against mpmath at every example: the log density, its slopes along every direction in which a value and the parameters
may move, and second derivatives that are symmetric and what differences of slopes say."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from sweeps import thinned

from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from .exact_vectors import EXACT
from .test_processes import check

OWN = [f for f in FAMILIES if f.axes or any(p.axes for p in f.params)]


def named(family):
    return f"{family.name} {' '.join(p.name for p in family.params)}"


EXAMPLES = {f"{named(f)} {k}": (f, e) for f in OWN for k, e in enumerate(f.examples)}


def test_every_family_has_a_law_in_mpmath():
    assert EXACT.keys() == {named(f) for f in OWN}


def unit(shape, *at):
    d = np.zeros(shape)
    for sign, place in at:
        d[place] += sign
    return d


def directions(kind, value):
    """In which a value of this kind of set may move: all its entries where nothing ties them."""
    shape, cells = np.shape(value), list(np.ndindex(*np.shape(value)))
    last = cells[-1]
    if kind in ("symmetric matrices", "symmetric, positive definite matrices", "cov_matrix"):
        return [unit(shape, (0.5, (i, j)), (0.5, (j, i))) for i, j in cells if j <= i]
    if kind == "corr_matrix":
        return [unit(shape, (1.0, (i, j)), (1.0, (j, i))) for i, j in cells if j < i]
    if kind in ("lower-triangular matrices", "cholesky_cov"):
        return [unit(shape, (1.0, (i, j))) for i, j in cells if j <= i]
    if kind == "simplex":
        return [unit(shape, (1.0, c), (-1.0, last)) for c in cells[:-1]]
    if kind.startswith("sum_to_zero"):
        centred = np.eye(shape[-1]) - 1.0 / shape[-1]
        return [centred[k] if len(shape) == 1 else np.outer(np.eye(shape[0])[k % shape[0]] - 1.0 / shape[0], centred[k]) for k in range(shape[-1])]
    if kind in ("unit_vector", "cholesky_corr"):            # curved sets: through coordinates, in `tests/ppl/test_vectors.py`
        return []
    return [unit(shape, (1.0, c)) for c in cells]


def of_mpmath(value):
    value = np.asarray(value, float)
    return mpmath.matrix(value.tolist()) if value.ndim == 2 else [mpmath.mpf(float(v)) for v in value] if value.ndim else mpmath.mpf(float(value))


def moved(value, steps, along):
    """A value in mpmath after these steps."""
    found = of_mpmath(value)
    for h, d in zip(steps, along, strict=True):
        found = found + h * of_mpmath(d) if not isinstance(found, list) else [a + h * b for a, b in zip(found, of_mpmath(d), strict=True)]
    return found


def flat(value):
    """What laws of vectors that are tables of numbers take."""
    return list(value) if isinstance(value, mpmath.matrix) else value


@pytest.mark.parametrize("name", thinned(EXAMPLES, 4))
def test_derivatives(name):
    family, params = EXAMPLES[name]
    d = make(family, *params)
    x = np.asarray(d.draw(Rng(np.random.PCG64(5)), d.event(np.shape)))
    support = d.support().kind.name.partition("(")[0]
    along = [[] if family.discrete else directions(support, x)]
    for spec, p in zip(family.params, params, strict=True):
        still = spec.size or spec.domain.kind.whole or (family.discrete and spec.name == "n")
        along.append([] if still else directions(spec.domain.kind.name, np.asarray(p, float)))
    ends = np.cumsum([0, *map(len, along)])
    stacked = [np.array(a).reshape(len(a), *np.shape(v)) for a, v in zip(along, (x, *params), strict=True)]
    used = [k for k, a in enumerate(along) if a and k]

    def density(z):
        given = list(params)
        for k in used:
            given[k - 1] = step(given[k - 1], z[ends[k] : ends[k + 1]], stacked[k])
        return make(family, *given).logpdf(step(x, z[: ends[1]], stacked[0]) if along[0] else x)

    def law(z):
        moves = [moved(v, z[a:b], d) for v, a, b, d in zip((x, *params), ends[:-1], ends[1:], along, strict=True)]
        return EXACT[named(family)](flat(moves[0]) if family.name == "ZeroSumNormal" else moves[0], *moves[1:])

    if ends[-1]:
        check(density, np.zeros(ends[-1]), law)


def step(value, z, along):
    found = value + 0.0
    for k in range(along.shape[0]):
        found = found + z[k] * along[k]
    return found
