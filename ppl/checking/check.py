"""`ppl.check`: what can be seen of a bound model before it is sampled, each finding a line with its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from ...ir.errors import LlbayesError, SettingsError
from ...ir.given import seed_of
from ...ir.public import public
from ..base.draws import missing
from ..base.types import Seed
from ..habits.kinds import described
from ..interpret.host import Host
from ..interpret.simulation import Draw
from ..posterior import Posterior
from .causes import Cause
from .data import moving, unused
from .gradients import wrong_slopes
from .modes import Found, of_mode
from .report import Finding, Report

STARTS, FEW, DRAWS = 40, 4, 40                   # points where chains may start, those that gradients are compared at, prior draws
REACH = 2.0                                      # chains start at uniform(-2, 2)
MANY = 0.05                                      # of prior draws: fewer outside of the domain are no matter
LOOKED = ("gradients", "data", "prior draws", "starting points")
AT_MODE = "scales and directions at a mode"


@public
def check(posterior: Posterior, seed: Seed = None) -> Report:
    """Looks at a bound model before it is sampled: the compiled gradient against finite differences; data that nothing depends on; prior draws that
    leave the domain of the model, and where; starting points whose density is not finite; parameters whose scale is far from 1 at a mode, and directions
    there along which nothing is known (of a density that has a mode: the report says whether one was found). The model is neither changed nor sampled.

    seed: of the points and draws that are looked at; None: the same ones each time
    """
    if not isinstance(posterior, Posterior):
        raise SettingsError(f"`check` takes a bound model, not {described(posterior)}",
                            hint="bind it: `ppl.check(model.bind(…))`; a run is looked at by `results.diagnose(tree)`")  # fmt: skip
    rng = np.random.default_rng(0 if seed is None else seed_of(seed))
    points = rng.uniform(-REACH, REACH, (STARTS, posterior.dim))
    good = np.array([z for z in points if np.isfinite(posterior.log_density(z))]).reshape(-1, posterior.dim)
    drawn, lacking = prior_draws(posterior, rng)
    found = [*wrong_slopes(posterior, good[:FEW]), *unused(posterior, good[:FEW]), *moving(posterior), *of_prior(posterior, drawn, lacking, good[:FEW])]
    found += [] if len(good) and drawn else of_starts(posterior, points, good)
    last = of_mode(posterior, good) if len(good) else Found([])
    return Report(posterior.name, [*found, *last.findings], (*LOOKED, AT_MODE) if last.at_mode else LOOKED)


def of_starts(posterior: Posterior, points: np.ndarray, good: np.ndarray) -> list[Finding]:
    """Why points at which a chain may start have no finite density: of all of them, and of some where the prior has no draws."""
    told = [(cause, count) for cause, count in counted(posterior, points, good[:FEW]) if count >= MANY * len(points)]
    if not told and not len(good):
        return [Finding("starts", f"the density is not finite at any of {len(points)} points from uniform(-2, 2), where chains start", "give `init=`")]
    return [Finding("starts", f"at {count} of {len(points)} points from uniform(-2, 2), where chains start, {cause.what} ({cause.where})", cause.remedy)
            for cause, count in told]  # fmt: skip


def of_prior(posterior: Posterior, drawn: list[np.ndarray], lacking: Counter[str], usual: np.ndarray) -> Iterator[Finding]:
    """Draws of the prior that leave the domain of the model, and observations that cannot be drawn there."""
    outside = [z for z in drawn if not np.isfinite(posterior.log_density(z))]
    told = counted(posterior, outside, usual)
    for cause, count in told:
        if count >= MANY * len(drawn):
            yield Finding("prior", f"at {count} of {len(drawn)} draws of the prior {cause.what} ({cause.where})", cause.remedy)
    for name, count in lacking.items():
        if not told and count >= MANY * len(drawn):
            yield Finding("prior", f"`{name}` could not be drawn at {count} of {len(drawn)} draws of the prior{posterior.sites[name].where}",
                          "keep the parameters of its distribution in their domains")  # fmt: skip


def prior_draws(posterior: Posterior, rng: np.random.Generator) -> tuple[list[np.ndarray], Counter[str]]:
    """Coordinates of draws of the prior, by CPython, and how often a site could not be drawn; none of a prior that has no draws."""
    from ...lang.library.random import Rng

    found: list[np.ndarray] = []
    lacking: Counter[str] = Counter()
    names = [s.name for s in posterior.parameters]
    for _ in range(DRAWS):
        host = Host(np.zeros(posterior.dim), Rng(rng.bit_generator))
        try:
            posterior.run(Draw(posterior.binding, prior=True), host)
            found.append(posterior.unconstrain({name: host.outputs[name][0] for name in names}))
        except (LlbayesError, ArithmeticError, ValueError, LookupError, AssertionError):     # there is no such draw, or the model refuses it
            if not found and not host.outputs:
                break
        lacking.update(name for name, parts in host.outputs.items() if any(np.any(missing(np.asarray(part))) for part in parts))
    return found, Counter({n: k for n, k in lacking.items() if posterior.sites[n].kind == "observed"})


def counted(posterior: Posterior, points: Iterable[np.ndarray], usual: np.ndarray) -> list[tuple[Cause, int]]:
    """The first cause at each of the points, the most frequent one first."""
    first = [causes[0]._replace(detail="") for causes in posterior.causes(points, usual) if causes]
    return Counter(first).most_common(3)
