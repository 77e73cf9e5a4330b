"""A run of a program with all that CmdStan writes of it: all generated quantities, columns, metrics."""
from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np

from ... import results
from ...ir.places import users_level
from ...ppl import Posterior
from ...ppl.interpret.simulation import Draw
from ...ppl.predictive.groups import dims_of
from ...results import Adaptation, PlainGroups
from ..nodes import Program
from .columns import columns, coordinates

PREDICTED = "posterior_predictive"


def written(program: Program, posterior: Posterior, draws: PlainGroups) -> PlainGroups:
    """A run with the generated quantities that depend on draws of their own, in the group `posterior_predictive`, with the columns that CmdStan has, and
    metrics in the order of Stan's free values. Chain k draws by a stream of the k-th of the run's seed, whatever the number of chains; in a draw
    where a check fails all generated quantities are nan. A warning where these quantities cannot be made, or were not in some draws."""
    try:
        found = with_predictions(posterior, draws)
    except Exception as error:  # of a model that is run once more: the draws are there
        warnings.warn(results.ResultsWarning(f"generated quantities that depend on draws are not there: {error}"), stacklevel=users_level())
        found = draws
    for said in posterior.gave_up():
        warnings.warn(results.ResultsWarning(said), stacklevel=users_level())
    shapes = {name: v.shape for group in ("posterior", PREDICTED) for name, v in found.groups.get(group, {}).items()}
    order = coordinates(program, posterior)
    return replace(found, columns=tuple(columns(program, shapes)), adapted=tuple(reordered(one, order) for one in found.adapted))


def reordered(learnt: Adaptation, order: np.ndarray) -> Adaptation:
    """What a chain learnt, its metric in this order."""
    metric = learnt.inverse_metric
    return replace(learnt, inverse_metric=metric[np.ix_(*[order] * metric.ndim)] if metric.ndim else metric)


# -- generated quantities
def with_predictions(posterior: Posterior, draws: PlainGroups) -> PlainGroups:
    """The run with one more group, where there is something for it."""
    given = draws.groups["posterior"]
    if not posterior.generated or any(site.name not in given for site in posterior.parameters):       # `keep=` left parameters out
        return draws
    chains, length = next(iter(draws.groups["sample_stats"].values())).values.shape
    found = [of_chain(posterior, {s.name: given[s.name].values[k] for s in posterior.parameters}, length, stream)
             for k, stream in enumerate(streams(draws.attributes["seed"], chains))]
    arrays = {name: np.stack([one[name] for one in found]) for name in found[0]}
    made = results.labelled({PREDICTED: {name: a for name, a in arrays.items() if name in posterior.generated}},
                            coords=posterior.coords, dims=dims_of(posterior, arrays))
    again = {name: replace(v, values=arrays[name]) if name in arrays else v for name, v in given.items()}
    return results.joined(replace(draws, groups={**draws.groups, "posterior": again}), [made])


def streams(seed: Any, chains: int) -> list[np.random.SeedSequence]:
    """A stream for each chain, which is none of those that the chains themselves draw from."""
    return [stream.spawn(1)[0] for stream in np.random.SeedSequence(seed).spawn(chains)]


def of_chain(posterior: Posterior, values: dict[str, np.ndarray], length: int, stream: np.random.SeedSequence) -> dict[str, np.ndarray]:
    """All generated quantities for so many draws (draw, …) of one chain."""
    z = posterior.unconstrain_many(values, length)
    arrays = posterior.programs.outputs(("draw", False), lambda b: Draw(b, False), z, np.random.PCG64(stream), refuse=False)
    return {name: values for name, values in arrays.items() if posterior.sites[name].asked}
