import pandas as pd

from llbayes import ppl, results, samplers

homes = pd.read_csv("radon.csv")
county, counties = pd.factorize(homes["county"])


@ppl.model
def radon(county, floor, log_radon):
    mu = ppl.sample("mu", ppl.Normal(0, 5))
    tau = ppl.sample("tau", ppl.HalfNormal(1))
    level = ppl.sample("level", ppl.Normal(mu, tau).noncentered(), dims="county")
    slope = ppl.sample("slope", ppl.Normal(0, 2))
    sigma = ppl.sample("sigma", ppl.HalfNormal(1))
    ppl.sample("log_radon", ppl.Normal(level[county] + slope * floor, sigma), obs=log_radon)


posterior = radon.bind(county=county, floor=homes["floor"], log_radon=homes["log_radon"], coords={"county": counties})
print(posterior)
tree = samplers.nuts(posterior, seed=1, progress=False)
print(results.summary_text(tree))
print(results.summary_text(tree, "level"))
