"""The public call of a sampler: the arguments that every one takes, their checks, and the run from target to result."""
from __future__ import annotations

import inspect
import os
import time
from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING, TypedDict, TypeVar, cast

import numpy as np

from ..ad.logdensity import LogDensity, Target, as_target
from ..ir.errors import LlbayesError
from ..ir.given import seed_of
from ..ir.public import public
from ..results import Tree, as_made, as_tree, begin_import
from .outcome import Outcome, carrying, delivered, saved
from .run import Chain, Order, run_all
from .runner import ROWS, machine
from .sampler import Sampler
from .settings import Seed, check, check_memory, flag, whole
from .signals import end_of_process, held
from .start import Given, initial_points

if TYPE_CHECKING:
    from ..results import PlainGroups
    from .executors.pools import Executor

Sampled = LogDensity | Target | Callable[[np.ndarray], float]
Call = TypeVar("Call", bound=Callable)


class Run(TypedDict, total=False):
    """What every sampler takes:

    target: a bound model, any object with `dim`, `log_density(z)` and `value_and_grad(z)`, or a function of an array with `dim=` its length
    draws: draws of each chain that are kept
    tune: draws of each chain in the warm-up, made before and not kept
    chains: independent chains; the k-th one uses the k-th stream of the seed, so its draws depend on neither their number nor that of threads
    cores: threads at most; None: all processors. With an executor its workers are what counts
    executor: where chains run instead of on threads: any executor of `concurrent.futures` (`ProcessPoolExecutor`, loky's, `mpi4py.futures`), a
        `dask.distributed.Client`, or a function that makes one. The draws are the same; `docs/scale.md` says what travels
    seed: a whole number or several; None: a fresh one is drawn and recorded in the attributes of the result, with all settings, versions and the CPU
    init: where chains start: an array (dim,) or (chains, dim) of unconstrained coordinates, or a dict of constrained values by name, each of the shape
        of its parameter, or with an axis of the chains before that, or a list of such dicts, one a chain. Dicts may leave parameters out; what is not given
        is drawn from uniform(-2, 2) in unconstrained space
    keep: names to store; None: all parameters and deterministics
    progress: show draws, divergences, step size and gradients a second of each chain
    dim: the number of coordinates, where the target is a plain function
    """

    draws: int
    tune: int
    chains: int
    cores: int | None
    executor: Executor | None
    seed: Seed
    init: Given | None
    keep: Sequence[str] | None
    progress: bool
    dim: int | None


ENDS = """Returns ArviZ's tree with `posterior` and `sample_stats`. Ctrl-C returns what was drawn, marked `partial`. A chain whose density fails (an index out
of range in a plain function, an exception in a Python density, no memory) ends there and keeps its draws; the others go on. Then the error is raised
(IndexError at its line, SamplingError, MemoryError) with the draws of all chains as its attribute `tree`. A chain that finds no start is left out
with a warning; when none finds one it is a SamplingError. Chains that ended early are cut to the rectangle with most draws; what is outside it is in
the groups `posterior_rest` and `sample_stats_rest`. SettingsError for settings that are not allowed."""


