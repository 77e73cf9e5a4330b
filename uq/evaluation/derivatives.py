"""Derivatives of a model's outputs at many points: the compiler's, the user's, or central differences on request."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import CompileError, DataError, SettingsError
from ..inputs.assumed import named, without_moments
from .declared import DIFFERENCES, of_one_array
from .evaluator import Evaluator, named_point
from .layout import joined, weighed
from .ways import stacked

STEP, SECOND = 1e-4, 1e-3            # of an input's sd: where differences of first and of second order lose least in smooth functions
GIVEN = "give the derivatives of a model that is not in the compiled language, `uq.Model(f, gradient=…)`, or take `uq.Model(f, derivatives=\"differences\")`"


class Slopes:
    """Values (n, …) and gradients (n, …, d), Hessians (n, d, d) and their products with directions (n, d), at points (n, d).

    CompileError with what to do where the model has no derivatives.
    """

    def __init__(self, run: Evaluator):
        self.run, self.model = run, run.model
        self.programs: dict[str, Any] = {}
        self.d = run.inputs.dim

    # -- first order
    def __call__(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(values (n, …), gradients (n, …, d)) at points (n, d)."""
        run = self.run
        run.ready(points[0])
        if self.model.gradient is not None:
            gradient = of_one_array(self.model.gradient, run.names, "gradient")
            return run(points), self.counted(stacked(gradient, points, run.shape, run.shape, (self.d,), "gradient"), points)
        if self.model.derivatives == DIFFERENCES:
            return run(points), self.differences(points)
        self.refuse_black_box()
        values, gradients = self.exact(points)
        run.tally.evaluations += len(points)
        return run.checked(values, points), self.counted(gradients, points)

    def exact(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """In one call of machine code: reverse mode of one output, forward mode of several."""
        if not self.run.shape:
            values, gradients = self.program("gradient", lambda ad: ad.value_and_grad(self.number)).outcome(points).values
            return np.asarray(values), np.asarray(gradients)
        found = self.program("jacobian", lambda ad: ad.jacobian(self.flat)).outcome(points).values
        values = self.run.way.over(points) if self.run.way else np.zeros(0)
        return values, joined(found, points, 1, 1) if self.run.layout.fields else np.asarray(found)

    def number(self, x: np.ndarray) -> Any:
        """A model of one number, whatever kind of number it returns."""
        out = np.zeros(1)
        out[0] = self.run.function(x)
        return out[0]

    @property
    def flat(self) -> Any:
        """A model of several outputs, as floats."""
        function, shape = self.run.function, self.run.shape
        if self.run.layout.fields:
            return function

        def at(x: np.ndarray) -> np.ndarray:
            out = np.zeros((1, *shape))
            out[0] = function(x)
            return out[0]
        return at

    def differences(self, points: np.ndarray) -> np.ndarray:
        """Central ones, in steps of each input's sd."""
        h = STEP * self.sd
        out = np.empty((len(points), *self.run.shape, self.d))
        for i in range(self.d):
            step = np.zeros(self.d)
            step[i] = h[i]
            out[..., i] = (self.run(points + step) - self.run(points - step)) / (2.0 * h[i])
        return self.counted(out, points)

    @property
    def sd(self) -> np.ndarray:
        """(d,): of the inputs; SettingsError where one has none."""
        sd = np.sqrt(np.diag(self.run.inputs.covariance))
        if not np.isfinite(sd).all():
            raise SettingsError(f"{named(without_moments(self.run.inputs))} no finite sd, which steps of differences are made of", hint="give `gradient=`")
        return np.where(sd > 0.0, sd, 1.0)

    # -- second order
    def hvps(self, points: np.ndarray, directions: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """(n, d): Hessians at points (n, d) times directions (n, d), of the sum of outputs with weights (n, m); without weights of a model of one output."""
        self.run.ready(points[0])
        if weights is None:
            self.one_output()
            weights = np.ones((len(points), 1))
        self.run.tally.hvps += len(points)
        if self.model.hessian is not None:
            return np.einsum("nm,nmij,nj->ni", weights, self.user_hessians(points), directions)
        if self.model.derivatives == DIFFERENCES:
            h = SECOND / np.maximum(np.linalg.norm(directions / self.sd, axis=1), 1e-300)
            up, down = (np.einsum("nm,nmi->ni", weights, self.flat_gradients(points + side * h[:, None] * directions)) for side in (1.0, -1.0))
            return (up - down) / (2.0 * h[:, None])
        if self.model.gradient is not None:
            raise CompileError("the model's `hessian` is not given", hint='`uq.Model(f, gradient=…, hessian=…)`, or `derivatives="differences"`')
        self.refuse_black_box()
        program = self.program("hvp", lambda ad: ad.hvp(weighed(self.run.function, self.run.layout)))
        return self.finite(np.asarray(program.outcome(points, weights, directions).values), points, "second derivatives")

    def flat_gradients(self, points: np.ndarray) -> np.ndarray:
        """(n, m, d)"""
        return self(points)[1].reshape(len(points), -1, self.d)

    def hessians(self, points: np.ndarray) -> np.ndarray:
        """(n, …, d, d), of every output, a column by each Hessian-vector product."""
        self.run.ready(points[0])
        n, d, m = len(points), self.d, int(np.prod(self.run.shape))
        if self.model.hessian is not None:
            self.run.tally.hvps += n * d * m
            return self.user_hessians(points).reshape(n, *self.run.shape, d, d)
        rows = np.repeat(points, m * d, axis=0)
        found = self.hvps(rows, np.tile(np.eye(d), (n * m, 1)), np.tile(np.repeat(np.eye(m), d, axis=0), (n, 1))).reshape(n, *self.run.shape, d, d)
        return 0.5 * (found + np.swapaxes(found, -1, -2))

    def user_hessians(self, points: np.ndarray) -> np.ndarray:
        """(n, m, d, d) of `hessian=`."""
        m = int(np.prod(self.run.shape))
        given = of_one_array(self.model.hessian or self.model.function, self.run.names, "hessian")
        return self.finite(stacked(given, points, (m,), self.run.shape, (self.d, self.d), "hessian"), points, "hessian")

    # -- what they share
    def one_output(self) -> None:
        """SettingsError for a model of several outputs."""
        if self.run.shape:
            raise SettingsError(f"second derivatives are those of one number; an output of the model has shape {self.run.shape}", hint="return one of them")

    def program(self, kind: str, of: Any) -> Any:
        """A batch of a derivative, made once; CompileError with what to do where the model is outside the language."""
        if kind not in self.programs:
            from ... import ad

            self.programs[kind] = ad.batch(of(ad))
        return self.programs[kind]

    def refuse_black_box(self) -> None:
        """CompileError for a model that is called, not compiled, and has no derivatives."""
        way = self.run.way
        if way is not None and way.name != "compiled":
            if way.why is None:
                raise CompileError(f"the model has no derivatives: it is {way.name}", hint=GIVEN)
            raise CompileError(f"the model has no derivatives: {way.why.message}", way.why.position, f"{GIVEN}; {way.why.hint}" if way.why.hint else GIVEN)

    def counted(self, gradients: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The gradients, counted; DataError where one is not finite at a point whose value is."""
        self.run.tally.gradients += len(points)
        return self.finite(gradients, points, "gradient")

    def finite(self, found: np.ndarray, points: np.ndarray, what: str) -> np.ndarray:
        """DataError with the first point where it is not."""
        bad = ~np.isfinite(found.reshape(len(found), -1)).all(axis=1)
        if bad.any() and self.run.allowed == 0:
            first = named_point(self.run.names, points[int(np.argmax(bad))])
            raise DataError(f"the model's {what} is not finite at {int(bad.sum())} of {len(points)} points, first at {first}")
        return found
