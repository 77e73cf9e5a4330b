"""The trajectory of one NUTS draw: a binary tree of leapfrog steps, built iteratively with one waiting subtree a level.

Multinomial weights with biased progressive sampling (Betancourt 2017, appendix A.3) and the generalised U-turn criterion with the two
checks across the seam that Stan added. Everything is checked where two subtrees of equal size meet, as in the recursive form.

Rows stay where they are, their numbers are swapped. A subtree of level k is the rows `at[k]` of z and g (its proposal), `first[k]` and
`last[k]` of p (its end momenta, in the order of building) and `sum[k]` of rho. Leaves 0 … 7 of a subtree of level 3, new leaves in the
first column, then what is joined after it:

    0: waits at level 0        2: waits at level 0        4: waits at level 0        6: waits at level 0
    1: joins 0, is level 1     3: joins 2, then 0-1       5: joins 4, is level 1     7: joins 6, then 4-5, then 0-3
"""
from __future__ import annotations

import math
from typing import NamedTuple

from ...lang import compiled
from ...lang.library.random import Rng
from ..adapt import step_size
from ..leapfrog import Point, kinetic_energy, leapfrog
from ..metrics.metric import Arrays, Metric
from ..sampler import Array, DensityCall, New, draw_normals


class Trajectory(NamedTuple):
    """Room for one; nothing here outlives a draw. With n = levels + 1:"""

    z: Array                         # (n + 2, dim): proposals of subtrees and of the tree, then positions of the two ends
    g: Array                         # (n + 2, dim): gradients there
    p: Array                         # (2n + 2, dim): first and last momentum of each subtree, then of the tree's ends
    rho: Array                       # (n, dim): sums of momenta; the last row is the tree's
    lp: Array                        # (n,) by row of z
    h: Array                         # (n,) energy by row of z
    logw: Array                      # (n,) log weight by level
    at: Array                        # (n,) row numbers by level; the last one is the tree's
    first: Array
    last: Array
    sum: Array
    end: Array                       # (2,) rows of p of the tree's ends: backward, forward


def trajectory(new: New, dim: int, levels: int) -> Trajectory:
    n = levels + 1
    return Trajectory(new(n + 2, dim), new(n + 2, dim), new(2 * n + 2, dim), new(n, dim), new(n), new(n), new(n),
                      new(n, dtype=int), new(n, dtype=int), new(n, dtype=int), new(n, dtype=int), new(2, dtype=int))


class Extension(NamedTuple):
    """What building one subtree found; acceptances are sums over its leaves."""

    n_steps: int
    accept: float
    symmetric: float
    turning: bool
    diverging: bool
    here: int                        # rows of z: of the last leaf, and of the one before it
    before: int


class Transition(NamedTuple):
    """One draw; acceptances are means over all leaves but the start."""

    tree_depth: int
    n_steps: int
    accept: float
    symmetric: float
    diverging: bool
    energy: float


def swap(a: Array, i: int, j: int) -> None:
    x = a[i]
    a[i] = a[j]
    a[j] = x


def log_add(a: float, b: float) -> float:
    """log(exp a + exp b)."""
    m = max(a, b)
    return m + math.log1p(math.exp(min(a, b) - m))


@compiled
def join_leaves(p1: Array, p2: Array, rho: Array) -> bool:
    """rho := p1 + p2; does the pair turn?"""
    a = 0.0
    b = 0.0
    for i in range(len(rho)):
        r = p1[i] + p2[i]
        rho[i] = r
        a += p1[i] * r
        b += p2[i] * r
    return min(a, b) <= 0.0


@compiled
def join_trees(first1: Array, last1: Array, rho1: Array, first2: Array, last2: Array, rho2: Array) -> bool:
    """rho1 += rho2; does the joined tree turn, as a whole or across the seam in either direction?

    The first tree is first1 … last1, then the seam, then first2 … last2.
    """
    a = 0.0
    b = 0.0
    c = 0.0
    d = 0.0
    e = 0.0
    f = 0.0
    for i in range(len(rho1)):
        r1 = rho1[i]
        r2 = rho2[i]
        left = first1[i]
        right = last2[i]
        r = r1 + r2
        rho1[i] = r
        a += left * r
        b += right * r
        to_seam = r1 + first2[i]
        from_seam = last1[i] + r2
        c += left * to_seam
        d += first2[i] * to_seam
        e += last1[i] * from_seam
        f += right * from_seam
    return min(min(min(a, b), min(c, d)), min(e, f)) <= 0.0


@compiled
def merge(rng: Rng, t: Trajectory, k: int, level: int) -> bool:
    """Joins the subtree that waits at level k to the one just made, whose rows are at `level`; does it turn?"""
    if k == 0:
        turning = join_leaves(t.p[t.last[0]], t.p[t.last[level]], t.rho[t.sum[level]])
        x = t.first[level]                                 # a leaf has one momentum: its row `last` becomes the pair's `first`
        t.first[level] = t.last[0]
        t.last[0] = x
    else:
        turning = join_trees(t.p[t.first[k]], t.p[t.last[k]], t.rho[t.sum[k]],
                             t.p[t.first[level]], t.p[t.last[level]], t.rho[t.sum[level]])
        swap(t.first, k, level)
        swap(t.sum, k, level)
    total = log_add(t.logw[k], t.logw[level])
    if rng.uniform() >= math.exp(t.logw[level] - total):
        swap(t.at, k, level)
    t.logw[level] = total
    return turning


