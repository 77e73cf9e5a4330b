"""Downloads of RStan by day: a trend with changes, seasons and holidays (Taylor and Letham 2018). Data set `rstan_downloads`."""
from __future__ import annotations

import numpy as np
from scipy.special import expit

from .. import ppl
from ..ppl import Laplace, Normal, positive


def linear(k, m, delta, t, A, t_change):
    """A line whose slope changes by delta at t_change, without jumps."""
    return (k + A @ delta) * t + (m - A @ (t_change * delta))


def logistic(k, m, delta, t, A, t_change, cap):
    """Logistic growth to cap whose rate changes by delta at t_change, without jumps."""
    rates = k + np.concatenate([[0.0], np.cumsum(delta)])
    gamma = np.zeros(len(t_change))                                     # moves of the offset
    offset = m
    for i in range(len(t_change)):
        gamma[i] = (t_change[i] - offset) * (1 - rates[i] / rates[i + 1])
        offset = offset + gamma[i]
    return cap * expit((k + A @ delta) * (t - (m + A @ gamma)))


@ppl.model
def prophet(T, K, t, cap, y, S, t_change, X, sigmas, tau, trend_indicator, s_a, s_m):
    k = ppl.sample("k", Normal(0, 5))
    m = ppl.sample("m", Normal(0, 5))
    delta = ppl.sample("delta", Laplace(0, tau), shape=S, dims="change")
    sigma_obs = ppl.sample("sigma_obs", Normal(0, 0.5), constraint=positive)
    beta = ppl.sample("beta", Normal(0, sigmas), shape=K, dims="regressor")
    A = np.where(t[:, None] >= t_change, 1.0, 0.0)                      # which changes have happened
    trend = logistic(k, m, delta, t, A, t_change, cap) if trend_indicator == 1 else linear(k, m, delta, t, A, t_change)
    ppl.sample("y", Normal(trend * (1 + X @ (beta * s_m)) + X @ (beta * s_a), sigma_obs), obs=y)
