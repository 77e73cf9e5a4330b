"""Survival, some of it censored. Times of patients until relapse under two treatments; those who left count with the probability of the tail"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Censored, Gamma, Normal, Weibull


@ppl.model
def relapse(treated, event, time):
    b = ppl.sample("b", Normal(0, 2), shape=2)
    shape = ppl.sample("shape", Gamma(2, 1))
    ppl.sample("time", Censored(Weibull(shape, np.exp(b[0] + b[1] * treated)), event=event), obs=time)


rng = np.random.default_rng(8)
treated = np.repeat([0.0, 1.0], 40)
true, left = 8 * np.exp(0.7 * treated) * rng.weibull(1.4, 80), rng.uniform(5, 25, 80)
event, time = (true < left).astype(int), np.minimum(true, left)
tree = samplers.nuts(relapse.bind(treated=treated, event=event, time=time), seed=1, progress=False)

p = tree.posterior.stack(sample=("chain", "draw"))
t = np.linspace(0, 25, 60)[:, None]
fig, ax = plt.subplots(figsize=(6, 3.5))
for k, name in enumerate(["control", "treated"]):
    S = np.exp(-((t / np.exp(p["b"].values[0] + k * p["b"].values[1])) ** p["shape"].values))
    line, = ax.plot(t, S.mean(1), label=name)
    ax.fill_between(t[:, 0], *np.quantile(S, [0.05, 0.95], axis=1), color=line.get_color(), alpha=0.3)
ax.set(xlabel="months", ylabel="share without relapse", ylim=(0, 1))
ax.legend()
