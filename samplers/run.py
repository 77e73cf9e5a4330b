"""Draws, chains, seeds, threads, interrupts, results: everything about sampling that no sampler has to know."""
from __future__ import annotations

import os
import time
import warnings
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, get_type_hints

import numpy as np

from ..ad.logdensity import as_target
from ..ir.errors import SamplingError, SettingsError
from .chain import NO_START, STEPS, STOP, WORDS
from .engine import ROWS, CompiledRunner, Density, PythonRunner, machine
from .progress import show
from .sampler import Sampler, allocate

POLL = 0.05                                     # seconds between looks at the counters


class SamplingWarning(UserWarning):
    """Something about the draws that the user should know; the text says what to do."""


def check(ok: Any, name: str, value: Any, allowed: str) -> None:
    if not ok:
        raise SettingsError(f"`{name}` must be {allowed}, not {value!r}")


class Chain:
    """One chain: its arrays, its stream of random numbers, what it has drawn."""

    def __init__(self, s: Sampler, target: Any, settings: Any, stream: Any, start: np.ndarray, total: int, engine: str):
        self.sampler, self.target, self.total, self.dim = s, target, total, target.dim
        self.word = np.zeros(WORDS, np.int64)
        self.state = s.state(allocate, self.dim)
        self.state.start[:] = start
        self.z, self.stats = np.zeros((ROWS, self.dim)), np.zeros((ROWS, len(s.stats._fields)))       # type: ignore[attr-defined]
        self.all_z, self.all_stats = np.zeros((total, self.dim)), np.zeros((total, self.stats.shape[1]))
        self.done = 0
        self.no_start = False
        self.bit_generator = np.random.PCG64(stream)
        if engine == "python":
            self.density: Any = None
            self.runner: Any = PythonRunner(s, target.value_and_grad, self.bit_generator, settings, self.state, self.z, self.stats, self.word)
        else:
            self.density = Density(target, self.word)
            self.runner = CompiledRunner(s, self.density, self.bit_generator, settings, self.state, self.z, self.stats, self.word, self.dim)

    def run(self) -> None:
        """To the end, or until the stop word is set."""
        while self.done < self.total and not self.word[STOP]:
            last = min(self.done + ROWS, self.total)
            n = self.runner.draws(self.done, last)
            if n == NO_START:
                self.no_start = True
                return
            self.all_z[self.done:self.done + n], self.all_stats[self.done:self.done + n] = self.z[:n], self.stats[:n]
            self.done += n
            if n < last - (self.done - n):
                return

    def step_size(self) -> float:
        """Of the newest stored draw."""
        k = (int(self.word[1]) - 1) % ROWS
        return float(self.stats[k, self.sampler.stats._fields.index("step_size")])                    # type: ignore[attr-defined]


def sample(target: Any, s: Sampler, settings: Any, *, draws: int = 1000, chains: int = 4, cores: int | None = None, seed: Any = None, init: Any = None,
           keep: Any = None, progress: bool = True, dim: int | None = None, engine: str = "compiled") -> Any:
    """Runs the chains and builds ArviZ's object. `settings.warmup` draws of each chain are not kept."""
    check(isinstance(draws, (int, np.integer)) and draws >= 1, "draws", draws, "a whole number, 1 or more")
    check(isinstance(settings.warmup, (int, np.integer)) and settings.warmup >= 0, "tune", settings.warmup, "a whole number, 0 or more")
    check(isinstance(chains, (int, np.integer)) and chains >= 1, "chains", chains, "a whole number, 1 or more")
    check(cores is None or cores >= 1, "cores", cores, "None or 1 or more")
    t = as_target(target, dim)
    if t.dim == 0:
        raise SettingsError("there is nothing to sample: the model has no parameters\nhint: use ppl.prior_predictive or ppl.posterior_predictive")
    warmup, total = int(settings.warmup), int(settings.warmup) + int(draws)
    streams = np.random.SeedSequence(seed).spawn(chains)
    starts = initial_points(t, init, chains)
    if engine == "compiled":
        machine(s)
        t.native()
    begun = time.perf_counter()
    runs = [Chain(s, t, settings, stream, start, total, engine) for stream, start in zip(streams, starts, strict=True)]
    interrupted = run_all(runs, min(chains, cores or os.cpu_count() or 1), warmup, progress)
    seconds = time.perf_counter() - begun
    stopped(runs, t)
    return collected(t, s, runs, warmup, interrupted, keep, seconds, settings, progress)


