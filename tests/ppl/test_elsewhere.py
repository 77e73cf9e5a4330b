"""Words of other tools are answered at the user's line with ours: every family, every word of a model, every constraint, and what they lack."""
from __future__ import annotations

import inspect
import re

import exact_continuous
import exact_passage
import exact_skewed
import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError, MissingName, ModelError
from llbayes.ppl.distributions import CONSTRUCTORS
from llbayes.ppl.habits import parameters, values, words
from llbayes.ppl.habits.names import PUBLIC
from llbayes.ppl.interpret import sites

from . import exact_counts
from .words_of_vectors import ELSEWHERE_OF_VECTORS

INSIDE = re.compile(r"/(?:ir|lang|ad|ppl|samplers|uq)/\w+\.py|has no attribute|object is not|NoneType|Scalar|Closure|unexpected keyword|positional argument")
OURS = {name: list(inspect.signature(made).parameters) for name, made in CONSTRUCTORS.items()}
WORDS = ("sample", "param", "factor", "deterministic", "generate", "once", "index", "submodel")


def told(run, *fragments):
    """The error of a call, which has a place in this file, a remedy with all fragments, and nothing from inside."""
    with pytest.raises(LlbayesError) as caught:
        run()
    error = caught.value
    assert error.position is not None and error.position.file == __file__, error
    assert error.hint and not INSIDE.search(shown(error)), error
    said = error.message + error.hint
    assert not [f for f in fragments if f not in said], error
    return error


def shown(error):
    """What is said, without the name of this file."""
    return str(error).replace(__file__, "")


# -- parameters
@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_every_other_name_of_a_parameter_leads_to_ours(name):
    for parameter in OURS[name]:
        for word in parameters.elsewhere(name, OURS[name], parameter):
            if word not in OURS[name]:
                told(lambda word=word: CONSTRUCTORS[name](**{word: 1.0}), f"`{word}`", f"`{word}` is `{parameter}` here")


