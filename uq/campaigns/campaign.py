"""A campaign: independently randomised replicates of one design, each of which leaves sums of fixed size.

Replicates need nothing of each other, so they may run anywhere, in any order, and again: their points come from the seed and their number alone. What has
to be the same for all of them, units and a constant near the outputs' mean, is read off the first few outputs of the first.
"""
from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple, Protocol, cast

import numpy as np

from ...ir.given import check, seed_of, whole
from ...ir.places import users_level
from ...samplers.progress import in_notebook
from ...samplers.progress.tasks import counting
from ...samplers.settings import Seed
from ..evaluation.evaluator import Evaluator, Tally
from ..evaluation.mixture import Block, kept, leading
from ..method import UqWarning
from ..scale import unit
from .replicates import seeds
from .store import Store

PILOT = 16                           # points of the first replicate that tell units and a constant near the mean
MOMENT = 1.0                         # seconds, behind which progress is shown
KEPT = 2**15                         # points of which inputs are kept, to compare their spread with that of their laws


class Scale(NamedTuple):
    """A power of two of the size of an output, and a number near its mean in that unit; each of an output's shape."""

    unit: np.ndarray
    centre: np.ndarray

    def of(self, outputs: np.ndarray) -> np.ndarray:
        """Outputs in these units, less the constant."""
        return outputs / self.unit - self.centre


def scale_of(outputs: np.ndarray) -> Scale:
    """From a few outputs (n, …)."""
    good = outputs[np.isfinite(outputs.reshape(len(outputs), -1)).all(axis=1)]
    if not len(good):
        return Scale(np.ones(outputs.shape[1:]), np.zeros(outputs.shape[1:]))
    size = unit(np.abs(good).max(axis=0))
    size = np.where(size > 0.0, size, 1.0)
    return Scale(size, (good / size).mean(axis=0))


class Plan(Protocol):
    """What a method asks of a campaign. Plans are pickled where an executor runs them: they hold settings, and no model."""

    # `whole = True`: sums want all outputs of a replicate at once, and as many of its points as KEPT

    def blocks(self, inputs: Any, seed: np.random.SeedSequence) -> Iterable[Block]:
        """Points (parts, n, d) of one replicate, block after block; the parts of a point belong together."""
        ...

    def sums(self, points: Any, outputs: np.ndarray, scale: Scale) -> Mapping[str, np.ndarray]:
        """Of a block's outputs (parts, n, …), of which no row has failed; sums of the same size for every block."""
        ...


class Gathered(NamedTuple):
    """Of each replicate the sums (replicates, …), in units of `scale`; some of the points; what happened."""

    sums: dict[str, np.ndarray]
    scale: Scale
    seen: np.ndarray
    notes: tuple[str, ...] = ()


class Begun(NamedTuple):
    """Blocks of points of a replicate, and the outputs at the first points of the first block, where they are known."""

    blocks: Iterable[Block]
    known: np.ndarray | None = None


