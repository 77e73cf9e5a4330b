"""What forms refuse, at the user's line."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import Censored, Custom, Dirichlet, Hurdle, Mixture, Normal, Poisson, Transformed, ZeroInflated

REFUSED = {
    "a number for weights": (lambda: Mixture(0.3, [Normal(0, 1), Normal(1, 1)]), "one weight a component"),
    "weights that do not sum to 1": (lambda: Mixture([0.3, 0.3], [Normal(0, 1), Normal(1, 1)]), "sum to 1"),
    "too many weights": (lambda: Mixture([0.3, 0.3, 0.4], [Normal(0, 1), Normal(1, 1)]), "2 components has"),
    "counts and a density": (lambda: Mixture([0.3, 0.7], [Normal(0, 1), Poisson(1)]), "Hurdle"),
    "numbers and vectors": (lambda: Mixture([0.3, 0.7], [Normal(0, 1), Dirichlet(np.ones(2))]), "axes"),
    "a constructor": (lambda: Mixture([0.3, 0.7], [Normal, Normal(0, 1)]), "call it"),
    "no weights": (lambda: Mixture([], []), "no weights"),
    "no components": (lambda: Mixture(np.zeros(0), []), "no components"),
    "one distribution": (lambda: Mixture([0.5, 0.5], Normal(0, 1)), "a list of distributions"),
    "extra zeros of a density": (lambda: ZeroInflated(0.3, Normal(0, 1)), "Hurdle"),
    "the distribution first": (lambda: ZeroInflated(Poisson(1.0), 0.3), "ZeroInflated"),
    "no probability": (lambda: ZeroInflated(1.3, Poisson(1.0)), "probability"),
    "no bound": (lambda: Censored(Normal(0, 1)), "takes a bound"),
    "bounds the wrong way": (lambda: Censored(Normal(0, 1), 2.0, 1.0), "not below"),
    "censored vectors": (lambda: Censored(Dirichlet(np.ones(2)), 0.0), "with a cdf"),
    "the bounds first": (lambda: Censored(0.0, Normal(0, 1)), "must be a distribution"),
    "a hurdle of what may be below 0": (lambda: Hurdle(0.3, Custom(logpdf=lambda x: 0.0 * x, discrete=True, support=ppl.interval(-3, 3))), "counts from 0"),
    "counts cut to nothing": (lambda: Poisson(1.0).truncated(-4, -2), "no value of its support"),
    "a mixture of atoms": (lambda: Mixture([0.5, 0.5], [Hurdle(0.3, Normal(0, 1)), Normal(0, 1)]), "beside a density"),
    "a transform of counts": (lambda: Transformed(Poisson(1.0), np.exp), "with a density"),
    "a function that is not known": (lambda: Transformed(Normal(0, 1), lambda x: x), "forward="),
    "a set of vectors": (lambda: Transformed(Normal(0, 1), ppl.simplex), "not one of numbers"),
    "a way forward alone": (lambda: Transformed(Normal(0, 1), forward=np.exp), "three functions"),
    "no log density": (lambda: Custom(sample=lambda rng: 1.0), "logpdf"),
    "no function": (lambda: Custom(logpdf=3.0), "must be a function"),
    "a log density of nothing": (lambda: Custom(logpdf=lambda: 0.0), "takes the value first"),
    "too few parameters": (lambda: Custom(1.0, logpdf=lambda x, a, b: x), "takes the parameters"),
    "an unknown parameter": (lambda: Custom(logpdf=lambda x, a: x)(c=2.0), "takes the parameters"),
    "an unknown domain": (lambda: Custom(1.0, logpdf=lambda x, a: x, domains={"b": ppl.positive}), "no parameter `b`"),
    "draws that there are not": (lambda: Custom(1.0, logpdf=lambda x, a: x).sample(3), "no draws"),
    "draws of another shape": (lambda: Custom(1.0, logpdf=lambda x, a: x, sample=lambda rng, a: np.zeros(3)).sample(3), "one number"),
    "draws of nothing": (lambda: Custom(1.0, logpdf=lambda x, a: x, sample=lambda rng, a: None).sample(3), "nothing"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name):
    call, words = REFUSED[name]
    with pytest.raises(LlbayesError) as caught:
        call()
    error = caught.value
    assert words in error.message + error.hint and error.position is not None and error.position.file == __file__, error


def test_errors_in_the_users_functions_show_the_users_line():
    def logpdf(x, a):
        return np.fft.fft(x) * a

    with pytest.raises(LlbayesError) as caught:
        ad.evaluate(lambda x: Custom(1.0, logpdf=logpdf).logpdf(x))(np.zeros(3))
    assert "np.fft.fft(x) * a" in str(caught.value)


def test_a_discrete_form_is_no_parameter():
    @ppl.model
    def m():
        ppl.sample("k", ZeroInflated(0.3, Poisson(1.0)))

    with pytest.raises(LlbayesError, match="discrete parameter"):
        m.bind()


def test_what_has_single_values_beside_a_density_is_no_parameter():
    @ppl.model
    def m():
        ppl.sample("x", Hurdle(0.3, ppl.Gamma(2.0, 1.0)))

    with pytest.raises(LlbayesError, match="single values"):
        m.bind()
