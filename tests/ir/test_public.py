"""Every public call answers what does not fit it: words of other tools by the setting that is meant, misspelt names by the nearest, positions by names."""
import inspect
import pydoc
import re

import numpy as np
import pytest

from llbayes import ad, models, ppl, samplers, uq
from llbayes.ir.errors import LlbayesError
from llbayes.ir.public import CallError
from llbayes.ir.words import TABLE, bare, closest
from llbayes.ppl import Normal

FACES = {"samplers": (samplers, [*samplers.SAMPLERS, "laplace"]), "uq": (uq, list(uq.METHODS)), "models": (models, ["get", "posterior", "data_path", "about", "data_of"]),
         "ppl": (ppl, ["prior_predictive", "posterior_predictive", "log_likelihood", "log_prior"]), "ad": (ad, [n for n in ad.__all__ if n.islower()])}
CALLS = {f"{room}.{name}": getattr(module, name) for room, (module, names) in FACES.items() for name in names}
CALLS |= {f"Model.{name}": getattr(ppl.Model, name) for name in ("from_json",)}
CALLS |= {f"Posterior.{name}": getattr(ppl.Posterior, name) for name in ("constrain", "unconstrain", "hessian", "hvp", "interpret", "diagnose")}
NOWHERE = "entirely_unheard_of"


def answered(call, *args, **kwargs):
    """The error of a call that does not fit."""
    with pytest.raises(CallError) as caught:
        call(*args, **kwargs)
    error = caught.value
    assert isinstance(error, TypeError) and isinstance(error, ValueError) and error.position.file == __file__ and error.position.function == "answered"
    return error


def own(call):
    return {n: p for n, p in inspect.signature(call).parameters.items() if n != "self"}


def foreign(taken):
    """Words of other tools and the settings that they stand for in a call, the first row wins."""
    found = {}
    for row in TABLE:
        if row.setting in taken:
            found |= {bare(word): (word, row) for word in row.words.split() if bare(word) not in found and word not in taken}
    return found.values()


@pytest.mark.parametrize("name", CALLS)
def test_words_of_other_tools_are_answered_with_the_setting_that_is_meant(name):
    for word, row in foreign(own(CALLS[name])):
        error = answered(CALLS[name], **{word: 1})
        assert error.message == f"`{name}` has no argument `{word}`"
        assert error.hint == (row.says or f"`{word}` is called `{row.setting}` here: `{row.setting}=1`")


@pytest.mark.parametrize("name", CALLS)
def test_names_that_are_misspelt_are_answered_with_the_nearest_or_all(name):
    for right in own(CALLS[name]):
        if len(right) > 4 and right[:-2] + right[-1] not in own(CALLS[name]):
            assert f"`{right}" in answered(CALLS[name], **{right[:-2] + right[-1]: 1}).hint
    assert all(f"`{n}`" in answered(CALLS[name], **{NOWHERE: 1}).hint for n in own(CALLS[name]))
    assert NOWHERE in answered(CALLS[name], **{NOWHERE: 1}).message


@pytest.mark.parametrize("name", CALLS)
def test_what_is_lacking_or_too_much_is_said_by_name(name):
    places = [n for n, p in own(CALLS[name]).items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    object_first = (None,) if "self" in inspect.signature(CALLS[name]).parameters else ()
    lacking = [n for n in places if own(CALLS[name])[n].default is inspect.Parameter.empty]
    assert all(f"`{n}`" in answered(CALLS[name], *object_first).message for n in lacking)
    if any(p.kind is p.VAR_POSITIONAL for p in own(CALLS[name]).values()):       # nothing is too much
        return
    more = answered(CALLS[name], *object_first, *range(len(places)), 500)
    assert re.match(rf"`{name}` takes {len(places)} arguments? by position", more.message) and more.hint
    if count := next((n for n in ("draws", "n") if own(CALLS[name]).get(n) and own(CALLS[name])[n].kind is inspect.Parameter.KEYWORD_ONLY), None):
        assert f"`{count}=500`" in more.hint
    assert f"`{places[0]}` twice" in answered(CALLS[name], *object_first, 1, **{places[0]: 1}).message


def test_the_table_names_settings_that_there_are():
    settings = {n for call in CALLS.values() for n in own(call)} | {"coords", "names", "rows"}
    assert {row.setting for row in TABLE} <= settings


def test_names_of_other_tools_metrics_are_answered():
    with pytest.raises(LlbayesError, match=r"`metric` must be one of(.|\n)*did you mean `dense`\?"):
        samplers.nuts(lambda x: -np.sum(x * x), dim=1, metric="dense_e")


@pytest.mark.parametrize(("word", "names", "nearest"), [
    ("radonn", ["radon_hierarchical_intercept", "diamonds"], "radon_hierarchical_intercept"), ("Draws", ["draws", "tune"], "draws"),
    ("target_acept", ["target", "target_accept"], "target_accept"), ("depth", ["max_depth", "metric"], "max_depth"), ("dense_e", ["diag", "dense"], "dense")])
def test_the_nearest_name_comes_first(word, names, nearest):
    assert closest(word, names)[0] == nearest


@pytest.fixture(scope="module")
def bound():
    @ppl.model
    def coin(y):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y)

    return coin, coin.bind(y=np.zeros(2))


def test_models_trees_and_posteriors_in_each_others_places(bound):
    model, posterior = bound
    tree = samplers.laplace(posterior, draws=4, seed=1)
    inputs = uq.Inputs(a=Normal(0, 1))
    for call, words in ((lambda: samplers.nuts(model), "`coin.bind"), (lambda: samplers.nuts(tree), "bound model"), (lambda: ppl.log_prior(model, tree), "`coin.bind"),
                        (lambda: ppl.log_prior(tree, posterior), "the posterior comes first"), (lambda: uq.propagate(inputs, np.sum), "the model comes first"),
                        (lambda: uq.propagate(np.sum, {"a": Normal(0, 1)}), "of this dict"), (lambda: ppl.prior_predictive(tree), "a bound model")):
        with pytest.raises(LlbayesError, match=words) as caught:
            call()
        assert caught.value.position.file == __file__


@pytest.mark.parametrize("room", ["ad", "ppl", "samplers", "uq", "results", "models"])
def test_completion_and_help_list_what_a_room_has(room):
    module = __import__(f"llbayes.{room}", fromlist=["__all__"])
    text = pydoc.plain(pydoc.render_doc(module))
    functions = [n for n in module.__all__ if inspect.isfunction(getattr(module, n))]
    assert set(module.__all__) <= set(dir(module)) and functions and [n for n in functions if f"{n}(" not in text] == []
