"""Slopes and intercepts that are correlated. Children that grow at their own pace; a child of few measurements borrows from the others"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import HalfNormal, LKJCholesky, MultivariateNormal, Normal


@ppl.model
def growth(t, child, y):
    mu = ppl.sample("mu", Normal(0, 5), dims="effect")
    sd = ppl.sample("sd", HalfNormal(1), dims="effect")
    L = ppl.sample("L", LKJCholesky(2, 2.0))
    u = ppl.sample("u", MultivariateNormal(mu, cholesky=sd[:, None] * L).noncentered(), dims=("child", "effect"))
    sigma = ppl.sample("sigma", HalfNormal(1))
    ppl.sample("y", Normal(u[child, 0] + u[child, 1] * t, sigma), obs=y)


rng = np.random.default_rng(2)
measured = np.array([8] * 12 + [2] * 8)
child = np.repeat(np.arange(20), measured)
t = np.concatenate([np.linspace(-1, 1, n) for n in measured])
u = rng.multivariate_normal([3, 1.5], [[1.0, 0.35], [0.35, 0.25]], 20)
y = u[child, 0] + u[child, 1] * t + 0.4 * rng.normal(size=len(t))
posterior = growth.bind(t=t, child=child, y=y, coords={"child": range(20), "effect": ["intercept", "slope"]})
tree = samplers.nuts(posterior, seed=1, progress=False)

found = tree.posterior["u"].mean(("chain", "draw")).values
alone = np.array([np.polynomial.polynomial.polyfit(t[child == k], y[child == k], 1) for k in range(20)])
fig, ax = plt.subplots(figsize=(6, 3.5))
for one, other in zip(alone, found, strict=True):
    ax.annotate("", other, one, arrowprops={"arrowstyle": "->", "color": "gray"})
ax.plot(*alone.T, "o", color="tab:orange", label="each child alone", markersize=4)
ax.plot(*found.T, "o", color="tab:blue", label="together", markersize=4)
ax.set(xlabel="intercept", ylabel="slope")
ax.legend()
