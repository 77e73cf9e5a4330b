"""What came of a run: labelled arrays from chains that may have ended early, and the errors and warnings that go with them. ArviZ's object is made of
them at last, where one is wanted.

A result is a rectangle, chains × draws. Chains that failed or were interrupted are shorter, so the rectangle is the one with most draws in
it (`rectangle`); the draws outside it are in the groups `posterior_rest` and `sample_stats_rest`, one axis `rest`, with `chain` and `draw`.
"""
from __future__ import annotations

import contextlib
import platform
import signal
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from .. import __version__
from ..ad.logdensity import Target
from ..ir.errors import SamplingError
from ..ir.places import users_level
from .adaptation import learnt
from .advice import improper, scales, without_nan
from .chain import DIVERGED, STEPS
from .ends.told import outside
from .executors.notes import of_chain, to_warn
from .sampler import Sampler
from .settings import by_name
from .signals import STATUS, Terminated

if TYPE_CHECKING:
    from ..results import PlainGroups, Tree
    from .run import Chain

Result = TypeVar("Result", bound="PlainGroups | Tree")
STORED = {int: np.int64, bool: np.bool_, float: np.float64}
ROWS_AT_ONCE = 4096                  # draws


class SamplingWarning(UserWarning):
    """Something about the draws that the user should know; the text says what to do."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The chains when all have ended, and what was asked of them."""

    target: Target
    sampler: Sampler
    runs: list[Chain]
    z: np.ndarray                    # (chain, draw, dim), with the warm-up, as the chains wrote it
    stats: np.ndarray                # (chain, draw, column)
    warmup: int
    seed: int | list[int]
    signals: list[int]               # that came so far
    seconds: float
    stopped: BaseException | None = None          # what ended the run from outside

    @property
    def wanted(self) -> int:
        """Draws after the warm-up that each chain was to make."""
        return self.runs[0].total - self.warmup

    @cached_property
    def lengths(self) -> list[int]:
        """Draws of each chain after the warm-up."""
        return [max(0, chain.done - self.warmup) for chain in self.runs]

    @cached_property
    def failures(self) -> dict[int, Exception]:
        """Errors of chains by their numbers."""
        found = {number: chain.failure() for number, chain in enumerate(self.runs)}
        return {number: error for number, error in found.items() if error is not None}

    @cached_property
    def rectangle(self) -> tuple[list[int], int]:
        """Chains of the result, and the draws of each."""
        return rectangle(self.lengths)

    def fatal(self) -> BaseException | None:
        """The first error that is the user's to know; a chain without a start is left out where there are others."""
        return self.stopped or next((error for number, error in self.failures.items() if not (self.runs[number].no_start and any(self.lengths))), None)


def rectangle(lengths: list[int]) -> tuple[list[int], int]:
    """(chains, draws of each) of the largest rectangular array; of several the one with most chains.

    >>> rectangle([1000, 1000, 980]), rectangle([1000, 1000, 300]), rectangle([0, 0])
    (([0, 1, 2], 980), ([0, 1], 1000), ([], 0))
    """
    height = max(sorted(lengths), key=lambda least: least * sum(length >= least for length in lengths))
    return [number for number, length in enumerate(lengths) if length >= height > 0], height


def delivered(outcome: Outcome, keep: Sequence[str] | None, finish: Callable[[PlainGroups], Result]) -> Result:
    """What `finish` makes of the draws, with warnings about them; or the error of a chain, with that of all that was drawn as its attribute `tree`."""
    made = put_together(outcome, keep, finish) if any(outcome.lengths) else None
    error = outcome.fatal()
    if error is not None:
        raise of_chain(reported(error, outcome.lengths, made and made[1]), outcome.failures)
    if made is None:
        raise Terminated(STATUS) if signal.SIGTERM in outcome.signals else KeyboardInterrupt("interrupted before the warm-up ended: there are no draws")
    tell([*told(outcome), *made[0]], made[1])
    return made[1]


def put_together(outcome: Outcome, keep: Sequence[str] | None, finish: Callable[[PlainGroups], Result]) -> tuple[list[str], Result]:
    """Problems of the draws in words, and the result; where that cannot be made the error has the draws as they came (`draws`), and a file has them."""
    try:
        groups = noted(outcome, built(outcome, keep))
        return [] if outcome.fatal() else problems(outcome, groups), finish(groups)
    except BaseException as error:
        draws = raw(outcome)
        found = SamplingError(f"the draws could not be put together: {type(error).__name__}: {error}\nthey are in the attribute `draws` of this error"
                              + in_file(draws))
        found.tree, found.draws = None, draws                                                           # type: ignore[attr-defined]
        raise found from error


