from llbayes import ppl


@ppl.model
def growth(age, weight):
    start = ppl.sample("start", ppl.Normal(3, 2))
    rate = ppl.sample("rate", ppl.Normal(0, 1))
    sigma = ppl.sample("sigma", ppl.HalfNormal(1))
    ppl.sample("weight", ppl.Normal(start + rate * age, sigma), obs=weight)