# constructor -> keywords of PyMC, NumPyro, TFP, Pyro, Stan, BUGS and SciPy -> our parameters that the answer names
ELSEWHERE = {
    "Normal": {"mu": "loc", "sigma": "scale", "sd": "scale", "precision": "tau=precision", "stddev": "scale", "mean": "loc"},
    "HalfNormal": {"sigma": "scale", "sd": "scale", "precision": "tau"},
    "LogNormal": {"loc": "mu", "scale": "sigma", "s": "sigma", "prec": "tau", "stddev": "sd"},
    "StudentT": {"nu": "df", "mu": "loc", "sigma": "scale", "lam": "tau", "sd": "scale", "var": "variance"},
    "HalfStudentT": {"nu": "df", "sigma": "scale", "lam": "tau"},
    "Cauchy": {"alpha": "loc", "beta": "scale", "mu": "loc", "sigma": "scale", "gamma": "scale"},
    "HalfCauchy": {"beta": "scale", "sigma": "scale"},
    "Laplace": {"mu": "loc", "b": "scale", "sigma": "scale", "tau": "scale=1 / tau", "stddev": "sd"},
    "Logistic": {"mu": "loc", "s": "scale", "sigma": "scale"},
    "Exponential": {"lam": "rate", "lambda_": "rate", "beta": "rate", "theta": "scale", "mu": "mean"},
    "Gamma": {"alpha": "shape", "beta": "rate", "a": "shape", "theta": "scale", "concentration": "shape", "mu": "mean", "sigma": "sd"},
    "InverseGamma": {"alpha": "shape", "beta": "scale", "concentration": "shape", "rate": "scale", "mu": "mean", "sigma": "sd"},
    "Beta": {"alpha": "a", "beta": "b", "concentration1": "a", "concentration0": "b", "mu": "mean", "sigma": "sd", "nu": "concentration", "kappa": "concentration"},
    "Uniform": {"lower": "low", "upper": "high", "minval": "low", "maxval": "high", "a": "low", "b": "high", "loc": "low=loc", "scale": "high=loc"},
    "Bernoulli": {"probs": "p", "theta": "p", "logit_p": "logits"},
    "Binomial": {"total_count": "n", "N": "n", "probs": "p", "theta": "p", "logit_p": "logits"},
    "Poisson": {"mu": "rate", "lam": "rate", "lambda_": "rate"},
    "Categorical": {"probs": "p", "theta": "p", "logit_p": "logits"},
    "Dirichlet": {"a": "concentration", "alpha": "concentration"},
    "MultivariateNormal": {"mu": "mean", "loc": "mean", "covariance_matrix": "cov", "chol": "cholesky", "scale_tril": "cholesky", "tril": "cholesky",
                           "tau": "precision", "precision_matrix": "precision", "scale_diag": "cholesky=np.diag"},
    "LKJCholesky": {"n": "dim", "dimension": "dim", "concentration": "eta"},
    **exact_skewed.ELSEWHERE,
    **exact_counts.ELSEWHERE,
    **exact_continuous.ELSEWHERE,
    **exact_passage.ELSEWHERE,
    **ELSEWHERE_OF_VECTORS,
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_keywords_of_other_tools_are_answered_with_ours(name):
    assert name in ELSEWHERE, "what do other tools call its parameters?"
    for word, own in ELSEWHERE[name].items():
        told(lambda word=word: CONSTRUCTORS[name](**{word: 1.0}), f"`{word}`", own if "=" in own else f"`{word}` is `{own}` here")


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_calls_that_do_not_fit_name_the_parameters(name):
    made, all_named = CONSTRUCTORS[name], [f"`{p}`" for p in OURS[name]]
    told(lambda: made(*[1.0] * 5), *all_named, "5 arguments")
    told(lambda: made(no_such_thing=1.0), *all_named)
    told(lambda: made("x", *[1.0] * len(OURS[name])), *all_named, 'ppl.sample("x"')
    told(lambda: made("x", **{OURS[name][0]: 1.0}, observed=np.zeros(2), dims="i"), 'ppl.sample("x"', "obs=…", "dims=…")
    for word, remedy in {"shape": "shape=…", "observed": "obs=", "dims": "dims=…", "name": "ppl.sample", "initval": "init=", "validate_args": "leave it out"}.items():
        if word not in OURS[name] and not parameters.ours(name, OURS[name], word):
            told(lambda word=word: made(**{word: 1.0}), remedy)
    misspelt = OURS[name][0] + "x"
    told(lambda: made(**{misspelt: 1.0}), "did you mean" if len(misspelt) > 2 else "")


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_what_is_no_number_is_no_parameter(name):
    made = CONSTRUCTORS[name]
    for family in made.families:
        for parameter in family.params:
            right = {p.name: v for p, v in zip(family.params, family.examples[0], strict=True)}
            for wrong in (ppl.Normal(0, 1), ppl.Normal(0, 1).truncated(0, 1), ppl.Normal, "text", {"a": 1}, ppl.positive):
                told(lambda wrong=wrong, right=right, parameter=parameter: made(**{**right, parameter.name: wrong}), f"`{parameter.name}`", f"`{name}`")


def test_the_answer_is_the_same_in_compiled_functions():
    def density(z):
        return ppl.Normal(mu=z[0], sigma=1.0).logpdf(0.0)

    told(lambda: ad.grad(density)(np.ones(1)), "`mu` is `loc` here")

    def attribute(z):
        return ppl.Normal(z[0], 1.0).log_prob(0.0)

    told(lambda: ad.grad(attribute)(np.ones(1)), "`.logpdf(x)`")

    def word(z):
        return ppl.MvNormal(z, np.eye(1)).logpdf(z)

    told(lambda: ad.grad(word)(np.ones(1)), "ppl.MultivariateNormal")


# -- names
def test_every_remedy_names_what_there_is():
    tables = [words.DISTRIBUTIONS, words.WORDS, words.METHODS, words.OF_MODELS, words.OF_POSTERIORS, parameters.OF_THE_SITE, *words.ARGUMENTS.values()]
    for hint in {hint for table in tables for hint in table.values()} | set(values.CONSTRAINTS.values()):
        assert not [n for n in re.findall(r"\bppl\.(\w+)", hint) if n not in ppl.__all__], hint
    assert not [n for n in PUBLIC if not any(hasattr(kind, n) for kind in (type(ppl.Normal(0, 1)), ppl.Model, ppl.Posterior)) and n not in ("sites", "dim", "parameters")]


@pytest.mark.parametrize("table", [words.DISTRIBUTIONS, words.WORDS], ids=["distributions", "words"])
def test_names_of_other_tools_are_answered(table):
    for name, hint in table.items():
        if any(words.plain(own) == name for own in dir(ppl)):
            continue
        assert told(lambda name=name: getattr(ppl, name)).hint == hint


@pytest.mark.parametrize(("name", "remedy"), [("MvNormal", "ppl.MultivariateNormal"), ("HalfT", "ppl.HalfStudentT"), ("Gaussian", "ppl.Normal"), ("Norml", "`ppl.Normal`?"),
                                              ("lognormal", "`ppl.LogNormal`"), ("neg_binomial_2", "ppl.NegativeBinomial"), ("Flat", "ppl.param"), ("plate", "shape="),
                                              ("Qwzxy", "docs/distributions.md")])  # fmt: skip
def test_a_name_is_answered_as_an_attribute_and_when_it_is_imported(name, remedy, tmp_path):
    told(lambda: getattr(ppl, name), remedy)
    assert not hasattr(ppl, name) and getattr(ppl, name, 1) == 1
    with pytest.raises(ImportError, match=re.escape(remedy)) as caught:
        exec(f"from llbayes.ppl import {name}", {})
    assert isinstance(caught.value, LlbayesError)


def test_modules_of_the_package_can_be_imported_and_special_names_are_pythons():
    from llbayes.ppl.predictive import matching

    assert matching.__doc__
    for owner in (ppl, ppl.Normal(0, 1), ppl.model(lambda: None)):
        with pytest.raises(AttributeError) as caught:
            owner.__no_such_thing__  # noqa: B018
        assert not isinstance(caught.value, MissingName)


D = ppl.Normal(0, 1)


@pytest.mark.parametrize("dist", [D, D.truncated(0, None), D.noncentered()], ids=["plain", "truncated", "noncentered"])
def test_methods_of_other_tools_are_answered(dist):
    for name, hint in words.METHODS.items():
        if not hasattr(dist, name):
            assert told(lambda name=name: getattr(dist, name)).hint == hint
    told(lambda: dist.logpdff, "did you mean `logpdf`?")


def test_models_and_posteriors_answer():
    @ppl.model
    def nothing():
        ppl.sample("a", ppl.Normal(0, 1))

    posterior = nothing.bind()
    for name, hint in words.OF_MODELS.items():
        assert told(lambda name=name: getattr(nothing, name)).hint == hint.format(name="nothing")
    for name, hint in words.OF_POSTERIORS.items():
        assert hasattr(posterior, name) or told(lambda name=name: getattr(posterior, name)).hint == hint
    told(lambda: nothing(), "nothing.bind()")
    told(lambda: nothing.bind({"y": 1}), "nothing.bind(**data)")
    assert "did you mean `posterior`" not in str(pytest.raises(LlbayesError, nothing.bind, y=1).value)


# -- the decorator
def test_a_model_may_be_made_with_empty_parentheses():
    @ppl.model()
    def empty(y):
        ppl.sample("y", ppl.Normal(ppl.sample("a", ppl.Normal(0, 1)), 1), obs=y)

    assert isinstance(empty, ppl.Model) and empty.bind(y=np.zeros(2)).dim == 1


@pytest.mark.parametrize("run", [lambda: ppl.model(3), lambda: ppl.model("m"), lambda: ppl.model(name="m"), lambda: ppl.model(coords={}), lambda: ppl.Model(),
                                 lambda: ppl.model(ppl.Normal(0, 1))])  # fmt: skip
def test_a_model_is_made_of_a_function(run):
    told(run, "@ppl.model", ".bind(")


# -- words of a model
Y = np.zeros(3)


def refused(body, *fragments, kind=LlbayesError):
    """A model of this body is refused at a line of this file."""

    def function(y):
        body(y, ppl.sample("a", ppl.Normal(0, 1)))

    told(lambda: ppl.model(function).bind(y=Y), *fragments)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_answers_calls_that_do_not_fit(word):
    call, known = getattr(ppl, word), inspect.signature(getattr(sites, word)).parameters
    takes_any = any(p.kind is p.VAR_KEYWORD for p in known.values())
    told(call, f"ppl.{word}")
    told(lambda: call(*range(12)) if not takes_any else call())
    if not takes_any:
        for name, hint in {"no_such_thing": f"`{next(iter(known))}`", **words.ARGUMENTS.get(word, {})}.items():
            told(lambda name=name: call(**{name: 1}), hint)


def test_arguments_of_other_tools_are_answered_in_compiled_branches_too():
    def branch(y):
        a = ppl.sample("a", ppl.Normal(0, 1))
        if a > 1.0:
            ppl.factor("far", log_factor=a)
        ppl.sample("y", ppl.Normal(a, 1), obs=y)

    told(lambda: ppl.model(branch).bind(y=Y), "`log_factor`", "log density comes second")


@pytest.mark.parametrize("name", [*values.CONSTRAINTS, "positve", "Unit_Interval", "corr_cholesky"])
def test_constraints_by_name_are_answered(name):
    found = values.CONSTRAINTS.get(words.plain(name)) or values.of_name(name)
    refused(lambda y, a: ppl.sample("b", ppl.Normal(0, 1), constraint=name), f"constraint={found}")


@pytest.mark.parametrize(("wrong", "fragment"), [((0, None), "ppl.lower(0)"), ((None, 2), "ppl.upper(2)"), ((0, 1), "ppl.interval(0, 1)"), (0, "ppl.lower(0)"),
                                                 (ppl.lower, "ppl.lower(low)"), (ppl.cholesky_corr, "ppl.cholesky_corr(n)"), ("no such set", "`ppl.simplex`"),
                                                 (D, "ppl.sample")], ids=lambda v: getattr(v, "__name__", str(v)))  # fmt: skip
def test_other_values_are_no_constraints(wrong, fragment):
    refused(lambda y, a: ppl.sample("b", ppl.Normal(0, 1), constraint=wrong), fragment)
    refused(lambda y, a: ppl.param("b", wrong), fragment)


BODIES = {
    "swapped": (lambda y, a: ppl.sample(D, "b"), "name first", 'ppl.sample("b", Normal(loc, scale))'),
    "no name": (lambda y, a: ppl.sample(D), "takes the name of the site first"),
    "no call": (lambda y, a: ppl.sample("b", ppl.Normal), "call it: `ppl.Normal(loc, scale)`"),
    "a number": (lambda y, a: ppl.sample("b", 0.0), "ppl.deterministic"),
    "text": (lambda y, a: ppl.sample("b", "Normal"), "must be a distribution"),
    "a factor of a distribution": (lambda y, a: ppl.factor("f", D), ".logpdf(x)"),
    "a deterministic of a distribution": (lambda y, a: ppl.deterministic("d", D), "ppl.sample"),
    "a function of a distribution": (lambda y, a: ppl.deterministic("d", lambda: D), "ppl.sample"),
    "generated from a number": (lambda y, a: ppl.generate("g", 1.0), "must be a distribution"),
    "arithmetic with a distribution": (lambda y, a: ppl.factor("f", D + 1.0), "a distribution is no number"),
    "dims of numbers": (lambda y, a: ppl.sample("b", D, dims=3), "lengths are `shape=`"),
    "target": (lambda y, a: target + a, "ppl.factor"),  # pyright: ignore
    "another tool's module": (lambda y, a: pm.Normal("b", 0, 1), "from llbayes import ppl"),  # pyright: ignore
    "a distribution that is not imported": (lambda y, a: HalfT(3, 1), "ppl.HalfStudentT"),  # pyright: ignore
    "dist": (lambda y, a: ppl.Normal.dist(0, 1), "by its own name"),
}


@pytest.mark.parametrize("name", BODIES)
def test_other_mistakes_with_words(name):
    body, *fragments = BODIES[name]
    refused(body, *fragments)


# -- what a family does without
@pytest.mark.parametrize("family", [f for made in CONSTRUCTORS.values() for f in made.families], ids=lambda f: f"{f.name}({', '.join(p.name for p in f.params)})")
def test_functions_that_a_family_does_without_are_refused_with_a_way(family):
    dist = CONSTRUCTORS[family.name](**{p.name: v for p, v in zip(family.params, family.examples[0], strict=True)})
    for word, arguments in {"cdf": (0.5,), "logcdf": (0.5,), "logsf": (0.5,), "quantile": (0.5,), "mean": (), "variance": (), "truncated": (0.2, 0.6)}.items():
        try:
            getattr(dist, word)(*arguments)
        except ModelError as error:
            assert error.position is not None and not INSIDE.search(shown(error))


@pytest.mark.parametrize("dist", [ppl.StudentT(3, 0, 1), ppl.Gamma(2, 1), ppl.Beta(2, 3), ppl.InverseGamma(3, 1), ppl.HalfStudentT(3, 2)], ids=str)
def test_quantiles_without_a_closed_form_invert_the_cdf(dist):
    p = np.array([1e-3, 0.3, 0.5, 0.999])
    np.testing.assert_allclose(dist.cdf(dist.quantile(p)), p, rtol=1e-12)


def test_compiled_quantiles_are_the_same():
    dist, p = ppl.Gamma(2, 1), np.array([0.1, 0.9])
    np.testing.assert_allclose(ad.evaluate(lambda q: dist.quantile(q))(p), dist.quantile(p), rtol=1e-12)
