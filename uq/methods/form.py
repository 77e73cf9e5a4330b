"""First- and second-order reliability: the design point, the distance β to it, and the probability that its tangent plane and curvatures give.

A limit state g fails where it is zero or less. In standard normal space the probability that g <= 0 is about Φ(-β), with β the distance of the surface g = 0
from the origin (Hasofer & Lind 1974); curvatures there give the second order (`reliability/second_order.py`). β is negative where the origin, the median of
the inputs, fails; then the formulas are those of the other side. No sampling: the numbers have no standard error, and no bound of what is left out.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import DataError
from ...ir.given import whole
from ...ir.public import public
from ..inputs import Uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..reliability.design_points import DesignPoint, Rare, Search, search
from ..reliability.first_order import importance, probability, slopes_of_beta
from ..reliability.limit_state import LimitState, told
from ..reliability.second_order import breitung, curvatures, hohenbichler, is_nearest
from ..result import Result
from ..shown import Table, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSTEAD = "`uq.subset` needs no derivatives"


class Found(NamedTuple):
    """Design points with their curvatures, nearest first; what there is to say of the search."""

    points: list[DesignPoint]
    kappas: list[np.ndarray | None]
    side: float                      # 1, or -1 where the origin fails
    size: float                      # of the gradient of g at the nearest
    notes: list[str]


@public
def form(limit_state: Model, inputs: Uncertain, *, threshold: float = 0.0, failure: str = "below", starts: int = 8) -> Result:
    """The design point, the reliability index β, and the probability of failure at first and second order, without sampling.

    threshold: of the output
    failure: the system fails where the output is "below" the threshold, or at it, or "above"
    starts: searches from random points, the same ones at every call, beside those from the origin and from both ends of the inputs that matter most

    `P_f` is that of the tangent plane, Φ(-β); `P_breitung` and `P_hohenbichler` take the curvatures along the surface too. `u_star` and `x_star` are the
    nearest design point in standard normal space and in the inputs, `alpha` the unit vector towards failure, u_star = beta alpha, `importance` the share
    of each input: alpha² of independent ones, of others gamma² (Der Kiureghian & Ke 1985). `points` has all design points in u, `points_x` in the inputs,
    `betas` their distances. `dbeta` and `dP_f` are derivatives in the parameters of the laws. Coordinates of u are those of the inputs' map from normal
    numbers.

    SettingsError for arguments and for a limit state that is not one number. DataError where no search ends at a point that fulfils the conditions of a
    design point, with what was reached, and where derivatives do not tell how the limit state changes. CompileError where the model has none.
    """
    starts = whole(starts, "starts", 0)
    g = LimitState(limit_state, inputs, threshold, failure)
    r = searched(g, starts)
    g.run.check_repeats()
    return r


def searched(g: LimitState, starts: int) -> Result:
    """The result for a limit state that is there."""
    found = design_points(g, starts)
    fields, notes = estimated(g, found)
    dims = {"alpha": ("input",), "importance": ("input",), "u_star": ("input",), "x_star": ("input",), "points": ("point", "input"),
            "points_x": ("point", "input"), "betas": ("point",), "curvatures": ("curvature",), "dbeta": ("parameter",), "dP_f": ("parameter",)}
    labels = [f"{name}.{parameter}" for name, parameter, _ in g.inputs.parameters]
    return found_by("form", g.run, fields, dims, {"parameter": labels}, {"threshold": g.threshold, "failure": g.failure}, [*found.notes, *notes], tuple(fields))


def design_points(g: LimitState, starts: int) -> Found:
    """All that are found; DataError where none is, or where derivatives cannot be believed there."""
    d, rare = g.inputs.dim, Rare(g)
    rare.size = scale(rare, d)
    every = search(rare, starts, d)
    if not every.points:
        raise failed(g, every)
    both = [(point, curvatures(rare, point)) for point in every.points]
    kept = [(point, kappa) for point, kappa in both if is_nearest(point, kappa)] or both[:1]
    told(g, kept[0][0].u, "form", INSTEAD)
    size = float(np.linalg.norm(kept[0][0].gradient)) * rare.size
    return Found([point for point, _ in kept], [kappa for _, kappa in kept], rare.side, size, said(every, kept, rare.side))


def scale(rare: Rare, d: int) -> float:
    """The size of g's gradient at the origin, or that of g where it is flat there."""
    return float(np.linalg.norm(rare.one(np.zeros(d))[1])) or abs(rare.g.centre) or 1.0


def failed(g: LimitState, every: Search) -> DataError:
    """What a search that found nothing has reached. Raises itself where derivatives are not to be believed at all."""
    told(g, np.zeros(g.inputs.dim), "form", INSTEAD)
    if not every.ends:
        return every.lost[0]
    best = every.ends[0]
    reached = float(g(best.u[None])[0]) * g.unit
    return DataError(f"no design point was found from {every.starts} starts: the best search ended at a distance of {best.beta:.4g}, where the limit state "
                     f"is {reached:.4g} and the conditions are missed by {best.residual:.2g}",
                     hint=f"more `starts`, a threshold that the output can reach, or sampling: {INSTEAD}")


