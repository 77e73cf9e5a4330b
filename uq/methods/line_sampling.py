"""Line sampling: the probability of failure as a mean over lines along the direction of the design point, each of which is done exactly.

Independent lines u = v + c α, with v normal across α, carry the probability that c, standard normal, lies on the failure's side; all crossings of a line
are found (`reliability/lines.py`). Where the surface is nearly a plane across α all lines say nearly the same (Koutsourelakis, Pradlwarter & Schuëller 2004).
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ...ir.errors import SettingsError
from ...ir.given import check, seed_of, share, whole
from ...ir.public import public
from ...samplers.settings import Seed
from ..campaigns.points import block_size, power_of_two, sobol_points
from ..campaigns.replicates import seeds
from ..inputs import Uncertain
from ..labels import found_by
from ..method import Method, Model, Needs
from ..reliability.centres import centres, compared
from ..reliability.design_points import Rare
from ..reliability.estimate import probability_fields, rows_of
from ..reliability.limit_state import LimitState
from ..reliability.lines import along, beyond
from ..reliability.second_order import tangents
from ..result import Result
from ..shown import Table, axes, runs_of
from .importance import settling

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 6.0                         # of a line beyond the distance of the design point: the mass behind is 1e-9 of that before it, or less


@public
def line_sampling(limit_state: Model, inputs: Uncertain, *, threshold: float = 0.0, failure: str = "below", n: int = 64, replicates: int = 16, nodes: int = 17,
                  at: Result | ArrayLike | None = None, starts: int = 8, seed: Seed = None, level: float = 0.95) -> Result:
    """The probability of failure from lines along the direction of the nearest design point, whose crossings of the limit state are found with its derivatives.

    threshold: as in `form`
    failure: as in `form`
    n: lines of each replicate, a power of two
    replicates: independently scrambled sets of lines, at least 2; their spread is the standard error
    nodes: of a line, an odd number, at least 5, where the limit state and its slope are asked for; crossings are looked for between them
    at: a result of `uq.form`, or a point (d,) of standard normal space that gives the direction; None: `uq.form` is called
    starts: as in `form`
    seed: as in `propagate`
    level: as in `propagate`

    `P_f`, `beta`, `cov`, `P_form` and `estimates` as in `importance`; `direction` is the unit vector of the lines. Unbiased as long as no crossing lies hidden
    between two nodes: with one direction for several design points lines are right, but many are needed.

    SettingsError for arguments, the errors of `form`, and DataError where no line meets the failure.
    """
    level, m, nodes, replicates = share(level, "level"), power_of_two(n, "n"), whole(nodes, "nodes", 5), whole(replicates, "replicates", 2)
    check(nodes % 2 == 1, "nodes", nodes, "an odd number")
    starts, seed = whole(starts, "starts", 0), seed_of(seed)
    g = LimitState(limit_state, inputs, threshold, failure)
    found = centres(g, at, starts)
    distance = float(np.linalg.norm(found.points[0]))
    if distance == 0.0:
        raise SettingsError("the design point is the origin: it gives no direction for lines", hint="`uq.propagate`: the failure is no rare one")
    rare, direction = Rare(g), found.points[0] / distance
    each = np.array([replicate(rare, direction, m, distance + MARGIN, nodes, sequence) for sequence in seeds(seed, replicates)])
    g.run.check_repeats()
    fields = probability_fields({"hits": each, "n": np.ones(replicates)}, rare.side, level)
    fields |= {"P_form": np.array(found.first_order), "direction": direction}
    settings = {"n": n, "level": level, "threshold": g.threshold, "failure": failure, "nodes": nodes}
    notes = [*compared(found.first_order, float(fields["P_f"])), *several(found.points)]
    return found_by("line_sampling", g.run, fields, {"estimates": ("replicate",), "direction": ("input",)}, {}, settings, notes, tuple(fields))


def several(points: np.ndarray) -> list[str]:
    """That lines follow one of several design points."""
    if len(points) == 1:
        return []
    return [f"there are {len(points)} design points and lines follow the nearest: the others show as rare lines of large probability, and the standard error "
            "may be too small; `uq.importance` samples at all of them"]


def replicate(rare: Rare, direction: np.ndarray, m: int, reach: float, nodes: int, sequence: np.random.SeedSequence) -> float:
    """The mean over 2^m lines."""
    from scipy.special import ndtri

    across, d = tangents(direction), len(direction)
    base = ndtri(sobol_points(m, d - 1, sequence)) @ across if d > 1 else np.zeros((1, 1))
    size = block_size(nodes * d)
    return float(np.mean(np.concatenate([beyond(along(rare, part, direction), len(part), reach, nodes)
                                         for part in np.split(base, range(size, len(base), size))])))


class Looks:
    """The estimate, and how it settles."""

    @staticmethod
    def rows(r: Result, output: int | None) -> Table:
        """Probability and index with their errors."""
        return Table(("value", "± se"), [*rows_of(r), ("P_f, first order", f"{float(r.array('P_form')):.6g}", "")],
                     runs_of("line sampling", r.names, r.counts.n_evaluations, r.evaluated))

    @staticmethod
    def plot(r: Result, ax: Axes | None, output: int | None, at: ArrayLike | None) -> Axes:
        """The estimate with its interval as replicates come in, beside the first order."""
        return settling(r, axes(ax, 5, 3.2))


LINE_SAMPLING = Method("line_sampling", line_sampling, Looks(), "how likely is failure, from a few lines?", "those of `form`, about 20 gradients a line",
                       Needs.LIMIT_STATE, "P_f beta cov P_form estimates direction", True)
