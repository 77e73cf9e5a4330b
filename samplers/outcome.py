"""What came of a run: ArviZ's object from chains that may have ended early, and the errors and warnings that go with it.

A result is a rectangle, chains × draws. Chains that failed or were interrupted are shorter, so the rectangle is the one with most draws in
it (`rectangle`); the draws outside it are in the groups `posterior_rest` and `sample_stats_rest`, one axis `rest`, with `chain` and `draw`.
"""
from __future__ import annotations

import platform
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import __version__
from ..ad.logdensity import Target
from .advice import improper
from .chain import STEPS
from .sampler import Sampler
from .settings import Settings

if TYPE_CHECKING:
    from ..results import Tree
    from .run import Chain

STORED = {int: np.int64, bool: np.bool_, float: np.float64}
LONG = 0.1                           # share of trajectories of the largest depth from which an improper density is suspected


class SamplingWarning(UserWarning):
    """Something about the draws that the user should know; the text says what to do."""


class Outcome(NamedTuple):
    target: Target
    sampler: Sampler
    runs: list[Chain]
    warmup: int
    seed: int | list[int]
    interrupted: bool
    seconds: float


def rectangle(lengths: list[int]) -> tuple[list[int], int]:
    """(chains, draws of each) of the largest rectangular array; of several the one with most chains.

    >>> rectangle([1000, 1000, 980]), rectangle([1000, 1000, 300]), rectangle([0, 0])
    (([0, 1, 2], 980), ([0, 1], 1000), ([], 0))
    """
    n = max(sorted(lengths), key=lambda n: n * sum(m >= n for m in lengths))
    return [k for k, m in enumerate(lengths) if m >= n > 0], n


def delivered(o: Outcome, keep: Sequence[str] | None) -> Tree:
    """The tree, with warnings about it; or the error of a chain, with the tree of all that was drawn as its attribute `tree`."""
    failures = {k: e for k, c in enumerate(o.runs) if (e := c.failure()) is not None}
    lengths = [max(0, c.done - o.warmup) for c in o.runs]
    tree = built(o, lengths, keep, failures) if any(lengths) else None
    fatal = [e for k, e in failures.items() if not (o.runs[k].no_start and tree is not None)]
    if fatal:
        raise reported(fatal[0], lengths, tree)
    if tree is None:
        raise KeyboardInterrupt("interrupted before the warm-up ended: there are no draws")
    for text in [*told(o, lengths, failures), *problems(o, tree, lengths)]:
        warnings.warn(text, SamplingWarning, stacklevel=4)
    return tree


def flat(settings: Settings) -> dict[str, float]:
    """All numbers of a run by name."""
    windows = settings.windows._asdict() if settings.windows else {}
    return {"warmup": settings.warmup, "tries": settings.tries} | settings.options._asdict() | windows


def reported(error: Exception, lengths: list[int], tree: Tree | None) -> Exception:
    error.tree = tree                                                                                 # type: ignore[attr-defined]
    if tree is not None:
        error.add_note(f"draws made after the warm-up, by chain: {', '.join(map(str, lengths))}; they are kept in the attribute `tree` of this error")
    return error


def told(o: Outcome, lengths: list[int], failures: dict[int, Exception]) -> list[str]:
    """What is not as it was asked for."""
    used, n = rectangle(lengths)
    says = [f"chain {k} is left out: {e}" for k, e in failures.items()]
    rest = sum(lengths) - n * len(used)
    if o.interrupted:
        says.append(f"interrupted: {n} draws of each of {len(used)} chains are returned, marked as partial"
                    + (f"; {rest} draws more are in the group `posterior_rest`" if rest else ""))
    return says


