import numpy as np
import pandas as pd

from llbayes import ppl, results, samplers

houses = pd.read_csv("houses.csv")
predictors = ["area", "rooms"]
x = (houses[predictors] - houses[predictors].mean()) / houses[predictors].std()


@ppl.model
def prices(x, price):
    intercept = ppl.sample("intercept", ppl.Normal(0, 300))
    slope = ppl.sample("slope", ppl.Normal(0, 100), dims="predictor")
    sigma = ppl.sample("sigma", ppl.HalfNormal(50))
    ppl.sample("price", ppl.Normal(intercept + x @ slope, sigma), obs=price)


posterior = prices.bind(x=x, price=houses["price"], coords={"predictor": predictors})
tree = samplers.nuts(posterior, seed=1, progress=False)
print(results.summary_text(tree))
print("least squares:", np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), houses["price"], rcond=None)[0].round(1))
