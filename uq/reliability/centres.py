"""The design points that sampling starts from: those of a result of `uq.form`, those that are given, or those of a search."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import check, numbers
from ..evaluation.evaluator import Tally
from ..result import Result
from .limit_state import LimitState


class Centres(NamedTuple):
    """Points (k, d) in standard normal space, nearest first, and the first-order probability; nan where it is not known."""

    points: np.ndarray
    first_order: float


def centres(g: LimitState, at: Result | ArrayLike | None, starts: int) -> Centres:
    """From `at`, or a search from that many random starts; SettingsError for what is no point of these inputs."""
    if at is None:
        return of_result(g, found(g, starts))
    if isinstance(at, Result):
        return of_result(g, at)
    points = np.atleast_2d(numbers(at, "at"))
    check(points.ndim == 2 and points.shape[1] == g.inputs.dim and len(points) > 0 and bool(np.isfinite(points).all()), "at", at,
          f"a result of `uq.form`, or points (k, {g.inputs.dim}) in standard normal space")
    return Centres(points[np.argsort(np.linalg.norm(points, axis=1), kind="stable")], float("nan"))


def of_result(g: LimitState, r: Result) -> Centres:
    """Those of a result of `uq.form`; SettingsError for one of another method or of other inputs."""
    if r.method != "form" or r.names != g.inputs.names:
        raise SettingsError(f"`at` is a result of `{r.method}` for the inputs {', '.join(r.names)}; it must be one of `form` for {', '.join(g.inputs.names)}")
    return Centres(r.array("points"), float(r.array("P_f")))


def found(g: LimitState, starts: int) -> Result:
    """Of a search with this limit state, whose calls count."""
    from ..methods.form import searched

    return searched(g, starts)


def counted(g: LimitState, before: Tally) -> None:
    """Adds the calls that were made before a campaign, which counts its own alone."""
    tally = g.run.tally
    tally.evaluations, tally.gradients, tally.hvps = tally.evaluations + before.evaluations, before.gradients, before.hvps


def compared(first_order: float, estimate: float) -> list[str]:
    """That the first order is far from the estimate, where it is."""
    ratio = first_order / estimate
    if not np.isfinite(ratio) or 0.5 < ratio < 2.0:
        return []
    return [f"the first order, {first_order:.4g}, is {ratio:.2g} times this estimate"]
