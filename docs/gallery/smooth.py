"""A Gaussian process. The rate of counts is the exponential of a smooth curve whose smoothness is learnt; between and beyond the counts it is drawn."""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, ppl, samplers
from llbayes.ppl import GaussianProcess, HalfNormal, InverseGamma, Normal, Poisson, kernels


@ppl.model
def rate(x, at, count):
    length, height = ppl.sample("length", InverseGamma(5, 20)), ppl.sample("height", HalfNormal(2))
    process = GaussianProcess(kernels.ExpQuad(length, height), x)
    mean = ppl.sample("mean", Normal(3, 2))
    f = ppl.sample("f", process.noncentered())
    ppl.sample("count", Poisson(log_rate=mean + f), obs=count)
    ppl.generate("curve", process.given(f, at))


data = models.data_set("gp_pois_regr")
at = np.linspace(-12, 12, 60)
posterior = rate.bind(x=data["x"].astype(float), at=at, count=data["k"])
tree = ppl.posterior_predictive(posterior, samplers.nuts(posterior, seed=1, progress=False), seed=1)

curve = tree.posterior_predictive["curve"].values.reshape(-1, 60) + tree.posterior["mean"].values.reshape(-1, 1)
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(data["x"], data["k"], "ko", markersize=4)
ax.plot(at, np.median(np.exp(curve), axis=0))
ax.fill_between(at, *np.quantile(np.exp(curve), [0.05, 0.95], axis=0), alpha=0.3)
ax.set(xlabel="x", ylabel="count", ylim=(0, 150))
