"""A limit state in standard normal space: a number g(u) that is zero or less where the system fails.

g is the model's output less the threshold, or the threshold less the output, in a unit that is a power of two of its own size: every number that methods make
of it is the same for outputs of any size.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import CompileError, DataError, SettingsError
from ...ir.given import between, one_of
from ..evaluation.evaluator import Evaluator
from ..evaluation.layout import Layout
from ..evaluation.standard import Standard
from ..evaluation.trust import trusted
from ..inputs import Uncertain
from ..inputs.assumed import uncertain
from ..scale import unit

SIDES = ("below", "above")
ANY = 2**40                          # of points may fail while a design point is looked for: such a start is given up
LARGEST = float(np.finfo(float).max)
PAIRS, FEW_PAIRS = 48, 6             # of neighbours between which derivatives are tried: compiled, others
SPREADS = (0.3, 1.0)                 # of them in u


class LimitState:
    """Values (n,), gradients (n, d) and Hessian products (n, d) at points u (n, d) of standard normal space; nan where the model has no value.

    SettingsError for a model of several outputs, DataError where it is not finite at the origin u = 0 or is the same everywhere.
    """

    def __init__(self, model: Any, inputs: Uncertain, threshold: float, failure: str):
        one_of(failure, SIDES, "failure")
        self.failure, self.sign = failure, 1.0 if failure == "below" else -1.0
        self.threshold = between(threshold, "threshold", -LARGEST, LARGEST, "that floats hold")
        self.inputs, origin = uncertain(inputs), np.zeros((1, inputs.dim))
        self.run = of_one_number(Evaluator(model, inputs), np.asarray(inputs.from_normal(origin)))
        self.standard = Standard(self.run)
        self.unit = 1.0
        self.run.allowed = ANY
        self.centre = float(self.sign * (self.checked(origin, self.standard(origin))[0] - self.threshold))
        self.unit = float(unit(np.array(abs(self.centre)))) if self.centre else 1.0
        self.centre /= self.unit

    @property
    def exact(self) -> bool:
        """Are its derivatives the compiler's?"""
        return self.run.how == "compiled" and not self.standard.given

    def of_outputs(self, f: np.ndarray) -> np.ndarray:
        """g of outputs of the model."""
        return self.sign * (f / self.unit - self.threshold / self.unit)

    def outputs(self, g: np.ndarray) -> np.ndarray:
        """Outputs of the model whose limit state is g."""
        return (self.sign * g + self.threshold / self.unit) * self.unit

    def __call__(self, u: np.ndarray) -> np.ndarray:
        """(n,)"""
        return self.of_outputs(self.standard(u))

    def gradients(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(values (n,), gradients (n, d))"""
        values, slopes = self.standard.gradients(u)
        return self.of_outputs(values), self.sign / self.unit * slopes

    def hvps(self, u: np.ndarray, directions: np.ndarray) -> np.ndarray | None:
        """(n, d): Hessians times directions; None where there are no second derivatives."""
        try:
            return self.sign / self.unit * self.standard.hvps(u, directions)
        except (CompileError, SettingsError):
            return None

    def slopes_of_inputs(self, u: np.ndarray) -> np.ndarray:
        """(d,): dg / d inputs at one point u (d,)."""
        return self.sign / self.unit * self.standard.slopes(self.inputs.from_normal(u[None]))[1][0]

    def checked(self, u: np.ndarray, g: np.ndarray) -> np.ndarray:
        """The values at points u; DataError with the first where the model has none."""
        bad = ~np.isfinite(g)
        if bad.any():
            self.run.allowed = 0
            error = self.run.failure(self.inputs.from_normal(u[bad]), len(u))
            raise DataError(str(getattr(error, "message", error)), hint="a limit state has a value wherever the inputs may lie")
        return g


def of_one_number(run: Evaluator, at: np.ndarray) -> Evaluator:
    """The evaluator, of a model whose output is one number; an array or a record of one counts as that number. SettingsError for several."""
    layout = run.ready(at[0]).layout
    if layout.shape == ():
        return run
    if int(np.prod(layout.shape)) != 1:
        what = f"{len(layout.names)} outputs ({', '.join(layout.names)})" if layout.names else f"an output of shape {layout.shape}"
        raise SettingsError(f"a limit state is one number, and the model returns {what}", hint="return one of them; `np.min` of several: one failure is enough")
    return run.of(alone(run.function, layout), run.names)


def alone(function: Callable[..., Any], layout: Layout) -> Callable[..., Any]:
    """The only number of an array or a record."""
    (field, shape), by_key = layout.fields[0] if layout.fields else ("", layout.shape), layout.by_key
    index = (..., *(0 for _ in shape))

    def of_array(x: Any) -> Any:
        return function(x)[index]

    def of_record(x: Any) -> Any:
        part = function(x)[field] if by_key else getattr(function(x), field)
        return part[index] if shape else part
    return of_record if layout.fields else of_array


def told(g: LimitState, u: np.ndarray, method: str, instead: str) -> None:
    """DataError unless derivatives tell how the limit state changes between pairs of neighbours near a point u (d,) and in its wider surroundings
    (`evaluation/trust.py`); of a model that is not compiled a few pairs alone."""
    rng, compiled = np.random.default_rng(0), g.run.how == "compiled"
    for spread in SPREADS if compiled else SPREADS[:1]:
        shape = (PAIRS if compiled else FEW_PAIRS, len(u))
        near, step = u + spread * rng.standard_normal(shape), rng.standard_normal(shape)
        points = np.concatenate([near, near + 0.3 * spread * step / np.linalg.norm(step, axis=1)[:, None]])
        values, gradients = g.gradients(points)
        good = np.isfinite(values) & np.isfinite(gradients).all(axis=1)
        trusted(points[good], values[good], gradients[good], method, instead, g.gradients)