def raw(outcome: Outcome) -> dict[str, np.ndarray]:
    """Draws as the chains wrote them, without a copy: unconstrained coordinates and statistics of each chain after the warm-up, and their names."""
    found = {"unconstrained_names": np.array(outcome.target.unconstrained_names, str), "sample_stats_names": np.array(list(outcome.sampler.columns()))}
    for k, length in enumerate(outcome.lengths):
        span = slice(outcome.warmup, outcome.warmup + length)
        found |= {f"unconstrained_{k}": outcome.z[k, span], f"sample_stats_{k}": outcome.stats[k, span]}
    return found


def in_file(arrays: Mapping[str, np.ndarray]) -> str:
    """Puts them into a file; says where, if there is one."""
    from .. import results

    file = results.rescue(arrays)
    return f" and in `{file}`" if file else ""


def saved(tree: PlainGroups | Tree) -> str:
    """Puts the arrays into a file, for a process that is to end; tells its user where."""
    from .. import results

    note = f"the draws are in the attribute `tree` of this error{in_file(results.arrays_of(tree))}"
    with contextlib.suppress(Exception):                         # nobody listens
        print(f"terminated: {note}", file=sys.stderr)
    return note


def carrying(error: BaseException, tree: PlainGroups | Tree | None, note: str = "") -> BaseException:
    """The error with the tree, where there is one that it does not have yet, and what else there is to say about it."""
    if tree is not None and vars(error).get("tree") is None:
        error.tree = tree                                                                             # type: ignore[attr-defined]
        if note:
            error.add_note(note)
    return error


def tell(texts: list[str], tree: PlainGroups | Tree) -> None:
    """Warnings about the draws, at the line that called the sampler; one that is made an error has the tree."""
    for text in to_warn(texts):
        try:
            warnings.warn(text, SamplingWarning, stacklevel=users_level())
        except SamplingWarning as error:
            raise carrying(error, tree)  # noqa: B904 — the same error
        except Exception:  # standard error is closed
            continue


def reported(error: BaseException, lengths: list[int], tree: PlainGroups | Tree | None) -> BaseException:
    """The error with all draws, and a note that says so."""
    error.tree = tree                                                                                 # type: ignore[attr-defined]
    if tree is not None:
        error.add_note(f"draws made after the warm-up, by chain: {', '.join(map(str, lengths))}; they are kept in the attribute `tree` of this error")
    return error


def told(outcome: Outcome) -> list[str]:
    """What is not as it was asked for."""
    says = [f"chain {number} is left out: {error}" for number, error in outcome.failures.items()]
    says += [f"chain {number}: {note}" for number, chain in enumerate(outcome.runs) for note in dict.fromkeys(chain.notes)]
    used, draws = outcome.rectangle
    if outcome.signals and min(outcome.lengths) < outcome.wanted:
        rest = sum(outcome.lengths) - draws * len(used)
        says.append(f"interrupted: {draws} draws of each of {len(used)} chains are returned, marked as partial"
                    + (f"; {rest} draws more are in the group `posterior_rest`" if rest else ""))
    elif outcome.signals:
        says.append("interrupted when all draws had been made: they are returned")
    return says


def problems(outcome: Outcome, groups: PlainGroups) -> list[str]:
    """What is wrong with the draws, as far as it can be told."""
    try:
        return found_problems(outcome, groups)
    except Exception as error:  # of a density that is asked once more, of a library, of memory: the draws are there
        return [f"the draws could not be looked through for problems: {type(error).__name__}: {error}"]


def found_problems(outcome: Outcome, groups: PlainGroups) -> list[str]:
    from .. import results

    max_depth = outcome.sampler.options._asdict().get("max_depth")       # of samplers that build trees
    gave_up = outcome.target.gave_up()                           # of what is nan there nothing more is to be said
    says = gave_up + results.diagnose(without_nan(groups) if gave_up else groups, max_depth=max_depth)
    with contextlib.suppress(Exception):                         # of a density that is asked once more: the rest is known
        return improper(outcome.target, drawn(outcome)[0]) + says
    return says


def built(outcome: Outcome, keep: Sequence[str] | None) -> PlainGroups:
    """All draws after the warm-up, as the groups of ArviZ's object. It has no empty ones but for a posterior without parameters."""
    from .. import results

    target, (z, rows), _ = outcome.target, drawn(outcome), outcome.target.gave_up()          # at values that were asked for before
    values, stats = constrained(target, z, keep), named(outcome.sampler, rows)
    dims = {v.name: tuple(v.dims) for v in target.variables if v.dims and v.name in values}
    groups = {"posterior": values, "sample_stats": stats, "observed_data": target.observed}
    made = results.labelled({name: arrays for name, arrays in groups.items() if arrays or name == "posterior"},
                            coords={**target.coords, "chain": outcome.rectangle[0]}, dims=dims | target.observed_dims, attributes=attributes(outcome))
    made, outside = replace(made, adapted=learnt([outcome.runs[k] for k in outcome.rectangle[0]])), spans_outside(outcome)
    return results.joined(made, rest(outcome, keep, dims, outside)) if outside else made


