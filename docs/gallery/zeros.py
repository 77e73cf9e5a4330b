"""Counts with extra zeros. Fish that groups of visitors caught, of whom some did not fish at all"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Beta, Normal, Poisson, ZeroInflated


@ppl.model
def fish(people, count):
    idle = ppl.sample("idle", Beta(2, 2))
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1))
    ppl.sample("count", ZeroInflated(idle, Poisson(log_rate=a + b * people)), obs=count)


rng = np.random.default_rng(6)
people = rng.integers(1, 5, 150).astype(float)
count = np.where(rng.random(150) < 0.4, 0, rng.poisson(np.exp(-0.3 + 0.5 * people)))
tree = samplers.nuts(fish.bind(people=people, count=count), seed=1, progress=False)

fig, axes = plt.subplots(1, 2, figsize=(7, 3))
axes[0].hist(count, np.arange(20) - 0.5, color="lightgray")
axes[0].set(xlabel="fish of a group", ylabel="groups")
axes[1].hist(tree.posterior["idle"].values.ravel(), 40, density=True)
axes[1].axvline(np.mean(count == 0), color="black", linestyle=":", label="share of zeros")
axes[1].set(xlabel="probability not to fish", xlim=(0, 1))
axes[1].legend()
