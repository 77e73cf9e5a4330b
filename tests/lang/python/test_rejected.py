"""Ways that end in a failure: what is computed behind them nobody looks at, whatever it is, and everywhere else values and gradients are CPython's."""
import numpy as np
import pytest

from llbayes import ppl


def behind_a_loop(x):
    for k in range(x.shape[0]):
        if x[k] > 0.5:
            return x * (k + 1)
    raise ValueError("none")


def in_branches(x):
    if x[0] > 0.0:
        a, b = np.exp(x), 3
    elif x[1] > 0.0:
        a, b = np.zeros(x.shape[0]) + x[1], 4
    else:
        raise ValueError("neither")
    return a * b


def nested(x):
    if x[0] > -1.0:
        if x[1] > 0.0:
            y = x.copy()
            y[0] = 2.0
        else:
            raise ValueError("inner")
    else:
        raise ValueError("outer")
    return y


def of_a_record(x):
    while True:
        if x[0] > 0.0:
            return x[0], (x, x[1:])
        raise ValueError("no record")


def always(x):
    raise ValueError("always")


def called(x):
    y = always(x) if x[0] < 0.0 else x
    return y + 1.0


def in_a_statement(x):
    if x[0] < 0.0:
        y = always(x)[1] + x
    else:
        y = x
    return y


def after_other_lengths(x):
    n = 1
    if x[0] > 0.0:
        n = 2
    if x[1] > 0.0:
        y = x[:n]
    else:
        raise ValueError("no length")
    return np.concatenate((y, x))


def integers(x):
    if x[0] > 0.0:
        places = np.array([2, 1])
    else:
        raise ValueError("no places")
    return x[places]


def never_ending(x):
    assert x[0] > 0.0
    y = x[0]
    while y < 3.0:
        y = y * 2.0
    return y * x


def ended_inside(x):
    y = 1.0
    while y < 3.0:
        assert x[1] > 0.0
        y = y * (1.0 + (x[1] > 0.0))
    return y * x


FUNCTIONS = [behind_a_loop, in_branches, nested, of_a_record, called, in_a_statement, after_other_lengths, integers, never_ending, ended_inside]
POINTS = np.array([[0.6, 0.3, 0.1], [0.3, 0.4, 0.9], [-0.5, 0.4, 0.2], [-2.0, 0.3, 0.7], [-0.2, -0.6, -0.4], [0.2, -0.6, 0.8]])


def total(value):
    """The sum of all numbers in it."""
    if isinstance(value, tuple):
        return sum_of(value)
    return np.sum(value * value)


def sum_of(members):
    found = 0.0
    for member in members:
        found = found + total(member)
    return found


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_values_and_gradients_are_those_of_ways_that_go_well(function):
    @ppl.model
    def model():
        x = ppl.sample("x", ppl.Normal(0.0, 1.0), shape=3)
        ppl.factor("f", total(function(x)))

    posterior, fails = model.bind(), 0
    for z in POINTS:
        value, gradient = posterior.value_and_grad(z)
        wanted = posterior.interpreted_log_density(z)
        assert value == pytest.approx(wanted, rel=1e-13)
        if np.isfinite(wanted):
            steps = [posterior.interpreted_log_density(z + h) - posterior.interpreted_log_density(z - h) for h in 1e-6 * np.eye(3)]
            assert gradient == pytest.approx(np.array(steps) / 2e-6, rel=1e-6, abs=1e-7)
        else:
            assert not gradient.any()
            fails += 1
    assert 0 < fails < len(POINTS)
