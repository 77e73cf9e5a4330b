"""The tables of expressions against Stan: one program a table, its generated quantities at once."""
from __future__ import annotations

import micro
import numpy as np
import pytest
from stan_values import distance, numbers, stored

from llbayes import stan

TOLERANCE = 1e-12
EXPRESSIONS = 45            # a program
WRONG = (                   # what the interpreter of Stan 2.40 computes otherwise than Stan itself: lengths by dimension
    "exp_quad_lengths", "exponential_lengths", "matern32_lengths", "matern52_lengths", ("decompositions", "x56"), ("decompositions", "x58"),
)  # fmt: skip
NEAR = {("reals", "x139"): 1e-11, ("reals", "x155"): 1e-10, ("gammas", "trigamma_vector"): 1e-8}        # Stan's inv_Phi and trigamma are approximations: ours are to the last digit


def values(subject: str, name: str):
    """What Stan gave for an expression; None where nothing is stored. Stan 2.35 itself where it was asked, else the interpreter of 2.40."""
    found = stored("micro_235").get(subject, {}).get(name)
    if found is None and name not in WRONG and (subject, name) not in WRONG:
        found = stored("micro_240").get(subject, {}).get(name)
    return found


def pieces():
    """Parts of the tables."""
    for subject in micro.subjects():
        lines = [e for e in subject.expressions if values(subject.name, e.name) is not None]
        for k in range(0, len(lines), EXPRESSIONS):
            yield pytest.param(subject, lines[k : k + EXPRESSIONS], id=f"{subject.name}{k // EXPRESSIONS or ''}")


@pytest.mark.parametrize("subject, lines", list(pieces()))
def test_expressions_give_what_stan_gives(subject, lines):
    arrays = stan.model(text=micro.program(subject, lines), name=subject.name).bind().constrain(np.zeros(0))
    wrong = []
    for line in lines:
        found, wanted = np.asarray(arrays[line.name], float).ravel(order="F"), numbers(values(subject.name, line.name))
        if not distance(found, wanted) < NEAR.get((subject.name, line.name), TOLERANCE):
            wrong.append((line.type, line.text, found.tolist(), wanted.tolist()))
    assert not wrong
