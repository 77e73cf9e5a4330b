"""A model, called with one set of points after another: what comes back is checked, calls are counted, and how it was called is kept in words."""
from __future__ import annotations

import warnings
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import DataError, SettingsError
from ...ir.given import whole
from ...ir.places import users_level
from ..inputs import Uncertain
from ..method import UqWarning
from ..result import Counts
from .declared import declared, of_one_array
from .layout import Layout
from .mixture import Block, Mixture, rows_of
from .outputs import at_inputs
from .ways import Way, chosen

LEAVES_OUT = "`allowed_failures=` leaves such points out and counts them, where a method takes it"
SAME, ROUNDING = 1e-9, 1e-12         # of an output's spread and of its size: what two calls at one point may differ by


@dataclass
class Tally:
    """Calls so far."""

    evaluations: int = 0
    gradients: int = 0
    hvps: int = 0
    failed: int = 0


class Evaluator:
    """Outputs (n, …) of points (n, d). The first points decide how the function is called.

    Points where it fails, raises, or is not finite are an error, or rows of nan where at most `allowed_failures` of them are allowed.
    """

    def __init__(self, model: Any, inputs: Uncertain, how: str | None = None, allowed_failures: int = 0):
        self.model = declared(model, how)
        self.inputs, self.allowed = inputs, whole(allowed_failures, "allowed_failures", 0)
        self.function = of_one_array(self.model.function, inputs.names)
        self.way: Way | None = None
        self.tally, self.names = Tally(), inputs.names
        self.first = self.outputs = np.zeros(0)

    def of(self, function: Any, names: tuple[str, ...]) -> Evaluator:
        """An evaluator of another function, of other coordinates, whose calls count as this one's."""
        other = copy(self)
        other.function, other.names, other.way, other.first = function, names, None, np.zeros(0)
        return other

    # -- what is known of it
    @property
    def counts(self) -> Counts:
        """So far."""
        return Counts(self.tally.evaluations, self.tally.gradients, self.tally.hvps, self.tally.failed)

    @property
    def layout(self) -> Layout:
        """Of an output; known behind the first call."""
        return self.way.layout if self.way else Layout(())

    @property
    def shape(self) -> tuple[int, ...]:
        """Of an output."""
        return self.layout.shape

    @property
    def how(self) -> str:
        """The way that was taken."""
        return self.way.name if self.way else ""

    @property
    def notes(self) -> list[str]:
        """Why it was not compiled, and how many points failed."""
        why = self.way.why if self.way else None
        found = [f"called point after point, since it is not in the compiled language: {why.message.splitlines()[0]}"] if why else []
        return found + ([f"{self.tally.failed} of {self.tally.evaluations} points failed and were left out"] if self.tally.failed else [])

    def ready(self, point: np.ndarray) -> Way:
        """The way, decided at a point (d,)."""
        if self.way is None:
            self.way = chosen(self.function, point, self.model.how)
            self.check_names()
        return self.way

    def check_names(self) -> None:
        """SettingsError where names of outputs that are given do not fit what the model returns."""
        given, shape = self.model.outputs, self.shape
        if given is None:
            return
        sizes = tuple(len(places) for places in given.values()) if isinstance(given, dict) else (len(given),)
        if sizes != (shape or (1,)):
            raise SettingsError(f"`outputs` names {' × '.join(map(str, sizes))} places, and an output of the model has shape {shape}")

    # -- values
    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Outputs (n, …) at points (n, d)."""
        if not len(points):
            return np.zeros((0, *self.shape))
        way = self.ready(points[0])
        outputs = way.over(points)
        if outputs.shape[1:] != self.shape:
            raise DataError(f"the model returned outputs of shape {outputs.shape[1:]} where it had returned shape {self.shape}")
        if not len(self.first):
            self.first, self.outputs = points, outputs
        self.tally.evaluations += len(points)
        return self.checked(outputs, points)

    def further(self, known: np.ndarray, points: np.ndarray) -> np.ndarray:
        """Outputs at points of which the first have been evaluated, in calls that are counted here."""
        self.tally.evaluations += len(known)
        return np.concatenate([self.checked(known, points[:len(known)]), self(points[len(known):])])

    def of_block(self, block: Block, known: np.ndarray | None = None) -> np.ndarray:
        """Outputs (parts, n, …) at the points of a block, of which the first may have been evaluated."""
        outputs = None if isinstance(block, np.ndarray) else self.of_mixture(block)
        if outputs is None:
            rows = rows_of(block)
            outputs = self(rows) if known is None else self.further(known, rows)
        return outputs.reshape(*block.shape[:2], *self.shape)

    def of_mixture(self, block: Mixture) -> np.ndarray | None:
        """Outputs (parts n, …), of points that need not exist; None where they have to."""
        outputs = self.ready(block.first).mixed(block)
        if outputs is None:
            return None
        self.tally.evaluations += len(outputs)
        return outputs if np.isfinite(outputs).all() else self.checked(outputs, rows_of(block))

    def checked(self, outputs: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The outputs; DataError with the first point that failed where more do than are allowed, else their whole rows are nan."""
        if np.isfinite(outputs).all():
            return outputs
        bad = ~np.isfinite(outputs.reshape(len(outputs), -1)).all(axis=1)
        self.tally.failed += int(bad.sum())
        if self.tally.failed > self.allowed:
            raise self.failure(points[bad], len(points))
        if bad.any():
            outputs = np.where(bad.reshape(-1, *[1] * (outputs.ndim - 1)), np.nan, outputs)          # the array may be the user's
        return outputs

    def check_failures(self) -> None:
        """DataError where more points failed than are allowed, of calls that were made elsewhere."""
        if self.tally.failed > self.allowed:
            raise DataError(f"the model fails at {self.tally.failed} of {self.tally.evaluations} points; {self.allowed} may fail", hint=LEAVES_OUT)

    def failure(self, points: np.ndarray, of: int) -> Exception:
        """What is said of points that failed."""
        why = self.way.failure(points[0]) if self.way else None
        count = f"at {len(points)} of {of} points, first at {named_point(self.names, points[0])}"
        more = f"; {self.allowed} may fail" if self.allowed else ""
        if why is None:
            return DataError(f"the model is not finite {count}{more}", hint=LEAVES_OUT)
        return DataError(f"the model raises {count}{more}: {type(why).__name__}: {why}", hint=LEAVES_OUT)

    # -- is it a function?
    def check_repeats(self) -> None:
        """UqWarning where a model that is not compiled gives other numbers at points that it was called with, in up to three more calls."""
        if self.way is not None and self.way.name != "compiled" and len(self.first):
            repeats(self.way, self.first, self.outputs)


