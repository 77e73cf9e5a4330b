"""Shrinkage. Eight schools: effects of coaching are drawn together, the less certain ones the more (Rubin 1981)"""
import matplotlib.pyplot as plt
import numpy as np

from llbayes import ppl, samplers
from llbayes.ppl import HalfCauchy, Normal


@ppl.model
def eight_schools(sigma, y):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfCauchy(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), dims="school")
    ppl.sample("y", Normal(theta, sigma), obs=y, dims="school")


y, sigma = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
posterior = eight_schools.bind(sigma=sigma, y=y, coords={"school": list("ABCDEFGH")})
tree = samplers.nuts(posterior, seed=1, progress=False)

theta = tree.posterior["theta"].stack(sample=("chain", "draw")).values
fig, ax = plt.subplots(figsize=(6, 3.5))
at = np.arange(8)
ax.errorbar(at - 0.1, y, sigma, fmt="o", label="estimate of the school alone")
ax.errorbar(at + 0.1, theta.mean(1), theta.std(1), fmt="o", label="together")
ax.set_xticks(at, list("ABCDEFGH"))
ax.set(ylabel="effect of coaching, points")
ax.legend()
