"""Gaussian processes at given points: a normal vector whose covariance is a kernel's, by a dense Cholesky factor; n³ / 3 steps for n points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.linalg import solve_triangular
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import Constraint, nonnegative, real
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import log, where
from ..base.member import make
from ..base.types import Numbers, Shape, ShapeOf, Value
from ..distributions.multivariate_normal import multivariate_normal
from ..distributions.normal import HALF_LOG_2PI, normal
from ..habits.fitting import fits
from ..kernels import Kernel
from .normal_vector import NormalVector
from .points import points
from .steps import column, in_domains, normals, number, series, shape_of, single

NOISE, MEAN = Param("noise", nonnegative, 1, fewer=1), Param("mean", real, 1, fewer=1)
JITTER = 1e-8        # of the variance at each point: rounding makes covariances of near points singular


@dataclass(frozen=True, eq=False, repr=False)
class Process(NormalVector):
    """Values at the points x: mean, covariance kernel(x, x), and `noise`² more on its diagonal."""

    kernel: Any
    x: Any
    noise: Any
    at: Any

    @property
    def name(self) -> str:
        return "GaussianProcess"

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        own = self.kernel.parameters() if isinstance(self.kernel, Kernel) else ()
        return (*own, (NOISE, self.noise), (MEAN, self.at))

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Several means are several processes."""
        return shape_of(self.at)[:-1]

    def event(self, shape_of: ShapeOf) -> Shape:
        """One value at each point."""
        return shape_of(self.x)[:1]

    def cov(self) -> Any:
        """The covariance matrix."""
        n = self.x.shape[0]
        k = self.kernel(self.x, self.x)
        refuse_covariance(self.kernel, shape_of(k), n)
        extra = JITTER * np.diagonal(k) + self.noise * self.noise
        return k + np.eye(n) * extra

    def factor(self) -> Any:
        """Its Cholesky factor."""
        return np.linalg.cholesky(self.cov())

    def density(self, x: Value) -> Value:
        """log density of vectors; -inf where a parameter lies outside its domain or rounding leaves no Cholesky factor."""
        factor = self.factor()
        z = solved(factor, x - self.at)
        density = -0.5 * np.sum(z * z, axis=-1) - np.sum(log(np.diagonal(factor))) - factor.shape[0] * HALF_LOG_2PI
        return where(in_domains(self.parameters()) & (density < math.inf), density, -math.inf)

    def mean(self) -> Value:
        """The mean at each point."""
        return self.at + np.zeros(self.x.shape[0])

    def variance(self) -> Value:
        """The variance at each point, noise included."""
        return np.diagonal(self.cov()) + 0.0 * self.at

    def covariance(self) -> Value:
        """The covariance matrix, noise included; one for each of several means."""
        return self.cov() + 0.0 * column(column(self.at))

    def standard(self) -> Distribution:
        """Standard normal numbers."""
        return make(normal, 0.0, 1.0)

    def shift(self, u: Value) -> Value:
        """The value of standard draws."""
        return self.at + u @ self.factor().T

    def unshift(self, x: Value) -> Any:
        """The standard draws of a value."""
        return solved(self.factor(), x - self.at)

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`; nan where a parameter lies outside its domain."""
        u = normals(rng, draws.size_of(shape)).reshape(shape)
        return where(in_domains(self.parameters()), self.shift(u), math.nan)

    def given(self, values: Value, x: Any, mean: Value | None = None) -> Distribution:
        """The values at new points x (without noise), given values at the points of this process: a MultivariateNormal. `mean` is the mean at x, a number or
        one a point, where that of the process is not one number."""
        x, values = points("GaussianProcess.given", x), series(self, "given", values, one=True)
        factor, across = self.factor(), self.kernel(self.x, x)
        half = solve_triangular(factor, across, lower=True)
        z = solve_triangular(factor, values - self.at, lower=True)
        k = self.kernel(x, x)
        cov = k - half.T @ half + np.eye(x.shape[0]) * (JITTER * np.diagonal(k))
        return make(multivariate_normal, (constant_of(self.at) if mean is None else mean) + half.T @ z, 0.5 * (cov + cov.T))

    def __repr__(self) -> str:
        return f"GaussianProcess(kernel={self.kernel!r}, x=…, noise={self.noise!r})"

    def __str__(self) -> str:
        return f"GaussianProcess({type(self.kernel).__name__.removeprefix('Of')})"


def solved(factor: Any, r: Any) -> Any:
    """Standard draws of differences from the mean, vectors on the last axis."""
    if len(r.shape) == 1:
        return solve_triangular(factor, r, lower=True)
    rows = r.reshape((-1, r.shape[-1]))
    return solve_triangular(factor, rows.T, lower=True).T.reshape(r.shape)


@compile_time
def constant_of(mean: Any) -> Any:
    """A mean that is one number; ModelError for one that is known at the old points alone."""
    if len(getattr(mean, "shape", ())):
        raise ModelError("`given` takes a mean that is one number: what a vector of means is at other points is not known", here(),
                         "say it: `given(y, x_new, mean=…)`")  # fmt: skip
    return mean


@compile_time
def refuse_covariance(kernel: Any, shape: Shape, n: int) -> None:
    """ModelError for a kernel that gives no matrix of covariances."""
    if shape != (n, n):
        raise ModelError(f"the kernel gives an array of shape {shape} for {n} points, and no matrix of covariances", here(),
                         "as in `lambda x, y: np.exp(-np.abs(x[:, None] - y[None, :]))`; of points that are rows sum over the last axis")  # fmt: skip


@compile_time
def is_staged_function(kernel: Any) -> bool:
    """Is it a function that is defined in compiled code?"""
    from ...lang.values.values import Closure  # not for `import llbayes.ppl`

    return isinstance(kernel, Closure)


@constructor()
def GaussianProcess(kernel: Any, x: Numbers, *, noise: Numbers = 0.0, mean: Numbers = 0.0) -> Process:
    """Values of a Gaussian process at the points x, numbers (n) or rows (n, d); with `noise`, observations with independent errors of that scale.

    `kernel` is one of `ppl.kernels` or a function of two arrays of points that gives the matrix of covariances. 1e-8 of each variance is added to the
    diagonal. As a prior, `.noncentered()` samples better; `d.given(y, x_new)` is the distribution of the values at new points.
    """
    if not is_kernel(kernel):
        raise ModelError("`GaussianProcess` takes a kernel first", here(), "as in `GaussianProcess(kernels.ExpQuad(lengthscale, scale), x)` of `ppl.kernels`")
    x, noise, mean = points("GaussianProcess", x), single("GaussianProcess", NOISE, noise), number("GaussianProcess", MEAN, mean)
    n = shape_of(x)[:1]
    if shape_of(noise) not in ((), (1,), n) or shape_of(mean)[-1:] not in ((), (1,), n):
        raise ModelError(f"`GaussianProcess` has {n[0]} points, a noise of shape {shape_of(noise)} and a mean of shape {shape_of(mean)}", here(),
                         "each is one number, or one for each point")  # fmt: skip
    return Process(kernel, x, noise, mean)


@compile_time
def is_kernel(kernel: Any) -> bool:
    """Is it a kernel of ours, or a function of two arrays of points?"""
    if isinstance(kernel, Kernel) or is_staged_function(kernel):
        return True
    if getattr(kernel, "families", None) is not None:
        raise ModelError(f"`{kernel.__name__}` makes a kernel, and is none itself", here(), f"call it: `kernels.{kernel.__name__}(…)`")
    return callable(kernel) and not isinstance(kernel, (type, Constraint)) and fits(kernel, (None, None), {})
