"""Counts with an exposure, more spread than Poisson's. Accidents of branches that are open for different times"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Gamma, NegativeBinomial, Normal


@ppl.model
def accidents(load, hours, count):
    a, b = ppl.sample("a", Normal(0, 2)), ppl.sample("b", Normal(0, 1))
    size = ppl.sample("size", Gamma(2, 0.1))
    ppl.sample("count", NegativeBinomial(log_mean=np.log(hours) + a + b * load, size=size), obs=count)


rng = np.random.default_rng(2)
load, hours = rng.uniform(-1, 1, 80), rng.uniform(2, 20, 80)
count = rng.poisson(hours * np.exp(-0.5 + 0.8 * load) * rng.gamma(3, 1 / 3, 80))
posterior = accidents.bind(load=load, hours=hours, count=count)
tree = ppl.posterior_predictive(posterior, samplers.nuts(posterior, seed=1, progress=False), seed=1)

fig, ax = plt.subplots(figsize=(6, 3.5))
simulated = tree.posterior_predictive["count"].values.reshape(-1, 80)
bins = np.arange(count.max() + 2) - 0.5
counts = np.array([np.histogram(row, bins)[0] for row in simulated[::10]])
ax.bar(bins[:-1] + 0.5, np.histogram(count, bins)[0], color="lightgray", label="observed")
ax.errorbar(bins[:-1] + 0.5, counts.mean(0), np.abs(np.quantile(counts, [0.05, 0.95], axis=0) - counts.mean(0)), fmt="o", markersize=3, label="predicted")
ax.set(xlabel="accidents of a branch", ylabel="branches")
ax.legend()
