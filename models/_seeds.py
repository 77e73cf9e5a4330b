"""What the models of seeds that germinate on plates share: the linear predictor of seed type and root extract (Crowder 1978; BUGS examples I)."""
from __future__ import annotations

from .. import ppl
from ..ppl import Binomial, Normal


def fixed_effects(scale, x1, x2):
    """Log odds of germination by seed type x1 and root extract x2; coefficients are Normal(0, scale)."""
    alpha0 = ppl.sample("alpha0", Normal(0, scale))
    alpha1 = ppl.sample("alpha1", Normal(0, scale))
    alpha2 = ppl.sample("alpha2", Normal(0, scale))
    alpha12 = ppl.sample("alpha12", Normal(0, scale))
    return alpha0 + alpha1 * x1 + alpha2 * x2 + alpha12 * (x1 * x2)


def germinated(logits, N, n):
    ppl.sample("n", Binomial(N, logits=logits), obs=n, dims="plate")