def sample(target: Sampled, s: Sampler, *, draws: int = 1000, tune: int = 1000, chains: int = 4, cores: int | None = None,
           executor: Executor | None = None, seed: Seed = None, init: Given | None = None, keep: Sequence[str] | None = None,
           progress: bool = True, dim: int | None = None, compiled: bool = True, trees: bool = True) -> Tree:
    """Runs chains of the sampler as it is set and builds ArviZ's object; arguments and errors as in `Run` and `ENDS`.

    Not `compiled`: by CPython, from the same source. Not `trees`: the labelled arrays that they are made of, `results.PlainGroups`.
    """
    draws, warmup, chains = whole(draws, "draws", 1), whole(tune, "tune", 0), whole(chains, "chains", 1)
    threads = min(chains, os.cpu_count() or 1 if cores is None else whole(cores, "cores", 1))
    seed, progress, executor = seed_of(seed), flag(progress, "progress"), accepted(executor)
    dim = None if dim is None else whole(dim, "dim", 0)
    check_room(s, draws=draws, tune=warmup, chains=chains, dim=dim or 0)            # before anything is compiled for that many coordinates
    t = as_target(target, dim)
    check_room(s, draws=draws, tune=warmup, chains=chains, dim=t.dim)
    finish = cast("Callable[[PlainGroups], Tree]", as_tree if trees else as_made)
    if trees:
        begin_import()
    keep, starts = names_of(t, keep), initial_points(t, init, chains)
    compiled = compiled and t.dim > 0                      # compiled loops over the coordinates take at least one
    if compiled:
        machine(s)
        t.native()
    rehearse(t, keep)
    begun, columns = time.perf_counter(), len(s.columns())
    z, stats = np.zeros((chains, warmup + draws, t.dim)), np.zeros((chains, warmup + draws, columns))           # pages are taken when they are written
    orders = [Order(warmup, stream, start, warmup + draws, compiled) for stream, start in zip(np.random.SeedSequence(seed).spawn(chains), starts, strict=True)]
    runs = [Chain(s, t, *order, room) for order, room in zip(orders, zip(z, stats, strict=True), strict=True)]
    tree, note = None, ""
    try:
        with held(runs) as seen:
            stopped = run_all(runs, threads, warmup, progress) if executor is None else elsewhere(runs, orders, (target, dim, s), executor, progress)
            tree = delivered(Outcome(t, s, runs, z, stats, warmup, seed, seen, time.perf_counter() - begun, stopped), keep, finish)
            note = saved(tree) if seen.end else ""
        note = note or (saved(tree) if seen.end else "")
        end_of_process(seen)
        return tree
    except BaseException as error:
        raise carrying(error, tree, note)  # noqa: B904 — the same error


def accepted(executor: Executor | None) -> Executor | None:
    """The argument; SettingsError for what is no executor."""
    if executor is not None:
        from .executors.pools import maker  # not for runs without

        maker(executor)
    return executor


def elsewhere(runs: list[Chain], orders: list[Order], origin: tuple[Sampled, int | None, Sampler], executor: Executor, progress: bool) -> BaseException | None:
    """As `run_all`, on the workers of an executor."""
    from .executors.chains import Origin, run_elsewhere  # not for runs without

    return run_elsewhere(runs, orders, Origin(*origin), executor, progress)


def rehearse(t: Target, keep: list[str] | None) -> None:
    """Makes values of no draws: what cannot be compiled is known before there are draws to lose."""
    try:
        t.constrain(np.zeros((0, t.dim)), keep)
    except LlbayesError:
        raise
    except Exception:  # a target's own may need a row; what it does with draws, `delivered` takes care of
        return


def listed(call: Call) -> Call:
    """The public call, whose signature and docstring also have what every sampler takes: for `help` and for completion."""
    signature, common = inspect.signature(call), inspect.signature(sample).parameters
    own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    call.__signature__ = signature.replace(parameters=[*own, *(common[name] for name in Run.__annotations__)])          # type: ignore[attr-defined]
    call.__doc__ = "\n\n".join(inspect.cleandoc(text or "") for text in (call.__doc__, Run.__doc__, ENDS))
    call.__llbayes_trees__ = False                           # `trees=False` gives labelled arrays      # type: ignore[attr-defined]
    return cast(Call, public(call, unnamed={name for name, p in common.items() if p.kind is p.KEYWORD_ONLY} - set(Run.__annotations__)))


def check_room(s: Sampler, **counts: int) -> None:
    """SettingsError when the draws take more than the memory of the machine, before anything is drawn; counts: draws, tune, chains, dim."""
    check_memory(counts["chains"] * (counts["draws"] + counts["tune"] + ROWS) * (counts["dim"] + len(s.columns())), counts)


def names_of(t: Target, keep: object) -> list[str] | None:
    """The names to store, one or several; SettingsError for those that there are not."""
    if keep is None:
        return None
    known = [v.name for v in t.variables]
    given = [keep] if isinstance(keep, str) else keep.ravel().tolist() if isinstance(keep, np.ndarray) else keep
    names = list(given) if isinstance(given, (Sequence, Set)) else [None]
    allowed = f"None or names of {', '.join(f'`{name}`' for name in known) or 'what there is, which is nothing'}"
    check(all(isinstance(name, str) and name in known for name in names), "keep", keep, allowed)
    return [str(name) for name in names]
