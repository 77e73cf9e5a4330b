"""Gaussian processes by a Hilbert-space basis: sines on an interval, whose weights are independent (Riutort-Mayol et al. 2022, equations 5 to 9)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...ir.given import shown
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import room
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import sqrt, where
from ..base.member import make
from ..base.types import Numbers, Shape, ShapeOf, Value, is_plain
from ..distributions.normal import logpdf as normal_logpdf
from ..distributions.normal import normal
from ..kernels import Kernel
from .normal_vector import NormalVector
from .points import points, refuse_outside, refuse_rows
from .steps import in_domains, normals, single

LOW, HIGH, BOUNDARY = Param("low"), Param("high"), Param("boundary")


@dataclass(frozen=True, eq=False, repr=False)
class Weights(NormalVector):
    """Weights of the first m sines on an interval: Normal(0, sqrt(spectral density at the frequency of each))."""

    kernel: Any
    m: int
    low: Any
    high: Any
    boundary: Any

    @property
    def name(self) -> str:
        return "HilbertSpaceGP"

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return self.kernel.parameters()

    def batch(self, shape_of: ShapeOf) -> Shape:
        """One kernel, one vector of weights."""
        return ()

    def event(self, shape_of: ShapeOf) -> Shape:
        """One weight a sine."""
        return (self.m,)

    def half(self) -> Any:
        """Half of the widened interval."""
        return 0.5 * self.boundary * (self.high - self.low)

    def frequencies(self) -> Any:
        """Of the sines: the square roots of the eigenvalues of the Laplacian on the interval."""
        return np.arange(1, self.m + 1) * (0.5 * math.pi / self.half())

    def scales(self) -> Any:
        """Standard deviations of the weights; nan where a parameter lies outside of its domain."""
        return where(in_domains(self.parameters()), sqrt(self.kernel.spectral(self.frequencies())), math.nan)

    def basis(self, x: Any) -> Any:
        """The sines at the points x, (n, m): values of the process are `d.basis(x) @ weights`."""
        x = points("HilbertSpaceGP.basis", x)
        refuse_rows(x)
        refuse_outside(x, self.low, self.high)
        return np.sin((x[:, None] - (0.5 * (self.low + self.high) - self.half())) * self.frequencies()) / sqrt(self.half())

    def density(self, x: Value) -> Value:
        """log density of weights; -inf where a parameter of the kernel lies outside of its domain."""
        density = np.sum(normal_logpdf(x, 0.0, self.scales()), axis=-1)
        return where(density < math.inf, density, -math.inf)

    def mean(self) -> Value:
        """0."""
        return np.zeros(self.m)

    def variance(self) -> Value:
        """The spectral density at the frequency of each sine."""
        s = self.scales()
        return s * s

    def covariance(self) -> Value:
        """The variances on a diagonal."""
        return np.eye(self.m) * self.variance()

    def standard(self) -> Distribution:
        """Standard normal numbers."""
        return make(normal, 0.0, 1.0)

    def shift(self, u: Value) -> Value:
        """The weights of standard draws."""
        return u * self.scales()

    def unshift(self, x: Value) -> Value:
        """The standard draws of weights."""
        return x / self.scales()

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`; nan where a parameter of the kernel lies outside of its domain."""
        return self.shift(normals(rng, draws.size_of(shape)).reshape(shape))

    def __repr__(self) -> str:
        return f"HilbertSpaceGP(kernel={self.kernel!r}, m={self.m})"

    def __str__(self) -> str:
        return f"HilbertSpaceGP({type(self.kernel).__name__.removeprefix('Of')}, m={self.m})"


@constructor()
def HilbertSpaceGP(kernel: Any, m: int, low: Numbers, high: Numbers, *, boundary: Numbers = 1.5) -> Weights:
    """The weights of m sines that approximate a Gaussian process on [low, high]: `w = ppl.sample("w", gp.noncentered())`, values `gp.basis(x) @ w`.

    The interval must hold all points, new ones too: it is widened by the factor `boundary` about its middle, where the approximation has its
    own boundary. `kernel` is an ExpQuad, Matern32, Matern52 of `ppl.kernels`, a sum of those, or one times a number; points are numbers.
    More sines are needed for short length scales: about 1.75 boundary (high - low) / (2 lengthscale) for ExpQuad (their equation 12).
    """
    if not isinstance(kernel, Kernel):
        raise ModelError("`HilbertSpaceGP` takes a kernel of `ppl.kernels` first", here(),
                         "as in `HilbertSpaceGP(kernels.Matern32(lengthscale, scale), 20, 0, 10)`")  # fmt: skip
    if isinstance(m, bool) or not isinstance(m, (int, np.integer)) or not 1 <= m < 2**31:
        raise ModelError(f"`HilbertSpaceGP` takes the number of sines second, known before the run and at least 1, not {shown(m)}", here())
    low, high, boundary = (single("HilbertSpaceGP", spec, p) for spec, p in ((LOW, low), (HIGH, high), (BOUNDARY, boundary)))
    room("`HilbertSpaceGP`", low, high)
    if is_plain(boundary) and not boundary >= 1:
        raise ModelError(f"`boundary` of `HilbertSpaceGP` widens the interval, by a factor from 1 on: {boundary:g} would leave points outside", here(),
                         "1.5, which it is without, or 2 and more where length scales are long")  # fmt: skip
    return Weights(kernel, int(m), low, high, boundary)
