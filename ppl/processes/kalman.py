"""Matrices of state space models as filters take them, and what a filter finds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import ModelError
from ...lang.values.hooks import compile_time
from ..base.frames import here
from .steps import is_number, shape_of


class Passes(NamedTuple):
    """Of the states at each step: means and covariances given the observations up to it, and given those before it."""

    means: Any
    covs: Any
    ahead: Any
    spread: Any


@compile_time
def has_no_batch(x: Any, axes: int) -> bool:
    """Is it one series?"""
    return len(x.shape) == axes


def as_rows(design: Any) -> Any:
    """One row for a design that is a vector."""
    return design[None, :] if len(design.shape) == 1 else design


def as_matrix(noise: Any) -> Any:
    """The matrix of one number."""
    return np.zeros((1, 1)) + noise if is_number(noise) else noise


def padded(cov: Any) -> Any:
    """A covariance that may be singular, where a state moves without noise, as one that has a Cholesky factor: 1e-300 more on the diagonal, and a
    trillionth of its own."""
    return cov + np.eye(cov.shape[-1]) * (1e-12 * np.diagonal(cov) + 1e-300)


@compile_time
def refuse_changing(*matrices: Any) -> None:
    """ModelError for a model whose matrices of later steps are not known."""
    if max(len(shape_of(p)) for p in matrices) > 2:
        raise ModelError("`given` of a LinearGaussianStateSpace whose matrices change: those of the steps that follow are not known", here(),
                         "append nan to the series, and matrices of the new steps: `ppl.recover` and `d.smoothed` give their states")  # fmt: skip


@compile_time
def refuse_unfitting(values: Any, loc: Any, numbers: bool) -> None:
    """ModelError for matrices that do not fit each other; `numbers`: an observation is one."""
    transition, design, process, noise, mean, cov = (shape_of(p) for p in values)
    if len(shape_of(loc)) > (1 if numbers else 2):
        raise ModelError(f"`loc` of `LinearGaussianStateSpace` has shape {shape_of(loc)}: it is a number, or has the shape of the series", here(),
                         "regressors are `loc=X @ beta`, one number a step")  # fmt: skip
    design, noise = ((1, *design), (1, 1)) if numbers else (design, noise)
    n, m = mean[-1:], noise[-1:]
    if (transition[-2:], process[-2:], cov, noise[-2:], design[-2:]) != (n * 2, n * 2, n * 2, m * 2, m + n):
        raise ModelError(f"`LinearGaussianStateSpace` has {n[0]} states, as `mean` says, and {m[0]} entries of an observation, as `noise` says; the rest does "
                         f"not fit: transition {transition}, design {design}, process {process}, noise {noise}, mean {mean}, cov {cov}", here(),
                         "for n states and m entries transition is (n, n), design (m, n), process (n, n), noise (m, m), mean (n) and cov (n, n)")  # fmt: skip
