"""Iterative compiled NUTS against the recursive form of the textbook, with the same random numbers: the same trees, the same draws.

The oracle is Stan's: momenta of mass M, a tree by recursion (Hoffman & Gelman 2014, algorithm 3; multinomial weights of Betancourt 2017,
appendix A), the generalised U-turn criterion on whole subtrees and across their seam.
"""
import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from llbayes.ad.logdensity import as_target
from llbayes.lang.library.random import Rng, normal
from llbayes.samplers.kernels.nuts import NUTS
from llbayes.samplers.run import Chain

DRAWS, SEED, MAX_DEPTH, JITTER = 30, 5, 6, 0.1


def banana(x):
    return -0.5 * x[0] * x[0] - 2.0 * (x[1] - x[0] * x[0]) ** 2 - 0.1 * x[2] ** 4


class Funnel:
    """log scale x[0] of the others: its neck makes divergences. Without machine code."""

    dim = 3

    def log_density(self, x):
        return float(-0.5 * (x[0] / 3.0) ** 2 - x[0] - 0.5 * np.exp(-x[0]) * (x[1] ** 2 + x[2] ** 2))

    def value_and_grad(self, x):
        w = np.exp(-x[0])
        return self.log_density(x), np.array([-x[0] / 9.0 - 1.0 + 0.5 * w * (x[1] ** 2 + x[2] ** 2), -w * x[1], -w * x[2]])


@dataclass
class Point:
    z: np.ndarray
    p: np.ndarray
    g: np.ndarray
    lp: float


@dataclass
class Subtree:
    """`first` and `last` in the order of building; `good` until it turns or diverges."""

    first: Point
    last: Point
    rho: np.ndarray
    logw: float
    proposal: Point
    n: int = 1
    accept: float = 0.0
    good: bool = True
    diverging: bool = False


class Oracle:
    def __init__(self, target, step, variance, bit_generator):
        self.target, self.step, self.variance, self.rng = target, step, variance, Rng(bit_generator)

    def energy(self, x):
        return 0.5 * np.sum(x.p * self.variance * x.p) - x.lp

    def leapfrog(self, x, step):
        p = x.p + 0.5 * step * x.g
        z = x.z + step * self.variance * p
        lp, g = self.target.value_and_grad(z)
        return Point(z, p + 0.5 * step * g, g, lp)

    def turns(self, left, right, rho):
        return min(left.p @ (self.variance * rho), right.p @ (self.variance * rho)) <= 0.0

    def joined_turns(self, a, b):
        return (self.turns(a.first, b.last, a.rho + b.rho) or self.turns(a.first, b.first, a.rho + b.first.p)
                or self.turns(a.last, b.last, a.last.p + b.rho))

    def leaf(self, x, h0):
        error = self.energy(x) - h0
        bad = not error <= 1000.0 or not math.isfinite(x.lp)
        accept = 0.0 if math.isnan(error) else math.exp(-max(error, 0.0))
        return Subtree(x, x, x.p, -error, x, 1, accept, not bad, bad)

    def build(self, x, depth, step, h0):
        if depth == 0:
            return self.leaf(self.leapfrog(x, step), h0)
        a = self.build(x, depth - 1, step, h0)
        if not a.good:
            return a
        b = self.build(a.last, depth - 1, step, h0)
        counted = {"n": a.n + b.n, "accept": a.accept + b.accept}
        if not b.good:
            return replace(b, **counted)
        logw = np.logaddexp(a.logw, b.logw)
        proposal = b.proposal if self.rng.uniform() < math.exp(b.logw - logw) else a.proposal
        return Subtree(a.first, b.last, a.rho + b.rho, logw, proposal, good=not self.joined_turns(a, b), **counted)

    def transition(self, z):
        size = self.step * (1.0 + JITTER * (2.0 * self.rng.uniform() - 1.0))
        p = np.array([normal(self.rng) for _ in z]) / np.sqrt(self.variance)
        lp, g = self.target.value_and_grad(z)
        start = Point(z, p, g, lp)
        h0 = self.energy(start)
        tree, ends, n, accept, depth, diverging = Subtree(start, start, p, 0.0, start), [start, start], 0, 0.0, 0, False
        while depth < MAX_DEPTH and tree.good:
            side = 1 if self.rng.uniform() < 0.5 else 0
            new = self.build(ends[side], depth, size if side else -size, h0)
            n, accept, diverging = n + new.n, accept + new.accept, new.diverging
            if not new.good:
                break
            proposal = new.proposal if self.rng.uniform() < math.exp(new.logw - tree.logw) else tree.proposal
            old = replace(tree, first=ends[1 - side], last=ends[side])
            tree = replace(tree, rho=tree.rho + new.rho, logw=np.logaddexp(tree.logw, new.logw), proposal=proposal, good=not self.joined_turns(old, new))
            ends[side] = new.last
            depth += 1
        return tree.proposal.z, (tree.proposal.lp, self.energy(tree.proposal), depth, n, accept / n, diverging)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(("target", "step"), [(as_target(banana, 3), 0.25), (as_target(banana, 3), 0.02), (as_target(Funnel()), 0.7)],
                         ids=["banana", "banana-deep", "funnel"])
def test_iterative_nuts_is_the_recursive_one(compiled, target, step):
    scale, start = np.array([0.5, 1.0, 2.0]), np.array([-4.5, 0.02, 0.01]) if target.dim == 3 and step == 0.7 else np.array([0.3, 0.2, 0.1])
    chain = Chain(NUTS.having(max_depth=MAX_DEPTH), target, 0, np.random.SeedSequence(1), start, DRAWS + 1, compiled)
    chain.runner.draws(0, 1)
    NUTS.place(chain.state, start, *target.value_and_grad(start), step)
    chain.state.metric.scale[:] = scale
    chain.bit_generator.state = np.random.PCG64(SEED).state
    assert chain.runner.draws(1, DRAWS + 1) == DRAWS

    oracle, z, depths, diverged = Oracle(target, step, scale**2, np.random.PCG64(SEED)), start, set(), 0
    with np.errstate(all="ignore"):
        for k in range(DRAWS):
            z, stats = oracle.transition(z)
            found = dict(zip(NUTS.columns(), chain.stats[k], strict=True))
            np.testing.assert_allclose(chain.z[k], z, rtol=1e-8, atol=1e-8)
            names = ("lp", "energy", "tree_depth", "n_steps", "acceptance_rate", "diverging")
            np.testing.assert_allclose([found[n] for n in names], stats, rtol=1e-7, atol=1e-8)
            depths.add(stats[2])
            diverged += stats[-1]
    assert len(depths) >= 2 and (diverged > 0) == (step == 0.7)
