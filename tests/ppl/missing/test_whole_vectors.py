"""One observation that is a vector or a matrix as a whole, with `missing=`; and what is said of entries that cannot be missing by themselves."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl
from llbayes.ir.errors import LlbayesError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.processes.autoregression import ar, ar_free, ar_given

NAN = np.nan
VECTORS = [f for f in (*FAMILIES, ar, ar_given, ar_free) if f.axes]
COMPILED = ("AR", "MultivariateNormal", "Wishart", "Multinomial")


@pytest.mark.parametrize("family", VECTORS, ids=lambda f: f"{f.name}-{f.params[-1].name}")
def test_one_whole_value_is_skipped_or_counted(family):
    """Complete it has the density of the distribution, and without a number in it none; compiled as by CPython."""
    d = make(family, *family.examples[0])
    y = np.asarray(d.draw(Rng(np.random.PCG64(3)), ()), float)

    @ppl.model
    def m(y):
        ppl.sample("a", ppl.Normal(0, 1))
        ppl.sample("y", make(family, *family.examples[0]), obs=y, missing="skip")

    prior, own = st.norm.logpdf(0.3), float(d.logpdf(y.astype(int) if d.discrete else y))
    for seen, total in ((y, prior + own), (np.full(y.shape, NAN), prior)):
        p = m.bind(y=seen)
        assert p.interpreted_log_density([0.3]) == pytest.approx(total, rel=1e-9)
        assert family.name not in COMPILED or p.log_density([0.3]) == pytest.approx(total, rel=1e-9)


@ppl.model
def one(y, dist, how):
    a = ppl.sample("a", ppl.HalfNormal(1))
    ppl.sample("y", dist(a), obs=y, missing=how)


REFUSED = {
    "counts": lambda a: ppl.Poisson(a), "censored": lambda a: ppl.Censored(ppl.Normal(a, 1), 0, 3), "hurdle": lambda a: ppl.Hurdle(0.3, ppl.Gamma(a, 1)),
    "inflated": lambda a: ppl.ZeroInflated(0.3, ppl.Poisson(a)), "shares": lambda a: ppl.Dirichlet(a * np.ones(2)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_parameter_is_not_advised_to_be_one(name):
    rows = [[0.2, 0.8], [NAN, NAN]] if name == "shares" else [1.0, NAN, 2.0]
    with pytest.raises(LlbayesError, match="cannot be parameters") as told:
        one.bind(y=np.array(rows), dist=REFUSED[name], how="parameter")
    assert 'missing="parameter"' not in str(told.value) and 'missing="skip"' in str(told.value)


def test_vectors_that_are_missing_in_part_are_advised_what_there_is():
    with pytest.raises(LlbayesError, match="missing in part") as told:
        one.bind(y=np.array([[0.2, 0.8], [NAN, 0.3]]), dist=REFUSED["shares"], how="skip")
    assert "parameter" not in str(told.value)
    with pytest.raises(LlbayesError, match="1 of 1 observations are missing in part; missing=\"parameter\""):
        one.bind(y=np.array([0.2, NAN, 0.3]), dist=lambda a: ppl.AR(0.3, a), how="skip")
