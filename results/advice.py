"""What is wrong with a run, in plain words, each with its remedy: divergences, long trajectories, energy, chains that disagree, few effective draws."""
from __future__ import annotations

import contextlib
import warnings
from collections.abc import Generator
from typing import Any

import numpy as np

from .convergence import rhat_and_ess
from .entries import entries, row, traces
from .trees import Groups, group_of

RHAT, RHAT_NEEDS = 1.01, 1500      # a perfect sampler exceeds 1.01 for 38 % of parameters at an ESS of 400, for few at 1,500
ESS_LEAST, EBFMI_LEAST = 400, 0.3
LOOKED_AT = 2**14                  # draws of an entry that are looked at for R-hat and ESS: ten times what R-hat needs
SLACK = 1e-6                       # more than rounding makes between our numbers and ArviZ's


def diagnose(tree: Groups, max_depth: int | None = None) -> list[str]:
    """What is wrong with a run, in plain words, each with its remedy; empty when nothing is."""
    stats, posterior = group_of(tree, "sample_stats"), group_of(tree, "posterior")
    return [*divergences(posterior, stats), *saturation(stats, max_depth), *energy(stats), *mixing(posterior)]


def divergences(posterior: Any, stats: Any) -> list[str]:
    if "diverging" not in stats:
        return []
    bad = np.asarray(stats["diverging"]).astype(bool)
    if not bad.any():
        return []
    funnel = funnels(posterior, bad)
    names = ", ".join(f"`{n}`" for n in funnel)
    where = f"; they gather at small values of {names}: what it scales is best written `.noncentered()`" if funnel else ""
    return [f"{bad.sum()} of {bad.size} draws ended in a divergence: a part of the posterior was not explored{where}; "
            "otherwise raise `target_accept` (0.95, 0.99)"]


def funnels(posterior: Any, bad: np.ndarray) -> list[str]:
    """Positive scalars whose logarithm is clearly smaller where draws diverge: the neck of a funnel (Betancourt and Girolami 2015)."""
    found: list[tuple[float, str]] = []
    for name in posterior.data_vars:
        values = np.asarray(posterior[name])
        if values.ndim != 2 or not (values > 0).all():
            continue
        others = np.sort(values[:, ::every(values.shape)].ravel())
        shift = 0.5 - np.searchsorted(others, values[bad]).mean() / others.size
        if shift > max(0.1, 2.0 * 0.29 / np.sqrt(bad.sum())):
            found.append((shift, name))
    return [name for _, name in sorted(found, reverse=True)[:2]]


def saturation(stats: Any, max_depth: int | None) -> list[str]:
    if "tree_depth" not in stats or max_depth is None:
        return []
    share = float((np.asarray(stats["tree_depth"]) >= max_depth).mean())
    return [f"{share:.0%} of the trajectories reached the largest depth {max_depth}: draws are right but slow to come by; "
            "try `metric=\"low_rank\"`, raise `max_depth`, or rescale or reparametrise the model"] if share > 0.01 else []


def energy(stats: Any) -> list[str]:
    """E-BFMI (Betancourt 2016): how far one momentum refreshment gets in energy."""
    if "energy" not in stats:
        return []
    e = np.asarray(stats["energy"])
    if e.shape[-1] < 4:
        return []
    variance = e.var(axis=1)
    worst = float((np.square(np.diff(e, axis=1)).mean(axis=1) / np.where(variance > 0, variance, np.inf)).min())
    return [f"E-BFMI is {worst:.2f} (below {EBFMI_LEAST}): tails are explored slowly; write scales `.noncentered()`, use priors with lighter "
            "tails, or draw more"] if 0 < worst < EBFMI_LEAST else []


def mixing(posterior: Any) -> list[str]:
    """R-hat together with the ESS that gives it a meaning (Vehtari et al. 2021). All entries are looked through fast, of long chains every k-th draw;
    ArviZ is asked about the worst, with all draws."""
    sizes = posterior.sizes
    if sizes.get("chain", 1) < 2 or sizes.get("draw", 0) < 8:
        return []
    x = list(traces(posterior))
    looks = [rhat_and_ess(a[:, :, ::every(a.shape[1:])]) for a in x] or [(np.zeros(0), np.zeros(0))]
    rhat, ess = (np.concatenate(found) for found in zip(*looks, strict=True))
    known = np.flatnonzero(np.isfinite(rhat) & np.isfinite(ess))
    if not len(known):
        return []
    worst, least = known[np.argmax((rhat - largest_rhat(ess))[known])], known[np.argmin(ess[known])]
    says: list[str] = []
    if rhat[worst] > largest_rhat(ess[worst]) - SLACK and (value := asked("rhat", row(x, worst))) > largest_rhat(size := asked("ess", row(x, worst))):
        says.append(f"R-hat of `{name_of(posterior, worst)}` is {value:.3f} at an ESS of {size:.0f} (below {RHAT} means something from an ESS of "
                    f"{RHAT_NEEDS}): chains disagree; run longer, and if that does not help look for several modes")
    if ess[least] < ESS_LEAST + SLACK and (size := asked("ess", row(x, least))) < ESS_LEAST:
        says.append(f"the effective sample size of `{name_of(posterior, least)}` is {size:.0f} (below {ESS_LEAST}): means and quantiles are rough; draw more")
    return says


def largest_rhat(ess: Any) -> Any:
    """What R-hat may be at this ESS, at most."""
    return np.minimum(np.where(ess >= RHAT_NEEDS, RHAT, 1.0 + (RHAT - 1.0) * RHAT_NEEDS / np.maximum(ess, 1.0)), 1.05)


def every(shape: tuple[int, ...]) -> int:
    """Of (chain, draw) draws so many are looked at as one: a part with an ESS above what is asked for shows that the whole has one, and chains that
    disagree do so in a part."""
    return max(1, shape[0] * shape[1] // LOOKED_AT)


def asked(what: str, draws: np.ndarray) -> float:
    """ArviZ's R-hat or ESS of one entry, (chain, draw); ours, which are equal, where ArviZ fails."""
    try:
        with plain_arviz() as az:
            return float(getattr(az, what)(draws))
    except Exception:  # a picture of the run is not worth the run
        return float(rhat_and_ess(draws[None])[("rhat", "ess").index(what)][0])


def name_of(posterior: Any, entry: int) -> str:
    """`theta[3]` for an entry of `traces`, counted through."""
    names = [n for data in [posterior.isel(chain=0, draw=0)] for n in entries(data)]
    return names[entry]


@contextlib.contextmanager
def plain_arviz() -> Generator[Any, None, None]:
    """ArviZ without its warnings, and without numba, which takes longer to compile than the work it speeds up."""
    import arviz as az

    numba: Any = getattr(az, "Numba", None)
    switched = bool(numba and numba.numba_flag)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            if switched:
                numba.disable_numba()  # pyright: ignore[reportOptionalMemberAccess]
            yield az
        finally:
            if switched:
                numba.enable_numba()  # pyright: ignore[reportOptionalMemberAccess]
