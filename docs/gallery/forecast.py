"""A local level, and a forecast. States move as a random walk and are summed out by the Kalman filter; a gap is filled, the future drawn"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import HalfNormal, LinearGaussianStateSpace


@ppl.model
def level(y):
    step, noise = ppl.sample("step", HalfNormal(1)), ppl.sample("noise", HalfNormal(1))
    d = LinearGaussianStateSpace(np.eye(1), np.ones(1), step**2 * np.eye(1), noise**2, np.zeros(1), 100.0 * np.eye(1))
    ppl.sample("y", d, obs=y)
    ppl.deterministic("state", lambda: d.smoothed(y)[:, 0])
    ppl.generate("future", d.given(y, 20))


rng = np.random.default_rng(7)
y = np.cumsum(0.4 * rng.normal(size=80)) + 0.5 * rng.normal(size=80)
y[30:40] = np.nan
posterior = level.bind(y=y)
tree = ppl.posterior_predictive(posterior, samplers.nuts(posterior, seed=1, progress=False), seed=1)

fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(y, "k.", markersize=4)
ax.plot(tree.posterior["state"].mean(("chain", "draw")), color="tab:blue", label="level")
future = tree.posterior_predictive["future"].values.reshape(-1, 20)
at = np.arange(80, 100)
ax.plot(at, future.mean(0), color="tab:orange", label="forecast")
ax.fill_between(at, *np.quantile(future, [0.05, 0.95], axis=0), color="tab:orange", alpha=0.3)
ax.legend()
