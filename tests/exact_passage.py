"""Rows of the tests of families for the first passage between two boundaries: its log density by mpmath, points of parameter space, other tools' words."""
from __future__ import annotations

import functools
import itertools


def to_boundary(mp, t, alpha, start, drift):
    """The log density at t of the passage at one boundary, from the share `start` of the separation away and with a drift away from it (Navarro and Fuss
    2009, equations 1 and 2, by images where u = t / alpha² is small and by modes elsewhere)."""
    u = t / alpha**2
    with mp.workdps(80 + int(abs(mp.log10(start))) + int(abs(mp.log10(1 - start)))):
        if u < 0.3:
            found = mp.fsum((start + 2 * k) * mp.exp(-2 * k * (k + start) / u) for k in range(-6, 7))
            alone = mp.log(found) - start**2 / (2 * u) - mp.log(2 * mp.pi * u**3) / 2
        else:
            found = mp.fsum(k * mp.sin(k * mp.pi * start) * mp.exp(-(k**2 - 1) * mp.pi**2 * u / 2) for k in range(1, 15))
            alone = mp.log(found) + mp.log(mp.pi) - mp.pi**2 * u / 2
        return alone - drift * alpha * start - drift**2 * t / 2 - 2 * mp.log(alpha)


def wiener(mp, x, alpha, tau, beta, delta):
    if abs(x) <= tau:
        return -mp.inf
    return to_boundary(mp, x - tau, alpha, 1 - beta, -delta) if x > 0 else to_boundary(mp, -x - tau, alpha, beta, delta)


def densities(mp):
    """By the name of the family and of its last parameter, in a context of mpmath."""
    return {("Wiener", "delta"): functools.partial(wiener, mp)}


SETTINGS = {("Wiener", "delta"): [p for p in itertools.product((1e-8, 0.7, 3.0, 1e8), (0.0, 0.3), (1e-14, 0.3, 0.5, 1.0 - 1e-9), (0.0, 0.4, -30.0, 1e8))
                                  if p[0] > 1e-8 or p[1] == 0.0]}
# keywords of HDDM, HSSM, brms, rtdists and RWiener -> our parameters that the answer names
ELSEWHERE = {"Wiener": {"a": "alpha", "bs": "alpha", "t": "tau", "ndt": "tau", "t0": "tau", "z": "beta", "bias": "beta", "v": "delta", "drift": "delta"}}