def waits_at(n: int) -> int:
    """Level of the row that takes the n-th leaf of a subtree: the number of trailing ones of n, so that every subtree it completes waits below."""
    level = 0
    while (n >> level) & 1 == 1:
        level += 1
    return level


def energy_error(x: Point, h0: float) -> float:
    """Energy of a leaf above h0; inf for one that must not enter the tree."""
    error = x.energy - h0
    if not abs(x.lp) < math.inf or math.isnan(error):
        error = math.inf
    return error


@compiled
def extend(density: DensityCall, metric: Metric, m: Arrays, rng: Rng, t: Trajectory, step: float, h0: float, max_error: float, depth: int,
           side: int) -> Extension:
    """2**depth leaves beyond the end `side`; the finished subtree lies at level `depth`. Stops early at a turn or divergence.

    A leaf whose energy exceeds h0 by more than max_error, or is nan, is a divergence and never enters the tree.
    """
    n = 0
    accept = 0.0
    symmetric = 0.0
    turning = False
    diverging = False
    end = len(t.z) - 2 + side
    here = end
    before = end
    here_p = t.end[side]
    while n < 1 << depth and not turning and not diverging:
        level = waits_at(n)
        new = t.at[level]
        new_p = t.last[level]
        x = leapfrog(density, metric, m, step, t.z[here], t.p[here_p], t.g[here], t.z[new], t.p[new_p], t.g[new])
        before = here
        here = new
        here_p = new_p
        error = energy_error(x, h0)
        both = math.exp(-abs(error))                       # one exponential for both rates: of losses and gains, and of losses alone
        accept += both if error > 0.0 else 1.0
        symmetric += step_size.symmetric(both)
        diverging = error > max_error
        n += 1
        if not diverging:
            t.lp[new] = x.lp
            t.h[new] = x.energy
            t.logw[level] = -error
            k = 0
            while k < level and not turning:
                turning = merge(rng, t, k, level)
                k += 1
    if not turning and not diverging:
        t.z[end] = t.z[here]
        t.g[end] = t.g[here]
    return Extension(n, accept, symmetric, turning, diverging, here, before)


@compiled
def plant(rng: Rng, t: Trajectory, z: Array, g: Array, lp: float) -> float:
    """A tree of one leaf, z with a fresh momentum; returns its energy."""
    top = len(t.at) - 1
    back = len(t.z) - 2
    back_p = len(t.p) - 2
    for k in range(len(t.at)):
        t.at[k] = k
        t.first[k] = k
        t.last[k] = len(t.at) + k
        t.sum[k] = k
    draw_normals(rng, t.rho[top])
    for side in range(2):
        t.z[back + side] = z
        t.g[back + side] = g
        t.p[back_p + side] = t.rho[top]
        t.end[side] = back_p + side
    h0 = kinetic_energy(t.rho[top]) - lp
    t.z[top] = z
    t.g[top] = g
    t.lp[top] = lp
    t.h[top] = h0
    return h0


@compiled
def attach(rng: Rng, t: Trajectory, depth: int, side: int, logw: float) -> bool:
    """Joins the finished subtree of level `depth` to the tree of weight `logw` at its end `side`; does the whole turn?"""
    top = len(t.at) - 1
    if rng.uniform() < math.exp(t.logw[depth] - logw):     # biased: towards the new half
        swap(t.at, top, depth)
    outer = t.end[1 - side]
    seam = t.end[side]
    if depth == 0:
        leaf = t.last[0]
        turning = join_trees(t.p[outer], t.p[seam], t.rho[top], t.p[leaf], t.p[leaf], t.p[leaf])
    else:
        turning = join_trees(t.p[outer], t.p[seam], t.rho[top], t.p[t.first[depth]], t.p[t.last[depth]], t.rho[t.sum[depth]])
    t.end[side] = t.last[depth]
    t.last[depth] = seam
    return turning


@compiled
def hand_over(t: Trajectory, here: int, before: int) -> None:
    """Where the trajectory diverged, and the leaf before it, into the first rows of z (see `Scratch`): what else is in them is not needed any more."""
    top = len(t.at) - 1
    t.rho[top] = t.z[here]
    t.rho[0] = t.z[before]
    t.z[0] = t.rho[top]
    t.z[1] = t.rho[0]


@compiled
def transition(density: DensityCall, metric: Metric, m: Arrays, rng: Rng, t: Trajectory, step: float, max_depth: int, max_error: float, z: Array,
               g: Array, lp: Array) -> Transition:
    """One draw, in place in z, g and lp, an array of one."""
    h0 = plant(rng, t, z, g, lp[0])
    depth = 0
    n = 0
    accept = 0.0
    symmetric = 0.0
    logw = 0.0
    turning = False
    diverging = False
    here = 0
    before = 0
    while depth < max_depth and not turning and not diverging:
        side = 1 if rng.uniform() < 0.5 else 0
        x = extend(density, metric, m, rng, t, step if side == 1 else -step, h0, max_error, depth, side)
        n += x.n_steps
        accept += x.accept
        symmetric += x.symmetric
        turning = x.turning
        diverging = x.diverging
        here = x.here
        before = x.before
        if not turning and not diverging:
            turning = attach(rng, t, depth, side, logw)
            logw = log_add(logw, t.logw[depth])
            depth += 1
    s = t.at[len(t.at) - 1]
    z[:] = t.z[s]
    g[:] = t.g[s]
    lp[0] = t.lp[s]
    if diverging:
        hand_over(t, here, before)
    count = max(n, 1)
    return Transition(depth, n, accept / count, symmetric / count, diverging, t.h[s])          # type: ignore[arg-type]
