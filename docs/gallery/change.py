"""A change point. Coal-mining disasters a year: the year of the change is summed out, and drawn afterwards (Jarrett 1979)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import DiscreteUniform, Exponential, Poisson

COUNTS = np.array([
    4, 5, 4, 0, 1, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3, 2,
    2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2,
    3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1,
])


@ppl.model
def disasters(count):
    before, after = ppl.sample("before", Exponential(1)), ppl.sample("after", Exponential(1))
    year = np.arange(len(count))
    ppl.marginalize("change", DiscreteUniform(1, len(count) - 1), lambda k: np.sum(Poisson(np.where(year < k, before, after)).logpdf(count)))


posterior = disasters.bind(count=COUNTS)
tree = ppl.recover(posterior, samplers.nuts(posterior, seed=1, progress=False), seed=1)

p = tree.posterior.stack(sample=("chain", "draw"))
year = np.arange(len(COUNTS))[:, None]
rate = np.where(year < p["change"].values, p["before"].values, p["after"].values)
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.bar(1851 + year[:, 0], COUNTS, color="lightgray")
ax.plot(1851 + year, rate.mean(1), color="tab:red")
ax.fill_between(1851 + year[:, 0], *np.quantile(rate, [0.05, 0.95], axis=1), color="tab:red", alpha=0.3)
ax.set(xlabel="year", ylabel="disasters")
