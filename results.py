"""ArviZ's own objects from arrays, and what they say about a run: `InferenceData` with ArviZ 0.23, `xarray.DataTree` with ArviZ 1.

Imports no room. ArviZ takes over a second to import: first when a result is built.
"""
from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import warnings
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import numpy as np

from .convergence import rhat_and_ess

SAMPLES = ("posterior", "sample_stats", "prior", "prior_predictive", "posterior_predictive", "log_likelihood", "log_prior", "predictions")
RHAT, RHAT_NEEDS = 1.01, 1500      # a perfect sampler exceeds 1.01 for 38 % of parameters at an ESS of 400, for few at 1,500
ESS_LEAST, EBFMI_LEAST = 400, 0.3
SLACK = 1e-6                       # more than rounding makes between our numbers and ArviZ's
Arrays = Mapping[str, Any]
Coords = Mapping[str, Any]          # labels by dim
Dims = Mapping[str, Sequence[str]]  # names of a variable's own axes
Attributes = Mapping[str, Any]


class Groups(Protocol):
    """ArviZ's object, whichever ArviZ made it: groups by name, each an xarray Dataset or like one."""

    def __getitem__(self, group: str, /) -> Any: ...


class Tree(Groups, Protocol):
    """What is built here: `InferenceData` or `xarray.DataTree`, `tree["posterior"]` or `tree.posterior`."""

    def __getattr__(self, name: str, /) -> Any: ...


Given = TypeVar("Given", bound=Groups)


def build(posterior: Arrays, sample_stats: Arrays, *, coords: Coords | None = None, dims: Dims | None = None,
          observed: Arrays | None = None, constant: Arrays | None = None, attributes: Attributes | None = None) -> Tree:
    """The result of a run; arrays of the first two groups are (chain, draw, …). `InferenceData` has no empty groups, so none for a
    posterior without parameters; attributes are then those of `sample_stats`."""
    groups = {"posterior": posterior, "sample_stats": sample_stats, "observed_data": observed, "constant_data": constant}
    return from_groups({name: g or {} for name, g in groups.items() if g or name == "posterior"}, coords=coords, dims=dims, attributes=attributes)


def from_groups(groups: Mapping[str, Arrays], *, coords: Coords | None = None, dims: Dims | None = None,
                attributes: Attributes | None = None) -> Tree:
    """A tree with these groups; `attributes` go to the first one that is not empty."""
    first = next((n for n, a in groups.items() if a), None)
    sets = {n: dataset(a, n in SAMPLES, coords, dims, attributes if n == first else None) for n, a in groups.items()}
    container = inference_data()
    if container is not None:
        return container(**sets)
    import xarray

    trees: Any = xarray.DataTree                                # its keys are of types that are not known
    return trees.from_dict(sets)


def add_group(tree: Given, group: str, arrays: Arrays, *, coords: Coords | None = None, dims: Dims | None = None) -> Given:
    """Adds or replaces a group in the tree itself, whichever ArviZ made it, and returns it."""
    data = dataset(arrays, group in SAMPLES, coords, dims)
    opened: Any = tree
    if is_inference_data(tree):
        if group in opened.groups():
            delattr(opened, group)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)        # a group that is not in ArviZ's scheme, `log_prior`
            opened.add_groups({group: data})
    else:
        import xarray

        opened[group] = xarray.DataTree(data)
    return tree


def dataset(arrays: Arrays, samples: bool, coords: Coords | None, dims: Dims | None, attributes: Attributes | None = None) -> Any:
    """One group. Axes without a named dim are called `NAME_dim_0`, … as ArviZ does."""
    import xarray

    values = {name: np.asarray(a) for name, a in arrays.items()}
    axes = {name: axes_of(name, a.ndim, samples, (dims or {}).get(name, ())) for name, a in values.items()}
    used = {d: size for name, a in values.items() for d, size in zip(axes[name], a.shape, strict=True)}
    labels = {d: labels_of(size, (coords or {}).get(d)) for d, size in used.items()}
    return xarray.Dataset({name: (axes[name], a) for name, a in values.items()}, coords=labels, attrs=plain(attributes or {}))


def axes_of(name: str, ndim: int, samples: bool, dims: Sequence[str]) -> tuple[str, ...]:
    """Names of all axes of an array."""
    lead = ("chain", "draw") if samples else ()
    rest = ndim - len(lead)
    unnamed = tuple(f"{name}_dim_{k}" for k in range(len(dims), rest))
    return (*lead, *(*dims, *unnamed)[:rest])


def labels_of(size: int, coords: Sequence[Any] | np.ndarray | None) -> np.ndarray:
    """Labels along an axis: those that are known where their number fits, else 0, 1, …"""
    return np.asarray(coords) if coords is not None and len(coords) == size else np.arange(size)


def plain(attributes: Attributes) -> dict[str, Any]:
    """Attributes as netCDF takes them: strings and numbers, anything else (also an integer of more than 64 bits) as JSON text."""
    return {name: value if fits_netcdf(value) else as_json(value) for name, value in attributes.items()}


