"""Distribution functions are smooth at the centre of laws whose density has a corner or a sign there: slopes at the centre are those beside it."""
from __future__ import annotations

import numpy as np

from llbayes import ad, ppl

LAWS = (
    lambda c: ppl.Normal(c, 1.0), lambda c: ppl.Cauchy(c, 1.0), lambda c: ppl.Laplace(c, 1.0), lambda c: ppl.Logistic(c, 1.0), lambda c: ppl.StudentT(3.0, c, 1.0),
    lambda c: ppl.AsymmetricLaplace(2.0, c, 1.0), lambda c: ppl.SkewDoubleExponential(c, 1.0, 0.3), lambda c: ppl.SkewNormal(c, 1.0, 2.0),
    lambda c: ppl.ExpModNormal(c, 1.0, 0.5), lambda c: ppl.Gumbel(c, 1.0), lambda c: ppl.Moyal(c, 1.0),
)  # fmt: skip


def tails(x):
    found = np.zeros((len(LAWS), 3))
    for k, law in enumerate(LAWS):
        d = law(x[1])
        found[k, 0], found[k, 1], found[k, 2] = d.logcdf(x[0]), d.logsf(x[0]), d.cdf(x[0])
    return found


def test_slopes_at_centres_are_those_beside_them():
    slopes = ad.jacobian(tails)
    at = slopes(np.zeros(2))
    for beside in (-1e-9, 1e-9):
        np.testing.assert_allclose(at, slopes(np.array([beside, 0.0])), rtol=1e-7)
