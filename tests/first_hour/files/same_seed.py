import hashlib

from llbayes import ppl, samplers


@ppl.model
def coin(n, heads):
    p = ppl.sample("p", ppl.Beta(1, 1))
    ppl.sample("heads", ppl.Binomial(n, p), obs=heads)


def digest(seed):
    tree = samplers.nuts(coin.bind(n=10, heads=7), draws=200, tune=200, chains=2, seed=seed, progress=False)
    return hashlib.sha256(tree.posterior["p"].values.tobytes()).hexdigest()[:16]


print("seed 1:", digest(1))
print("seed 1:", digest(1))
print("seed 2:", digest(2))
