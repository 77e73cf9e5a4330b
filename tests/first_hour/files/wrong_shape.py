import numpy as np

from llbayes import ppl


@ppl.model
def regression(x, y):
    slope = ppl.sample("slope", ppl.Normal(0, 1), shape=3)
    sigma = ppl.sample("sigma", ppl.HalfNormal(1))
    ppl.sample("y", ppl.Normal(x @ slope, sigma), obs=y)


rng = np.random.default_rng(1)
posterior = regression.bind(x=rng.normal(size=(50, 2)), y=rng.normal(size=50))