def problems(o: Outcome, tree: Tree, lengths: list[int]) -> list[str]:
    """What is wrong with the draws."""
    from .. import results

    max_depth = o.sampler.options._asdict().get("max_depth")
    says = results.diagnose(tree, max_depth=max_depth)
    long = results.group_of(tree, "sample_stats").get("tree_depth", np.zeros(1)) >= (np.inf if max_depth is None else max_depth)
    if float(np.mean(long)) > LONG:
        says = improper(o.target, drawn(o, lengths)[0]) + says
    return says


def built(o: Outcome, lengths: list[int], keep: Sequence[str] | None, failures: dict[int, Exception]) -> Tree:
    """ArviZ's object of all draws after the warm-up."""
    from .. import results

    t, (used, n), (z, rows) = o.target, rectangle(lengths), drawn(o, lengths)
    values, stats = t.constrain(z, keep), named(o.sampler, rows)
    dims = {v.name: tuple(v.dims) for v in t.variables if v.dims and v.name in values}
    tree = results.build(values, stats, coords={**t.coords, "chain": used}, dims=dims, observed=t.observed, attributes=attributes(o, lengths, failures))
    outside = [(k, n if k in used else 0) for k in range(len(lengths)) if lengths[k] > (n if k in used else 0)]
    if outside:
        add_rest(o, tree, keep, dims, outside)
    return tree


def drawn(o: Outcome, lengths: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The rectangle: unconstrained draws (chain, draw, dim) and their statistics."""
    used, n = rectangle(lengths)
    spans = [(o.runs[k], slice(o.warmup, o.warmup + n)) for k in used]
    return np.stack([c.all_z[s] for c, s in spans]), np.stack([c.all_stats[s] for c, s in spans])


def named(s: Sampler, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Statistics by name, in their types; rows: (…, columns of the sampler)."""
    return {name: rows[..., k].astype(STORED[kind]) for k, (name, kind) in enumerate(s.columns().items()) if name != "warmup"}


def add_rest(o: Outcome, tree: Tree, keep: Sequence[str] | None, dims: dict[str, tuple[str, ...]], outside: list[tuple[int, int]]) -> None:
    """Draws that did not fit in, as (chain, first draw that is outside)."""
    from .. import results

    spans = [(k, o.warmup + n, o.runs[k].done) for k, n in outside]
    where = {"chain": np.concatenate([np.full(last - first, k) for k, first, last in spans]),
             "draw": np.concatenate([np.arange(first, last) - o.warmup for _, first, last in spans])}
    values = o.target.constrain(np.concatenate([o.runs[k].all_z[first:last] for k, first, last in spans]), keep)
    stats = named(o.sampler, np.concatenate([o.runs[k].all_stats[first:last] for k, first, last in spans]))
    for group, arrays in (("posterior_rest", values), ("sample_stats_rest", stats)):
        axes = {name: ("rest", *dims.get(name, ())) for name in (*arrays, *where)}
        results.add_group(tree, group, arrays | where, coords=o.target.coords, dims=axes)


def attributes(o: Outcome, lengths: list[int], failures: dict[int, Exception]) -> dict[str, object]:
    """What is needed to judge and to repeat the run; ArviZ's names where it has them."""
    from .. import results
    from ..ir.machine import target

    wanted = o.runs[0].total - o.warmup
    found: dict[str, object] = {"inference_library": "llbayes", "inference_library_version": __version__, "created_at": datetime.now(UTC).isoformat(),
             "sampler": o.sampler.name, "metric": o.sampler.metric.name, "seed": o.seed, "chains": len(o.runs), "draws": wanted,
             "tuning_steps": o.warmup, "settings": results.as_json(flat(o.runs[0].settings)), "sampling_time": o.seconds,
             "gradient_evaluations": int(sum(c.word[STEPS] for c in o.runs)), "partial": int(min(lengths) < wanted),
             "python": platform.python_version(), "numpy": np.__version__, "llvm": str(target.host().llvm), "cpu": target.host().cpu}
    return found | ({"failed_chains": {k: str(e) for k, e in failures.items()}} if failures else {})
