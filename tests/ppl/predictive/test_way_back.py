"""Stored values go back to coordinates in machine code: of every non-centred family and every set that moves, as one by one in CPython."""

from __future__ import annotations

import numpy as np
import pytest
from textbook import hierarchies, latent, more, regressions, series

from llbayes import models, ppl
from llbayes.ir.errors import DataError
from llbayes.ppl import (
    AR,
    MA,
    Exponential,
    GaussianProcess,
    HalfNormal,
    HilbertSpaceGP,
    MatrixNormal,
    MultivariateNormal,
    MultivariateStudentT,
    Normal,
    RandomWalk,
    StochasticVolatility,
    StudentT,
    Uniform,
    affine,
    interval,
    kernels,
    lower,
    upper,
)  # fmt: skip
from llbayes.ppl.interpret.maps.inversion import moves

COV, X = np.array([[1.0, 0.3, 0.1], [0.3, 1.5, 0.2], [0.1, 0.2, 0.8]]), np.array([0.0, 1.0, 2.5, 3.0])
SITES = {  # a prior, a constraint of its own, the shape, of a location and a scale that are parameters
    "Normal": lambda a, s: (Normal(a, s).noncentered(), None, 4),
    "Normal in part": lambda a, s: (Normal(a, s).noncentered(weight=[0.0, 0.4, 1.0]), None, (2, 3)),
    "StudentT": lambda a, s: (StudentT(4.0, a, s).noncentered(), None, ()),
    "by factor": lambda a, s: (MultivariateNormal(a + np.zeros(3), cholesky=s * np.linalg.cholesky(COV)).noncentered(), None, (2, 3)),
    "by covariance": lambda a, s: (MultivariateNormal(a + np.zeros(3), s * COV).noncentered(), None, 3),
    "by a factor that is known": lambda a, s: (MultivariateNormal(a + np.zeros(3), cholesky=np.linalg.cholesky(COV)).noncentered(), None, (2, 3)),
    "by precision": lambda a, s: (MultivariateNormal(a + np.zeros(3), precision=s * COV).noncentered(), None, (2, 3)),
    "MultivariateStudentT": lambda a, s: (MultivariateStudentT(5.0, a + np.zeros(3), s * COV).noncentered(), None, 3),
    "MatrixNormal": lambda a, s: (MatrixNormal(a + np.zeros((3, 3)), s * COV, COV).noncentered(), None, (3, 3)),
    "RandomWalk": lambda a, s: (RandomWalk(s, drift=a, init_loc=1.0, init_scale=2.0).noncentered(), None, (2, 5)),
    "RandomWalk from a number": lambda a, s: (RandomWalk(s, drift=a).noncentered(), None, 5),
    "AR": lambda a, s: (AR([0.5, -0.2], s, constant=a).noncentered(), None, (2, 5)),
    "AR behind given values": lambda a, s: (AR([0.5, -0.2], s, constant=a, initial=[0.1, 0.2]).noncentered(), None, 5),
    "AR from free values": lambda a, s: (AR([0.5, -0.2], s, constant=a, init_loc=0.5, init_scale=2.0).noncentered(), None, 5),
    "MA": lambda a, s: (MA([0.5, -0.2], s, loc=a).noncentered(), None, 5),
    "StochasticVolatility": lambda a, s: (StochasticVolatility(0.9, s, a).noncentered(), None, 5),
    "GaussianProcess": lambda a, s: (GaussianProcess(kernels.ExpQuad(1.0, s), X, mean=a).noncentered(), None, 4),
    "HilbertSpaceGP": lambda a, s: (HilbertSpaceGP(kernels.ExpQuad(1.0, s), 5, 0.0, 3.0).noncentered(), None, None),
    "lower": lambda a, s: (None, lower(a), 3),
    "upper": lambda a, s: (Normal(0, 1), upper(a + np.zeros(3)), (2, 3)),
    "interval": lambda a, s: (Normal(a, s), interval(a, a + s), 2),
    "affine": lambda a, s: (Normal(a, s), affine(a, s), 2),
    "Uniform": lambda a, s: (Uniform(a, a + s), None, ()),
    "truncated": lambda a, s: (Exponential(s).truncated(0.1 * s, None), None, 3),
}


