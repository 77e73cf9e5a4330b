"""What there is to see of running chains: numbers of each, and the words for them that all ways of showing share."""
from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from ..chain import DIVERGED, DONE, STEPS, WARMUP_DIVERGED


class Running(Protocol):
    """A chain, as it is looked at while it runs."""

    @property
    def word(self) -> np.ndarray: ...            # counters

    @property
    def total(self) -> int: ...                  # draws to be made

    def step_size(self) -> float: ...


class Look(NamedTuple):
    """One chain at one moment, or several together."""

    done: int                        # draws, of the warm-up too
    total: int
    phase: str
    diverged: int                    # draws after the warm-up
    warmup_diverged: int
    step_size: float
    rate: float                      # gradients a second
    seconds: float

    @property
    def finished(self) -> bool:
        return self.done >= self.total


class Watch:
    """Looks at the chains of a run; the clock of a chain stops when it has all its draws."""

    def __init__(self, runs: Sequence[Running], warmup: int):
        self.runs, self.warmup, self.begun = runs, warmup, time.perf_counter()
        self.ended: dict[int, float] = {}

    def looks(self) -> list[Look]:
        """One a chain."""
        return [self.look(k) for k in range(len(self.runs))]

    def look(self, k: int) -> Look:
        chain, now = self.runs[k], time.perf_counter()
        done = int(chain.word[DONE])
        if done >= chain.total:
            now = self.ended.setdefault(k, now)
        passed, phase = now - self.begun, "warm-up" if done < self.warmup else "draws"
        return Look(done, chain.total, phase, int(chain.word[DIVERGED]), int(chain.word[WARMUP_DIVERGED]), chain.step_size() if done else 0.0,
                    float(chain.word[STEPS]) / max(passed, 1e-9), passed)

    def all(self) -> Look:
        """All chains together."""
        each, passed = self.looks(), time.perf_counter() - self.begun
        phase = "warm-up" if any(look.phase == "warm-up" for look in each) else "draws"
        return Look(sum(x.done for x in each), sum(x.total for x in each), phase, sum(x.diverged for x in each), sum(x.warmup_diverged for x in each),
                    0.0, sum(int(chain.word[STEPS]) for chain in self.runs) / max(passed, 1e-9), passed)


HEAD = ("chain", "draws", "", "divergences", "step", "gradients/s", "time")


def cells(k: int, look: Look) -> tuple[str, ...]:
    """The row of a chain, in the order of `HEAD`."""
    return (str(k), f"{look.done:,}/{look.total:,}", look.phase, divergences(look), f"{look.step_size:.3g}", f"{look.rate:,.0f}", f"{look.seconds:.1f} s")


def divergences(look: Look) -> str:
    """Those of the draws, and apart from them those of the warm-up, which are of no consequence: `0 (16 in warm-up)`."""
    before = f" ({look.warmup_diverged:,} in warm-up)" if look.warmup_diverged else ""
    return f"{look.diverged:,}{before}"
