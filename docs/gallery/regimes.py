"""A hidden Markov model. A series that changes between two regimes; the states are summed out, and drawn afterwards"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, ppl, samplers
from llbayes.ppl import Dirichlet, HiddenMarkov, Normal, ordered


@ppl.model
def regimes(y):
    P = ppl.sample("P", Dirichlet(np.array([[8.0, 2.0], [2.0, 8.0]])))
    mu = ppl.sample("mu", Normal(6, 5), shape=2, constraint=ordered)
    ppl.sample("y", HiddenMarkov(None, P, Normal(mu, 1.0)), obs=y)


y = models.data_set("hmm_example")["y"]
posterior = regimes.bind(y=y)
tree = ppl.recover(posterior, samplers.nuts(posterior, seed=1, progress=False), seed=1)

fig, axes = plt.subplots(2, 1, figsize=(6, 4), sharex=True, height_ratios=[2, 1])
axes[0].plot(y, "k.-", linewidth=0.5, markersize=4)
for m in tree.posterior["mu"].mean(("chain", "draw")).values:
    axes[0].axhline(m, color="tab:orange")
axes[1].fill_between(np.arange(len(y)), tree.posterior["y_states"].mean(("chain", "draw")).values, step="mid", alpha=0.5)
axes[1].set(xlabel="step", ylabel="P(second regime)")
