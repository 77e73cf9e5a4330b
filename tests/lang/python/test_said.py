"""What is printed, logged or asserted may hold run-time values: compiled code leaves it out, and is else the same."""
# ruff: noqa: UP031, UP032
from __future__ import annotations

import logging
import pprint
import sys
import warnings

import numpy as np
import pytest

from llbayes import ad, ppl

LOG = logging.getLogger("said")
SAID: dict[str, object] = {}


def said(f):
    SAID[f.__name__] = f
    return f


@said
def f_string(x, a):
    print(f"{a:.3f} {x=} {a:{4}.{2}f} {a!r}")


@said
def several(x, a):
    print("a", a, x, *x, sep=",", end="\n", file=sys.stderr)


@said
def percent(x, a):
    print("%.3f %s" % (a, x), "a: %(a)s" % {"a": a}, "%.2f" % a + "!", "-" * 3 + str(a))


@said
def formats(x, a):
    print("{} {x:}".format(a, x=x), str(a), repr(x), format(a, ".3f"), np.array2string(x))


@said
def joined(x, a):
    print(", ".join(f"{v:.2f}" for v in x), [f"{v:.2f}" for v in x], {"a": a}, (a,), type(a).__name__)


@said
def kept_first(x, a):
    text = f"a = {a}"
    text = text + "!"
    text += " and more"
    print(text.upper(), text[:3] if a is None else "")


@said
def on_a_path(x, a):
    if a > 100.0:
        print(f"large: {a}")
    print(f"{a}" if a > 0 else f"{x}", "large" if a > 1 else "small")


@said
def in_a_loop(x, a):
    for i in range(len(x)):
        print(f"{i}: {x[i]}")


@said
def by_a_function(x, a):
    def tell(v):
        print(f"v = {v}")

    def told(v):
        return f"v = {v:.2f}"
    tell(a)
    print(told(a), described(a))
    show(f"{a}")


def described(v):
    return f"v is {v}"


def show(text):
    print(text)


@said
def logged(x, a):
    LOG.info(f"a = {a}")
    LOG.debug("a = %s", a)
    logging.getLogger("said").warning("x = %s" % x)
    logging.info(f"{x}")


@said
def other_voices(x, a):
    pprint.pprint({"a": a})
    sys.stdout.write(f"{a}\n")
    sys.stderr.flush()


@said
def what_the_language_lacks(x, a):
    print(round(a, 2), x.tolist(), np.percentile(x, 50), np.linalg.eigvals(np.outer(x, x)).shape)


@said
def asserted(x, a):
    assert a < 100.0, f"too large: {a}"
    assert a < 100.0, "too large: %s" % a
    if a > 100.0:
        raise ValueError(f"too large: {a}")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SAID)
def test_what_is_said_changes_nothing(name):
    tell = SAID[name]

    def f(x):
        a = np.sum(x)
        tell(x, a)
        return a * a

    value, slope = ad.value_and_grad(f)(np.array([1.0, 2.0]))
    assert value == 9.0 and slope.tolist() == [6.0, 6.0]


def test_warnings_are_left_out():
    def f(x):
        warnings.warn(f"x = {x}", stacklevel=2)
        return x * x

    assert ad.grad(f)(3.0) == 6.0


def test_what_is_said_is_evaluated():
    def f(x):
        values = [x, 2.0 * x]
        print(values.pop(), f"{(doubled := 3.0 * x)}")
        return values[-1] * doubled + len(values)

    assert ad.evaluate(f)(2.0) == 13.0


def test_the_message_of_an_assertion_is_its_source():
    def f(x):
        assert x < 1.0, f"too large: {x:.2f}"
        return x

    with pytest.raises(AssertionError, match="too large: {x:.2f}"):
        ad.evaluate(f)(2.0)


@pytest.mark.filterwarnings("ignore")
def test_models_say_what_they_like(capsys):
    @ppl.model
    def told(y):
        a = ppl.sample("a", ppl.Normal(0, 1))
        print(f"a = {a:.3f}", ppl.deterministic("b", a * 2.0))
        for i in range(2):
            print(f"making c{i}")
            name = f"c{i}"
            ppl.sample(name, ppl.Normal(a, 1))
        ppl.sample("y", ppl.Normal(a, 1), obs=y)

    posterior = told.bind(y=np.zeros(2))
    assert "a = 0.000" in capsys.readouterr().out
    assert list(posterior.sites) == ["a", "b", "c0", "c1", "y"]
    assert posterior.log_density(np.ones(3)) == pytest.approx(posterior.interpreted_log_density(np.ones(3)))
