"""Results of runs: ArviZ's objects (`trees.py`), their files (`exports.py`), and what they say about a run.

Imports no room.
"""
from __future__ import annotations

import contextlib
import math
import os
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .convergence import rhat_and_ess
from .exports import ExportError as ExportError
from .exports import caught as caught
from .exports import refuse_early as refuse_early
from .exports import rescue as rescue
from .exports import uninterrupted, write_netcdf
from .trees import Groups, group_names, group_of, plain
from .trees import ResultsWarning as ResultsWarning
from .trees import Tree as Tree
from .trees import add_group as add_group
from .trees import as_json as as_json
from .trees import axes_of as axes_of
from .trees import build as build
from .trees import from_groups as from_groups
from .trees import ready as ready
from .trees import unused as unused

RHAT, RHAT_NEEDS = 1.01, 1500      # a perfect sampler exceeds 1.01 for 38 % of parameters at an ESS of 400, for few at 1,500
ESS_LEAST, EBFMI_LEAST = 400, 0.3
LOOKED_AT = 2**14                  # draws of an entry that are looked at for R-hat and ESS: ten times what R-hat needs
SLACK = 1e-6                       # more than rounding makes between our numbers and ArviZ's


def to_netcdf(tree: Groups, path: str | os.PathLike[str]) -> Path:
    """Writes the tree as netCDF; the file appears whole or not at all. Ctrl-C and SIGTERM wait for it.

    ExportError, an OSError, where it cannot be written: the draws are its attribute `tree`, and in the `.npz` that the message names.
    """
    path = Path(path)
    with uninterrupted():
        try:
            write_netcdf(path, {name: group_of(tree, name) for name in group_names(tree)}, plain(attributes_of(tree)))
        except Exception as error:
            raise unwritten(tree, path, error) from error
    return path


def attributes_of(tree: Any) -> dict[str, Any]:
    """Attributes of the whole tree."""
    return dict(tree.attrs)


def unwritten(tree: Groups, path: Path, error: Exception) -> ExportError:
    """The error with the draws, which are also in a file of plain arrays where some folder takes it."""
    rescued = rescue(arrays_of(tree), path.parent)
    reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
    also = f" and in {rescued}" if rescued else ""
    failed = ExportError(f"the draws could not be written to `{path}`: {reason}; they are in the attribute `tree` of this error{also}")
    failed.tree, failed.rescued = tree, rescued
    return failed


def arrays_of(tree: Groups) -> dict[str, np.ndarray]:
    """All arrays of a tree by `group/name`."""
    return {f"{group}/{name}": np.asarray(data[name]) for group in group_names(tree) for data in [group_of(tree, group)] for name in data.variables}


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


def traces(posterior: Any) -> Iterator[np.ndarray]:
    """All entries of each variable, (entry, chain, draw), without a copy where that can be."""
    first = ("chain", "draw")
    for name in posterior.data_vars:
        a = np.asarray(posterior[name].transpose(*first, ...))
        yield np.moveaxis(a.reshape(*a.shape[:2], math.prod(a.shape[2:])), 2, 0)


def row(x: list[np.ndarray], entry: int) -> np.ndarray:
    """One entry of all that `traces` gives, counted through."""
    for a in x:
        if entry < len(a):
            return np.asarray(a[entry], float)
        entry -= len(a)
    raise IndexError(entry)


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


def entries(data: Any) -> dict[str, float]:
    """Every entry of a Dataset by name: `theta[3]`."""
    found: dict[str, float] = {}
    for name in data.data_vars:
        a = np.asarray(data[name], float)
        for index in np.ndindex(a.shape):
            found[f"{name}[{','.join(map(str, index))}]" if index else str(name)] = float(a[index])
    return found


def summary_text(tree: Groups, names: list[str] | None = None, rows: int = 40) -> str:
    """A table of means, standard deviations, 90 % intervals, ESS and R-hat."""
    posterior = group_of(tree, "posterior")
    wanted = names or sorted(posterior.data_vars, key=lambda n: posterior[n].size)                     # scalars first
    posterior = posterior[[n for n in wanted if posterior[n].size]]
    if not posterior.data_vars:
        return "no parameters"
    labels = list(entries(posterior.isel(chain=0, draw=0)))
    x = np.stack([row(list(traces(posterior)), k) for k in range(min(rows, len(labels)))])
    flat, (rhat, ess) = x.reshape(len(x), -1), rhat_and_ess(x)
    columns = zip(labels, flat.mean(axis=1), flat.std(axis=1), *np.quantile(flat, (0.05, 0.95), axis=1), ess, rhat, strict=False)
    width = max([8, *map(len, labels[:rows])])
    text = [f"{'':{width}} {'mean':>10} {'sd':>9} {'5%':>10} {'95%':>10} {'ESS':>7} {'R-hat':>6}"]
    text += [f"{name:{width}} {mean:10.4g} {sd:9.3g} {low:10.4g} {high:10.4g} {size:7.0f} {r:6.3f}" for name, mean, sd, low, high, size, r in columns]
    return "\n".join([*text, f"… and {len(labels) - rows} more"] if len(labels) > rows else text)
