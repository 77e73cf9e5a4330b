"""A field on a map. Counts on a grid of areas whose neighbours are alike: what is noise, and what is a pattern (Riebler et al. 2016)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import ICAR, HalfNormal, Normal, Poisson

SIDE = 10


@ppl.model
def cases(first, second, expected, count):
    areas = ppl.graph(first, second, len(count))
    a, s = ppl.sample("a", Normal(0, 1)), ppl.sample("s", HalfNormal(1))
    field = ppl.sample("field", ICAR(areas, s).noncentered())
    ppl.deterministic("risk", np.exp(a + field))
    ppl.sample("count", Poisson(log_rate=np.log(expected) + a + field), obs=count)


rng = np.random.default_rng(9)
at = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
first = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
second = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
row, column = np.divmod(at.ravel(), SIDE)
risk = np.exp(0.8 * np.sin(row / 3) * np.cos(column / 3))
count = rng.poisson(4 * risk)
tree = samplers.nuts(cases.bind(first=first, second=second, expected=np.full(len(risk), 4.0), count=count), seed=1, progress=False)

fig, axes = plt.subplots(1, 3, figsize=(7, 2.6))
found = tree.posterior["risk"].mean(("chain", "draw")).values
for ax, values, name in zip(axes, [count / 4, found, risk], ["counts", "posterior mean", "truth"], strict=True):
    ax.imshow(values.reshape(SIDE, SIDE), vmin=0, vmax=2.5, cmap="viridis")
    ax.set_title(name)
    ax.set_axis_off()
