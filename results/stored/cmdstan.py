"""Draws as CmdStan's CSV files, one a chain: comments with the settings, a row a draw, columns `lp__`, `accept_stat__`, … and `theta.1`, `X.2.1`, the first
index fastest (CmdStan user's guide, Stan CSV file format). Read by CmdStanPy, posterior, bayesplot, ArviZ and all else that takes CmdStan's output; dims
and labels, which Stan has not, stand in two comments of our own."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..trees import Groups
from ..variables import Adaptation, Column, PlainGroups, Variable, attributes, variables

# columns of CmdStan and the statistics that they are here, in CmdStan's order
STATISTICS = {"lp__": "lp", "accept_stat__": "acceptance_rate", "stepsize__": "step_size", "treedepth__": "tree_depth", "n_leapfrog__": "n_steps",
              "divergent__": "diverging", "energy__": "energy"}
OURS = "inference_library = llbayes"
MARK = "__"                          # behind the names of statistics
FORMAT = (2, 35, 0)                  # the version of CmdStan that writes such files
METRICS = {0: ("unit_e", "No free parameters for unit metric"), 1: ("diag_e", "Diagonal elements of inverse mass matrix:"),
           2: ("dense_e", "Elements of inverse mass matrix:")}                                         # by the axes of the inverse metric


def texts_of(tree: Groups | PlainGroups, path: Path) -> dict[Path, str]:
    """The texts of the files, by name: `draws_1.csv`, `draws_2.csv`, …; `draws.csv` of one chain."""
    posterior, stats = variables(tree, "posterior"), variables(tree, "sample_stats")
    learnt, columns = (tree.adapted, tree.columns) if isinstance(tree, PlainGroups) else ((), ())
    if columns:
        posterior = {**posterior, **variables(tree, "posterior_predictive")}
    draws = Draws(posterior, {column: stats[name] for column, name in columns_of(stats).items()}, columns)
    about = attributes(tree)
    found: dict[Path, str] = {}
    for k, file in enumerate(paths(path, draws.chains)):
        own = learnt[k] if k < len(learnt) else Adaptation(draws.step_size(k))
        lines = [*settings(about, draws, file, k + 1, own), *labels(posterior), draws.header, *adaptation(own), *draws.rows(k), *times(own), ""]
        found[file] = "\n".join(lines)
    return found


def paths(path: Path, chains: int) -> list[Path]:
    """The files of a run."""
    return [path] if chains == 1 else [path.with_name(f"{path.stem}_{k + 1}{path.suffix}") for k in range(chains)]


def numbered(path: Path) -> Iterator[Path]:
    """The files `draws_1.csv`, `draws_2.csv`, … that are there, up to the first that is not."""
    k = 1
    while (file := path.with_name(f"{path.stem}_{k}{path.suffix}")).exists():
        yield file
        k += 1


def further(path: Path, chains: int) -> list[Path]:
    """What a run replaces beside the files that it writes: those of ours that are numbered on behind them, and the file that was named."""
    beyond = list(numbered(path))[0 if chains == 1 else chains:]
    return [file for file in beyond if f"# {OURS}" in file.read_text(errors="replace")] + ([path] if chains > 1 and path.exists() else [])


def columns_of(stats: Iterable[str]) -> dict[str, str]:
    """Columns of statistics: CmdStan's first, then others by their own names."""
    there = list(stats)
    known = {column: name for column, name in STATISTICS.items() if name in there}
    return known | {f"{name}{MARK}": name for name in there if name not in known.values()}


class Draws:
    """The columns of all chains."""

    def __init__(self, posterior: Mapping[str, Variable], stats: Mapping[str, Variable], columns: Sequence[Column]):
        self.stats = {column: v.values for column, v in stats.items() if v.values.ndim == 2}
        self.values = {c.name: posterior[c.variable].values[(..., *c.place)] for c in columns or [c for v in posterior.values() for c in entries(v)]}
        self.header = ",".join([*self.stats, *self.values])
        self.chains, self.draws = next((a.shape for a in (*self.stats.values(), *self.values.values())), (0, 0))

    def step_size(self, chain: int) -> float:
        """The mean one, where nobody says what was learnt."""
        return float(self.stats["stepsize__"][chain].mean()) if "stepsize__" in self.stats else 1.0

    def rows(self, chain: int) -> Iterator[str]:
        """A line a draw. Python writes the shortest text from which a float is read again."""
        columns: list[list[Any]] = [numbers(column[chain]) for column in (*self.stats.values(), *self.values.values())]
        return (",".join([repr(cell) for cell in row]) for row in zip(*columns, strict=True))


