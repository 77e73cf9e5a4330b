"""Item response. Persons and questions on one scale: how hard a question is, and how well it tells persons apart"""
import matplotlib.pyplot as plt
import numpy as np
from scipy.special import expit

from llbayes import models, samplers

posterior = models.posterior("irt_2pl-irt_2pl")
tree = samplers.nuts(posterior, draws=500, tune=500, seed=1, progress=False)

a, b = (tree.posterior[name].mean(("chain", "draw")).values for name in "ab")
theta = tree.posterior["theta"].mean(("chain", "draw")).values
fig, ax = plt.subplots(figsize=(6, 3.5))
x = np.linspace(-4, 4, 80)
ax.plot(x, expit(a * (x[:, None] - b)), color="tab:blue", linewidth=0.8)
ax.plot(theta, np.full(len(theta), -0.03), "k|", label="persons")
ax.set(xlabel="ability", ylabel="probability of a right answer")
ax.legend()
