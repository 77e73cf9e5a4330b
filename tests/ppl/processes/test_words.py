"""Calls of processes that do not fit are answered with our parameters, as those of families are."""

from __future__ import annotations

import inspect

import pytest

from llbayes import ppl
from llbayes.ir.errors import LlbayesError
from llbayes.ppl.habits.processes import OF_PROCESSES
from llbayes.ppl.processes import CONSTRUCTORS


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_calls_that_do_not_fit_name_the_parameters(name):
    made = CONSTRUCTORS[name]
    for run in (lambda: made(no_such_thing=1.0), lambda: made("x", 1.0)):
        with pytest.raises(LlbayesError) as caught:
            run()
        assert caught.value.position is not None and caught.value.position.file == __file__
    with pytest.raises(LlbayesError) as caught:
        made(no_such_thing=1.0)
    assert all(f"`{p}`" in caught.value.message for p in inspect.signature(made).parameters)


@pytest.mark.parametrize("name", OF_PROCESSES)
def test_keywords_of_other_tools_are_answered_with_ours(name):
    for own, words in OF_PROCESSES[name].items():
        assert own in inspect.signature(CONSTRUCTORS[name]).parameters
        for word in words:
            with pytest.raises(LlbayesError, match=f"`{word}` is `{own}` here"):
                CONSTRUCTORS[name](**{word: 1.0})


def test_every_process_is_public():
    assert set(CONSTRUCTORS) <= set(ppl.__all__)
