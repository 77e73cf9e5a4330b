"""Whole numbers that are floats, as columns of tables with gaps are, count as whole numbers: of every discrete family and form, in machine code too."""

from __future__ import annotations

import numpy as np

from llbayes import ad, ppl
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

from ..form_examples import EXAMPLES

OF_FAMILIES = [make(f, *f.examples[0]) for f in FAMILIES if f.discrete and not f.axes]
OF_FORMS = [d for d in (e.make(np.array(e.t)) for e in EXAMPLES.values()) if d.discrete]
LAWS = [(d, int(d.support().bounds()[0] or 0)) for d in OF_FAMILIES + OF_FORMS]


def densities(x):
    """log densities of all of them at the first values of their supports."""
    found = np.zeros((len(LAWS), len(x)))
    for k in range(len(LAWS)):
        found[k] = LAWS[k][0].logpdf(x + LAWS[k][1])
    return found


def test_every_discrete_law_takes_floats():
    x = np.array([0, 1, 0])
    evaluate = ad.evaluate(densities)
    whole = np.array([d.logpdf(x + low) for d, low in LAWS])
    np.testing.assert_allclose(evaluate(x), whole, rtol=1e-12)
    np.testing.assert_array_equal(evaluate(x.astype(float)), evaluate(x))


def test_observed_categories_of_floats():
    @ppl.model
    def grades(y, one):
        b = ppl.sample("b", ppl.Normal(0, 1))
        ppl.sample("y", ppl.OrderedLogistic(b, np.array([-1.0, 1.0])), obs=y)
        ppl.sample("one", ppl.Categorical(logits=np.array([0.0, 1.0, 2.0]) * b), obs=one)

    z = np.array([0.3])
    assert grades.bind(y=[0.0, 2.0, 1.0], one=2.0).log_density(z) == grades.bind(y=[0, 2, 1], one=2).log_density(z)