@ppl.model
def with_site(make):
    a = ppl.sample("a", Normal(0, 1))
    s = ppl.sample("s", HalfNormal(1))
    made = make(a, s)
    if made[0] is None:
        ppl.param("x", made[1], shape=made[2])
    else:
        ppl.sample("x", made[0], constraint=made[1], shape=made[2])


@ppl.model
def gaps(y):
    low = ppl.sample("low", HalfNormal(1))
    ppl.sample("y", Uniform(low, low + 3.0), obs=y, missing="parameter")


def both_ways(posterior, n=5):
    z = 0.5 * np.random.default_rng(0).normal(size=(n, posterior.dim))
    values = posterior.constrain(z)
    values = {s.name: values[s.name] for s in posterior.parameters}
    many = posterior.unconstrain_many(values, n)
    assert posterior.programs.compiled["back"] is not None, "draw by draw in CPython"
    return z, many, np.array([posterior.unconstrain({name: a[k] for name, a in values.items()}) for k in range(n)])


@pytest.mark.parametrize("name", SITES)
def test_many_go_back_as_one_by_one(name):
    z, many, single = both_ways(with_site.bind(make=SITES[name]))
    np.testing.assert_allclose(many, single, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(many, z, rtol=1e-7, atol=1e-7)


CASES = {case.name: case for part in (regressions, hierarchies, latent, series, more) for case in part.CASES}
READY = ("eight_schools-eight_schools_noncentered", "garch-garch11")


def bound(name):
    if name in READY:
        return models.posterior(name)
    simulated = CASES[name].simulate(np.random.default_rng(1))
    return CASES[name].model.bind(**simulated.data, coords=simulated.coords or None)


@pytest.mark.parametrize("name", [*CASES, *READY])
def test_so_do_those_of_textbook_and_ready_models(name):
    posterior = bound(name)
    if any(map(moves, posterior.parameters)):
        _, many, single = both_ways(posterior, 2)
        np.testing.assert_allclose(many, single, rtol=1e-10, atol=1e-10)


def test_missing_entries_between_bounds_that_move():
    _, many, single = both_ways(gaps.bind(y=[3.0, np.nan, 2.9, np.nan]))
    np.testing.assert_allclose(many, single, rtol=1e-12, atol=1e-12)


def singular(a, s):
    """Two of the values are one, but for rounding."""
    return MultivariateNormal(a + np.zeros(2), cholesky=np.array([[1.0, 0.0], [1.0, 0.0]]) + np.array([[0.0, 0.0], [0.0, 1.0]]) * s * 1e-20).noncentered(), None, 2


def test_what_machine_code_cannot_turn_back_python_does():
    posterior = with_site.bind(make=singular)
    values = {"a": np.zeros(2), "s": np.ones(2), "x": np.array([[0.5, 0.5], [1.0, 1.0]])}
    z = posterior.unconstrain_many(values, 2)
    np.testing.assert_allclose(posterior.constrain(z)["x"], values["x"], rtol=1e-9)


@pytest.mark.parametrize(("name", "x", "said"), [
    ("lower", [[0.0, 1.0, 2.0], [1.0, 2.0, -3.0]], "`x`: 1 of 2 values lie outside of lower"),
    ("interval", [[0.0, 0.0], [0.0, 9.0]], "`x`: 1 of 2 values lie outside of interval"),
    ("Normal", np.full((2, 4), np.inf), "`x` must be finite"),
])  # fmt: skip
def test_values_off_a_set_that_moves_are_refused(name, x, said):
    with pytest.raises(DataError, match=said):
        with_site.bind(make=SITES[name]).unconstrain_many({"a": np.full(2, -1.0), "s": np.full(2, 2.0), "x": np.array(x)}, 2)
