"""Programs that Stan refuses are refused, at Stan's line; and no program, however wrong, ends a check with anything but an error of its own."""
import random
import re
from pathlib import Path

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


# -- programs made wrong by chance
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.stan"))


def spoiled(tokens, words, chance):
    """The tokens of a program with one or two left out, doubled, swapped or replaced by words of any program."""
    tokens = list(tokens)
    for _ in range(chance.randint(1, 2)):
        k = chance.choice([k for k, token in enumerate(tokens) if not token.isspace()])
        match chance.randint(0, 4):
            case 0:
                del tokens[k]
            case 1:
                tokens.insert(k, tokens[k])
            case 2:
                other = chance.randrange(len(tokens))
                tokens[k], tokens[other] = tokens[other], tokens[k]
            case _:
                tokens[k] = chance.choice(words)
    return "".join(tokens)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_no_program_breaks_the_check(path):
    chance = random.Random(path.stem)
    tokens = TOKEN.findall(path.read_text())
    words = sorted({token for token in tokens if not token.isspace()} | {"1.5", "real", "int", "vector", "normal", "f", "[", "]", "'", "~", "|"})
    for _ in range(6):
        text = spoiled(tokens, words, chance)
        try:
            checked(text)
        except StanError as error:
            assert 1 <= error.position.line <= text.count("\n") + 1 and error.message