def noted(outcome: Outcome, groups: PlainGroups) -> PlainGroups:
    """The groups, which also say what advice must know of the model."""
    from .. import results

    said: dict[str, str] = {}
    z = drawn(outcome)[0]
    with contextlib.suppress(Exception):                         # of the model, run once more: the draws are there
        found = scales(outcome.target, z, groups)
        said |= {results.SCALES: results.noted(found)} if found else {}
    with contextlib.suppress(Exception):
        diverged, made = sum(int(chain.word[DIVERGED]) for chain in outcome.runs), sum(outcome.lengths)
        left = outside(outcome.target, [chain.word for chain in outcome.runs], [chain.kept for chain in outcome.runs], z, diverged, made)
        said |= {results.OUTSIDE: results.as_attribute(left)} if left else {}
    return replace(groups, attributes={**groups.attributes, **said}) if said else groups


def drawn(outcome: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """The rectangle: unconstrained draws (chain, draw, dim) and their statistics, views where no chain is left out."""
    used, draws = outcome.rectangle
    chains, span = slice(None) if len(used) == len(outcome.runs) else used, slice(outcome.warmup, outcome.warmup + draws)
    return outcome.z[chains, span], outcome.stats[chains, span]


def constrained(target: Target, z: np.ndarray, keep: Sequence[str] | None) -> dict[str, np.ndarray]:
    """Values by name at z (chain, draw, dim), made in pieces of `ROWS_AT_ONCE` draws: in memory are z and the values, once each."""
    found: dict[str, np.ndarray] = {}
    for k, first in np.ndindex(len(z), -(-z.shape[1] // ROWS_AT_ONCE)):
        span = slice(first * ROWS_AT_ONCE, (first + 1) * ROWS_AT_ONCE)
        for name, part in target.constrain(z[k, span], keep).items():
            there = found.get(name, np.empty((*z.shape[:2], *part.shape[1:]), part.dtype))
            found[name] = there if part.dtype == there.dtype else there.astype(np.result_type(part, there))      # a whole number here, a float there
            found[name][k, span] = part
    return found


def named(sampler: Sampler, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Statistics by name, in their types; rows: (…, columns of the sampler)."""
    return {name: rows[..., k].astype(STORED[kind]) for k, (name, kind) in enumerate(sampler.columns().items()) if name != "warmup"}


def spans_outside(outcome: Outcome) -> list[tuple[int, int, int]]:
    """Draws that are not in the rectangle: (chain, first, last + 1), counted from the first of the warm-up."""
    used, draws = outcome.rectangle
    found = [(k, outcome.warmup + (draws if k in used else 0), chain.done) for k, chain in enumerate(outcome.runs)]
    return [(k, first, last) for k, first, last in found if last > first]


def rest(outcome: Outcome, keep: Sequence[str] | None, dims: dict[str, tuple[str, ...]], outside: list[tuple[int, int, int]]) -> list[PlainGroups]:
    """Groups with the draws that are not in the rectangle."""
    from .. import results

    where = {"chain": np.concatenate([np.full(last - first, k) for k, first, last in outside]),
             "draw": np.concatenate([np.arange(first, last) - outcome.warmup for _, first, last in outside])}
    values = outcome.target.constrain(np.concatenate([outcome.runs[k].all_z[first:last] for k, first, last in outside]), keep)
    stats = named(outcome.sampler, np.concatenate([outcome.runs[k].all_stats[first:last] for k, first, last in outside]))
    found: list[PlainGroups] = []
    for group, arrays in (("posterior_rest", values), ("sample_stats_rest", stats)):
        row = results.unused("rest", {*arrays, *where, *(d for own in dims.values() for d in own)})
        axes = {name: (row, *results.axes_of(name, a.ndim - 1, False, dims.get(name, ()))) for name, a in (arrays | where).items()}
        found.append(results.labelled({group: arrays | where}, coords=outcome.target.coords, dims=axes))
    return found


def attributes(outcome: Outcome) -> dict[str, object]:
    """What is needed to judge and to repeat the run; ArviZ's names where it has them."""
    from .. import results
    from ..ir.machine import target

    found: dict[str, object] = {
        "inference_library": "llbayes", "inference_library_version": __version__, "created_at": datetime.now(UTC).isoformat(),
        "sampler": outcome.sampler.name, "metric": outcome.sampler.metric.name, "seed": outcome.seed, "chains": len(outcome.runs), "draws": outcome.wanted,
        "tuning_steps": outcome.warmup, "settings": results.as_json(by_name(outcome.runs[0].settings)), "sampling_time": outcome.seconds,
        "gradient_evaluations": int(sum(chain.word[STEPS] for chain in outcome.runs)), "partial": int(min(outcome.lengths) < outcome.wanted),
        "python": platform.python_version(), "numpy": np.__version__, "llvm": str(target.host().llvm), "cpu": target.host().cpu}
    return found | ({"failed_chains": {k: str(error) for k, error in outcome.failures.items()}} if outcome.failures else {})
