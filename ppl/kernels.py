"""Covariance functions of Gaussian processes: `ExpQuad(lengthscale, scale)(x, y)` is the matrix of covariances between the points x and y.

Points are numbers (n) or rows (n, d); of rows `lengthscale` is a number, or one for each column. Kernels add and multiply: `ExpQuad(2.0) +
Periodic(1.0, 12.0)`, `0.5 * Linear()`. Any function of two arrays of points is a kernel of `GaussianProcess` too. Formulas: Rasmussen and Williams
2006, chapter 4; spectral densities: Riutort-Mayol et al. 2022, section 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..ir.errors import ModelError
from ..lang.values.hooks import compile_time
from .base.constraints import nonnegative, positive
from .base.family import Param, constructor
from .base.frames import here
from .base.functions import exp, sqrt
from .base.parameters import value_of
from .base.types import Numbers, Value
from .processes.points import are_rows, level, refuse_columns, refuse_periodic, squares
from .processes.steps import single

__all__ = ["Constant", "ExpQuad", "Linear", "Matern32", "Matern52", "Periodic"]
LENGTHSCALE = Param("lengthscale", positive, 1, fewer=1)
Made = tuple[tuple[Param, Any], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Kernel:
    """A covariance function. Abstract."""

    @compile_time
    def parameters(self) -> Made:
        """Its parameters and their values."""
        return tuple((LENGTHSCALE if name == "lengthscale" else Param(name, positive), getattr(self, name)) for name in type(self).__dataclass_fields__)

    def __call__(self, x: Any, y: Any) -> Any:
        """The matrix of covariances between the points x and y."""
        raise NotImplementedError

    def diagonal(self, x: Any) -> Any:
        """The variances at the points x."""
        raise NotImplementedError

    def spectral(self, w: Value) -> Value:
        """The spectral density at angular frequencies w, in one dimension."""
        return no_spectrum(self)

    def __repr__(self) -> str:
        given = ", ".join(f"{spec.name}={value_of(p)}" for spec, p in self.parameters())
        return f"{type(self).__name__.removeprefix('Of')}({given})"

    @compile_time
    def __add__(self, other: Any) -> Kernel:
        return Sum(self, as_kernel(other))

    @compile_time
    def __radd__(self, other: Any) -> Kernel:
        return Sum(as_kernel(other), self)

    @compile_time
    def __mul__(self, other: Any) -> Kernel:
        return Product(self, as_kernel(other))

    @compile_time
    def __rmul__(self, other: Any) -> Kernel:
        return Product(as_kernel(other), self)


@compile_time
def no_spectrum(kernel: Kernel) -> Any:
    """ModelError for a kernel without a spectral density."""
    raise ModelError(f"the kernel {kernel!r} has no spectral density here", here(),
                     "a Hilbert-space approximation takes ExpQuad, Matern32, Matern52 and sums of them; `ppl.GaussianProcess` takes any")  # fmt: skip


@compile_time
def as_kernel(k: Any) -> Kernel:
    """A kernel; a number, staged or not, is a constant covariance."""
    return k if isinstance(k, Kernel) else Constant(k)


@compile_time
def checked(kernel: Kernel) -> Kernel:
    """The kernel; what are no numbers, and numbers of the source outside of their domains, is refused."""
    given, name = {}, type(kernel).__name__.removeprefix("Of")
    for spec, p in kernel.parameters():
        given[spec.name] = single(name, spec, p)
    return replace(kernel, **given)


# -- kernels
@dataclass(frozen=True, eq=False, repr=False)
class OfExpQuad(Kernel):
    lengthscale: Any
    scale: Any

    def __call__(self, x: Any, y: Any) -> Any:
        return self.scale * self.scale * exp(-0.5 * squares(x, y, self.lengthscale))

    def diagonal(self, x: Any) -> Any:
        return level(x, self.scale)

    def spectral(self, w: Value) -> Value:
        v = w * self.lengthscale
        return self.scale * self.scale * self.lengthscale * math.sqrt(2.0 * math.pi) * exp(-0.5 * v * v)


@dataclass(frozen=True, eq=False, repr=False)
class OfMatern32(Kernel):
    lengthscale: Any
    scale: Any

    def __call__(self, x: Any, y: Any) -> Any:
        r = math.sqrt(3.0) * sqrt(squares(x, y, self.lengthscale))
        return self.scale * self.scale * (1.0 + r) * exp(-r)

    def diagonal(self, x: Any) -> Any:
        return level(x, self.scale)

    def spectral(self, w: Value) -> Value:
        rest = 3.0 + (w * self.lengthscale) ** 2
        return self.scale * self.scale * self.lengthscale * 12.0 * math.sqrt(3.0) / (rest * rest)


@dataclass(frozen=True, eq=False, repr=False)
class OfMatern52(Kernel):
    lengthscale: Any
    scale: Any

    def __call__(self, x: Any, y: Any) -> Any:
        r = math.sqrt(5.0) * sqrt(squares(x, y, self.lengthscale))
        return self.scale * self.scale * (1.0 + r + r * r / 3.0) * exp(-r)

    def diagonal(self, x: Any) -> Any:
        return level(x, self.scale)

    def spectral(self, w: Value) -> Value:
        rest = 5.0 + (w * self.lengthscale) ** 2
        return self.scale * self.scale * self.lengthscale * (16.0 / 3.0 * 5.0**2.5) / (rest * rest * rest)


@dataclass(frozen=True, eq=False, repr=False)
class OfPeriodic(Kernel):
    lengthscale: Any
    period: Any
    scale: Any

    def __call__(self, x: Any, y: Any) -> Any:
        refuse_columns(x, y, self.lengthscale)
        refuse_periodic(x)
        s = np.sin(math.pi * (x[:, None] - y[None, :]) / self.period) / self.lengthscale
        return self.scale * self.scale * exp(-2.0 * s * s)

    def diagonal(self, x: Any) -> Any:
        return level(x, self.scale)


@dataclass(frozen=True, eq=False, repr=False)
class OfLinear(Kernel):
    scale: Any
    centre: Any

    @compile_time
    def parameters(self) -> Made:
        return ((Param("scale", positive), self.scale), (Param("centre"), self.centre))

    def __call__(self, x: Any, y: Any) -> Any:
        u, v = x - self.centre, y - self.centre
        return self.scale * self.scale * (u @ v.T if are_rows(x) else u[:, None] * v[None, :])

    def diagonal(self, x: Any) -> Any:
        u = self.scale * (x - self.centre)
        return np.sum(u * u, axis=-1) if are_rows(x) else u * u


@dataclass(frozen=True, eq=False, repr=False)
class OfConstant(Kernel):
    variance: Any

    @compile_time
    def parameters(self) -> Made:
        return ((Param("variance", nonnegative), self.variance),)

    def __call__(self, x: Any, y: Any) -> Any:
        return np.zeros((x.shape[0], y.shape[0])) + self.variance

    def diagonal(self, x: Any) -> Any:
        return np.zeros(x.shape[0]) + self.variance


@dataclass(frozen=True, eq=False, repr=False)
class Pair(Kernel):
    """Two kernels. Abstract."""

    one: Kernel
    other: Kernel

    @compile_time
    def parameters(self) -> Made:
        return (*self.one.parameters(), *self.other.parameters())


@dataclass(frozen=True, eq=False, repr=False)
class Sum(Pair):
    def __call__(self, x: Any, y: Any) -> Any:
        return self.one(x, y) + self.other(x, y)

    def diagonal(self, x: Any) -> Any:
        return self.one.diagonal(x) + self.other.diagonal(x)

    def spectral(self, w: Value) -> Value:
        return self.one.spectral(w) + self.other.spectral(w)

    def __repr__(self) -> str:
        return f"{self.one!r} + {self.other!r}"


@dataclass(frozen=True, eq=False, repr=False)
class Product(Pair):
    def __call__(self, x: Any, y: Any) -> Any:
        return self.one(x, y) * self.other(x, y)

    def diagonal(self, x: Any) -> Any:
        return self.one.diagonal(x) * self.other.diagonal(x)

    def __repr__(self) -> str:
        return " * ".join(f"({k!r})" if isinstance(k, Sum) else repr(k) for k in (self.one, self.other))

    def spectral(self, w: Value) -> Value:
        return factor(self.one) * self.other.spectral(w)


@compile_time
def factor(kernel: Kernel) -> Any:
    """The number that a constant kernel is beside another; ModelError for one that is none."""
    return kernel.variance if isinstance(kernel, OfConstant) else no_spectrum(kernel)


# -- as users write them
@constructor()
def ExpQuad(lengthscale: Numbers, scale: Numbers = 1.0) -> Kernel:
    """Exponentiated quadratic: scale² exp(-d² / (2 lengthscale²))."""
    return checked(OfExpQuad(lengthscale, scale))


@constructor()
def Matern32(lengthscale: Numbers, scale: Numbers = 1.0) -> Kernel:
    """Matérn 3/2: scale² (1 + r) exp(-r), r = sqrt(3) d / lengthscale."""
    return checked(OfMatern32(lengthscale, scale))


@constructor()
def Matern52(lengthscale: Numbers, scale: Numbers = 1.0) -> Kernel:
    """Matérn 5/2: scale² (1 + r + r² / 3) exp(-r), r = sqrt(5) d / lengthscale."""
    return checked(OfMatern52(lengthscale, scale))


@constructor()
def Periodic(lengthscale: Numbers, period: Numbers, scale: Numbers = 1.0) -> Kernel:
    """Periodic: scale² exp(-2 sin²(π d / period) / lengthscale²), of points that are numbers."""
    return checked(OfPeriodic(lengthscale, period, scale))


@constructor()
def Linear(scale: Numbers = 1.0, centre: Numbers = 0.0) -> Kernel:
    """Straight lines through 0 at `centre`: scale² (x - centre) · (y - centre)."""
    return checked(OfLinear(scale, centre))


@constructor()
def Constant(variance: Numbers) -> Kernel:
    """The same covariance everywhere; a number beside a kernel means it."""
    return checked(OfConstant(variance))


def __getattr__(name: str) -> Any:
    """What is not there is answered."""
    from .habits.names import of_module  # not for `import llbayes.ppl`

    raise of_module(name, ())
