"""A regression with an interaction. Test scores of children by the IQ of their mothers, who finished high school or not (Gelman and Hill 2007)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import models, ppl, samplers
from llbayes.ppl import Exponential, Normal


@ppl.model
def scores(iq, school, score):
    a = ppl.sample("a", Normal(90, 20), shape=2)
    b = ppl.sample("b", Normal(0, 2), shape=2)
    sigma = ppl.sample("sigma", Exponential(1 / 20))
    ppl.sample("score", Normal(a[school] + b[school] * (iq - 100), sigma), obs=score)


data = models.data_set("kidiq")
iq, school, score = (data[name] for name in ("mom_iq", "mom_hs", "kid_score"))
tree = samplers.nuts(scores.bind(iq=iq, school=school.astype(int), score=score), seed=1, progress=False)

draws = tree.posterior.stack(sample=("chain", "draw"))
fig, ax = plt.subplots(figsize=(6, 3.5))
line = np.linspace(70, 140, 30)
for k, (colour, name) in enumerate([("tab:orange", "no high school"), ("tab:blue", "high school")]):
    curves = draws["a"].values[k] + draws["b"].values[k] * (line[:, None] - 100)
    ax.fill_between(line, *np.quantile(curves, [0.05, 0.95], axis=1), color=colour, alpha=0.3)
    ax.plot(line, curves.mean(1), color=colour, label=name)
    ax.plot(iq[school == k], score[school == k], ".", color=colour, markersize=3)
ax.set(xlabel="IQ of the mother", ylabel="score of the child")
ax.legend()
