from llbayes import ppl


@ppl.model
def coin(n, heads):
    p = ppl.sample("p", ppl.Beta(1, 1))  # noqa: F841
    ppl.sample("heads", ppl.Binomial(n, q), obs=heads)


posterior = coin.bind(n=10, heads=7)
