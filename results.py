"""Results are ArviZ's own object: `InferenceData` with ArviZ 0.23 (Python 3.11), `xarray.DataTree` with ArviZ 1 and later.

Arrays come in as (chain, draw, *shape). Everything heavy is imported when the first result is built.
"""
from __future__ import annotations

import json
import os
import tempfile
from typing import Any

import numpy as np

CONVERGED, ENOUGH = 1.01, 1500                  # R-hat says nothing below about this effective sample size
BFMI, CHECKED = 0.3, 300


def modern() -> bool:
    """ArviZ 1 or later?"""
    import arviz as az
    return int(az.__version__.split(".")[0]) >= 1


def as_json(settings: dict[str, Any]) -> str:
    """Settings as an attribute: netCDF takes texts and numbers only."""
    return json.dumps(settings, default=lambda x: x.tolist() if isinstance(x, (np.ndarray, np.generic)) else str(x))


def from_groups(groups: dict[str, dict[str, np.ndarray]], *, coords: Any = None, dims: Any = None) -> Any:
    """A new tree of groups: group -> name -> array (chain, draw, *shape)."""
    import arviz as az
    groups = {g: v for g, v in groups.items() if v}
    coords = {k: list(v) for k, v in (coords or {}).items()}
    dims = {k: list(v) for k, v in (dims or {}).items()}
    if modern():
        return az.from_dict(groups, coords=coords, dims=dims)
    tree = az.InferenceData()
    for group, arrays in groups.items():
        tree.add_groups({group: dataset(group, arrays, coords, dims)})
    return tree


def dataset(group: str, arrays: dict[str, np.ndarray], coords: Any, dims: Any) -> Any:
    """One group as an xarray Dataset with named dims; axes without a name are called NAME_dim_k."""
    import xarray as xr
    lead = () if group in ("observed_data", "constant_data") else ("chain", "draw")
    variables, found = {}, {}
    for name, a in arrays.items():
        a = np.asarray(a)
        own = tuple(dims.get(name, ()))
        rest = a.shape[len(lead):]
        own = own if len(own) == len(rest) else tuple(f"{name}_dim_{k}" for k in range(len(rest)))
        variables[name] = ((*lead, *own), a)
        for d, n in zip((*lead, *own), a.shape, strict=True):
            found[d] = list(coords[d]) if d in coords and len(coords[d]) == n else np.arange(n)
    return xr.Dataset(variables, coords=found)


def build(posterior: dict[str, np.ndarray], sample_stats: dict[str, np.ndarray], *, coords: Any = None, dims: Any = None, observed: Any = None,
          attributes: Any = None) -> Any:
    """The tree of a run: groups posterior, sample_stats and observed_data."""
    groups = {"posterior": posterior, "sample_stats": sample_stats}
    if observed:
        groups["observed_data"] = {k: np.asarray(v) for k, v in observed.items()}
    tree = from_groups(groups, coords=coords, dims=dims)
    if attributes:
        for group in ("posterior", "sample_stats"):
            if group in groups and groups[group]:
                tree[group].attrs.update({k: v for k, v in attributes.items() if isinstance(v, (str, int, float))})
    return tree


def add_group(tree: Any, group: str, arrays: dict[str, np.ndarray], *, coords: Any = None, dims: Any = None) -> Any:
    """Adds a group to a tree, replacing one of that name; returns the tree."""
    coords, dims = coords or {}, dims or {}
    data = dataset(group, arrays, coords, dims)
    if modern():
        import xarray as xr
        tree[group] = xr.DataTree(data)
    else:
        if group in tree.groups():
            delattr(tree, group)
        tree.add_groups({group: data})
    return tree


def to_netcdf(tree: Any, path: Any) -> None:
    """Writes the tree to a netCDF file; a file appears whole or not at all."""
    path = os.fspath(path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(path)), suffix=".tmp")
    os.close(handle)
    try:
        tree.to_netcdf(temporary, engine="netcdf4") if modern() else tree.to_netcdf(temporary)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