def numbers(column: np.ndarray) -> list[Any]:
    """Numbers of a column; truth values as 0 and 1."""
    return (column.astype(int) if column.dtype.kind == "b" else column).tolist()


def entries(v: Variable) -> Iterator[Column]:
    """The entries of a variable by CmdStan's names, from 1, the first index fastest."""
    for backwards in np.ndindex(*v.shape[::-1]):
        index: tuple[int, ...] = tuple(backwards)[::-1]
        yield Column(".".join([v.name, *(str(k + 1) for k in index)]), v.name, index)


# -- comments
def settings(about: Mapping[str, Any], draws: Draws, file: Path, chain: int, learnt: Adaptation) -> Iterator[str]:
    """What CmdStan says of a run above its columns."""
    said = json.loads(about.get("settings", "{}"))
    seed, tune = about.get("seed", 0), about.get("tuning_steps", 0)
    yield from (f"# stan_version_{part} = {number}" for part, number in zip(("major", "minor", "patch"), FORMAT, strict=True))
    lines: list[tuple[int, str, Any]] = [
        (0, "model", f"{about.get('model_name', file.stem.removesuffix(f'_{chain}'))}_model"),
        (0, "start_datetime", about.get("created_at", "")), (0, "method", "sample (Default)"), (1, "sample", None),
        (2, "num_samples", draws.draws), (2, "num_warmup", tune), (2, "save_warmup", "false (Default)"), (2, "thin", "1 (Default)"),
        (2, "adapt", None), (3, "engaged", "true (Default)" if tune else "false"), (3, "delta", said.get("target_accept", 0.8)),
        (2, "algorithm", "hmc (Default)"), (3, "hmc", None), (4, "engine", "nuts (Default)" if "max_depth" in said else "static"),
        (5, "nuts" if "max_depth" in said else "static", None), (6, "max_depth", said.get("max_depth", 0)),
        (4, "metric", METRICS[learnt.inverse_metric.ndim][0]),
        (4, "stepsize", 1), (4, "stepsize_jitter", said.get("jitter", 0)), (2, "num_chains", draws.chains),
        (0, "id", chain), (0, "data", None), (1, "file", about.get("data_file", "")), (0, "init", "2 (Default)"), (0, "random", None),
        (1, "seed", seed if isinstance(seed, (int, np.integer)) else json.dumps(seed)), (0, "output", None), (1, "file", file.name),
        (0, "inference_library", about.get("inference_library", "")), (0, "inference_library_version", about.get("inference_library_version", "")),
    ]  # fmt: skip
    yield from (f"# {'  ' * depth}{key}" if value is None else f"# {'  ' * depth}{key} = {value}" for depth, key, value in lines)


def labels(posterior: Mapping[str, Variable]) -> Iterator[str]:
    """Dims and labels of the variables that have some, as JSON."""
    named = {v.name: list(v.own) for v in posterior.values() if any(not dim.startswith(f"{v.name}_dim_") for dim in v.own)}
    if named:
        coords = {dim: as_json(v.coords[dim]) for v in posterior.values() if v.name in named for dim in v.own if dim in v.coords}
        yield f"# dims = {json.dumps(named)}"
        yield f"# coords = {json.dumps(coords)}"


def as_json(found: np.ndarray) -> list[Any]:
    """Labels as JSON has them: whole numbers, or text."""
    return found.tolist() if found.dtype.kind in "iu" else [str(label) for label in found.tolist()]


def adaptation(learnt: Adaptation) -> Iterator[str]:
    """Step size and metric, as CmdStan writes them behind the warm-up."""
    yield "# Adaptation terminated"
    yield f"# Step size = {learnt.step_size!r}"
    yield f"# {METRICS[learnt.inverse_metric.ndim][1]}"
    if learnt.inverse_metric.ndim:
        yield from (f"# {', '.join(map(repr, row))}" for row in np.atleast_2d(learnt.inverse_metric).tolist())


def times(learnt: Adaptation) -> Iterator[str]:
    """How long it took."""
    yield "# "
    whole = learnt.warmup + learnt.sampling
    for word, seconds, phase in (("Elapsed Time:", learnt.warmup, "Warm-up"), ("", learnt.sampling, "Sampling"), ("", whole, "Total")):
        yield f"#  {word:13} {seconds:.6f} seconds ({phase})"
    yield "# "
