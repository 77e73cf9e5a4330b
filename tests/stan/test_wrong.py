"""Programs that Stan refuses are refused, at Stan's line; and no program, however wrong, ends a check with anything but an error of its own."""

import pytest
from wrong_stan import CHAPTERS, programs

from llbayes.stan import checking, grammar
from llbayes.stan.errors import StanError
from llbayes.stan.source import Source

ALL = [(chapter, k, wrong) for chapter in CHAPTERS for k, wrong in enumerate(programs(chapter))]


def checked(text):
    program = grammar.parse(Source(text, "own.stan"))
    checking.check(program)
    return program


def refused(text):
    with pytest.raises(StanError) as caught:
        checked(text)
    return caught.value


@pytest.mark.parametrize("wrong", [wrong for _, _, wrong in ALL], ids=[f"{chapter}{k}" for chapter, k, _ in ALL])
def test_refused_at_its_line(wrong):
    error = refused(wrong.text)
    assert error.position.line == wrong.line and wrong.words in f"{error.message} {error.hint}", str(error)