def fits_netcdf(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, (str, float)) or isinstance(value, int) and abs(value) < 2**63


def as_json(value: Any) -> str:
    """JSON text; arrays become lists."""
    return json.dumps(value, default=_as_list)


def _as_list(value: Any) -> Any:
    return cast(Any, value).tolist() if isinstance(value, (np.ndarray, np.generic)) else str(value)


def inference_data() -> Any:
    """ArviZ's class before 1.0, None after."""
    if int(importlib.metadata.version("arviz").split(".")[0]) >= 1:
        return None                                             # and ArviZ itself need not be imported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")                         # what ArviZ says to everybody at import
        import arviz as az
    return az.InferenceData


def is_inference_data(tree: Groups) -> bool:
    """Is the tree of ArviZ's class before 1.0?"""
    container = inference_data()
    return container is not None and isinstance(tree, container)


def to_netcdf(tree: Groups, path: str | os.PathLike[str]) -> Path:
    """Writes the tree; the file appears whole or not at all."""
    path, opened = Path(path), cast(Any, tree)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        opened.to_netcdf(str(temporary))
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    return path


def group_names(tree: Groups) -> list[str]:
    """Names of the groups, without slashes."""
    opened: Any = tree
    groups = opened.groups() if is_inference_data(tree) else opened.groups
    return [g.strip("/") for g in groups if g.strip("/")]


def group_of(tree: Groups, name: str) -> Any:
    """One group as a Dataset, empty where the tree has none of that name."""
    import xarray

    group = tree[name] if name in group_names(tree) else xarray.Dataset()
    return group if isinstance(group, xarray.Dataset) else group.to_dataset()


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
        ranks = np.argsort(np.argsort(values.ravel())) / values.size
        shift = 0.5 - ranks[bad.ravel()].mean()
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
    """R-hat together with the ESS that gives it a meaning (Vehtari et al. 2021). All entries are looked through fast, ArviZ is asked about the worst."""
    sizes = posterior.sizes
    if sizes.get("chain", 1) < 2 or sizes.get("draw", 0) < 8:
        return []
    x = stacked(posterior)
    rhat, ess = rhat_and_ess(x)
    known = np.flatnonzero(np.isfinite(rhat) & np.isfinite(ess))
    if not len(known):
        return []
    worst, least = known[np.argmax((rhat - largest_rhat(ess))[known])], known[np.argmin(ess[known])]
    says: list[str] = []
    if rhat[worst] > largest_rhat(ess[worst]) - SLACK and (value := asked("rhat", x[worst])) > largest_rhat(size := asked("ess", x[worst])):
        says.append(f"R-hat of `{name_of(posterior, worst)}` is {value:.3f} at an ESS of {size:.0f} (below {RHAT} means something from an ESS of "
                    f"{RHAT_NEEDS}): chains disagree; run longer, and if that does not help look for several modes")
    if ess[least] < ESS_LEAST + SLACK and (size := asked("ess", x[least])) < ESS_LEAST:
        says.append(f"the effective sample size of `{name_of(posterior, least)}` is {size:.0f} (below {ESS_LEAST}): means and quantiles are rough; draw more")
    return says


def largest_rhat(ess: Any) -> Any:
    """What R-hat may be at this ESS, at most."""
    return np.minimum(np.where(ess >= RHAT_NEEDS, RHAT, 1.0 + (RHAT - 1.0) * RHAT_NEEDS / np.maximum(ess, 1.0)), 1.05)


def stacked(posterior: Any) -> np.ndarray:
    """All entries of all variables, (entry, chain, draw)."""
    first = ("chain", "draw")
    parts = [np.moveaxis(np.asarray(posterior[n].transpose(*first, ...), float).reshape(*(posterior.sizes[d] for d in first), -1), 2, 0)
             for n in posterior.data_vars]
    return np.concatenate(parts) if parts else np.zeros((0, 2, 8))


def asked(what: str, draws: np.ndarray) -> float:
    """ArviZ's R-hat or ESS of one entry, (chain, draw)."""
    with plain_arviz() as az:
        return float(getattr(az, what)(draws))


def name_of(posterior: Any, entry: int) -> str:
    """`theta[3]` for a row of `stacked`."""
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
    x, labels = stacked(posterior)[:rows], list(entries(posterior.isel(chain=0, draw=0)))
    flat, (rhat, ess) = x.reshape(len(x), -1), rhat_and_ess(x)
    columns = zip(labels, flat.mean(axis=1), flat.std(axis=1), *np.quantile(flat, (0.05, 0.95), axis=1), ess, rhat, strict=False)
    width = max([8, *map(len, labels[:rows])])
    lines = [f"{'':{width}} {'mean':>10} {'sd':>9} {'5%':>10} {'95%':>10} {'ESS':>7} {'R-hat':>6}"]
    lines += [f"{name:{width}} {mean:10.4g} {sd:9.3g} {low:10.4g} {high:10.4g} {size:7.0f} {r:6.3f}" for name, mean, sd, low, high, size, r in columns]
    return "\n".join([*lines, f"… and {len(labels) - rows} more"] if len(labels) > rows else lines)
