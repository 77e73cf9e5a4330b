"""Transforms as functions, in the language: from free values into a set and back, by the set's own transform (`ppl.base.transforms`, `ppl.spaces`)."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ... import ppl
from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import compile_time
from ...ppl.base.constraints import Constraint
from .sets import between, is_cholesky_corr, is_cholesky_cov, is_corr_matrix, is_cov_matrix
from .sizes import together


def constrained(u: Any, chosen: Constraint) -> Any:
    """The values that free ones stand for."""
    return transformed(u, chosen)[0]


def constrained_and_scored(u: Any, chosen: Constraint, name: str) -> Any:
    """The same; the log Jacobian is added to the density, as a factor of this name."""
    x, jacobian, _ = transformed(u, chosen)
    ppl.factor(name, np.sum(jacobian))
    return x


def transformed(u: Any, chosen: Constraint) -> Any:
    """The values, the log Jacobian, and what more transforms give."""
    fitting(u, chosen)
    verify_length(u, chosen)
    return chosen.forward(u)


def unconstrained(x: Any, chosen: Constraint, is_in: Callable[[Any], Any] | None = None) -> Any:
    """The free values that stand for values of a set. Those outside of an interval have none (nan); of other sets they are refused."""
    fitting(x, chosen)
    if is_in is not None:
        assert is_in(x), f"the values are no {chosen}"
    return chosen.back(x)


def cholesky_factor_corr_unconstrain(x: Any) -> Any:
    """Of factors of correlation matrices."""
    return unconstrained(x, ppl.cholesky_corr(x.shape[-1]), is_cholesky_corr)


def cholesky_factor_cov_unconstrain(x: Any) -> Any:
    """Of factors of covariance matrices."""
    return unconstrained(x, ppl.cholesky_cov(x.shape[-2], x.shape[-1]), is_cholesky_cov)


def corr_matrix_unconstrain(x: Any) -> Any:
    """Of correlation matrices."""
    return unconstrained(x, ppl.corr_matrix(x.shape[-1]), is_corr_matrix)


def cov_matrix_unconstrain(x: Any) -> Any:
    """Of covariance matrices."""
    return unconstrained(x, ppl.cov_matrix(x.shape[-1]), is_cov_matrix)


# -- sets
def bounded(low: Any, high: Any) -> Constraint:
    """Numbers from `low` to `high`."""
    assert np.all(low < high), "a lower bound is not below the upper one"
    return between(low, high)


def affine(offset: Any, multiplier: Any) -> Constraint:
    """All numbers, by an offset and a positive multiplier."""
    assert np.all((multiplier > 0.0) & (multiplier < np.inf)), "a multiplier is not positive"
    return ppl.affine(offset, multiplier)


def fitting(x: Any, chosen: Constraint) -> None:
    """Refuses bounds of another size than the values'."""
    if chosen.elementwise():
        for bound in chosen.params:
            together("a transform", x, bound)


@compile_time
def verify_length(u: Any, chosen: Constraint) -> None:
    """Refuses vectors of more or fewer free values than matrices of the set have."""
    if chosen.kind.event is None:
        return
    wanted, given = chosen.kind.free(chosen.kind.event(*chosen.params), *chosen.params)[-1], u.shape[-1]
    if isinstance(given, int) and given != wanted:
        raise ModelError(f"{chosen} has {wanted} free values, and {given} are given", here(), "the sizes of the matrix stand behind its free values")
