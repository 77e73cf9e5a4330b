"""Twenty wrong uses, and more, of every word of the models: each is answered by an error of ours at the user's line, which says what was given and what to do."""
from __future__ import annotations

import inspect

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import LlbayesError, MissingName
from llbayes.ppl.base.distribution import Distribution
from llbayes.ppl.distributions import CONSTRUCTORS
from llbayes.ppl.habits.names import PUBLIC
from llbayes.ppl.habits.uncalled import METHODS

from . import of_data, of_generated, of_posteriors, of_predictions, of_sets, of_sites
from .forms import of_bounds, of_mixtures, of_own
from .uses import INSIDE, judged

WORDS = {**of_sites.WORDS, **of_generated.WORDS, **of_predictions.WORDS, **of_data.WORDS, **of_sets.WORDS, **of_posteriors.WORDS,
         **of_mixtures.WORDS, **of_bounds.WORDS, **of_own.WORDS}  # fmt: skip
EXPECTED = {"missing", "where", "draw", "submodel", "marginalize", "generated", "random", "predict", "rebind", "recover", "dims and coords", "constraints", "check", "visualise", "diagnose",
            "methods of distributions", "Mixture", "ZeroInflated", "Hurdle", "Censored", "IntervalCensored", "truncated", "Transformed", "Custom", "noncentered"}  # fmt: skip
LEAST = 20


def test_every_word_has_twenty_different_ones():
    assert set(WORDS) == EXPECTED
    for word, uses in WORDS.items():
        assert len({use.program for use in uses}) == len({use.title for use in uses}) == len(uses) >= LEAST, word
        assert all(use.fragments and all(use.fragments) for use in uses), word


@pytest.mark.parametrize("word", WORDS)
def test_each_is_answered(word):
    wrong = [f"{use.title}: {problem}" for use in WORDS[word] if (problem := judged(word, use))]
    assert not wrong, "\n\n".join(wrong)


# -- families: whatever stands in the place of a parameter
class Nothing:
    """A class that takes no argument."""


NO_NUMBERS = {
    "a text": "a", "bytes": b"a", "a dict": {"a": 1.0}, "a set": {1.0}, "a function": lambda: 1.0, "a class": Nothing, "an object": Nothing(), "a slice": slice(0, 2),
    "a distribution": ppl.Normal(0, 1), "a family": ppl.Normal, "a constraint": ppl.positive, "rows of unlike lengths": [[1.0], [1.0, 2.0]], "texts": ["a", "b"],
    "None in a list": [None, 1.0], "a complex number": 1j, "complex numbers": np.array([1j]), "dates": np.array(["2020"], "M8[Y]"), "time": np.array([1], "m8[D]"),
    "a masked array": np.ma.array([1.0, 2.0], mask=[True, False]), "objects": np.array([Nothing()]), "a generator": (x for x in [1.0]),
    "truths that lack": np.array([True, None]), "the model": ppl.model(lambda y: None),
}  # fmt: skip


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_what_is_no_number_is_no_parameter(name):
    family = CONSTRUCTORS[name].families[0]
    good = {p.name: x for p, x in zip(family.params, family.examples[0], strict=True) if x is not None}
    assert len(NO_NUMBERS) >= LEAST and good.keys() <= set(inspect.signature(CONSTRUCTORS[name]).parameters)
    for parameter in good:
        for title, value in NO_NUMBERS.items():
            with pytest.raises(LlbayesError) as caught:
                CONSTRUCTORS[name](**{**good, parameter: value})
            error = caught.value
            said = f"{error.message} {error.hint}"
            assert error.position is not None and error.position.file == __file__ and error.hint, (title, error)
            assert f"`{parameter}` of `{family.name}`" in error.message and not INSIDE.search(said), (title, said)


# -- methods of distributions, asked of a constructor
def test_constructors_say_of_every_method_to_be_called_first():
    public = {n for n, f in vars(Distribution).items() if n in PUBLIC and callable(f)}
    assert public | {"covariance"} == set(METHODS)
    for name, constructor in CONSTRUCTORS.items():
        for method in METHODS:
            with pytest.raises(MissingName, match="call it first") as caught:
                getattr(constructor, method)(0)
            assert caught.value.position is not None and caught.value.position.file == __file__ and f"ppl.{name}(" in caught.value.hint