def said(every: Search, kept: list[tuple[DesignPoint, np.ndarray | None]], side: float) -> list[str]:
    """Notes on the search."""
    betas, kappas = [point.beta for point, _ in kept], [kappa for _, kappa in kept]
    notes = [said_of_several(betas, kappas, "P_f" if side > 0.0 else "the probability of safety")] if len(kept) > 1 else list[str]()
    if every.lost:
        notes.append(f"{len(every.lost)} of {every.starts} searches left the region where the model has values")
    return notes


def said_of_several(betas: list[float], kappas: list[np.ndarray | None], what: str) -> str:
    """That there are several design points, and what they make of the probability together."""
    from scipy.special import ndtr

    planes = ndtr(-np.array(betas))
    second = sum(float("nan") if kappa is None else hohenbichler(beta, kappa) for beta, kappa in zip(betas, kappas, strict=True))
    listed = ", ".join(f"{b:.4g}" for b in betas[:6])
    return (f"{len(betas)} design points, at distances {listed}: numbers are those of the nearest; of all their tangent planes as "
            f"a series system {what} is from {planes[0]:.4g} to {min(1.0, float(planes.sum())):.4g}, and the sum at second order {second:.4g}; `uq.importance` "
            "samples at all of them")


def estimated(g: LimitState, found: Found) -> tuple[dict[str, np.ndarray], list[str]]:
    """The fields of a result, and what they leave out."""
    from scipy.special import ndtr

    point, kappa, side = found.points[0], found.kappas[0], found.side
    beta, edge = point.beta, len(point.normals) > 1
    rare = probability(point) if edge else float(ndtr(-beta))
    second = (float("nan"),) * 2 if kappa is None else (breitung(beta, kappa), hohenbichler(beta, kappa))
    turned = [p if side > 0.0 else 1.0 - p for p in (rare, *second)]
    us = np.array([p.u for p in found.points])
    alpha = side * (point.u / beta if edge else point.normals[0])
    fields = {"beta": side * beta, "P_f": turned[0], "P_breitung": turned[1], "P_hohenbichler": turned[2], "alpha": alpha, "u_star": point.u,
              "x_star": g.inputs.from_normal(us[:1])[0], "importance": alpha**2 if edge else importance(g, point), "points": us,
              "points_x": g.inputs.from_normal(us), "betas": side * np.array([p.beta for p in found.points])}
    fields["curvatures"] = np.full(len(point.u) - 1, np.nan) if kappa is None else kappa
    slopes = np.full(len(g.inputs.parameters), np.nan) if edge else slopes_of_beta(g, point, found.size)
    fields |= {"dbeta": slopes, "dP_f": -np.exp(-0.5 * beta * beta) / np.sqrt(2.0 * np.pi) * slopes}
    return {name: np.asarray(a) for name, a in fields.items()}, left_out(edge, kappa, second)


def left_out(edge: bool, kappa: np.ndarray | None, second: tuple[float, ...]) -> list[str]:
    """Why a number is nan."""
    if edge:
        return ["the design point lies at an edge where several limit states meet: `P_f` is that of the parallel system of their tangent planes, without "
                "second order and derivatives in parameters"]
    if kappa is None:
        return ["no second derivatives: curvatures and what is made of them are nan"]
    return ["the second order does not hold: a curvature times the distance is -1 or less"] if np.isnan(second).any() else []


class Looks:
    """The design point, input by input."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Its coordinates and what each input contributes."""
        values = [float(r.array(name)) for name in ("beta", "P_f", "P_breitung", "P_hohenbichler")]
        above = (f"reliability of {len(r.names)} inputs: beta {values[0]:.5g}, P_f {values[1]:.5g} (second order: Breitung {values[2]:.5g}, "
                 f"Hohenbichler {values[3]:.5g}), {r.counts.n_gradients:,} {r.evaluated} gradients")
        columns = zip(r.names, *(r.array(name) for name in ("x_star", "u_star", "alpha", "importance")), strict=True)
        return Table(("x*", "u*", "alpha", "importance"), [(name, f"{x:.6g}", f"{u:.4f}", f"{a:.4f}", f"{s:.4f}") for name, x, u, a, s in columns], above)

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """Bars of the importance of each input, the largest on top."""
        ax = axes(ax, 5, 1 + 0.35 * len(r.names))
        share = r.array("importance")
        order = np.argsort(share, kind="stable")
        ax.barh([r.names[i] for i in order], share[order])
        ax.set_xlabel("importance at the design point")
        ax.set_title(f"β {float(r.array('beta')):.4g}, P_f {float(r.array('P_f')):.4g}", fontsize=10)
        return ax


FORM = Method("form", form, Looks(), "how likely is failure, and how does it come about?", "some hundred gradients, a Hessian", Needs.LIMIT_STATE,
              "beta P_f P_breitung P_hohenbichler alpha importance u_star x_star points points_x betas curvatures dbeta dP_f", True)
