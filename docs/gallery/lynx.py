"""A differential equation. Hares and lynxes: predators and prey of Lotka and Volterra, from pelts of the Hudson's Bay Company"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, samplers

posterior = models.posterior("hudson_lynx_hare-lotka_volterra")
tree = samplers.nuts(posterior, draws=300, tune=500, seed=1, progress=False)

data = models.data_set("hudson_lynx_hare")
years = 1900 + np.array([0, *data["ts"]])
seen = np.vstack([data["y_init"], data["y"]])
z = np.concatenate([tree.posterior["z_init"].values[:, :, None], tree.posterior["z"].values], axis=2).reshape(-1, *seen.shape)
fig, ax = plt.subplots(figsize=(6, 3.5))
for k, name in enumerate(["hare", "lynx"]):
    line, = ax.plot(years, z[..., k].mean(0), label=name)
    ax.fill_between(years, *np.quantile(z[..., k], [0.05, 0.95], axis=0), color=line.get_color(), alpha=0.3)
    ax.plot(years, seen[:, k], ".", color=line.get_color())
ax.set(xlabel="year", ylabel="pelts, thousands", xticks=range(1900, 1921, 5))
ax.legend()