def named_point(names: tuple[str, ...], point: np.ndarray) -> str:
    """A point by its inputs' names, where they are few."""
    if len(names) > 8:
        return at_inputs(point)
    return ", ".join(f"{name} = {x:.6g}" for name, x in zip(names, point, strict=True))


def repeats(way: Way, points: np.ndarray, outputs: np.ndarray) -> None:
    """UqWarning when a function gives other numbers at the first, the middle and the last point than it gave before."""
    rows = np.unique([0, len(points) // 2, len(points) - 1])
    again = way.over(points[rows])
    if again.shape[1:] != outputs.shape[1:]:
        raise DataError(f"the model returned outputs of shape {again.shape[1:]} where it had returned shape {outputs.shape[1:]}")
    with np.errstate(invalid="ignore"):
        size = np.nanmax(np.abs(outputs), axis=0)
        allowed = SAME * np.ptp(outputs / np.maximum(size, 1.0), axis=0) * np.maximum(size, 1.0) + ROUNDING * size
        wrong = (np.abs(again - outputs[rows]) > allowed).reshape(len(rows), -1).any(axis=1)
    if wrong.any():
        why = "or its rows depend on each other" if way.name == "vectorised" else "or keeps something between calls"
        warnings.warn(f"the model is not a function of its inputs: called again at {at_inputs(points[rows[wrong][0]])} it gave other numbers. It draws random "
                      f"numbers, {why}; that noise counts as if the inputs had caused it. Fix a seed inside the model, or make the noise an input",
                      UqWarning, stacklevel=users_level())
