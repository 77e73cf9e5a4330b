"""A mixture. Two kinds of measurements whose labels were lost; which is which has a probability"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, ppl, samplers
from llbayes.ppl import Beta, HalfNormal, Mixture, Normal, ordered


@ppl.model
def clusters(y):
    share = ppl.sample("share", Beta(5, 5))
    mu = ppl.sample("mu", Normal(0, 2), shape=2, constraint=ordered)
    sigma = ppl.sample("sigma", HalfNormal(2), shape=2)
    ppl.sample("y", Mixture(np.array([share, 1 - share]), Normal(mu, sigma)), obs=y)


y = models.data_set("low_dim_gauss_mix")["y"]
tree = samplers.nuts(clusters.bind(y=y), seed=1, progress=False)

p = tree.posterior.stack(sample=("chain", "draw"))
x = np.linspace(y.min(), y.max(), 300)[:, None]
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.hist(y, 60, density=True, color="lightgray")
for k, share in enumerate([p["share"].values, 1 - p["share"].values]):
    mu, sigma = p["mu"].values[k], p["sigma"].values[k]
    ax.plot(x, (share * np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))).mean(1))
ax.set(xlabel="y", ylabel="density of the parts")
