"""What the trajectories of a Hamiltonian sampler say of the posterior, in words: divergences, lengths, energy."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..variables import Variables
from . import domains
from .domains import Outside
from .funnels import Scale, gathered, place
from .mixing import count

EBFMI_LEAST = 0.3                # Betancourt 2016
LONG = 0.01                      # share of trajectories of the largest depth that is worth a word


def told(posterior: Variables, stats: Variables, max_depth: int | None, scales: Sequence[Scale] = (), outside: Outside | None = None) -> list[str]:
    """What is wrong; `scales`, and where trajectories left the domain of the model, as far as the run knows them."""
    ends = [] if outside is None else domains.told(outside)
    if outside is None or outside.few:
        ends += divergences(posterior, stats, scales, 0 if outside is None else round(sum(map(outside.ended, outside.causes))))
    return [*ends, *saturation(stats, max_depth), *energy(stats)]


def divergences(posterior: Variables, stats: Variables, scales: Sequence[Scale], explained: int = 0) -> list[str]:
    """The usual advice, for those that have no known cause."""
    bad = diverging(stats)
    if not bad.any():
        return []
    where = place(posterior, gathered(posterior, bad), scales)
    others = f"the other {count(bad.sum() - explained, 'divergence')}" if explained else f"{bad.sum():,} of {count(bad.size, 'draw')} ended in a divergence"
    return [f"{others}: a part of the posterior was not explored, so results may be biased"
            f"{where}raise `target_accept` (0.95, 0.99), and if that does not help look for parameters that the data do not tell apart"]


def diverging(stats: Variables) -> np.ndarray:
    """(chain, draw): which draws ended in a divergence."""
    return stats["diverging"].values.astype(bool) if "diverging" in stats else np.zeros((0, 0), bool)


def saturation(stats: Variables, max_depth: int | None) -> list[str]:
    share = long(stats, max_depth)
    return [f"{share:.0%} of the trajectories reached the largest depth {max_depth}: they end before they have crossed the posterior, so draws take "
            "long and are correlated; try `metric=\"low_rank\"`, raise `max_depth`, or rescale or reparametrise the model"] if share > LONG else []


def long(stats: Variables, max_depth: int | None) -> float:
    """The share of trajectories that reached the largest depth."""
    return 0.0 if max_depth is None or "tree_depth" not in stats else float((stats["tree_depth"].values >= max_depth).mean())


def energy(stats: Variables) -> list[str]:
    worst = ebfmi(stats)
    return [f"E-BFMI is {worst:.2f} (below {EBFMI_LEAST}): the sampler's energy changes slowly, so the tails of the posterior are explored slowly; use "
            "priors with lighter tails, or draw more"] if worst < EBFMI_LEAST else []


def ebfmi(stats: Variables) -> float:
    """E-BFMI (Betancourt 2016) of the worst chain: how far one momentum refreshment gets in energy; inf where there is none."""
    e = stats["energy"].values if "energy" in stats else np.zeros((1, 0))
    if e.shape[-1] < 4:
        return np.inf
    variance = e.var(axis=1)
    worst = float((np.square(np.diff(e, axis=1)).mean(axis=1) / np.where(variance > 0, variance, np.inf)).min())
    return worst if worst > 0.0 else np.inf                # 0: the chain does not move, which is told of it
