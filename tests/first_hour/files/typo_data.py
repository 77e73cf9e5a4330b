from llbayes import ppl


@ppl.model
def coin(n, heads):
    p = ppl.sample("p", ppl.Beta(1, 1))
    ppl.sample("heads", ppl.Binomial(n, p), obs=heads)


posterior = coin.bind(n=10, haeds=7)
