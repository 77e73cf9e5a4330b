"""Distributions of Stan's have Stan's own values and slopes (`stan.json`), where Stan's are right; elsewhere those of mpmath (`exact.py`)."""
from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from llbayes.stan.library.distributions import angle

from .exact import EXACT
from .lines import applied, functions, python_of, value_of
from .points import EXTREME, ORDINARY, base, calls, whats

STORED = {key: [float(v) if not isinstance(v, list) else np.array(v, float) for v in row] for version in
          json.loads((Path(__file__).parent / "stan.json").read_text()).values() for key, row in version.items()}  # fmt: skip
RELATIVE = 1e-12
TAIL = 1e-15                                     # what the logarithm of a probability next to 1 has at best
SLOPE = 1e-9
CALLS = calls(ORDINARY) + calls(EXTREME)
# Stan's slopes of ordered probits are those of an approximation of the normal cdf, seven digits
COARSE = {"ordered_probit": 1e-5}
# and those of tails: of the same approximation, of series that end early; ours are those of differences with 40 digits
COARSE_TAILS = {"normal": 1e-5, "std_normal": 1e-5, "gamma": 1e-7, "chi_square": 1e-7, "inv_chi_square": 1e-5, "beta_neg_binomial": 1e-4}


def off(call, value, wanted) -> bool:
    return not (value == wanted or abs(value - wanted) <= RELATIVE * abs(wanted) + TAIL * call.what.startswith("l" * call.what.endswith("cdf")))


@pytest.mark.parametrize("law", ORDINARY)
def test_values_are_those_of_stan(law):
    for call in CALLS:
        if call.law == law:
            wanted = EXACT.get(str(call), STORED.get(str(call), [math.nan])[0])
            value = float(python_of(call)(*map(value_of, call.arguments)))
            assert not off(call, value, wanted), (str(call), value, wanted)


def test_only_what_stan_is_off_at_is_decided_otherwise():
    for call in CALLS:
        if str(call) in EXACT and str(call) in STORED:
            assert off(call, STORED[str(call)][0], EXACT[str(call)]), str(call)


def first_of_each(tails):
    """A call of each kind of arguments of all densities, or of all tails, at which Stan is right."""
    found = {(call.function, *map(base, call.arguments)): call for call in reversed(calls(ORDINARY)) if (call.what != whats(call.law)[0]) == tails}
    return [call for call in found.values() if str(call) not in EXACT and str(call) in STORED]


@pytest.mark.parametrize("tails, coarse", [(False, COARSE), (True, COARSE_TAILS)], ids=["densities", "tails"])
def test_slopes_in_compiled_code_are_those_of_stan(tails, coarse, tmp_path):
    """Of all laws, by one program."""
    chosen = first_of_each(tails)
    made = functions([python_of(call).text for call in chosen], tmp_path)
    parts, given = [], []
    for call, function in zip(chosen, made, strict=True):
        real = [k for k, a in enumerate(call.arguments) if "int" not in base(a)]
        parts.append((applied(function, call, real), len(given), len(given) + len(real)))
        given += [value_of(call.arguments[k]) for k in real]
    value, slopes = value_and_slopes(parts, given)
    np.testing.assert_allclose(value, math.fsum(STORED[str(call)][0] for call in chosen), rtol=RELATIVE)
    for call, (_, start, stop) in zip(chosen, parts, strict=True):
        arguments = [a for a in call.arguments if "int" not in base(a)]
        for k, (found, wanted, argument) in enumerate(zip(slopes[start:stop], STORED[str(call)][1:], arguments, strict=True)):
            found, wanted = (along(call.law, k, argument, slope) for slope in (found, wanted))
            np.testing.assert_allclose(found, wanted, rtol=coarse.get(call.law, SLOPE), atol=1e-11, err_msg=str(call))


def value_and_slopes(parts, given):
    from llbayes import ad

    def whole(*reals):
        total = 0.0
        for part, start, stop in parts:
            total += part(*reals[start:stop])
        return total
    return ad.value_and_grad(whole, tuple(range(len(given))))(*given)


def along(law, number, argument, slope):
    """What a slope says in the directions that the argument may go: entries of symmetric matrices move together, those above a factor's diagonal not at all, shares
    keep their sum."""
    slope = np.reshape(slope, np.shape(argument))
    if law == "dirichlet" and number == 0:
        return slope - np.mean(slope, axis=-1, keepdims=True)
    if base(argument) != "matrix" or len(argument) != len(argument[0]):
        return slope
    return slope + slope.T if np.array_equal(argument, np.transpose(argument)) else np.tril(slope)


def test_an_angle_of_any_turn_is_one_of_the_half_circle():
    x = np.array([-9.0, -math.pi, 0.0, 3.0, math.pi, 40.0])
    assert np.all((angle(x) >= -math.pi) & (angle(x) < math.pi))
    np.testing.assert_allclose(np.cos(angle(x)), np.cos(x), atol=1e-14)
