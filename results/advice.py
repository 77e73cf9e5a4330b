"""What is wrong with a run, in plain words, each with its remedy: divergences, long trajectories, energy, chains that disagree, few effective draws."""
from __future__ import annotations

from typing import Any

import numpy as np

from .convergence import rhat_and_ess
from .trees import Groups
from .variables import PlainGroups, Variables, variables

RHAT, RHAT_NEEDS = 1.01, 1500      # a perfect sampler exceeds 1.01 for 38 % of parameters at an ESS of 400, for few at 1,500
ESS_LEAST, EBFMI_LEAST = 400, 0.3
LOOKED_AT = 2**14                  # draws of an entry that are looked at for R-hat and ESS: ten times what R-hat needs


def diagnose(tree: Groups | PlainGroups, max_depth: int | None = None) -> list[str]:
    """What is wrong with a run, in plain words, each with its remedy; empty when nothing is."""
    stats, posterior = variables(tree, "sample_stats"), variables(tree, "posterior")
    return [*divergences(posterior, stats), *saturation(stats, max_depth), *energy(stats), *mixing(posterior)]


def divergences(posterior: Variables, stats: Variables) -> list[str]:
    if "diverging" not in stats:
        return []
    bad = stats["diverging"].values.astype(bool)
    if not bad.any():
        return []
    funnel = funnels(posterior, bad)
    names = ", ".join(f"`{n}`" for n in funnel)
    where = f"; they gather at small values of {names}: what it scales is best written `.noncentered()`" if funnel else ""
    return [f"{bad.sum()} of {bad.size} draws ended in a divergence: a part of the posterior was not explored{where}; "
            "otherwise raise `target_accept` (0.95, 0.99)"]


def funnels(posterior: Variables, bad: np.ndarray) -> list[str]:
    """Positive scalars whose logarithm is clearly smaller where draws diverge: the neck of a funnel (Betancourt and Girolami 2015)."""
    found: list[tuple[float, str]] = []
    for name, variable in posterior.items():
        values = variable.values
        if values.ndim != 2 or not (values > 0).all():
            continue
        others = np.sort(values[:, ::every(values.shape)].ravel())
        shift = 0.5 - np.searchsorted(others, values[bad]).mean() / others.size
        if shift > max(0.1, 2.0 * 0.29 / np.sqrt(bad.sum())):
            found.append((shift, name))
    return [name for _, name in sorted(found, reverse=True)[:2]]


def saturation(stats: Variables, max_depth: int | None) -> list[str]:
    if "tree_depth" not in stats or max_depth is None:
        return []
    share = float((stats["tree_depth"].values >= max_depth).mean())
    return [f"{share:.0%} of the trajectories reached the largest depth {max_depth}: draws are right but slow to come by; "
            "try `metric=\"low_rank\"`, raise `max_depth`, or rescale or reparametrise the model"] if share > 0.01 else []


def energy(stats: Variables) -> list[str]:
    """E-BFMI (Betancourt 2016): how far one momentum refreshment gets in energy."""
    if "energy" not in stats:
        return []
    e = stats["energy"].values
    if e.shape[-1] < 4:
        return []
    variance = e.var(axis=1)
    worst = float((np.square(np.diff(e, axis=1)).mean(axis=1) / np.where(variance > 0, variance, np.inf)).min())
    return [f"E-BFMI is {worst:.2f} (below {EBFMI_LEAST}): tails are explored slowly; write scales `.noncentered()`, use priors with lighter "
            "tails, or draw more"] if 0 < worst < EBFMI_LEAST else []


def mixing(posterior: Variables) -> list[str]:
    """R-hat together with the ESS that gives it a meaning (Vehtari et al. 2021). All entries are looked through fast, of long chains every k-th draw;
    what is told of the worst goes by all draws."""
    look = entries_of(posterior)
    shapes = {x.shape[1:] for x in look.values()}
    if not shapes or any(chains < 2 or draws < 8 for chains, draws in shapes):
        return []
    rhat, ess = (np.concatenate(found) for found in zip(*(rhat_and_ess(x[:, :, ::every(x.shape[1:])]) for x in look.values()), strict=True))
    known = np.flatnonzero(np.isfinite(rhat) & np.isfinite(ess))
    if not len(known):
        return []
    says: list[str] = []
    name, value, size = whole(posterior, known[np.argmax((rhat - largest_rhat(ess))[known])])
    if value > largest_rhat(size):
        says.append(f"R-hat of `{name}` is {value:.3f} at an ESS of {size:.0f} (below {RHAT} means something from an ESS of "
                    f"{RHAT_NEEDS}): chains disagree; run longer, and if that does not help look for several modes")
    name, value, size = whole(posterior, known[np.argmin(ess[known])])
    if size < ESS_LEAST:
        says.append(f"the effective sample size of `{name}` is {size:.0f} (below {ESS_LEAST}): means and quantiles are rough; draw more")
    return says


def entries_of(posterior: Variables) -> dict[str, np.ndarray]:
    """(entry, chain, draw) of each variable that has entries."""
    return {name: v.entries() for name, v in posterior.items() if v.size}


def whole(posterior: Variables, entry: int) -> tuple[str, float, float]:
    """Name, R-hat and ESS, from all draws, of an entry counted through all variables."""
    for v in posterior.values():
        if entry < v.size:
            rhat, ess = rhat_and_ess(np.asarray(v.entries()[entry:entry + 1], float))
            return v.entry_name(entry), float(rhat[0]), float(ess[0])
        entry -= v.size
    raise IndexError(entry)


def largest_rhat(ess: Any) -> Any:
    """What R-hat may be at this ESS, at most."""
    return np.minimum(np.where(ess >= RHAT_NEEDS, RHAT, 1.0 + (RHAT - 1.0) * RHAT_NEEDS / np.maximum(ess, 1.0)), 1.05)


def every(shape: tuple[int, ...]) -> int:
    """Of (chain, draw) draws so many are looked at as one: a part with an ESS above what is asked for shows that the whole has one, and chains that
    disagree do so in a part."""
    return max(1, shape[0] * shape[1] // LOOKED_AT)
