"""Linear Gaussian state space models: states z[t+1] = transition z[t] + noise of covariance `process`, observations x[t] = design z[t] + noise.

The states are integrated out by the Kalman filter (Durbin and Koopman 2012, section 4.3). Entries of observations that are nan were not made: their
row of the design is nothing, and their noise has nothing to do with the others (section 4.10). One whole series is one value of the distribution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library.linalg import solve_triangular
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import Constraint, nonnegative, real, symmetric
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import log, where
from ..base.parameters import array_of
from ..base.types import Numbers, Shape, ShapeOf, Value
from ..distributions.normal import HALF_LOG_2PI
from .kalman import Passes, as_matrix, as_rows, has_no_batch, padded, refuse_changing, refuse_unfitting
from .markov import of_step
from .rest import of_state_space
from .steps import in_domains, known_length, length_of, normals, number, series, shape_of, whole_number

NAMES = ("transition", "design", "process", "noise", "mean", "cov")
DOMAINS = (real, real, symmetric, symmetric, real, symmetric)
LOC, VARIANCE = Param("loc", real, 2, fewer=2), Param("noise", nonnegative)


@dataclass(frozen=True, eq=False, repr=False)
class StateSpace(Distribution):
    """Matrices (n, n), (m, n), (n, n), (m, m), or one a step of the first four, before them; the mean (n) and covariance (n, n) of the first state.
    With `numbers` an observation is one number (m = 1)."""

    transition: Any
    design: Any
    process: Any
    noise: Any
    mean0: Any
    cov: Any
    loc: Any
    numbers: bool
    length: int | None

    @property
    def name(self) -> str:
        return "LinearGaussianStateSpace"

    @property
    def discrete(self) -> bool:
        return False

    @property
    def axes(self) -> int:
        return 1 if self.numbers else 2

    @property
    def gaps(self) -> bool:
        return True

    @property
    def hides(self) -> bool:
        return True

    @compile_time
    def has(self, what: str) -> bool:
        return what in ("mean", "variance")

    @compile_time
    def values(self) -> tuple[Any, ...]:
        """What it was given, in the order of `NAMES`."""
        return self.transition, self.design, self.process, self.noise, self.mean0, self.cov

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        domains = (*DOMAINS[:3], nonnegative, *DOMAINS[4:]) if self.numbers else DOMAINS
        return (*((Param(name, domain), p) for name, domain, p in zip(NAMES, domains, self.values(), strict=True)), (LOC, self.loc))

    def support(self) -> Constraint:
        """All series."""
        return real

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Several series share the matrices."""
        return ()

    def event(self, shape_of: ShapeOf) -> Shape:
        """Steps, and the entries of one observation."""
        transition, design, process, noise, _, _ = (shape_of(p) for p in self.values())
        m = () if self.numbers else noise[-1:]
        design = (1, *design) if self.numbers else design
        moves = {name: shape[:-2] for name, shape in (("transition", transition), ("process", process)) if len(shape) > 2}
        seen = {name: shape[:-2] for name, shape in (("design", design), ("noise", noise)) if len(shape) > 2}
        steps = length_of(self.name, self.length, 1, **moves)
        steps = length_of(self.name, steps[0], 0, **seen)
        loc = shape_of(self.loc)
        along = loc[-1 - len(m) :][:1] if len(loc) > len(m) else ()
        steps = length_of(self.name, steps[0], 0, loc=along)
        return (*steps, *m)

    @compile_time
    def sized(self, shape: Shape) -> Distribution:
        """The model of as many steps as this shape has."""
        if self.length is not None or len(shape) < self.axes:
            return self
        return replace(self, length=shape[len(shape) - self.axes])

    # -- density
    def logpdf(self, x: Value) -> Value:
        """log density of series."""
        return self.density(array_of(x))

    def density(self, x: Value) -> Value:
        """log density of series; -inf where rounding or a parameter leaves no covariance of predictions."""
        y: Any = x - self.loc
        rows = y.reshape((-1, y.shape[-1], 1)) if self.numbers else y.reshape((-1, *y.shape[-2:]))
        scores = np.zeros(rows.shape[0])
        for i in range(rows.shape[0]):
            scores[i] = self.of_one(rows[i])
        total: Any = where(in_domains(self.parameters()) & (scores < math.inf), scores, -math.inf)
        return total[0] if has_no_batch(y, self.axes) else total.reshape(y.shape[: len(y.shape) - self.axes])

    def of_one(self, x: Any) -> Any:
        """log density of one series (T, m)."""
        m, total = x.shape[-1], 0.0
        z, p = self.mean0 * 1.0, self.cov * 1.0
        for t in range(x.shape[0]):
            if t > 0:
                f = of_step(self.transition, t - 1)
                z, p = f @ z, f @ p @ f.T + of_step(self.process, t - 1)
            there: Any = where(x[t] == x[t], 1.0, 0.0)
            h = of_step(as_rows(self.design), t) * there[:, None]
            own = of_step(as_matrix(self.noise), t) * there[:, None] * there + np.eye(m) * (1.0 - there)
            across = h @ p
            factor = np.linalg.cholesky(across @ h.T + own)
            r = solve_triangular(factor, where(x[t] == x[t], x[t], 0.0) - h @ z, lower=True)
            gain = solve_triangular(factor, across, lower=True)
            total = total - 0.5 * np.sum(r * r) - np.sum(log(np.diagonal(factor))) - np.sum(there) * HALF_LOG_2PI
            z, p = z + gain.T @ r, p - gain.T @ gain
        return total

    # -- the states
    def passes(self, x: Value) -> Passes:
        """What the filter finds in one series: means and covariances of the states before and after each observation."""
        y: Any = series(self, "smoothed", x, one=True) - self.loc
        y = y[:, None] if self.numbers else y
        n, m, steps = self.mean0.shape[-1], y.shape[-1], y.shape[0]
        means, covs, ahead, spread = np.zeros((steps, n)), np.zeros((steps, n, n)), np.zeros((steps, n)), np.zeros((steps, n, n))
        z, p = self.mean0 * 1.0, self.cov * 1.0
        for t in range(steps):
            if t > 0:
                f = of_step(self.transition, t - 1)
                z, p = f @ z, f @ p @ f.T + of_step(self.process, t - 1)
            ahead[t], spread[t] = z, p
            there: Any = where(y[t] == y[t], 1.0, 0.0)
            h = of_step(as_rows(self.design), t) * there[:, None]
            own = of_step(as_matrix(self.noise), t) * there[:, None] * there + np.eye(m) * (1.0 - there)
            gain = np.linalg.solve(h @ p @ h.T + own, h @ p)
            z, p = z + gain.T @ (where(y[t] == y[t], y[t], 0.0) - h @ z), p - gain.T @ (h @ p)
            means[t], covs[t] = z, p
        return Passes(means, covs, ahead, spread)

    def filtered(self, x: Value) -> Any:
        """Means of the states given the observations up to each step, (T, n)."""
        return self.passes(x).means

    def smoothed(self, x: Value) -> Any:
        """Means of the states given the whole series, (T, n), by the filter and the backward recursion of Rauch, Tung and Striebel (1965)."""
        found = self.passes(x)
        means, steps = 1.0 * found.means, found.means.shape[0]
        for k in range(1, steps):
            t = steps - 1 - k
            back = np.linalg.solve(found.spread[t + 1], of_step(self.transition, t) @ found.covs[t])
            means[t] = means[t] + back.T @ (means[t + 1] - found.ahead[t + 1])
        return means

    def hidden(self, rng: Rng, x: Value) -> Any:
        """A draw of the states given the whole series, (…, T, n): one of states and observations together, moved by the difference of what the observations
        say (Durbin and Koopman 2002)."""
        y: Any = x
        rows = y.reshape((-1, *y.shape[len(y.shape) - self.axes :]))
        found = np.zeros((rows.shape[0], rows.shape[1], self.mean0.shape[-1]))
        for i in range(rows.shape[0]):
            states, drawn = self.together(rng, rows.shape[1])
            seen: Any = drawn.reshape(rows.shape[1:]) + self.loc
            found[i] = states + self.smoothed(rows[i]) - self.smoothed(where(rows[i] == rows[i], seen, math.nan))
        return found.reshape((*y.shape[: len(y.shape) - self.axes], *found.shape[1:]))

    def given(self, x: Value, steps: int, loc: Value = 0.0) -> Distribution:
        """The next `steps` observations behind a series x: a LinearGaussianStateSpace that begins in the states where x has ended. `loc` is that of the new
        steps."""
        refuse_changing(self.transition, self.process, self.noise, self.design)
        found, steps = self.passes(x), whole_number("LinearGaussianStateSpace.given", "steps", steps, 1)
        last = found.means.shape[0] - 1
        mean, cov = self.transition @ found.means[last], self.transition @ found.covs[last] @ self.transition.T + self.process
        return replace(self, mean0=mean, cov=0.5 * (cov + cov.T), loc=number("LinearGaussianStateSpace.given", LOC, loc), length=steps)

    # -- moments
    @compile_time
    def steps(self) -> int:
        """How many there are; ModelError where nothing says it."""
        return known_length(self.name, self.event(shape_of)[0])

    def spreads(self) -> tuple[Any, Any]:
        """Means and variances of the observations, (T, m)."""
        steps, m = self.steps(), as_matrix(self.noise).shape[-1]
        means, variances = np.zeros((steps, m)), np.zeros((steps, m))
        z, p = self.mean0 * 1.0, self.cov * 1.0
        for t in range(steps):
            if t > 0:
                f = of_step(self.transition, t - 1)
                z, p = f @ z, f @ p @ f.T + of_step(self.process, t - 1)
            h = of_step(as_rows(self.design), t)
            means[t], variances[t] = h @ z, np.diagonal(h @ p @ h.T + of_step(as_matrix(self.noise), t))
        return means, variances

    def mean(self) -> Value:
        """The mean of each observation."""
        found = self.spreads()[0]
        return (found[:, 0] if self.numbers else found) + self.loc

    def variance(self) -> Value:
        """The variance of each entry of each observation."""
        found = self.spreads()[1]
        return (found[:, 0] if self.numbers else found) + 0.0 * self.loc

    # -- draws
    def together(self, rng: Rng, steps: int) -> tuple[Any, Any]:
        """States (T, n), and what is observed of them, (T, m), without `loc`."""
        n, m = self.mean0.shape[-1], as_matrix(self.noise).shape[-1]
        states, x = np.zeros((steps, n)), np.zeros((steps, m))
        z = self.mean0 + np.linalg.cholesky(padded(self.cov)) @ normals(rng, n)
        for t in range(steps):
            if t > 0:
                z = of_step(self.transition, t - 1) @ z + np.linalg.cholesky(padded(of_step(self.process, t - 1))) @ normals(rng, n)
            states[t] = z
            x[t] = of_step(as_rows(self.design), t) @ z + np.linalg.cholesky(padded(of_step(as_matrix(self.noise), t))) @ normals(rng, m)
        return states, x

    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`."""
        batch, event = shape[: len(shape) - self.axes], shape[len(shape) - self.axes :]
        x = np.zeros((draws.size_of(batch), *event))
        for i in range(draws.size_of(batch)):
            x[i] = self.together(rng, event[0])[1].reshape(event) + self.loc
        return x.reshape(shape)

    def draw_given(self, rng: Rng, x: Any) -> Any:
        """Random series of which some entries are known."""
        return of_state_space(self, replace(self, mean0=0.0 * self.mean0, loc=0.0), rng, x)

    def __repr__(self) -> str:
        return f"LinearGaussianStateSpace({', '.join(f'{name}=…' for name in NAMES)})"

    def __str__(self) -> str:
        return "LinearGaussianStateSpace"


@constructor()
def LinearGaussianStateSpace(
    transition: Numbers, design: Numbers, process: Numbers, noise: Numbers, mean: Numbers, cov: Numbers, *, loc: Numbers = 0.0, length: int | None = None
) -> StateSpace:
    """Series x[t] = loc[t] + design z[t] + e[t] of states z[t+1] = transition z[t] + w[t], which are integrated out by the Kalman filter.

    For n states and m entries of an observation: `transition` (n, n), `design` (m, n), covariances `process` of w (n, n) and `noise` of e (m, m);
    one a step of each, on an axis before those, where they change. z[0] is normal with `mean` (n) and `cov` (n, n). A design of shape (n) with a number for
    `noise`, a variance, makes each observation one number. `loc` is a number, or has the shape of the series: `X @ beta` are regressors. Entries that are
    nan are integrated out; `d.smoothed(x)` and `d.filtered(x)` are the means of the states, `ppl.recover` draws them; `d.given(x, steps)` is the
    distribution of what follows.
    """
    name = "LinearGaussianStateSpace"
    given: Any = tuple(number(name, Param(n, real), p) for n, p in zip(NAMES, (transition, design, process, noise, mean, cov), strict=True))
    loc, length = number(name, LOC, loc), None if length is None else whole_number(name, "length", length)
    ranks = [len(getattr(p, "shape", ())) for p in given]
    numbers = ranks[1] == 1 and ranks[3] == 0
    if min(ranks[0], ranks[2], ranks[5]) < 2 or ranks[4] != 1 or not (numbers or min(ranks[1], ranks[3]) > 1):
        raise ModelError(f"`LinearGaussianStateSpace` takes matrices, and a vector for `mean`; their numbers of axes are {', '.join(map(str, ranks))}", here(),
                         "one state is a matrix of one row; a design of shape (n,) goes with a number for `noise`")  # fmt: skip
    transition, design, process, noise, mean, cov = given
    if numbers:
        number(name, VARIANCE, noise)
    model = StateSpace(transition, design, process, noise, mean, cov, loc, numbers, length)
    refuse_unfitting(model.values(), loc, numbers)
    return model
