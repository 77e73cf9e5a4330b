"""Partial pooling of counties. Radon in Minnesota: counties with few houses are drawn towards the line that uranium predicts (Gelman and Hill 2007)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, ppl, samplers
from llbayes.ppl import HalfNormal, Normal


@ppl.model
def radon(county, floor, uranium, log_radon):
    g = ppl.sample("g", Normal(0, 2), shape=2)
    tau, sigma = ppl.sample("tau", HalfNormal(1)), ppl.sample("sigma", HalfNormal(1))
    offset = ppl.sample("offset", Normal(0, tau).noncentered(), dims="county")
    a = ppl.deterministic("a", g[0] + g[1] * uranium + offset, dims="county")
    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("log_radon", Normal(a[county] + b * floor, sigma), obs=log_radon)


data = models.data_set("radon_mn")
county, log_radon = data["county_idx"] - 1, data["log_radon"]
uranium = np.array([np.mean(data["log_uppm"][county == k]) for k in range(data["J"])])
names = models.labels_of("radon_mn")["county"]
posterior = radon.bind(county=county, floor=data["floor_measure"], uranium=uranium, log_radon=log_radon, coords={"county": names})
tree = samplers.nuts(posterior, seed=1, progress=False)

a = tree.posterior["a"].stack(sample=("chain", "draw")).values
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.errorbar(uranium, a.mean(1), a.std(1), fmt="o", markersize=3, linewidth=0.7)
line = np.linspace(uranium.min(), uranium.max(), 2)
g = tree.posterior["g"].mean(("chain", "draw")).values
ax.plot(line, g[0] + g[1] * line, color="black")
ax.set(xlabel="log uranium of the county", ylabel="log radon, ground floor")
