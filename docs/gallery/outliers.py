"""A line that outliers do not pull. Errors of Student's t, whose degrees of freedom are learnt, beside normal ones"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import Gamma, HalfNormal, Normal, StudentT


@ppl.model
def robust(x, y):
    a, b = ppl.sample("a", Normal(0, 10)), ppl.sample("b", Normal(0, 10))
    sigma, df = ppl.sample("sigma", HalfNormal(5)), ppl.sample("df", Gamma(2, 0.1))
    ppl.sample("y", StudentT(df, a + b * x, sigma), obs=y)


@ppl.model
def plain(x, y):
    a, b = ppl.sample("a", Normal(0, 10)), ppl.sample("b", Normal(0, 10))
    sigma = ppl.sample("sigma", HalfNormal(5))
    ppl.sample("y", Normal(a + b * x, sigma), obs=y)


rng = np.random.default_rng(4)
x = np.linspace(0, 10, 40)
y = 1 + 0.5 * x + 0.4 * rng.normal(size=40)
y[[33, 36, 38]] -= 7

fig, ax = plt.subplots(figsize=(6, 3.5))
ax.plot(x, y, "k.")
for model, name in [(plain, "normal errors"), (robust, "Student's t")]:
    p = samplers.nuts(model.bind(x=x, y=y), seed=1, progress=False).posterior
    curves = p["a"].values.reshape(-1, 1) + p["b"].values.reshape(-1, 1) * x
    line, = ax.plot(x, curves.mean(0), label=name)
    ax.fill_between(x, *np.quantile(curves, [0.05, 0.95], axis=0), color=line.get_color(), alpha=0.3)
ax.legend()
