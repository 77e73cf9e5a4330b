import numpy as np

from llbayes import ppl, results, samplers

schools = ["Choate", "Deerfield", "Andover", "Exeter", "Hotchkiss", "Lawrenceville", "St. Paul's", "Mt. Hermon"]
effect = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
error = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])


@ppl.model
def eight_schools(error, effect):
    mu = ppl.sample("mu", ppl.Normal(0, 5))
    tau = ppl.sample("tau", ppl.HalfCauchy(5))
    theta = ppl.sample("theta", ppl.Normal(mu, tau).noncentered(), dims="school")
    ppl.sample("effect", ppl.Normal(theta, error), obs=effect, dims="school")


posterior = eight_schools.bind(error=error, effect=effect, coords={"school": schools})
tree = samplers.nuts(posterior, seed=1, target_accept=0.95, progress=False)
print(results.summary_text(tree, ["mu", "tau"]))
