from llbayes import ppl, samplers


@ppl.model
def coin(n, heads):
    p = ppl.sample("p", ppl.Beta(1, 1))
    ppl.sample("heads", ppl.Binomial(n, p), obs=heads)


posterior = coin.bind(n=10, heads=7)
tree = samplers.nuts(posterior, target_acept=0.9)
