"""A model refuses parameters by its own `raise` and `assert`, on one line or in a helper; what other code raises there is an error."""

import math

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import ModelError
from llbayes.ppl import Normal
from llbayes.ppl.base.frames import raised_by_the_user
from llbayes.ppl.interpret.running import refused

BAD, GOOD = np.array([4.0]), np.array([0.5])


def no_more_than_three(x):
    if x > 3:
        raise ValueError("too large")
    return x


def in_a_block():
    mu = ppl.sample("mu", Normal(0, 1))
    if mu > 3:
        raise ValueError("too large")


def on_one_line():
    mu = ppl.sample("mu", Normal(0, 1))
    if mu > 3: raise ValueError("too large")  # noqa: E701


def over_lines():
    mu = ppl.sample("mu", Normal(0, 1))
    if mu > 3:
        raise ValueError(
            "too large"
        )


def in_a_helper():
    mu = ppl.sample("mu", Normal(0, 1))
    ppl.deterministic("nu", no_more_than_three(mu))


def asserted():
    mu = ppl.sample("mu", Normal(0, 1))
    assert mu <= 3, "too large"


@pytest.mark.parametrize("function", [in_a_block, on_one_line, over_lines, in_a_helper, asserted], ids=lambda f: f.__name__)
def test_a_refusal_is_minus_infinity_compiled_and_in_cpython(function):
    p = ppl.model(function).bind()
    assert p.log_density(BAD) == p.interpreted_log_density(BAD) == -math.inf
    run = p.interpret(BAD)
    assert run.log_density == -math.inf and "too large" in run.reason and "test_refusals.py" in run.reason
    assert p.log_density(GOOD) == pytest.approx(p.interpret(GOOD).log_density)


def numpy_raises():
    np.stack([])


def numpy_raises_in_a_raise_statement():
    raise ValueError(np.stack([]))


def c_raises():
    math.sqrt(-1.0)


def c_raises_on_the_line_of_a_raise():
    if math.sqrt(-1.0) > 3: raise ValueError("too large")  # noqa: E701


def c_raises_in_a_raise_statement():
    raise ValueError(math.sqrt(-1.0))


def the_standard_library_raises():
    import statistics

    statistics.mean([])


@pytest.mark.parametrize(
    "function",
    [numpy_raises, numpy_raises_in_a_raise_statement, the_standard_library_raises],
    ids=lambda f: f.__name__,
)
def test_what_other_code_raises_is_no_refusal(function):
    with pytest.raises(ValueError) as e:
        function()
    assert not refused(e.value)


@pytest.mark.parametrize("function", [c_raises, c_raises_on_the_line_of_a_raise, c_raises_in_a_raise_statement], ids=lambda f: f.__name__)
def test_python_raises_where_a_number_leaves_its_domain(function):
    """Compiled, it is nan there, and the density -inf."""
    with pytest.raises(ValueError, match="math domain error|nonnegative") as e:
        function()
    assert refused(e.value) and not raised_by_the_user(e.value)


def test_our_own_errors_are_no_refusals():
    with pytest.raises(ModelError) as e:
        in_a_block()
    assert not raised_by_the_user(e.value) and not refused(e.value)