@dataclass
class Campaign:
    """Replicates of a plan, run one after another or by an executor, kept in a store.

    executor: of `concurrent.futures` or alike; None: here
    store: a folder that keeps the sums of each replicate; another call with the same settings goes on from there
    progress: show a bar? None: in a terminal, when it takes more than a second
    """

    replicates: int
    seed: Seed = None
    executor: Any = None
    store: Any = None
    progress: bool | None = None
    what: str = "campaign"
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.replicates = whole(self.replicates, "replicates", 2)              # a standard error needs 2
        check(self.progress in (None, True, False), "progress", self.progress, "True, False or None")
        self.fresh, self.seed = self.seed is None, seed_of(self.seed)

    def run(self, run: Evaluator, plan: Plan) -> Gathered:
        """All replicates, or those that were done when the run was interrupted, if they are two or more."""
        store = Store.open(self.store, self.what, run, self.replicates, self.seed, self.settings)
        sequences = seeds(store.entropy(self.seed, self.fresh), self.replicates)
        blocks = iter(plan.blocks(run.inputs, sequences[0]))
        first = next(blocks)
        before = Tally(**vars(run.tally))
        pilot = run(leading(kept(first, slice(PILOT)), 1)[0])
        vars(run.tally).update(vars(before))                         # they count with the first replicate
        scale = scale_of(pilot)
        found, notes, seen = store.read(), list[str](), [leading(first, 2)]
        todo = [k for k in range(self.replicates) if k not in found]
        anew = todo if self.executor is not None else []
        begun = Begun(chain([first], blocks), pilot)
        ways = self.elsewhere(run, plan, sequences, scale, anew) if anew else self.here(run, plan, sequences, scale, todo, seen, begun)
        wanted, patience = (at_a_terminal(), MOMENT) if self.progress is None else (self.progress, 0.0)
        with counting(f"replicates of {self.what}", self.replicates, wanted, patience) as (count, tick):
            try:
                for k, sums in ways:
                    found[k] = sums
                    store.write(k, sums)
                    count.done = len(found)
                    tick()
            except KeyboardInterrupt:
                if len(found) < 2:
                    raise
                notes.append(f"interrupted: {len(found)} of {self.replicates} replicates")
                warnings.warn(f"interrupted: the result is that of {len(found)} of {self.replicates} replicates", UqWarning, stacklevel=users_level())
        done = [found[k] for k in sorted(found)]
        run.tally.evaluations = sum(int(sums["_evaluations"]) for sums in done)
        run.tally.failed = sum(int(sums["_failed"]) for sums in done)
        run.check_failures()                                         # of all replicates together, wherever they ran
        stacked = {name: np.array([sums[name] for sums in done]) for name in done[0] if not name.startswith("_")}
        return Gathered(stacked, scale, some(seen, run.inputs.dim), tuple(notes))

    def here(self, run: Evaluator, plan: Plan, sequences: list[Any], scale: Scale, todo: list[int], seen: list[np.ndarray],
             begun: Begun) -> Iterable[Any]:
        """(number, sums) of one replicate after another; the first is begun."""
        for k in todo:
            yield k, replicate(run, plan, Begun(plan.blocks(run.inputs, sequences[k])) if k else begun, scale, seen)

    def elsewhere(self, run: Evaluator, plan: Plan, sequences: list[Any], scale: Scale, todo: list[int]) -> Iterable[Any]:
        """(number, sums) in the order in which they are done; the error of one that raised."""
        from ...samplers.executors.carried import Carried
        from ...samplers.executors.submit import run_all
        from ...samplers.executors.tasks import Failure, Task

        shared = Carried((run.model, run.inputs, run.allowed, plan, scale))
        tasks = [Task(apart, (shared, sequences[k]), f"replicate {k}") for k in todo]
        for number, sums in run_all(tasks, self.executor, what="replicates"):
            if isinstance(sums, Failure):
                sums.error.add_note(f"in {sums.name}")
                raise sums.error
            yield todo[number], sums


def at_a_terminal() -> bool:
    """Is there somebody who looks?"""
    return in_notebook() or (cast(object, sys.stderr) is not None and sys.stderr.isatty())


def apart(shared: tuple[Any, Any, int, Plan, Scale], sequence: np.random.SeedSequence) -> dict[str, np.ndarray]:
    """One replicate in another process."""
    model, inputs, allowed, plan, scale = shared
    return replicate(Evaluator(model, inputs, allowed_failures=allowed), plan, Begun(plan.blocks(inputs, sequence)), scale, [])


def replicate(run: Evaluator, plan: Plan, begun: Begun, scale: Scale, seen: list[np.ndarray]) -> dict[str, np.ndarray]:
    """The sums of one replicate over its blocks, and how many points they are made of."""
    total: dict[str, np.ndarray] = {}
    before = Tally(**vars(run.tally))
    evaluated = (at_block(run, points, None if k else begun.known) for k, points in enumerate(begun.blocks))
    for points, outputs in ([together(evaluated)] if getattr(plan, "whole", False) else evaluated):
        add(total, plan.sums(points, outputs, scale))
        if sum(a.shape[1] for a in seen) < KEPT:
            seen.append(leading(points, 2))
    total["_evaluations"] = np.array(run.tally.evaluations - before.evaluations)
    total["_failed"] = np.array(run.tally.failed - before.failed)
    return total


def at_block(run: Evaluator, points: Block, known: np.ndarray | None) -> tuple[Block, np.ndarray]:
    """(points, outputs) of a block, without the rows of which a point failed; outputs at its first points may be known."""
    failed = run.tally.failed
    outputs = run.of_block(points, known)
    if run.tally.failed == failed:
        return points, outputs
    good = np.asarray(np.isfinite(outputs.reshape(*outputs.shape[:2], -1)).all(axis=(0, 2)))
    return kept(points, good), outputs[:, good]


def together(blocks: Iterable[tuple[Any, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """All outputs of a replicate, and as many of its points as are looked at afterwards."""
    points, outputs = list[np.ndarray](), list[np.ndarray]()
    for at, values in blocks:
        outputs.append(values)
        if sum(a.shape[1] for a in points) < KEPT:
            points.append(at)
    return np.concatenate(points, axis=1), np.concatenate(outputs, axis=1)


def add(total: dict[str, np.ndarray], sums: Mapping[str, np.ndarray]) -> None:
    """A block's sums to those of the blocks before."""
    for name, a in sums.items():
        total[name] = total[name] + a if name in total else np.asarray(a)


def some(seen: list[np.ndarray], d: int) -> np.ndarray:
    """(n, d): points of the first two parts of the blocks that were kept."""
    return np.concatenate([points.reshape(-1, d) for points in seen])
