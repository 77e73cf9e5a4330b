"""A logistic regression. Who changes to a safer well, by its distance and by the arsenic in the own one (Gelman and Hill 2007)"""
import matplotlib.pyplot as plt
import numpy as np
from scipy.special import expit

from llbayes import models, ppl, samplers
from llbayes.ppl import Bernoulli, Normal


@ppl.model
def wells(X, switched):
    b = ppl.sample("b", Normal(0, 2), shape=3)
    ppl.sample("switched", Bernoulli(logits=X @ b), obs=switched)


data = models.data_set("wells_data")
distance, arsenic, switched = data["dist"] / 100, data["arsenic"], data["switched"]
X = np.column_stack([np.ones(len(distance)), distance, arsenic])
tree = samplers.nuts(wells.bind(X=X, switched=switched), seed=1, progress=False)

b = tree.posterior["b"].stack(sample=("chain", "draw")).values
fig, ax = plt.subplots(figsize=(6, 3.5))
line = np.linspace(0, 3, 40)
for level in (0.5, 1.0, 3.0):
    p = expit(b[0] + b[1] * line[:, None] + b[2] * level)
    ax.plot(line, p.mean(1), label=f"arsenic {level}")
    ax.fill_between(line, *np.quantile(p, [0.05, 0.95], axis=1), alpha=0.3)
ax.set(xlabel="distance, 100 m", ylabel="probability to change", ylim=(0, 1))
ax.legend()
