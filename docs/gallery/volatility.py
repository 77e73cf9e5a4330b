"""Stochastic volatility. The spread of daily returns follows a random path of its own (Kim, Shephard and Chib 1998)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Beta, HalfNormal, Normal, StochasticVolatility


@ppl.model
def returns(r):
    phi, sigma = ppl.sample("phi", Beta(20, 1.5)), ppl.sample("sigma", HalfNormal(0.5))
    mu = ppl.sample("mu", Normal(0, 2))
    h = ppl.sample("h", StochasticVolatility(phi, sigma, mu).noncentered(), shape=len(r))
    ppl.sample("r", Normal(0, np.exp(h / 2)), obs=r)


rng = np.random.default_rng(5)
h = StochasticVolatility(0.97, 0.25, 0.0, length=300).sample(seed=3)
r = np.exp(h / 2) * rng.normal(size=300)
tree = samplers.nuts(returns.bind(r=r), seed=1, progress=False)

spread = np.exp(tree.posterior["h"].values.reshape(-1, 300) / 2)
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(r, color="gray", linewidth=0.6)
ax.plot(spread.mean(0), color="tab:red", label="spread")
ax.fill_between(np.arange(300), *np.quantile(spread, [0.05, 0.95], axis=0), color="tab:red", alpha=0.3)
ax.plot(np.exp(h / 2), color="black", linewidth=0.8, label="truth")
ax.legend()
