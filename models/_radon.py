"""What the models of radon in homes share: coefficients by county, drawn about a common mean, as sites of Stan's names (Gelman and Hill 2007, ch. 12)."""
from __future__ import annotations

from .. import ppl
from ..ppl import Normal, positive


def pooled(name):
    """Mean and spread of the counties' coefficients `name`."""
    mu = ppl.sample(f"mu_{name}", Normal(0, 10))
    sigma = ppl.sample(f"sigma_{name}", Normal(0, 1), constraint=positive)
    return mu, sigma


def centred(name, J):
    """The J coefficients, themselves parameters: right where counties have many homes."""
    mu, sigma = pooled(name)
    return ppl.sample(name, Normal(mu, sigma), shape=J, dims="county")


def noncentered(name, J):
    """The J coefficients through standard draws `NAME_raw`: right where counties have few homes."""
    raw = ppl.sample(f"{name}_raw", Normal(0, 1), shape=J, dims="county")
    mu, sigma = pooled(name)
    return ppl.deterministic(name, mu + sigma * raw, dims="county")


def homes(mu, log_radon):
    """Measurements about `mu`, one a home."""
    sigma_y = ppl.sample("sigma_y", Normal(0, 1), constraint=positive)
    ppl.sample("log_radon", Normal(mu, sigma_y), obs=log_radon)