# -- diagnostics in plain words
def diagnose(tree: Any, max_depth: int | None = None) -> list[str]:
    """What is wrong with the draws, each with a remedy; empty when nothing is."""
    stats = tree["sample_stats"]
    out = []
    if "diverging" in stats:
        out += divergences(tree, np.asarray(stats["diverging"].values, bool))
    if max_depth is not None and "tree_depth" in stats:
        deep = float(np.mean(np.asarray(stats["tree_depth"].values) >= max_depth))
        if deep > 0.01:
            out.append(f"{100 * deep:.0f} % of the draws reached the largest tree depth ({max_depth}): the sampler moves slowly\n"
                       "hint: raise `max_depth`, put parameters on comparable scales, or try metric=\"dense\"")
    if "energy" in stats:
        out += energy(np.asarray(stats["energy"].values, float))
    return out + mixing(tree)


def divergences(tree: Any, diverging: np.ndarray) -> list[str]:
    n = int(diverging.sum())
    if not n:
        return []
    text = f"{n} divergences after the warm-up: the posterior has a region that the sampler cannot enter, and the results may be biased"
    funnel = neck(tree, diverging)
    hint = "raise `target_accept` to 0.95 or 0.99"
    if funnel:
        text += f"; they gather where `{funnel}` is small"
        hint = f"write the parameters that have `{funnel}` as their scale non-centred (`.noncentered()`), or {hint}"
    return [f"{text}\nhint: {hint}"]


def neck(tree: Any, diverging: np.ndarray) -> str:
    """The positive scalar whose logarithm is lowest at the divergences, in units of its standard deviation."""
    best, lowest = "", -0.5
    for name, a in tree["posterior"].data_vars.items():
        x = np.asarray(a.values, float)
        if x.ndim != 2 or not (x > 0).all() or x.std() == 0:
            continue
        logs = np.log(x)
        shift = (logs[diverging].mean() - logs.mean()) / logs.std()
        if shift < lowest:
            best, lowest = str(name), shift
    return best


def energy(e: np.ndarray) -> list[str]:
    variance = e.var(axis=1)
    bfmi = np.square(np.diff(e, axis=1)).mean(axis=1) / np.where(variance > 0, variance, np.inf) if e.shape[1] > 3 else np.ones(len(e))
    if e.shape[1] > 3 and ((bfmi < BFMI) & (variance > 0)).any():
        return [f"E-BFMI is {bfmi.min():.2f} (below {BFMI}): the energy moves slowly, the tails are explored badly\n"
                "hint: longer warm-up, or parameters of the heavy-tailed part written non-centred"]
    return []


def mixing(tree: Any) -> list[str]:
    """R-hat with the effective sample size that it needs."""
    worst_rhat, worst_ess = ("", 0.0), ("", np.inf)
    for name, x in scalars(tree):
        r, n = rhat_and_ess(x)
        if np.isfinite(r) and r > worst_rhat[1]:
            worst_rhat = (name, r)
        if np.isfinite(n) and n < worst_ess[1]:
            worst_ess = (name, n)
    out = []
    total = sum(1 for _ in worst_rhat)
    if total and worst_rhat[1] > CONVERGED and (worst_ess[1] >= ENOUGH or worst_rhat[1] > 1.05):
        out.append(f"R-hat of `{worst_rhat[0]}` is {worst_rhat[1]:.3f} (smallest effective sample size {worst_ess[1]:.0f}): the chains disagree\n"
                   "hint: longer warm-up and more draws; look at the trace of that parameter for several modes")
    elif worst_ess[1] < 400:
        out.append(f"the effective sample size of `{worst_ess[0]}` is {worst_ess[1]:.0f}: its estimates are rough\nhint: more draws")
    return out


def scalars(tree: Any) -> Any:
    """(name, array (chain, draw)) of up to CHECKED scalar parts that vary."""
    count = 0
    for name, a in tree["posterior"].data_vars.items():
        x = np.asarray(a.values)
        flat = x.reshape(*x.shape[:2], -1)
        for k in range(flat.shape[2]):
            if count >= CHECKED:
                return
            part = flat[..., k]
            if part.size and np.ptp(part) > 0:
                count += 1
                index = np.unravel_index(k, x.shape[2:]) if x.ndim > 2 else ()
                yield f"{name}[{','.join(map(str, index))}]" if len(index) else str(name), part


def rhat_and_ess(x: np.ndarray) -> tuple[float, float]:
    import arviz as az
    if x.shape[1] < 4:
        return np.nan, np.nan
    return float(az.rhat(x)) if x.shape[0] > 1 else np.nan, float(az.ess(x))
