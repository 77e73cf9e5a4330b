"""Votes of states for president by years, regions and Gaussian processes (Trangucci, StanCon 2017). Data set `state_wide_presidential_votes`."""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Dirichlet, Gamma, Normal, Weibull, kernels


def history(whose, n, long, short, years):
    """A process of time for each of n states or regions: a slow and a fast part, of these scales; years are rows."""
    z = ppl.sample(f"GP_{whose}_std", Normal(0, 1), shape=(len(years), n))
    slow = kernels.ExpQuad(ppl.sample(f"length_GP_{whose}_long", Weibull(30, 8)), long)
    fast = kernels.ExpQuad(ppl.sample(f"length_GP_{whose}_short", Weibull(30, 3)), short)
    cov = slow(years, years) + fast(years, years) + 1e-6 * np.eye(len(years))
    return ppl.deterministic(f"GP_{whose}", np.linalg.cholesky(cov) @ z)


@ppl.model
def hierarchical_gp(N, N_states, N_regions, N_years_obs, N_years, state_region_ind, state_ind, region_ind, year_ind, y):
    mu = ppl.sample("mu", Normal(0.5, 0.5))
    tot_var = ppl.sample("tot_var", Gamma(3, 3))
    prop_var = ppl.sample("prop_var", Dirichlet(np.full(17, 2.0)))
    sd = np.sqrt(17 * prop_var * tot_var)                               # of years, regions, states by region, four processes, and the rest
    year_re = sd[0] * ppl.sample("year_std", Normal(0, 1), shape=N_years_obs)
    region_re = sd[1] * ppl.sample("region_std", Normal(0, 1), shape=N_regions)
    state_re = sd[2:12][ppl.index(state_region_ind, N_regions, base=1)] * ppl.sample("state_std", Normal(0, 1), shape=N_states)
    years = np.arange(1.0, N_years + 1)
    GP_region = history("region", N_regions, sd[12], sd[14], years)
    GP_state = history("state", N_states, sd[13], sd[15], years)
    year, state, region = ppl.index(year_ind, N_years_obs, base=1), ppl.index(state_ind, N_states, base=1), ppl.index(region_ind, N_regions, base=1)
    obs_mu = mu + year_re[year] + state_re[state] + region_re[region] + GP_region[year, region] + GP_state[year, state]
    ppl.sample("y", Normal(obs_mu, sd[16]), obs=y)
