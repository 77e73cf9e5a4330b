"""The law of von Mises: slopes of its tails in point, direction and concentration against mpmath, to second order, where it is flat, narrow and far in a tail."""
from __future__ import annotations

import exact_circular
import mpmath as mp
import numpy as np
import pytest

from llbayes import ad, ppl

POINTS = [(0.3, 0.0, 1e-3), (-1.0, 0.4, 2.0), (2.5, -2.0, 30.0), (-0.01, 0.0, 1e6), (0.7, 0.5, 1e4), (-3.0, 2.5, 40.0), (3.1, 0.2, 200.0)]


def logs(v):
    d = ppl.VonMises(v[1], v[2])
    return np.stack([d.logcdf(v[0]), d.logsf(v[0])])


@pytest.fixture(scope="module")
def slopes():
    """Programs of the slopes of both log tails."""
    return [ad.grad(lambda v, k=k: logs(v)[k]) for k in range(2)], [ad.hessian(lambda v, k=k: logs(v)[k]) for k in range(2)]


@pytest.mark.parametrize("at", POINTS)
def test_slopes_of_tails(slopes, at):
    grads, hessians = slopes
    steps = [mp.mpf(10) ** -7 / (1 + at[2])] * 2 + [mp.mpf(10) ** -7 * min(at[2], 1)]
    with mp.workdps(40):
        for side in range(2):
            def f(*v, side=side):
                return exact_circular.tails(*v)[side]
            here = [mp.mpf(v) for v in at]
            got, bends = grads[side](np.array(at)), hessians[side](np.array(at))
            np.testing.assert_allclose(bends, bends.T, rtol=1e-9, atol=1e-12 * np.max(np.abs(bends)))
            for k in range(3):
                up, down = ([v + s * steps[k] * (j == k) for j, v in enumerate(here)] for s in (1, -1))
                want = (f(*up) - f(*down)) / (2 * steps[k])
                assert got[k] == pytest.approx(float(want), rel=1e-9, abs=1e-290), (side, k)
                bend = (f(*up) - 2 * f(*here) + f(*down)) / steps[k] ** 2
                assert bends[k, k] == pytest.approx(float(bend), rel=1e-4, abs=1e-7 * abs(got[k]) / abs(float(steps[k]) * 1e7)), (side, k)
