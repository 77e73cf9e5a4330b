"""What every distribution answers: each method of each family and form gives numbers that agree with the others, inside, at and beyond the support, or
says by name what is lacking, in CPython and in compiled code."""

from __future__ import annotations

import numpy as np
import pytest
from form_examples import EXAMPLES, VECTORS

from llbayes import ad
from llbayes.ir.errors import LlbayesError, ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.distribution import Distribution
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

MADE = {f"{f.name}-{f.params[-1].name}": make(f, *f.examples[0]) for f in FAMILIES}
MADE |= {name: e.make(np.array(e.t)) for name, e in (EXAMPLES | VECTORS).items()}
ALL = [pytest.param(d, id=name) for name, d in MADE.items()]
CURVES = [pytest.param(d, id=name) for name, d in MADE.items() if d.has("cdf")]
METHODS = {  # what `has` calls it, the words of the error, the call
    "cdf": ("cdf", "cdf", lambda d, x: d.cdf(x)),
    "logcdf": ("cdf", "logcdf", lambda d, x: d.logcdf(x)),
    "logsf": ("cdf", "logsf", lambda d, x: d.logsf(x)),
    "sf": ("cdf", "sf", lambda d, x: d.sf(x)),
    "quantile": ("quantile", "quantile", lambda d, x: d.quantile(0.3)),
    "from_normal": ("from_normal", "normal scores", lambda d, x: d.from_normal(0.3)),
    "to_normal": ("from_normal", "normal scores", lambda d, x: d.to_normal(x)),
    "mean": ("mean", "mean", lambda d, x: d.mean()),
    "variance": ("variance", "variance", lambda d, x: d.variance()),
    "sd": ("variance", "sd", lambda d, x: d.sd()),
    "truncated": ("truncated", "truncated", lambda d, x: d.truncated(None, 1000.0).logpdf(x)),
    "noncentered": ("noncentered", "non-centred", lambda d, x: d.noncentered().logpdf(x)),
}


def value_of(d):
    return np.asarray(d.draw(Rng(np.random.PCG64(3)), tuple(d.batch(np.shape)) + tuple(d.event(np.shape))))


@pytest.mark.parametrize("d", ALL)
def test_a_method_gives_numbers_or_says_what_is_lacking(d):
    x = value_of(d)
    for what, words, call in METHODS.values():
        if d.has(what):
            assert not np.any(np.isnan(call(d, x))) or d.name.startswith(UNDEFINED), words
            continue
        with pytest.raises(ModelError) as caught:
            call(d, x)
        assert d.name in caught.value.message and words in caught.value.message and caught.value.hint, caught.value
        assert caught.value.position.file == __file__


UNDEFINED = ("Cauchy", "HalfCauchy", "StudentT", "HalfStudentT", "Pareto", "Lomax", "InverseGamma", "Frechet", "LogLogistic", "YuleSimon", "BetaNegativeBinomial", "Transformed(StudentT")  # moments there are for some parameters alone


@pytest.mark.parametrize("d", ALL)
def test_compiled_code_says_at_the_users_line_what_is_lacking(d):
    x = value_of(d)
    for what, words, call in METHODS.values():
        if d.has(what):
            continue
        with pytest.raises(LlbayesError) as caught:
            ad.evaluate(lambda x, call=call: call(d, x))(x.astype(float) if not d.discrete else x)
        assert d.name in caught.value.message and words in caught.value.message, caught.value
        assert caught.value.position.file == __file__ and "NoneType" not in str(caught.value)


@pytest.mark.parametrize("d", CURVES)
def test_all_curves_agree_inside_at_and_beyond_the_support(d):
    draws = np.asarray(d.draw(Rng(np.random.PCG64(3)), (40, *d.batch(np.shape))), float)
    low, high = (b if b is None else float(np.min(b)) for b in d.support().bounds())
    beyond = [b for b in (None if low is None else low - 1.5, None if high is None else high + 1.5) if b is not None]
    x = np.concatenate([draws, np.asarray([*beyond, *(b for b in (low, high) if b is not None), -1e15, 1e15, -np.inf, np.inf], float)])
    with np.errstate(all="ignore"):
        cdf, sf = d.cdf(x), d.sf(x)
        np.testing.assert_allclose(cdf + sf, 1.0, atol=1e-12)
        np.testing.assert_allclose(np.exp(d.logcdf(x)), cdf, rtol=1e-8, atol=1e-300)
        np.testing.assert_allclose(np.exp(d.logsf(x)), sf, rtol=1e-8, atol=1e-300)
        np.testing.assert_allclose(np.exp(d.logpdf(x[:40])), d.pdf(x[:40]))
    assert np.all(np.diff(cdf[np.argsort(x)]) >= -1e-14)
    np.testing.assert_allclose([cdf[-2], cdf[-1], sf[-2], sf[-1]], [0.0, 1.0, 1.0, 0.0], atol=1e-15)
    if low is not None:
        assert d.cdf(low - 1.5) == 0.0 and d.sf(low - 1.5) == pytest.approx(1.0, abs=1e-15) and (d.atoms or d.pdf(low - 1.5) == 0.0)
    if high is not None:
        assert d.cdf(high + 1.5) == pytest.approx(1.0, abs=1e-15) and d.sf(high + 1.5) == 0.0 and (d.atoms or d.pdf(high + 1.5) == 0.0)
    if d.has("quantile"):
        q = d.quantile(np.array([0.0, 1e-6, 0.5, 1 - 1e-6, 1.0]))
        assert np.all(np.diff(q) >= 0) and np.isnan(d.quantile(np.nan)) and np.isnan(d.quantile(1.01))
        assert np.all(d.cdf(q[1:4]) >= np.array([1e-6, 0.5, 1 - 1e-6]) * (1 - 1e-6))


def test_lists_are_arrays():
    d = MADE["Normal-scale"]
    for call in (d.logpdf, d.pdf, d.cdf, d.sf, d.logcdf, d.logsf):
        np.testing.assert_array_equal(call([0.3, -1.0]), call(np.array([0.3, -1.0])))
    np.testing.assert_array_equal(MADE["mixture of normals"].pdf([[0.3, 1.0]]), MADE["mixture of normals"].pdf(np.array([[0.3, 1.0]])))
    assert MADE["Normal-scale"].quantile([0.5])[0] == 0.0


@pytest.mark.parametrize("d", ALL)
def test_parameters_are_shown(d):
    assert "object at" not in repr(d) and "object at" not in str(d) and isinstance(d, Distribution)
