"""Flight simulator: effects of training and of airports on pilots' recoveries (Gelman and Hill 2007, section 13.5). Data set `pilots`."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, interval


@ppl.model
def pilots(N, n_groups, n_scenarios, group_id, scenario_id, y):
    mu_a = ppl.sample("mu_a", Normal(0, 1))
    sigma_a = ppl.param("sigma_a", interval(0, 100))
    a = ppl.sample("a", Normal(10 * mu_a, sigma_a), shape=n_groups, dims="group")
    mu_b = ppl.sample("mu_b", Normal(0, 1))
    sigma_b = ppl.param("sigma_b", interval(0, 100))
    b = ppl.sample("b", Normal(10 * mu_b, sigma_b), shape=n_scenarios, dims="scenario")
    sigma_y = ppl.param("sigma_y", interval(0, 100))
    y_hat = a[ppl.index(group_id, n_groups, base=1)] + b[ppl.index(scenario_id, n_scenarios, base=1)]
    ppl.sample("y", Normal(y_hat, sigma_y), obs=y)
