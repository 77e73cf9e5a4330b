"""Two groups compared. Means, spreads and the size of the effect, robustly (Kruschke 2013)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Exponential, Normal, StudentT


@ppl.model
def compared(group, y):
    mu = ppl.sample("mu", Normal(100, 20), dims="group")
    sigma = ppl.sample("sigma", Exponential(1 / 10), dims="group")
    df = ppl.sample("df", Exponential(1 / 30))
    ppl.deterministic("effect", (mu[1] - mu[0]) / np.sqrt(np.mean(sigma**2)))
    ppl.sample("y", StudentT(df, mu[group], sigma[group]), obs=y)


rng = np.random.default_rng(1)
y = np.concatenate([rng.normal(100, 6, 42), rng.normal(104, 8, 47), [80.0, 140.0]])
group = np.repeat([0, 1, 0, 1], [42, 47, 1, 1])
posterior = compared.bind(group=group, y=y, coords={"group": ["placebo", "drug"]})
tree = samplers.nuts(posterior, seed=1, progress=False)

effect = tree.posterior["effect"].values.ravel()
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.hist(effect, 60, density=True)
ax.axvline(0, color="black")
ax.set(xlabel="size of the effect", title=f"positive with probability {np.mean(effect > 0):.3f}")
