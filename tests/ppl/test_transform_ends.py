"""Transforms far out, where values round to the ends of their sets: values, Jacobians and logs against mpmath, and the way back."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError
from llbayes.ppl import (
    affine,
    cholesky_corr,
    cholesky_cov,
    corr_matrix,
    cov_matrix,
    interval,
    lower,
    ordered,
    positive,
    positive_ordered,
    real,
    simplex,
    stochastic_columns,
    stochastic_rows,
    sum_to_zero,
    sum_to_zero_matrix,
    unit,
    unit_vector,
    upper,
)
from llbayes.ppl.spaces.outside import strays

from .exact_spaces import BY_ROWS, columns, correlations, covariances, direction, plane, planes, rows, tall
from .exact_transforms import POINTS, between, each, factor, mp, steps, sticks
from .kinds import KINDS

pytestmark = pytest.mark.thinned(3)

SETS = {
    "r": (real, (2,)),
    "p": (positive, (2,)),
    "l": (lower(-2.0), (2,)),
    "h": (upper(0.3), (2,)),
    "i": (interval(0.1, 0.7), (2,)),
    "w": (unit, (2,)),
    "o": (ordered, (3,)),
    "q": (positive_ordered, (3,)),
    "s": (simplex, (4,)),
    "c": (cholesky_corr(4), (4, 4)),
    "a": (affine(-1.5, 0.3), (2,)),
    "k": (corr_matrix(4), (4, 4)),
    "v": (cov_matrix(3), (3, 3)),
    "t": (cholesky_cov(3, 2), (3, 2)),
    "d": (unit_vector, (4,)),
    "z": (sum_to_zero, (4,)),
    "zm": (sum_to_zero_matrix, (3, 4)),
    "m": (stochastic_rows, (2, 4)),
    "n": (stochastic_columns, (4, 2)),
}
EXACT = {
    "r": each(lambda u: (u, mp.mpf(0))),
    "p": each(lambda u: (mp.exp(u), u)),
    "l": each(lambda u: (mp.exp(u) - 2, u)),
    "h": each(lambda u: (mp.mpf(0.3) - mp.exp(u), u)),
    "i": each(lambda u: between(u, 0.1, 0.7)),
    "w": each(lambda u: between(u, 0, 1)),
    "o": lambda u: (steps(u[0], u), sum(u[1:])),
    "q": lambda u: (steps(mp.exp(u[0]), u), sum(u)),
    "s": sticks,
    "c": factor,
    "a": each(lambda u: (mp.mpf(-1.5) + mp.mpf(0.3) * u, mp.log(mp.mpf(0.3)))),
    "k": correlations,
    "v": covariances,
    "t": tall,
    "d": direction,
    "z": plane,
    "zm": planes,
    "m": rows,
    "n": columns,
}
SQUARES = ("k", "v")                             # of factors: entries are rounded at the scale of the diagonal, and leave the doubles early


@ppl.model
def flat():
    for name, (constraint, shape) in SETS.items():
        ppl.param(name, constraint, shape=shape)


@functools.cache
def flats():
    return flat.bind()


def coordinates(point):
    """The same first coordinates for every site."""
    return np.concatenate([np.resize(point, s.size) for s in flats().parameters])


@functools.cache
def values():
    return flats().constrain(np.array([coordinates(u) for u in POINTS]))


PARTS = {                                        # what the logs are of
    "s": lambda u, x: x,
    "c": lambda u, x: x[::5],
    "k": lambda u, x: factor([mp.mpf(u[k]) for k in BY_ROWS])[0][::5],
    "m": lambda u, x: x,
    "n": lambda u, x: x,
    "t": lambda u, x: [mp.exp(u[0]), mp.exp(u[2])],
    "v": lambda u, x: [mp.exp(u[0]), mp.exp(u[2]), mp.exp(u[5])],
}


def scale(name, x):
    """That at which entries are rounded."""
    if name not in SQUARES:
        return 1.0
    n = SETS[name][1][-1]
    sizes = np.sqrt(np.diagonal(np.reshape(x, (n, n))))
    return np.where(np.isfinite(x), np.maximum(np.outer(sizes, sizes).ravel(), 1e-300), 1.0)


def doubles(x):
    """To doubles, those beyond them as infinities and zeros."""
    return np.array([float(v) for v in x])


def test_every_transform_is_here():
    kinds = {k.name for k in KINDS if k.forward is not None and " " not in k.name}      # the others have no public name
    assert kinds - {"nonnegative", "between"} == {constraint.kind.name for constraint, _ in SETS.values()}


@pytest.mark.parametrize("name", SETS)
def test_values_jacobians_and_logs(name):
    constraint, shape = SETS[name]
    shape = constraint.kind.free(shape, *constraint.params)
    free = int(np.prod(shape))
    for k, point in enumerate(POINTS):
        exact, slope = EXACT[name]([mp.mpf(v) for v in point[:free]])
        with np.errstate(all="ignore"):
            x, jacobian, logs = constraint.forward(point[:free].reshape(shape))
        compiled = values()[name][k].ravel()
        for got in (compiled, np.ravel(x)):
            wanted = doubles(exact)
            if name == "v" and not np.isfinite(wanted).all():
                continue                         # infinity times a zero of the factor: densities of it are -inf
            np.testing.assert_allclose(got / scale(name, wanted), wanted / scale(name, wanted), rtol=2e-13, atol=1e-15, err_msg=str(point))
        assert np.sum(jacobian) == pytest.approx(float(slope), rel=1e-12, abs=1e-12)
        for side, carried in zip((1, -1), logs if constraint.elementwise() else (), strict=False):
            if carried is not None:
                end = mp.mpf(constraint.bounds()[0 if side > 0 else 1])
                np.testing.assert_allclose(carried, [float(mp.log(side * (v - end))) for v in exact], rtol=1e-12)
        if name in PARTS:
            parts = PARTS[name](point[:free], exact)
            np.testing.assert_allclose(np.ravel(logs[-1] if name == "v" else logs), [float(mp.log(v)) for v in parts], rtol=1e-12, atol=1e-12)


def test_compiled_jacobians():
    for point in POINTS:
        exact = sum(EXACT[name]([mp.mpf(v) for v in np.resize(point, s.size)])[1] for name, s in flats().sites.items())
        value, gradient = flats().value_and_grad(coordinates(point))
        assert value == pytest.approx(float(exact), rel=1e-12) and np.all(np.isfinite(gradient))


def test_values_go_back_to_coordinates_and_from_there_to_themselves():
    usable = [k for k, u in enumerate(POINTS) if np.max(u) < 700]
    stored = {name: x[usable] for name, x in values().items()}
    z = flats().unconstrain_many(stored, len(usable))
    assert np.all(np.isfinite(z))
    again = flats().constrain(z)
    for name, x in stored.items():
        np.testing.assert_allclose(again[name], x, rtol=1e-12, atol=1e-15, err_msg=name)
    one = flats().unconstrain({name: x[0] for name, x in stored.items()})
    np.testing.assert_array_equal(one, z[0])
    right = np.array([coordinates(POINTS[k]) for k in usable])
    near = np.abs(right).max(axis=1) < 6
    for s in flats().parameters:
        own = (near, slice(s.offset, s.offset + s.size))
        if s.name == "d":                        # the coordinates of a value are not the only ones
            continue
        np.testing.assert_allclose(z[own], right[own], rtol=1e-4 if s.name in SQUARES else 1e-9, err_msg=s.name)


OFF = {"p": -1e-9, "l": -2.001, "h": 0.3001, "i": 0.7 + 1e-9, "w": 1.0 + 1e-9, "o": [1.0, 2.0, 1.9], "q": [-0.1, 1.0, 2.0],
       "s": [0.25, 0.25, 0.25, 0.249], "c": np.eye(4) * 1.01, "k": np.eye(4) * 1.01, "v": np.ones((3, 3)) - 2.0 * np.eye(3),
       "d": [0.5, 0.5, 0.5, 0.51], "z": [1.0, -1.0, 0.1, 0.0], "zm": np.eye(3, 4), "m": np.full((2, 4), 0.26), "n": np.full((4, 2), 0.26), "t": np.array([[1.0, 0.1], [0.0, 1.0], [0.0, 0.0]])}  # fmt: skip


@pytest.mark.parametrize("name", [*OFF, *(name for name in SETS if name in "rpw")])
def test_values_off_their_set_are_refused_by_name(name):
    inside = {n: x[1] for n, x in flats().constrain(np.zeros((2, flats().dim))).items()}
    for bad in (np.resize(OFF[name], SETS[name][1]) if name in OFF else None, np.full(SETS[name][1], np.nan)):
        if bad is not None:
            with pytest.raises(DataError, match=f"`{name}` (lies outside of|must be finite)"):
                flats().unconstrain({**inside, name: bad})
            with pytest.raises(DataError, match=f"`{name}`: 1 of 2 values lie outside of .* the first is number 1"):
                flats().unconstrain_many({n: np.stack([x, bad if n == name else x]) for n, x in inside.items()}, 2)


def test_what_rounding_may_do_is_no_stray():
    assert not strays(interval(0.0, 0.3), np.array(0.1 + 0.2))
    assert not strays(interval(0.0, 0.3), np.array(0.3, np.float32)) and strays(interval(0.0, 0.3), np.array(0.3 + 1e-8))
    assert not strays(simplex, np.array([0.1 + 0.2, 0.3, 0.4])) and strays(simplex, np.array([0.3, 0.3, 0.3999]))
