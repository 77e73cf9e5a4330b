"""Python's own functions and operators of numbers at the edges of their domains, compiled and in CPython: the same number, or refused in both; where CPython
alone raises (`math.log(0)`), the number is infinite or nan as NumPy has it, and never a finite one that nobody asked for."""
from __future__ import annotations

import math

import numpy as np
import pytest

from llbayes import ad
from llbayes.lang.calls.recognition import TABLE

EDGES = (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.7, 171.7, 1e3, -1e3, 1e19, -1e19, 1e300, 5e-324, math.inf, -math.inf, math.nan)
WHOLE = (0, 1, -1, 2, -2, 7, 63, 64, 2**62, -2**63)
OF_SEVERAL = ("dist", "fsum", "prod")                                    # take sequences
MATH = {name.partition(".")[2]: getattr(math, name.partition(".")[2]) for name in TABLE if name.startswith("math.") and hasattr(math, name.partition(".")[2])}      # sumprod is of Python 3.12
ONE = {n: f for n, f in MATH.items() if n not in OF_SEVERAL} | {"int": int, "round": round, "float": float, "bool": bool, "abs": abs}
TWO = {n: MATH[n] for n in ("atan2", "copysign", "fmod", "hypot", "isclose", "log", "pow")} | {
    "max": max, "min": min, "divmod": divmod,
    "/": lambda x, y: x / y,
    "//": lambda x, y: x // y,
    "%": lambda x, y: x % y,
    "**": lambda x, y: x**y,
    "np.floor_divide": np.floor_divide,
}  # fmt: skip
INTEGERS = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "//": lambda x, y: x // y,
    "%": lambda x, y: x % y,
}
SHIFTS = {"<<": lambda x, y: x << y, ">>": lambda x, y: x >> y}


def result(f, *at):
    """A value, or the exception that says there is none."""
    try:
        with np.errstate(all="ignore"):
            return f(*at)
    except (ArithmeticError, ValueError, TypeError) as error:
        return error


def agrees(python, compiled):
    """Is this a compiled answer to what CPython says?"""
    if isinstance(python, tuple):
        return all(map(agrees, python, compiled))
    if isinstance(python, Exception):
        return isinstance(compiled, Exception) or not np.isfinite(compiled).all()
    if isinstance(python, complex) or isinstance(python, int) and not -(2**63) <= python < 2**63:
        return isinstance(compiled, Exception) or isinstance(python, complex) and math.isnan(compiled)
    return not isinstance(compiled, Exception) and np.allclose(compiled, python, 1e-12, 5e-324, equal_nan=True)


def disagreements(f, compiled, points):
    """Where they do not."""
    return [(at, python, got) for at in points if not agrees(python := result(f, *at), got := result(compiled, *at))]


def of_one(f):
    return ad.evaluate(lambda x: f(x))


def of_two(f):
    return ad.evaluate(lambda x, y: f(x, y))


@pytest.mark.parametrize("name", [n for n in ONE if n not in ("atan2", "copysign", "fmod", "hypot", "isclose", "ldexp", "pow", "remainder")])
def test_of_one_number(name):
    assert not disagreements(ONE[name], of_one(ONE[name]), [(x,) for x in EDGES])


@pytest.mark.parametrize("name", TWO)
def test_of_two_numbers(name):
    assert not disagreements(TWO[name], of_two(TWO[name]), [(x, y) for x in EDGES for y in EDGES])


@pytest.mark.parametrize("name", [*INTEGERS, *SHIFTS])
def test_of_two_integers(name):
    f, most = (INTEGERS | SHIFTS)[name], 63 if name in SHIFTS else 2**63             # a shift by 64 and more is refused
    compiled = ad.evaluate(lambda a: f(a[0], a[1]))                      # of run time: numbers by themselves are known when a function is compiled
    assert not disagreements(f, lambda *at: compiled(np.array(at)), [(x, y) for x in WHOLE for y in WHOLE if y <= most])


def test_every_function_of_math_is_here():
    assert MATH.keys() == (ONE.keys() & MATH.keys()) | (TWO.keys() & MATH.keys()) | set(OF_SEVERAL)


@pytest.mark.parametrize("f", [lambda a, x: a[int(x)], lambda a, x: a[round(x)], lambda a, x: a[math.floor(x)], lambda a, x: a[np.floor(np.array([x])).astype(int)][0]],
                         ids=["int", "round", "floor", "astype"])  # fmt: skip
@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf, 1e19, -1e300])
def test_what_is_no_number_is_no_index(f, x):
    with pytest.raises((ValueError, ArithmeticError, IndexError)):
        ad.evaluate(f)(np.array([1.0, 2.0]), x)
