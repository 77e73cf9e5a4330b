import numpy as np

from llbayes import ppl


@ppl.model
def regression(x, y):
    slope = ppl.sample("slope", ppl.Normal(0, 1))
    sigma = ppl.sample("sigma", ppl.HalfNormal(1))
    ppl.sample("y", ppl.Normal(slope * x, sigma), obs=y)


rng = np.random.default_rng(1)
posterior = regression.bind(x=rng.normal(size=50), y=rng.normal(size=49))