def run_all(runs: list[Chain], threads: int, warmup: int, progress: bool) -> bool:
    """All chains on threads; True when the user interrupted."""
    interrupted = False
    with ThreadPoolExecutor(threads) as pool, show(runs, warmup, progress) as display:
        pending = {pool.submit(c.run) for c in runs}
        futures = set(pending)
        while pending:
            try:
                _, pending = wait(pending, timeout=POLL)
                display()
            except KeyboardInterrupt:
                interrupted = True
                for c in runs:
                    c.word[STOP] = 1
        display()
    for f in futures:
        f.result()
    return interrupted


def initial_points(t: Any, init: Any, chains: int) -> np.ndarray:
    """(chains, dim) unconstrained; nan where the chain may choose."""
    z = np.full((chains, t.dim), np.nan)
    if init is None:
        return z
    if isinstance(init, dict):
        z[:] = t.unconstrain(init, partial=True)
        return z
    a = np.asarray(init, float)
    check(a.shape in ((t.dim,), (chains, t.dim)), "init", f"an array of shape {a.shape}", f"a dict or an array of shape ({t.dim},) or ({chains}, {t.dim})")
    z[:] = a
    return z


def stopped(runs: list[Chain], t: Any) -> None:
    """Errors that ended chains."""
    for c in runs:
        if c.density is not None and c.density.error is not None and not isinstance(c.density.error, KeyboardInterrupt):
            raise SamplingError(f"the density raised {type(c.density.error).__name__}: {c.density.error}") from c.density.error
        if c.density is not None and c.density.arena.failed:
            raise MemoryError("there was no memory for the tape of the gradient\nhint: fewer chains at once (`cores=`)")
    bad = [c for c in runs if c.no_start]
    if bad:
        why = t.diagnose(bad[0].state.z.copy())
        raise SamplingError("no starting point with a finite log density and gradient was found in 100 tries from uniform(-2, 2)\n"
                            f"{why}\nhint: give `init=`, or check the data and the constraints of the parameters named above")


def collected(t: Any, s: Sampler, runs: list[Chain], warmup: int, interrupted: bool, keep: Any, seconds: float, settings: Any, progress: bool) -> Any:
    from .. import results
    used = [c for c in runs if c.done > warmup]
    if not used:
        raise SamplingError("the run was interrupted before the warm-up ended: there are no draws\nhint: fewer `tune` draws")
    n = min(c.done for c in used) - warmup
    z = np.stack([c.all_z[warmup:warmup + n] for c in used])
    raw = np.stack([c.all_stats[warmup:warmup + n] for c in used])
    stats = {}
    for k, (name, kind) in enumerate(get_type_hints(s.stats).items()):
        if name != "warmup":
            stats[name] = raw[..., k].astype({int: np.int64, bool: bool}.get(kind, float))
    values = t.constrain(z, keep)
    dims = {v.name: tuple(v.dims) for v in t.variables if v.dims and v.name in values}
    attributes = {"sampler": s.name, "sampling_time": seconds, "tuning_steps": warmup, "partial": int(interrupted or n < runs[0].total - warmup),
                  "gradient_evaluations": int(sum(c.word[STEPS] for c in runs)), "settings": results.as_json(settings._asdict())}
    tree = results.build(values, stats, coords=t.coords, dims=dims, observed=t.observed, attributes=attributes)
    for text in results.diagnose(tree, max_depth=getattr(settings, "max_depth", None)):
        warnings.warn(text, SamplingWarning, stacklevel=4)
    if interrupted:
        warnings.warn(f"interrupted: {n} draws of {len(used)} chains are returned, marked as partial", SamplingWarning, stacklevel=4)
    return tree
