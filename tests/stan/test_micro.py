"""The tables of expressions against Stan: one program a table, its generated quantities at once."""
from __future__ import annotations

import micro
import numpy as np
import pytest
from stan_values import distance, numbers, stored

from llbayes import stan

TOLERANCE = 1e-12
EXPRESSIONS = 45            # a program
NEAR = {("passages", "times_longer"): 1e-11, ("reals", "x139"): 1e-11, ("reals", "x155"): 1e-10, ("gammas", "trigamma_vector"): 1e-8}        # Stan's inv_Phi, trigamma and integrals are approximations: ours are to the last digit
EXACT = {                   # where Stan 2.35 leaves whole numbers whole: to the last digit what they are, as the functions reference and Stan 2.40 have it
    ("broadcasting", "x53"): [20.085536923187668, 2.718281828459045, 7.38905609893065], ("broadcasting", "x56"): [1.0, 1.7320508075688772, 1.4142135623730951, 2.0],
    ("numbers", "inv_square_ints"): [1.0, 0.25, 0.0625], ("numbers", "cos_ints"): [-0.4161468365471424, 1.0, -0.9899924966004454],
}  # fmt: skip


def values(subject: str):
    """What Stan gave for the expressions of a table: 2.35, and 2.40 for those that 2.35 does not know."""
    return stored("micro_240").get(subject, {}) | stored("micro_235").get(subject, {})


def pieces():
    """Parts of the tables."""
    for subject in micro.subjects():
        lines = [e for e in subject.expressions if values(subject.name).get(e.name) is not None]
        for k in range(0, len(lines), EXPRESSIONS):
            yield pytest.param(subject, lines[k : k + EXPRESSIONS], id=f"{subject.name}{k // EXPRESSIONS or ''}")


@pytest.mark.parametrize("subject, lines", list(pieces()))
def test_expressions_give_what_stan_gives(subject, lines):
    arrays = stan.model(text=micro.program(subject, lines), name=subject.name).bind().constrain(np.zeros(0))
    wrong = []
    for line in lines:
        key, given = (subject.name, line.name), values(subject.name)[line.name]
        found, wanted = np.asarray(arrays[line.name], float).ravel(order="F"), numbers(EXACT.get(key, given))
        if not distance(found, wanted) < NEAR.get(key, TOLERANCE):
            wrong.append((line.type, line.text, found.tolist(), wanted.tolist()))
    assert not wrong


def test_every_expression_was_asked():
    for subject in micro.subjects():
        assert {e.name for e in subject.expressions} <= set(values(subject.name))
