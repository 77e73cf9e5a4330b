"""An ordered outcome. Answers on a scale of five by a covariate: the cutpoints between answers are learnt"""
import matplotlib.pyplot as plt
import numpy as np
from scipy.special import expit

from llbayes import ppl, samplers
from llbayes.ppl import Normal, OrderedLogistic, ordered


@ppl.model
def answers(x, answer):
    b = ppl.sample("b", Normal(0, 2))
    cuts = ppl.sample("cuts", Normal(0, 3), shape=4, constraint=ordered)
    ppl.sample("answer", OrderedLogistic(b * x, cuts), obs=answer)


rng = np.random.default_rng(3)
x = rng.normal(size=300)
answer = np.searchsorted([-2.0, -0.5, 0.7, 2.2], 1.3 * x + rng.logistic(size=300))
tree = samplers.nuts(answers.bind(x=x, answer=answer), seed=1, progress=False)

b, cuts = tree.posterior["b"].mean().item(), tree.posterior["cuts"].mean(("chain", "draw")).values
at = np.linspace(-2.5, 2.5, 80)
below = np.column_stack([np.zeros(80), *(expit(c - b * at) for c in cuts), np.ones(80)])
fig, ax = plt.subplots(figsize=(6, 3.5))
ax.stackplot(at, np.diff(below, axis=1).T, labels=[f"answer {k + 1}" for k in range(5)], alpha=0.8)
ax.set(xlabel="x", ylabel="share of answers", ylim=(0, 1), xlim=(-2.5, 2.5))
ax.legend(loc="center left", fontsize=7)
